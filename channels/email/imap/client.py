"""A mailbox over IMAP (RFC 3501): log in, open a folder, search, fetch, mark, move, wait. Our own values in and out.

Never asked for are ENVELOPE and BODYSTRUCTURE, which aioimaplib cannot read back.
"""

import asyncio
import base64
import binascii
import contextlib
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from types import TracebackType
from typing import Any, Self

from aioimaplib.aioimaplib import AUTH, SELECTED, Command, Response  # type: ignore[import-untyped]

from channels.email.faults import FolderMissing, LoginRefused, MailServerError, NotUnderstood, Refused, plain_words
from channels.email.imap.connection import ANSWER_BYTES, Connection, Server, words_of
from channels.email.imap.pace import Pace
from channels.email.imap.syntax import Fetched, fetched, listed_folder, mailbox_name, quoted, uid_set

HEADERS_BYTES = 256 * 2**10
FAREWELL = timedelta(seconds=2)

_CODE = re.compile(rb"\[(UIDVALIDITY|UIDNEXT) (\d{1,10})\]", re.IGNORECASE)

_NUMBER = re.compile(rb"\d{1,10}")
_FOR_NOW = re.compile(
    r"\[(UNAVAILABLE|LIMIT|INUSE|SERVERBUG)\]", re.IGNORECASE
)  # RFC 5530: nothing wrong with the name


@dataclass(frozen=True, slots=True, kw_only=True)
class Selected:
    """An opened folder. UIDs mean the same messages for as long as ``uid_validity`` is the same."""

    uid_validity: int
    uid_next: int | None


class Imap:
    """One connection, used by one task. After any error but Refused and FolderMissing it is closed."""

    def __init__(self, server: Server, pace: Pace) -> None:
        self._connection = Connection(server, pace)
        self._pace = pace
        self._wire = self._connection.wire

    @classmethod
    async def connect(cls, server: Server, pace: Pace) -> Self:
        """Encrypted unless Security.NONE, not logged in. Raises MailServerError."""
        imap = cls(server, pace)
        await imap._connection.open()
        return imap

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        await self.close(politely=error is None)

    async def close(self, *, politely: bool = True) -> None:
        """Says goodbye if that is quick; raises nothing but a cancellation."""
        try:
            if politely and self._connection.is_open:
                await self._connection.call("logging out", FAREWELL, self._wire.logout)
        except MailServerError:
            pass
        finally:
            self._connection.abort()

    # --- logging in

    async def log_in(self, user: str, password: str) -> None:
        """AUTHENTICATE PLAIN where offered, else LOGIN. Raises LoginRefused."""
        capabilities = self._connection.capabilities
        if {"AUTH=PLAIN", "SASL-IR"} <= capabilities:
            await self._authenticate("PLAIN", f"\0{user}\0{password}")
        elif "LOGINDISABLED" in capabilities:
            raise LoginRefused("it offers no way to log in with a password")
        elif not (user + password).isprintable():
            raise LoginRefused("the name or the password holds a control character")
        else:
            await self._logged_in(await self._call("logging in", self._wire.login, quoted(user), password))

    async def log_in_with_token(self, user: str, token: str) -> None:
        """XOAUTH2. Raises LoginRefused, with the words that the server hides in its challenge."""
        await self._authenticate("XOAUTH2", f"user={user}\1auth=Bearer {token}\1\1")

    async def _authenticate(self, mechanism: str, response: str) -> None:
        encoded = base64.b64encode(response.encode()).decode()
        command = Command("AUTHENTICATE", self._wire.new_tag(), mechanism, encoded)
        await self._logged_in(await self._call("logging in", self._wire.execute, command, scrub=encoded))

    async def _logged_in(self, answer: Response) -> None:
        if answer.result != "OK":
            words = " ".join(filter(None, (words_of(answer), _decoded_challenge(self._wire.challenge))))
            if _FOR_NOW.search(words):
                raise Refused("logging in", words)
            raise LoginRefused(words)
        self._wire.state = AUTH
        await self._call("asking what it can", self._wire.capability)

    # --- folders and messages

    async def select(self, folder: str, *, read_only: bool = False) -> Selected:
        """Raises FolderMissing, with the folders that there are."""
        name = mailbox_name(folder)
        verb = (self._wire.simple_command, "EXAMINE", name) if read_only else (self._wire.select, name)
        answer = await self._call("opening the folder", *verb)
        if answer.result != "OK":
            raise FolderMissing(folder, words_of(answer), await self.folders())
        self._wire.state = SELECTED
        codes = {key.upper(): int(value) for line in answer.lines for key, value in _CODE.findall(line)}
        if b"UIDVALIDITY" not in codes:
            raise NotUnderstood(self._connection.server.host, "the folder has no UIDVALIDITY")
        return Selected(uid_validity=codes[b"UIDVALIDITY"], uid_next=codes.get(b"UIDNEXT"))

    async def folders(self) -> tuple[str, ...]:
        """Names of the folders that can be opened."""
        answer = await self._call("listing folders", self._wire.simple_command, "LIST", '""', '"*"')
        lines = answer.lines[:-1] if answer.result == "OK" else []
        names = []
        for line, following in zip(lines, [*lines[1:], b""], strict=bool(lines)):
            if isinstance(line, bytes):
                names.append(listed_folder(line, bytes(following) if isinstance(following, bytearray) else None))
        return tuple(name for name in names if name is not None)

    async def search(self, criteria: str) -> tuple[int, ...]:
        """UIDs in ascending order. News that comes after this began ends the next `wait_for_news` at once."""
        self._wire.news.clear()
        answer = await self._succeed("searching", self._wire.search, criteria, charset=None, by_uid=True)
        numbers = b" ".join(line for line in answer.lines[:-1] if isinstance(line, bytes)).split()
        return tuple(sorted({int(number) for number in numbers if _NUMBER.fullmatch(number)}))

    async def look_up(self, uids: Sequence[int]) -> tuple[Fetched, ...]:
        """Size, date and flags, without the messages; what has gone meanwhile is not among them."""
        return await self._fetch(uids, "(UID FLAGS INTERNALDATE RFC822.SIZE)", size_bytes=0)

    async def fetch(self, messages: Sequence[Fetched]) -> tuple[Fetched, ...]:
        """The same with ``raw``. Nothing is marked as read."""
        size_bytes = sum(message.size_bytes for message in messages)
        uids = [message.uid for message in messages]
        return await self._fetch(uids, "(UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[])", size_bytes=size_bytes)

    async def fetch_headers(self, message: Fetched) -> tuple[Fetched, ...]:
        """``raw`` is the header block alone, at most 256 KiB of it."""
        parts = f"(UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER]<0.{HEADERS_BYTES}>)"
        return await self._fetch([message.uid], parts, size_bytes=HEADERS_BYTES)

    async def _fetch(self, uids: Sequence[int], parts: str, *, size_bytes: int) -> tuple[Fetched, ...]:
        answer = await self._succeed(
            "fetching", self._wire.fetch, uid_set(uids), parts, by_uid=True, limit=self._pace.time_for(size_bytes),
            allowed_bytes=2 * size_bytes + ANSWER_BYTES,  # some servers state sizes that are a little wrong
        )  # fmt: skip
        found: dict[int, Fetched] = {}
        for message in fetched(answer.lines):  # a change of flags by somebody else may stand between, without the rest
            found[message.uid] = max(found.get(message.uid, message), message, key=_completeness)
        return tuple(found[uid] for uid in uids if uid in found)

    async def flag_seen(self, uids: str) -> None:
        """``uids`` as a set, "4:7,9". Also for messages that are gone."""
        await self._store(uids, "\\Seen")

    async def move(self, uids: str, folder: str) -> None:
        """Out of the selected folder into another one. Raises Refused, for instance when there is no such folder."""
        name, capabilities = mailbox_name(folder), self._connection.capabilities
        if "MOVE" in capabilities:
            await self._succeed(f"moving to {folder}", self._wire.move, uids, name, by_uid=True)
            return
        await self._succeed(f"moving to {folder}", self._wire.copy, uids, name, by_uid=True)
        await self._store(uids, "\\Seen \\Deleted")
        if "UIDPLUS" in capabilities:  # without it an EXPUNGE would also take what others have marked
            await self._succeed("removing", self._wire.expunge, uids, by_uid=True)

    async def _store(self, uids: str, flags: str) -> None:
        await self._succeed("marking", self._wire.store, uids, "+FLAGS.SILENT", f"({flags})", by_uid=True)

    # --- waiting

    async def wait_for_news(self, limit: timedelta) -> bool:
        """Whether the server tells of a new message within ``limit``. Without IDLE (RFC 2177) it is just a wait."""
        if not self._wire.news.is_set():
            wait = self._idle if "IDLE" in self._connection.capabilities else self._wait_without_idle
            await self._call("waiting for mail", wait, limit)
        return self._wire.news.is_set()

    async def _idle(self, limit: timedelta) -> None:
        wire = self._wire
        async with asyncio.TaskGroup() as group:
            idling = group.create_task(wire.idle())
            answered = group.create_task(wire.wait_for_idle_response())
            await asyncio.wait((idling, answered), return_when=asyncio.FIRST_COMPLETED)
            if idling.done():  # refused
                answered.cancel()
                await self._wait_without_idle(limit)
            else:
                await self._rest(limit)
                wire.idle_done()
        while not wire.idle_queue.empty():
            wire.idle_queue.get_nowait()

    async def _wait_without_idle(self, limit: timedelta) -> None:
        await self._rest(min(limit, self._pace.look_without_idle))

    async def _rest(self, limit: timedelta) -> None:
        """The command that is on gets this time besides, and its own again afterwards."""
        self._connection.grant(limit + self._pace.answer)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(limit.total_seconds()):
                await self._wire.news.wait()
        self._connection.grant(self._pace.answer)

    # --- one command

    async def _succeed(self, doing: str, verb: Callable[..., Awaitable[Any]], *args: Any, **options: Any) -> Response:
        answer = await self._call(doing, verb, *args, **options)
        if answer.result != "OK":
            raise Refused(doing, words_of(answer))
        return answer

    async def _call(
        self,
        doing: str,
        verb: Callable[..., Awaitable[Any]],
        *args: Any,
        limit: timedelta | None = None,
        **options: Any,
    ) -> Any:
        return await self._connection.call(doing, limit or self._pace.answer, verb, *args, **options)


def _completeness(message: Fetched) -> tuple[bool, int]:
    return message.raw is not None, message.size_bytes


def _decoded_challenge(challenge: bytes) -> str:
    try:
        return plain_words(base64.b64decode(challenge, validate=True)) if challenge else ""
    except binascii.Error:
        return ""
