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

Reply = bytes | None | Callable[[str], bytes | None]  # to a command line; {tag} stands for its tag, None hangs up

USUAL: Mapping[str, Reply] = {
    "LOGIN": b"{tag} OK in\r\n",
    "SELECT": b"* 0 EXISTS\r\n* OK [UIDVALIDITY 7] .\r\n* OK [UIDNEXT 1] .\r\n{tag} OK [READ-WRITE] open\r\n",
    "EXAMINE": b"* 0 EXISTS\r\n* OK [UIDVALIDITY 7] .\r\n* OK [UIDNEXT 1] .\r\n{tag} OK [READ-ONLY] open\r\n",
    "UID SEARCH": b"* SEARCH\r\n{tag} OK found\r\n",
    "UID STORE": b"{tag} OK stored\r\n",
    "IDLE": b"+ idling\r\n",
    "DONE": b"{tag} OK done\r\n",
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
    tls: ssl.SSLContext | None = None  # for STARTTLS
    heard: list[str] = field(default_factory=list)  # all lines that came
    _knock: asyncio.Event = field(default_factory=asyncio.Event)
    _tag: str = ""  # of the last command
    _writers: list[asyncio.StreamWriter] = field(default_factory=list)
    _serving: list["asyncio.Task[None] | None"] = field(default_factory=list)

    def hang_up(self) -> None:
        for writer in self._writers:
            writer.close()

    def commands(self) -> list[str]:
        """Names of the commands that came, in order."""
        return [match.group() for line in self.heard if (match := _NAME.match(line.partition(" ")[2]))]

    async def until(self, name: str) -> None:
        """Until a command of that name came."""
        while name not in self.commands():
            self._knock.clear()
            await self._knock.wait()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.append(writer)
        self._serving.append(asyncio.current_task())
        writer.write(self.greeting)
        with contextlib.suppress(OSError):
            while line := (await reader.readline()).decode("utf-8", "replace"):
                self.heard.append(line.rstrip("\r\n"))
                self._knock.set()
                if (reply := self._reply(self.heard[-1])) is None:
                    break
                writer.write(reply)
                await writer.drain()
                if self.heard[-1].endswith(" STARTTLS") and self.tls is not None:
                    await self._start_tls(writer.transport, self.tls)
                    break
        writer.close()

    async def _start_tls(self, transport: asyncio.WriteTransport, tls: ssl.SSLContext) -> None:
        """The handshake alone: what comes after it is the real server's part."""
        await asyncio.get_running_loop().start_tls(transport, transport.get_protocol(), tls, server_side=True)

    def _reply(self, line: str) -> bytes | None:
        tag, _, rest = line.partition(" ")
        match = _NAME.match(rest)
        name = match.group() if match else line  # "DONE", or what continues an AUTHENTICATE
        self._tag = tag if match else self._tag
        usual = {"CAPABILITY": f"* CAPABILITY {self.capabilities}\r\n{{tag}} OK .\r\n".encode()} | dict(USUAL)
        reply = self.replies.get(name, usual.get(name, b""))
        reply = reply(line) if callable(reply) else reply
        return None if reply is None else reply.replace(b"{tag}", self._tag.encode())


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
        await asyncio.gather(*filter(None, imap._serving), return_exceptions=True)


def holding(
    mails: Mapping[int, bytes], damaged: Callable[[str], bytes | None] | None = None, *, is_headerless: bool = False
) -> dict[str, Reply]:
    """Replies of a mailbox with these messages by UID.

    ``damaged`` answers each FETCH of a body that asks for a UID whose message is empty, and of its headers too if they
    are to be as unreadable.
    """
    parts = "BODY.PEEK[" if is_headerless else "BODY.PEEK[]"

    def search(line: str) -> bytes:
        first = line.rpartition("UID ")[2].partition(":")[0]  # "N:*" always names the last, "*" nothing else
        found = [uid for uid in mails if first != "*" and uid >= int(first)] or [max(mails)]
        return f"* SEARCH {' '.join(map(str, found))}\r\n{{tag}} OK found\r\n".encode()

    def fetch(line: str) -> bytes | None:
        uids = [uid for uid in mails if uid in _numbers(line.split()[3])]
        if damaged is not None and parts in line and any(not mails[uid] for uid in uids):
            return damaged(line)
        return b"".join(_message(uid, mails[uid], line) for uid in uids) + b"{tag} OK fetched\r\n"

    return {"UID SEARCH": search, "UID FETCH": fetch}


def _numbers(uid_set: str) -> set[int]:
    spans = [span.partition(":") for span in uid_set.split(",")]
    return {uid for first, _, last in spans for uid in range(int(first), int(last or first) + 1)}


def _message(uid: int, raw: bytes, line: str) -> bytes:
    about = f"* {uid} FETCH (UID {uid} FLAGS () RFC822.SIZE {len(raw)}".encode()
    if "BODY.PEEK[]" in line:
        return about + f" BODY[] {{{len(raw)}}}\r\n".encode() + raw + b")\r\n"
    if "BODY.PEEK[HEADER]" in line:
        headers = b"Message-ID: <%d@example.com>\r\n\r\n" % uid
        return about + f" BODY[HEADER]<0> {{{len(headers)}}}\r\n".encode() + headers + b")\r\n"
    return about + b")\r\n"
