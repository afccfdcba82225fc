"""What the tests of receiving share: settings for the real server, a context that remembers, and mails to send in."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from channels.email.imap.client import Imap
from channels.email.imap.fetching import fetch
from channels.email.imap.mailbox import connected
from channels.email.imap.pace import Pace
from channels.email.oauth import TokenSource
from channels.email.settings import Security, Settings
from contactcenter.ids import InboxId
from contactcenter.ports.channel import ChannelContext, Health, RawInbound
from tests.servers.mail import Account, MailServer

INBOX = InboxId("inbox-1")
PATIENCE_S = 60

QUICK = Pace(
    backoff_base=timedelta(milliseconds=20),
    backoff_max=timedelta(milliseconds=200),
    backoff_refused=timedelta(milliseconds=200),
)


def settings_for(server: MailServer, account: Account, **changes: Any) -> Settings:
    whole: dict[str, Any] = {
        "address": account.address,
        "password": account.password,
        "imap_host": server.host,
        "imap_port": server.ports["imaps"],
        "certificates": server.certificates,
    }
    return Settings(**whole | changes)


def plain(port: int, **changes: Any) -> Settings:
    """For a server that is scripted, or behind a proxy."""
    whole: dict[str, Any] = {
        "address": "support@centre.test", "password": "secret", "imap_host": "127.0.0.1", "imap_port": port,
        "imap_security": Security.NONE,
    }  # fmt: skip
    return Settings(**whole | changes)


async def opened(settings: Settings, pace: Pace = QUICK) -> Imap:
    return await connected(settings, pace, TokenSource(settings))


def mail(number: int, body: str = "Hello") -> bytes:
    return (
        f"From: Ann <ann@example.com>\r\nTo: support@centre.test\r\nSubject: Question {number}\r\n"
        f"Message-ID: <{number}@example.com>\r\n\r\n{body}\r\n"
    ).encode()


def numbers(taken: Sequence[RawInbound]) -> list[int]:
    """Which of `mail(number)` these are."""
    return [int(raw.raw.partition(b"Message-ID: <")[2].partition(b"@")[0]) for raw in taken]


@dataclass
class Desk:
    """Stands for the store: what was taken and the cursor behind it, in one step."""

    cursor: str | None = None
    taken: list[RawInbound] = field(default_factory=list)
    health: list[Health] = field(default_factory=list)
    batches: list[int] = field(default_factory=list)
    has_inbox: bool = True
    before_take: Callable[[Sequence[RawInbound]], None] = lambda batch: None
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def context(self) -> ChannelContext:
        return ChannelContext(
            inbox_id=INBOX,
            take=self._take,
            cursor=self._cursor,
            report=self._report,
            now=lambda: datetime.now(UTC),
        )

    async def until(self, is_so: Callable[["Desk"], bool]) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while not is_so(self):
                self._changed.clear()
                await self._changed.wait()

    async def until_healthy(self) -> None:
        await self.until(lambda desk: bool(desk.health) and desk.health[-1].problem is None)

    async def until_taken(self, count: int) -> None:
        await self.until(lambda desk: len(desk.taken) >= count)

    async def _take(self, batch: Sequence[RawInbound], cursor: str) -> bool:
        self.before_take(batch)
        if self.has_inbox:
            self.cursor = cursor
            self.taken += batch
            self.batches += [len(batch)] if batch else []
        self._changed.set()
        return self.has_inbox

    async def _cursor(self) -> str | None:
        return self.cursor

    def _report(self, health: Health) -> None:
        self.health.append(health)
        self._changed.set()


@asynccontextmanager
async def fetching(settings: Settings, desk: Desk, pace: Pace = QUICK) -> AsyncIterator["asyncio.Task[None]"]:
    """The inbox is active in here; at the end it is stopped in the middle of whatever it does."""
    task = asyncio.create_task(fetch(settings, INBOX, desk.context, pace))
    try:
        yield task
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def flags(server: MailServer, account: Account) -> list[str]:
    """Of each mail in INBOX, without \\Recent."""
    with server.imap(account) as imap:
        imap.select(readonly=True)
        _, lines = imap.fetch("1:*", "(FLAGS)")
    found = [line.partition(b"FLAGS (")[2].partition(b")")[0].decode() for line in lines if isinstance(line, bytes)]
    return [" ".join(flag for flag in each.split() if flag != "\\Recent") for each in found]
