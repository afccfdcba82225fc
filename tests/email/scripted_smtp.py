"""An SMTP server that does what a script says, for what real servers do on their bad days."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field

HANG = "hang"  # says nothing, keeps the connection
RESET = "reset"  # ends it as a crash does
OK = b"250 2.0.0 Ok\r\n"
EHLO = b"250-scripted\r\n250-SIZE 26214400\r\n250-ENHANCEDSTATUSCODES\r\n250 8BITMIME\r\n"
DEFAULTS = {
    "connect": b"220 scripted ESMTP\r\n",
    "EHLO": EHLO,
    "DATA": b"354 End data with <CR><LF>.<CR><LF>\r\n",
    "QUIT": b"221 2.0.0 Bye\r\n",
    "body": b"",  # after the first bytes of the content
}
Action = bytes | str


@dataclass
class ScriptedSmtp:
    """``script``: for a step ("connect", a verb, "body", "final") the actions of its first occurrences; then the usual.

    ``lines`` are all commands, of all connections; ``mails`` what was taken with its final dot.
    """

    script: Mapping[str, Sequence[Action]]
    port: int = 0
    connections: int = 0
    lines: list[str] = field(default_factory=list)
    mails: list[bytes] = field(default_factory=list)
    _seen: dict[str, int] = field(default_factory=dict)

    def verbs(self) -> list[str]:
        return [line.split()[0].upper() for line in self.lines]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
                await self._talk(reader, writer)
        finally:
            writer.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._act("connect", writer)
        while line := (await reader.readline()).decode("utf-8", "replace").strip():
            self.lines.append(line)
            verb = line.split()[0].upper()
            answer = await self._act(verb, writer)
            if answer.startswith(b"354"):
                await self._content(reader, writer)

    async def _content(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        begun = await reader.readexactly(1)
        await self._act("body", writer)
        mail = bytearray(begun)
        while not mail.endswith(b"\r\n.\r\n"):
            mail += await _more(reader)
        await self._act("final", writer)
        self.mails.append(bytes(mail))

    async def _act(self, step: str, writer: asyncio.StreamWriter) -> bytes:
        """Does what is scripted for this occurrence of the step."""
        occurrence = self._seen.get(step, 0)
        self._seen[step] = occurrence + 1
        planned = self.script.get(step, ())
        action = planned[occurrence] if occurrence < len(planned) else DEFAULTS.get(step, OK)
        if action == HANG:
            await asyncio.sleep(3600)
        if action == RESET:
            writer.transport.abort()
            raise ConnectionResetError
        assert isinstance(action, bytes)
        writer.write(action)
        await writer.drain()
        if action.startswith(b"421"):
            raise ConnectionAbortedError
        return action


@contextlib.asynccontextmanager
async def scripted_smtp(**script: Sequence[Action]) -> AsyncIterator[ScriptedSmtp]:
    smtp = ScriptedSmtp(script)
    server = await asyncio.start_server(smtp.serve, "127.0.0.1", 0)
    smtp.port = server.sockets[0].getsockname()[1]
    try:
        yield smtp
    finally:
        server.close()


async def _more(reader: asyncio.StreamReader) -> bytes:
    piece = await reader.read(64 * 2**10)
    if not piece:
        raise ConnectionAbortedError
    return piece
