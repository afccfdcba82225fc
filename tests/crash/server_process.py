"""A server as a process that a test can kill."""

import asyncio
import os
import socket
import sys
from pathlib import Path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class ServerProcess:
    """``contactcenter serve`` on one data folder and port, started and killed again and again."""

    def __init__(self, data: Path, url: str, port: int) -> None:
        self._data, self._url, self._port = data, url, port
        self._process: asyncio.subprocess.Process | None = None
        self.base = f"http://127.0.0.1:{port}"

    async def start(self) -> None:
        """Returns when it serves; raises RuntimeError with what it said if it does not within 30 s."""
        log = (self._data / "server.log").open("ab")
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "contactcenter", "serve", "--port", str(self._port), "--data", str(self._data),
            "--store", self._url, stdout=asyncio.subprocess.PIPE, stderr=log, env=dict(os.environ),
        )  # fmt: skip
        assert self._process.stdout is not None
        async with asyncio.timeout(30):
            line = await self._process.stdout.readline()
        if not line.startswith(b"ready"):
            raise RuntimeError((self._data / "server.log").read_text()[-2000:])

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    async def kill(self) -> None:
        """SIGKILL: no goodbye, no flush."""
        assert self._process is not None
        if self._process.returncode is None:
            self._process.kill()
        await self._process.wait()
