"""Socket.IO with a door: nothing reaches a handler that the protocol does not allow.

python-socketio lets a connected client run the application's connect handler again with forged data, keeps
half-finished binary packets and unauthenticated sessions for ever, and queues without limit for a client that does
not read. GuardedServer decides what passes before the library sees it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any

import socketio  # type: ignore[import-untyped]
from engineio import packet as eio_packet  # type: ignore[import-untyped]

from contactcenter.web.live.websocket import PlainWebSocket
from contactcenter.web.live.wire import IncomingEvent, Json, WireFault, nesting, parse_event

log = logging.getLogger(__name__)

MAX_FRAME_BYTES = 256 * 1024  # staff; contacts have less, see connection.py
MAX_QUEUED_PACKETS = 1_000  # for one client that does not read
AUTHENTICATE_WITHIN_SECONDS = 10.0

CONNECT, DISCONNECT, EVENT = "0", "1", "2"


class GuardedServer(socketio.AsyncServer):  # type: ignore[misc]  # python-socketio is untyped
    """Events go to ``on_packet(sid, event, size)``; everything else that is not connect or disconnect is refused."""

    def __init__(self, on_packet: Callable[[str, IncomingEvent, int], None]) -> None:
        super().__init__(
            async_mode="aiohttp",
            async_handlers=False,
            json=Json,
            transports=["websocket"],
            max_http_buffer_size=MAX_FRAME_BYTES,
            ping_interval=25,
            ping_timeout=20,
            cors_allowed_origins="*",  # tickets and tokens authenticate, never cookies
            namespaces=["/"],
            logger=False,
            engineio_logger=False,
        )
        self.eio._async = {**self.eio._async, "websocket": PlainWebSocket}
        self._on_packet = on_packet
        self._deadlines: dict[str, asyncio.TimerHandle] = {}

    # -- in ----------------------------------------------------------------------------------------------------

    async def _handle_eio_connect(self, eio_sid: str, environ: dict[str, Any]) -> Any:
        answer = await super()._handle_eio_connect(eio_sid, environ)
        loop = asyncio.get_running_loop()
        self._deadlines[eio_sid] = loop.call_later(AUTHENTICATE_WITHIN_SECONDS, self.cut, eio_sid)
        return answer

    async def _handle_eio_message(self, eio_sid: str, data: object) -> None:
        try:
            await self._admit(eio_sid, data)
        except WireFault as fault:
            log.info("connection refused", extra={"reason": str(fault)})
            self.cut(eio_sid)

    async def _admit(self, eio_sid: str, data: object) -> None:
        if not isinstance(data, str) or not data:
            raise WireFault("binary packets are not used")
        sid = self.manager.sid_from_eio_sid(eio_sid, "/")
        kind = data[0]
        if kind == EVENT and sid is not None:
            self._on_packet(sid, parse_event(data), len(data))
        elif kind == CONNECT and sid is None:
            await self._connect(eio_sid, data)
        elif kind == DISCONNECT and data == DISCONNECT:
            await super()._handle_eio_message(eio_sid, data)
        else:
            raise WireFault("packet out of place")

    async def _connect(self, eio_sid: str, data: str) -> None:
        if data[1:2] not in ("", "{") or nesting(data) or len(data) > 8192:
            raise WireFault("unknown namespace or malformed authentication")
        try:
            await super()._handle_eio_message(eio_sid, data)
        except (ValueError, TypeError) as error:
            raise WireFault("malformed authentication") from error
        if self.manager.sid_from_eio_sid(eio_sid, "/") is not None:
            self._forget_deadline(eio_sid)

    async def _handle_eio_disconnect(self, eio_sid: str, reason: object) -> None:
        self._forget_deadline(eio_sid)
        await super()._handle_eio_disconnect(eio_sid, reason)

    def _forget_deadline(self, eio_sid: str) -> None:
        if deadline := self._deadlines.pop(eio_sid, None):
            deadline.cancel()

    # -- out ---------------------------------------------------------------------------------------------------

    def eio_sid(self, sid: str) -> str | None:
        found: str | None = self.manager.eio_sid_from_sid(sid, "/")
        return found

    def send(self, eio_sid: str, text: str) -> bool:
        """Queue a Socket.IO packet; False if the client does not read and must be let go."""
        socket = self.eio.sockets.get(eio_sid)
        if socket is None or socket.closed:
            return True
        if socket.queue.qsize() >= MAX_QUEUED_PACKETS:
            return False
        socket.queue.put_nowait(eio_packet.Packet(eio_packet.MESSAGE, data=text))
        return True

    def cut(self, eio_sid: str) -> None:
        """End a connection now, without waiting for what it has not read."""
        self._forget_deadline(eio_sid)
        socket = self.eio.sockets.get(eio_sid)
        if socket is not None:
            self.start_background_task(_abort, socket)


async def _abort(socket: Any) -> None:
    await socket.close(wait=False, abort=True)
    await socket.queue.put(None)  # wakes the writer, which then closes the websocket
