"""Where the app listens: the address for everybody, the control socket for the machine's operator."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from aiohttp import web

from contactcenter.config import Config
from contactcenter.errors import OperatorError

SHUTDOWN_SECONDS = 3.0  # for requests under way; sockets are told to go before


class Listener:
    """Starts and stops the doors of one process."""

    def __init__(self, app: web.Application, config: Config) -> None:
        self._config = config
        self._runner = web.AppRunner(app, shutdown_timeout=SHUTDOWN_SECONDS, access_log=None)
        self._door: web.TCPSite | None = None

    async def start(self) -> str:
        """The URL it serves. Raises errors.OperatorError if the address is taken."""
        await self._runner.setup()
        self._door = web.TCPSite(self._runner, self._config.address, self._config.port, backlog=1024)
        try:
            await self._door.start()
        except OSError as error:
            await self._runner.cleanup()
            raise OperatorError(
                f"cannot listen on {self._config.address}:{self._config.port}: {error.strerror}",
                hint="is another server running there? choose another port with --port",
            ) from error
        await self._open_control_socket()
        return self._url()

    async def _open_control_socket(self) -> None:
        path = self._config.control_socket
        with suppress(FileNotFoundError):
            path.unlink()
        await web.UnixSite(self._runner, str(path)).start()
        path.chmod(0o600)

    def _url(self) -> str:
        if self._config.public_url:
            return self._config.base_url
        for address in self._runner.addresses:
            if isinstance(address, tuple):
                host = f"[{address[0]}]" if ":" in address[0] else address[0]
                return f"http://{host}:{address[1]}"
        return self._config.base_url

    async def close_door(self) -> None:
        """Take no new connections from outside."""
        if self._door is not None:
            with suppress(RuntimeError):
                await self._door.stop()

    async def stop(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(SHUTDOWN_SECONDS + 2):
                await self._runner.cleanup()
        with suppress(FileNotFoundError):
            self._config.control_socket.unlink()
