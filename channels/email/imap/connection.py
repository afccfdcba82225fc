"""One connection to an IMAP server. This and `imap` alone know aioimaplib, whose traps are closed here.

- A notice of new mail (EXISTS) during another command was dropped: here it is remembered until the next search.
- Commands never returned when the connection died: here every wait has a limit and ends with the connection.
- After any time-out or cancellation its state is unknown: here the connection is thrown away, never used again.
- Many lines in one read ended in a RecursionError: here they are fed in pieces.
- A refused XOAUTH2 waited for ever: here the server's challenge is answered, and kept to be read.
- It has no STARTTLS.
"""

import asyncio
import re
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from aioimaplib.aioimaplib import (  # type: ignore[import-untyped]
    NONAUTH,
    AioImapException,
    Command,
    IMAP4ClientProtocol,
    Response,
)

from channels.email.faults import (
    ConnectionEnded,
    EncryptionRefused,
    MailServerError,
    NotUnderstood,
    TooSlow,
    UnknownHost,
    Unreachable,
    plain_words,
    tls_fault,
)
from channels.email.imap.pace import Pace
from channels.email.settings import Security

MANY_LINES = 200  # each costs the parser one level of recursion
PIECE_BYTES = 2_048
ANSWER_BYTES = 16 * 2**20  # to a command that fetches nothing: the UIDs of two million messages
CLOSED = "it was closed at the other end"

_EXISTS = re.compile(rb"\* \d+ EXISTS", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Where to connect, and whose certificate is believed. ``tls`` is unused with Security.NONE."""

    host: str
    port: int
    security: Security
    tls: ssl.SSLContext


class GarbledError(Exception):
    """The parser could not follow what the server sent."""


class Wire(IMAP4ClientProtocol):  # type: ignore[misc]  # untyped
    """aioimaplib's parser, with what it forgets remembered."""

    def __init__(self, lost: Callable[[Exception | None], None]) -> None:
        super().__init__(asyncio.get_running_loop(), lost)
        self.greeting: asyncio.Future[bytes] = self.loop.create_future()
        self.news = asyncio.Event()  # something came since the last search
        self.farewell = b""
        self.challenge = b""
        self.allowed_bytes = ANSWER_BYTES
        self.is_upgrading = False

    def data_received(self, data: bytes) -> None:
        """A fault of the parser ends this connection; asyncio would do the same, with a page of log."""
        try:
            self.allowed_bytes -= len(data)
            if self.allowed_bytes < 0:
                raise GarbledError("it sends far more than was asked for")
            for piece in _pieces(data):
                super().data_received(piece)
            if self.is_upgrading:
                self._expect_no_more(data)
        except Exception as error:  # whatever the bytes made of the parser
            self.conn_lost_cb(GarbledError(str(error)))
            self.transport.abort()

    def _expect_no_more(self, data: bytes) -> None:
        """Whoever sits between could add plain lines to the answer that would then count as encrypted."""
        if self.incomplete_line or data.count(b"\r\n") > 1:
            raise GarbledError("plain text follows the answer to STARTTLS")
        self.transport.pause_reading()

    async def welcome(self, line: bytes) -> None:
        if not self.greeting.done():
            self.greeting.set_result(line)

    def _untagged_response(self, line: bytes) -> Any:
        if _EXISTS.match(line):
            self.news.set()
        elif line.upper().startswith(b"* BYE"):
            self.farewell = line[5:]
        return super()._untagged_response(line)

    def _continuation(self, line: bytes) -> None:
        command = self.pending_sync_command
        if command is not None and command.name == "AUTHENTICATE":
            self.challenge = line[1:].strip()
            self.transport.write(b"\r\n")  # after which the server says NO (RFC 7628, 3.2.3)
        else:
            super()._continuation(line)


class Connection:
    """Used by one task, one command at a time; after any error it is closed."""

    def __init__(self, server: Server, pace: Pace) -> None:
        self.server, self.pace = server, pace
        self.wire = Wire(self._on_lost)
        self._lost: Exception | None = None
        self._scope: asyncio.Timeout | None = None

    @property
    def is_open(self) -> bool:
        return self._lost is None

    @property
    def capabilities(self) -> frozenset[str]:
        return frozenset(name.upper() for name in self.wire.capabilities)

    async def open(self) -> None:
        """Greeted and, unless Security.NONE, encrypted with a verified certificate."""
        try:
            await self.call("connecting", self.pace.connect, self._open)
        except OSError as error:
            raise _unreachable(self.server, error) from error

    def abort(self) -> None:
        self._lost = self._lost or ConnectionAbortedError("closed by us")
        if self.wire.transport is not None:
            self.wire.transport.abort()

    async def call(
        self, doing: str, limit: timedelta, verb: Callable[..., Awaitable[Any]], *args: Any,
        allowed_bytes: int = ANSWER_BYTES, **kwargs: Any,
    ) -> Any:  # fmt: skip
        """What ``verb`` returns, within ``limit`` and for as long as the connection lasts; else it is thrown away.

        Raises a MailServerError, and OSError as it comes.
        """
        if self._lost is not None:
            raise self._ended()
        self.wire.allowed_bytes = allowed_bytes
        try:
            async with asyncio.timeout(limit.total_seconds()) as self._scope:
                return await verb(*args, **kwargs)
        except TimeoutError as error:
            fault = self._ended() if self._lost else TooSlow(self.server.host, doing, limit.total_seconds())
            self.abort()
            raise fault from error
        except OSError:  # before ValueError: a refused certificate is both
            self.abort()
            raise
        except (AioImapException, ExceptionGroup, ValueError, LookupError) as error:  # its state machine is lost
            self.abort()
            raise NotUnderstood(self.server.host, plain_words(str(error))) from error
        except BaseException:
            self.abort()
            raise
        finally:
            self._scope = None

    def grant(self, limit: timedelta) -> None:
        """The call that is on now has this much time from now on."""
        if self._scope is not None and not self._scope.expired() and self._lost is None:
            self._scope.reschedule(asyncio.get_running_loop().time() + limit.total_seconds())

    def _on_lost(self, error: Exception | None) -> None:
        """The wait that is on now ends now."""
        self._lost = self._lost or error or ConnectionResetError(CLOSED)
        if self._scope is not None and not self._scope.expired():
            self._scope.reschedule(asyncio.get_running_loop().time())

    def _ended(self) -> MailServerError:
        if isinstance(self._lost, GarbledError):
            return NotUnderstood(self.server.host, plain_words(str(self._lost)))
        return ConnectionEnded(self.server.host, plain_words(self.wire.farewell or _why(self._lost)))

    async def _open(self) -> None:
        await self._connect()
        greeting = await self.wire.greeting
        if not greeting.upper().startswith(b"* OK"):
            raise NotUnderstood(self.server.host, f"it greets with: {plain_words(greeting)}")
        self.wire.state = NONAUTH
        await self.wire.capability()
        if self.server.security is Security.STARTTLS:
            await self._start_tls()

    async def _connect(self) -> None:
        server = self.server
        if not server.host.strip():
            raise UnknownHost("")
        tls = server.tls if server.security is Security.TLS else None
        try:
            await asyncio.get_running_loop().create_connection(lambda: self.wire, server.host, server.port, ssl=tls)
        except UnicodeError as error:  # no name that DNS could hold
            raise UnknownHost(server.host) from error

    async def _start_tls(self) -> None:
        """RFC 3501, 6.2.1; what was said before encryption began counts for nothing after it."""
        host, wire = self.server.host, self.wire
        if "STARTTLS" not in self.capabilities:
            raise EncryptionRefused(host, "it does not offer STARTTLS on this port.")
        wire.is_upgrading = True
        answer = await wire.execute(Command("STARTTLS", wire.new_tag()))
        if answer.result != "OK":
            raise EncryptionRefused(host, words_of(answer))
        wire.is_upgrading = False
        loop = asyncio.get_running_loop()
        wire.transport = await loop.start_tls(wire.transport, wire, self.server.tls, server_hostname=host)
        wire.capabilities = set()
        await wire.capability()


def words_of(answer: Response) -> str:
    """What the server said to the command as a whole."""
    return plain_words(bytes(answer.lines[-1]) if answer.lines else b"")


def _pieces(data: bytes) -> Iterator[bytes]:
    if data.count(b"\r\n") < MANY_LINES:
        yield data
        return
    for start in range(0, len(data), PIECE_BYTES):
        yield data[start : start + PIECE_BYTES]


def _unreachable(server: Server, error: OSError) -> MailServerError:
    if isinstance(error, ssl.SSLError):
        return tls_fault(server.host, error)
    if isinstance(error, socket.gaierror):
        return UnknownHost(server.host)
    return Unreachable(server.host, server.port, plain_words(_why(error)))


def _why(error: Exception | None) -> str:
    """Without the number that the system gives it."""
    return (error.strerror if isinstance(error, OSError) else None) or str(error or "") or CLOSED
