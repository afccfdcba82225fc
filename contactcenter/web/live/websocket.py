"""Engine.IO over one websocket: no permessage-deflate, no task and no timer of its own for a packet.

Without compression an idle connection takes 30 KB instead of 122. The library's own loops make two tasks for each
packet that comes and one for each that goes, only to limit how long they wait; these limit the same waits without
tasks, which saves a quarter of the processor time of a chat message (docs/benchmarks.md).
"""

import asyncio
import logging
from typing import Any

from aiohttp import WSMsgType, web
from engineio.async_drivers.aiohttp import (  # type: ignore[import-untyped]
    WebSocket as AiohttpWebSocket,
)
from engineio.exceptions import SocketIsClosedError, UnknownPacketError  # type: ignore[import-untyped]
from engineio.packet import MESSAGE, Packet  # type: ignore[import-untyped]

from contactcenter.web.live.wire import WireFault

log = logging.getLogger(__name__)

LAST_WORDS_SECONDS = 5.0  # to send what is queued once the connection has ended: who does not read takes nothing

_MESSAGE = str(MESSAGE)


class PlainWebSocket(AiohttpWebSocket):  # type: ignore[misc]  # engineio is untyped
    """As the driver's own, but the offer to compress is declined, and the loops are those below."""

    async def __call__(self, environ: dict[str, Any]) -> web.WebSocketResponse:
        self._sock = web.WebSocketResponse(compress=False, max_msg_size=self.server.max_http_buffer_size)
        request: web.Request = environ["aiohttp.request"]
        await self._sock.prepare(request)
        self.environ = environ
        assert request.transport is not None
        socket = self.handler.__self__  # the handler is the socket's method
        try:
            await _serve(socket, self._sock, request.transport)
        finally:
            self.server.sockets.pop(socket.sid, None)  # also where the request is cancelled: no session without a line
        return self._sock


async def _serve(socket: Any, websocket: web.WebSocketResponse, transport: asyncio.Transport) -> None:
    """Returns when the connection has ended, from either side or because the client was silent for too long."""
    socket.connected = socket.upgraded = True
    writer = asyncio.get_running_loop().create_task(_write(socket.queue, websocket))
    try:
        await _read(socket, websocket)
    finally:
        await socket.close(wait=False, abort=True, reason=socket.server.reason.TRANSPORT_CLOSE)
        await socket.queue.put(None)  # the writer's end
        await asyncio.wait({writer}, timeout=LAST_WORDS_SECONDS)
        if not writer.done():
            transport.abort()


async def _read(socket: Any, websocket: web.WebSocketResponse) -> None:
    patience = socket.server.ping_interval + socket.server.ping_timeout
    while True:
        try:
            frame = await websocket.receive(patience)
        except TimeoutError:
            return
        if frame.type is not WSMsgType.TEXT and frame.type is not WSMsgType.BINARY:
            return  # closed, or broken
        try:
            await _take(socket, frame.data)
        except (WireFault, SocketIsClosedError):
            return
        except Exception:
            log.exception("packet failed")


async def _take(socket: Any, packet: str | bytes) -> None:
    """Messages to the guard, the rest to Engine.IO: pong, close. Raises WireFault for what is neither."""
    if isinstance(packet, bytes):
        await socket.server.handlers["message"](socket.sid, packet)
    elif packet.startswith(_MESSAGE):
        await socket.server.handlers["message"](socket.sid, packet[1:])
    else:
        try:
            await socket.receive(Packet(encoded_packet=packet))
        except (ValueError, LookupError, UnknownPacketError) as error:
            raise WireFault("not an Engine.IO packet") from error


async def _write(queue: "asyncio.Queue[Any]", websocket: web.WebSocketResponse) -> None:
    """Sends what is queued, up to None. Whoever does not read fills the queue and is let go by the guard."""
    try:
        while (packet := await queue.get()) is not None:
            queue.task_done()
            await websocket.send_str(packet.encode())
    except ConnectionError:
        pass  # the client is gone: the reader learns it too
    finally:
        await websocket.close()
