"""Listening: the port, the control socket, and connections that dawdle with their headers are closed."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import web
from aiohttp.web_protocol import RequestHandler
from aiohttp.web_server import Server

from contactcenter.web.centre import CENTRE

HEADER_SECONDS = 10  # from the first byte of a request, or from connecting, to the end of its headers
SHUTDOWN_SECONDS = 5
MAX_HEADER_BYTES = 16 * 1024


class PromptHandler(RequestHandler):
    """Closes a connection that has not sent whole headers within HEADER_SECONDS (slowloris); aiohttp waits for ever.

    Between two requests the keep-alive timeout of aiohttp counts instead.
    """

    __slots__ = ("_header_deadline", "_header_seconds")

    def __init__(self, manager: Any, *, loop: asyncio.AbstractEventLoop, header_seconds: float, **more: Any) -> None:
        super().__init__(manager, loop=loop, **more)
        self._header_seconds = header_seconds
        self._header_deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._await_headers()

    def connection_lost(self, exc: BaseException | None) -> None:
        self._headers_came()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._header_deadline is None and self._current_request is None and self._payload_parser is None:
            self._await_headers()
        super().data_received(data)
        if self._current_request is not None or self._messages or self._payload_parser is not None:
            self._headers_came()

    def _await_headers(self) -> None:
        self._header_deadline = self._loop.call_later(self._header_seconds, self._too_slow)

    def _headers_came(self) -> None:
        if self._header_deadline is not None:
            self._header_deadline.cancel()
            self._header_deadline = None

    def _too_slow(self) -> None:
        self._header_deadline = None
        self.force_close()


class PromptServer(Server):
    """Makes PromptHandlers."""

    header_seconds: float = HEADER_SECONDS

    def __call__(self) -> RequestHandler:
        return PromptHandler(self, loop=self._loop, header_seconds=self.header_seconds, **self._kwargs)


class PromptRunner(web.AppRunner):
    """An AppRunner whose server is a PromptServer."""

    def __init__(self, app: web.Application, *, header_seconds: float = HEADER_SECONDS, **more: Any) -> None:
        super().__init__(app, **more)
        self._header_seconds = header_seconds

    async def _make_server(self) -> Server:
        server = await super()._make_server()
        server.__class__ = type("PromptServer", (PromptServer,), {"header_seconds": self._header_seconds})
        return server


class Listening:
    """A running server; ``stop`` refuses new connections, tells clients to come back, and ends in a few seconds."""

    def __init__(self, app: web.Application, runner: web.AppRunner, port: int, control: Path | None) -> None:
        self._app, self._runner, self.port, self._control = app, runner, port, control

    def drain(self) -> None:
        """From now on /readyz says 503, and sockets are asked to come back at different moments."""
        centre = self._app[CENTRE]
        centre.draining = True
        centre.live.hub.close_all("draining", spread_seconds=3.0)

    async def stop(self) -> None:
        await self._runner.cleanup()
        if self._control is not None:
            _remove(self._control)


async def listen(
    app: web.Application,
    address: str,
    port: int,
    control: Path | None = None,
    *,
    header_seconds: float = HEADER_SECONDS,
) -> Listening:
    """Serve the application on a port (0 = any free one) and, for the command line, on a socket of mode 0600.

    Raises OSError when the address is taken.
    """
    runner = PromptRunner(
        app,
        header_seconds=header_seconds,
        access_log=None,
        handle_signals=False,
        shutdown_timeout=SHUTDOWN_SECONDS,
        max_line_size=MAX_HEADER_BYTES,
        max_field_size=MAX_HEADER_BYTES,
    )
    await runner.setup()
    site = web.TCPSite(runner, address, port, backlog=1024)
    try:
        await site.start()
        if control is not None:
            await _listen_at(runner, control)
    except BaseException:
        await runner.cleanup()
        raise
    return Listening(app, runner, runner.addresses[0][1], control)


@asynccontextmanager
async def control_only(app: web.Application, control: Path) -> AsyncIterator[None]:
    """The application on the control socket and on no port, for as long as the block runs."""
    runner = PromptRunner(app, access_log=None, handle_signals=False, shutdown_timeout=SHUTDOWN_SECONDS)
    await runner.setup()
    try:
        await _listen_at(runner, control)
        yield
    finally:
        await runner.cleanup()
        _remove(control)


async def _listen_at(runner: web.AppRunner, control: Path) -> None:
    """Nobody but the owner may connect, from the first moment on."""
    control.parent.mkdir(mode=0o700, parents=True, exist_ok=True)  # a MongoDB centre keeps nothing else there
    _remove(control)
    before = os.umask(0o177)
    try:
        await web.UnixSite(runner, str(control)).start()
    finally:
        os.umask(before)


def _remove(control: Path) -> None:
    control.unlink(missing_ok=True)
