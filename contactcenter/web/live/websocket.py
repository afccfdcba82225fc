"""Engine.IO's websocket without permessage-deflate: 30 KB an idle connection instead of 122."""

from typing import Any

from aiohttp import web
from engineio.async_drivers.aiohttp import (  # type: ignore[import-untyped]
    WebSocket as AiohttpWebSocket,
)


class PlainWebSocket(AiohttpWebSocket):  # type: ignore[misc]  # engineio is untyped
    """As the driver's own, but the offer to compress is declined."""

    async def __call__(self, environ: dict[str, Any]) -> web.WebSocketResponse:
        self._sock = web.WebSocketResponse(compress=False, max_msg_size=self.server.max_http_buffer_size)
        await self._sock.prepare(environ["aiohttp.request"])
        self.environ = environ
        await self.handler(self)
        return self._sock
