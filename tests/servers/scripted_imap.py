"""An IMAP server that says what a test wants, for what a real one cannot be made to do."""

import asyncio
import contextlib
import re
import ssl
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

CAPABILITIES = "IMAP4rev1 IDLE MOVE UIDPLUS"
GREETING = b"* OK ready\r\n"

Reply = bytes | Callable[[str], bytes]  # for one command line; {tag} in bytes stands for its tag

USUAL: Mapping[str, Reply] = {
    "LOGIN": b"{tag} OK in\r\n",
    "SELECT": b"* 0 EXISTS\r\n* OK [UIDVALIDITY 7] .\r\n* OK [UIDNEXT 1] .\r\n{tag} OK [READ-WRITE] open\r\n",
    "EXAMINE": b"* 0 EXISTS\r\n* OK [UIDVALIDITY 7] .\r\n* OK [UIDNEXT 1] .\r\n{tag} OK [READ-ONLY] open\r\n",
    "UID SEARCH": b"* SEARCH\r\n{tag} OK found\r\n",
    "UID STORE": b"{tag} OK stored\r\n",
    "IDLE": b"+ idling\r\n",
    "LIST": b'* LIST () "/" INBOX\r\n{tag} OK listed\r\n',
    "LOGOUT": b"* BYE\r\n{tag} OK bye\r\n",
}
_NAME = re.compile(r"(?:UID )?[A-Z]+")


@dataclass
class ScriptedImap:
    """``replies`` go out by a command's name, in place of the usual ones; what has none is never answered."""

    port: int = 0
    capabilities: str = CAPABILITIES
    greeting: bytes = GREETING
    replies: dict[str, Reply] = field(default_factory=dict)
    closing: frozenset[str] = frozenset()  # commands after whose reply the connection is closed
    tls: ssl.SSLContext | None = None  # for STARTTLS
    heard: list[str] = field(default_factory=list)  # all lines that came
    _idle_tag: str = ""
    _writers: list[asyncio.StreamWriter] = field(default_factory=list)

    def say(self, line: bytes) -> None:
        """Unasked, on every connection."""
        for writer in self._writers:
            writer.write(line)

    def commands(self) -> list[str]:
        """Names of the commands that came, in order."""
        return [match.group() for line in self.heard if (match := _NAME.match(line.partition(" ")[2]))]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.append(writer)
        writer.write(self.greeting)
        with contextlib.suppress(OSError):
            while line := (await reader.readline()).decode().rstrip("\r\n"):
                self.heard.append(line)
                writer.write(self._reply(line))
                await writer.drain()
                if any(f" {name}" in f" {line.partition(' ')[2]}" for name in self.closing):
                    break
                if line.endswith(" STARTTLS") and self.tls is not None:
                    await writer.start_tls(self.tls)
        writer.close()

    def _reply(self, line: str) -> bytes:
        if line == "DONE":
            return f"{self._idle_tag} OK done\r\n".encode()
        tag, _, rest = line.partition(" ")
        match = _NAME.match(rest)
        name = match.group() if match else ""
        if name == "IDLE":
            self._idle_tag = tag
        usual = {"CAPABILITY": f"* CAPABILITY {self.capabilities}\r\n{{tag}} OK .\r\n".encode()} | dict(USUAL)
        reply = self.replies.get(name, usual.get(name, b""))
        return (reply(line) if callable(reply) else reply).replace(b"{tag}", tag.encode())


@asynccontextmanager
async def scripted_imap(**script: object) -> AsyncIterator[ScriptedImap]:
    imap = ScriptedImap(**script)  # type: ignore[arg-type]
    server = await asyncio.start_server(imap.serve, "127.0.0.1", 0)
    imap.port = server.sockets[0].getsockname()[1]
    try:
        yield imap
    finally:
        server.close()
        for writer in imap._writers:
            writer.transport.abort()
