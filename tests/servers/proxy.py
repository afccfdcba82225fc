"""A TCP proxy in front of a server under test, which does what networks do: cut, reset, stall, refuse."""

import asyncio
import contextlib
import socket
import struct
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

CHUNK_BYTES = 65_536
AT_ONCE = struct.pack("ii", 1, 0)  # SO_LINGER: closing sends RST instead of FIN


@dataclass
class Proxy:
    """Listens on ``port`` of 127.0.0.1. What it does may be changed while connections are open."""

    target: int
    port: int = 0
    is_refusing: bool = False  # new connections are closed at once
    connections: int = 0  # so far
    on_reply: Callable[[bytes], None] = lambda reply: None  # sees what the server sent, before it passes
    _open: set[asyncio.StreamWriter] = field(default_factory=set)
    _flow: asyncio.Event = field(default_factory=asyncio.Event)
    _serving: list["asyncio.Task[None] | None"] = field(default_factory=list)
    _knock: asyncio.Event = field(default_factory=asyncio.Event)

    def stall(self) -> None:
        """Nothing passes any more and nothing ends."""
        self._flow.clear()

    def flow(self) -> None:
        self._flow.set()

    def cut(self) -> None:
        """All connections end in good order."""
        for writer in tuple(self._open):
            writer.close()

    def reset(self) -> None:
        """All connections end as if the other machine had been switched off and on."""
        for writer in tuple(self._open):
            raw: socket.socket = writer.get_extra_info("socket")
            with contextlib.suppress(OSError):
                raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
            writer.transport.abort()

    async def until_connections(self, count: int) -> None:
        """Until so many have been tried."""
        while self.connections < count:
            self._knock.clear()
            await self._knock.wait()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self._knock.set()
        self._serving.append(asyncio.current_task())
        if self.is_refusing:
            writer.close()
            return
        with contextlib.suppress(OSError):
            replies, requests = await asyncio.open_connection("127.0.0.1", self.target)
            ends = {writer, requests}
            self._open |= ends
            await asyncio.gather(
                self._pass(reader, requests, lambda _: None), self._pass(replies, writer, self.on_reply)
            )
            self._open -= ends

    async def _pass(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, look: Callable[[bytes], None]
    ) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(CHUNK_BYTES):
                await self._flow.wait()
                look(data)
                writer.write(data)
                await writer.drain()
        writer.close()


@asynccontextmanager
async def proxy_to(port: int) -> AsyncIterator[Proxy]:
    proxy = Proxy(port)
    proxy.flow()
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
    proxy.port = server.sockets[0].getsockname()[1]
    try:
        yield proxy
    finally:
        server.close()
        proxy.flow()
        proxy.reset()
        await asyncio.gather(*filter(None, proxy._serving), return_exceptions=True)
