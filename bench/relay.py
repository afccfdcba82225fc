"""The yardstick: a bare python-socketio relay, one visitor to one agent room, nothing checked, nothing stored.

    python bench/relay.py PORT

uvloop, msgspec as JSON, no compression, ``async_handlers=False``.
"""

import sys
from typing import Any

import msgspec
import socketio
import uvloop
from aiohttp import web
from engineio.async_drivers.aiohttp import WebSocket


class Json:
    dumps = staticmethod(lambda value, **_: msgspec.json.encode(value).decode())
    loads = staticmethod(lambda text, **_: msgspec.json.decode(text))


class Plain(WebSocket):
    async def __call__(self, environ: dict[str, Any]) -> web.WebSocketResponse:
        self._sock = web.WebSocketResponse(compress=False, max_msg_size=self.server.max_http_buffer_size)
        await self._sock.prepare(environ["aiohttp.request"])
        self.environ = environ
        await self.handler(self)
        return self._sock


sio = socketio.AsyncServer(
    async_mode="aiohttp", async_handlers=False, json=Json, transports=["websocket"], cors_allowed_origins="*"
)
sio.eio._async = {**sio.eio._async, "websocket": Plain}


async def connect(sid: str, environ: dict[str, Any], auth: dict[str, Any]) -> None:
    if "agent" in auth:
        await sio.enter_room(sid, auth["agent"])


async def send(sid: str, message: dict[str, Any]) -> dict[str, Any]:
    await sio.emit("entries", message, room=message["room"])
    return {"id": message["external_id"]}


sio.on("connect", connect)
sio.on("message.send", send)


async def main(port: int) -> web.Application:
    app = web.Application()
    sio.attach(app)
    return app


if __name__ == "__main__":
    uvloop.install()
    port = int(sys.argv[1])
    web.run_app(main(port), host="127.0.0.1", port=port, print=lambda *_: print("ready", flush=True))
