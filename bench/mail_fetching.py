"""Mail out of a real Dovecot into a `take` that does nothing, beside a bare aioimaplib loop; and how soon IDLE tells.

python -m bench.mail_fetching [--mails 1500] [--rounds 3] [--arrivals 40] [--burst 200]
"""

from __future__ import annotations

import argparse
import asyncio
import smtplib
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from aioimaplib import IMAP4_SSL  # type: ignore[import-untyped]

from channels.email.imap.fetching import fetch
from channels.email.settings import AfterFetching, Settings
from contactcenter.ids import InboxId
from contactcenter.ports.channel import ChannelContext, Health, RawInbound
from tests.servers.mail import Account, MailServer, running_mail_server, what_is_missing

BODY = "".join(f"Line {number} of a mail of ordinary length, about four kilobytes in all.\r\n" for number in range(55))
ALL_OLD = '{{"mailbox":"{user}/INBOX","uid_validity":{uid_validity},"uid":0,"at":"2020-01-01T00:00:00Z"}}'


def mail(number: int) -> bytes:
    return f"From: ann@example.com\r\nSubject: {number}\r\nMessage-ID: <{number}@example.com>\r\n\r\n{BODY}".encode()


class Sink:
    """Forgets everything but when the mails came."""

    def __init__(self, cursor: str | None = None) -> None:
        self.cursor = cursor
        self.came_at: dict[int, float] = {}
        self.is_healthy = asyncio.Event()
        self._changed = asyncio.Event()
        self.context = ChannelContext(
            take=self._take, cursor=self._cursor, report=self._report, now=lambda: datetime.now(UTC)
        )

    async def until(self, count: int) -> None:
        while len(self.came_at) < count:
            self._changed.clear()
            await self._changed.wait()

    async def _take(self, batch: Sequence[RawInbound], cursor: str) -> bool:
        self.cursor = cursor
        now = time.perf_counter()
        self.came_at |= {int(raw.raw.partition(b"Subject: ")[2].partition(b"\r")[0]): now for raw in batch}
        self._changed.set()
        return True

    async def _cursor(self) -> str | None:
        return self.cursor

    def _report(self, health: Health) -> None:
        if health.problem is None:
            self.is_healthy.set()


def settings_for(server: MailServer, account: Account, after: AfterFetching) -> Settings:
    return Settings(
        address=account.address, password=account.password, imap_host=server.host, imap_port=server.ports["imaps"],
        certificates=server.certificates, after_fetching=after,
    )  # fmt: skip


async def our_rate(server: MailServer, account: Account, count: int, after: AfterFetching) -> float:
    with server.imap(account) as imap:
        imap.select(readonly=True)
        uid_validity = int((imap.response("UIDVALIDITY")[1][0] or b"0").decode())
    sink = Sink(ALL_OLD.format(user=account.address, uid_validity=uid_validity))
    began = time.perf_counter()
    fetching = asyncio.create_task(fetch(settings_for(server, account, after), InboxId("bench"), sink.context))
    await sink.until(count)
    rate = count / (time.perf_counter() - began)
    await stopped(fetching)
    return rate


async def bare_rate(server: MailServer, account: Account, count: int) -> float:
    began = time.perf_counter()
    client = IMAP4_SSL(server.host, server.ports["imaps"], ssl_context=server.trust())
    await client.wait_hello_from_server()
    await client.login(account.address, account.password)
    await client.select()
    uids = (await client.uid_search("ALL", charset=None)).lines[0].split()
    fetched = 0
    for start in range(0, count, 50):
        span = f"{uids[start].decode()}:{uids[min(start + 50, count) - 1].decode()}"
        answer = await client.uid("fetch", span, "(UID BODY.PEEK[])")
        fetched += sum(isinstance(line, bytearray) for line in answer.lines)
    assert fetched == count
    rate = count / (time.perf_counter() - began)
    await client.logout()
    return rate


async def one_round(server: MailServer, account: Account, count: int) -> tuple[float, float, float]:
    """Mails a second: bare, taken, taken and flagged."""
    return (
        await bare_rate(server, account, count),
        await our_rate(server, account, count, AfterFetching.NOTHING),
        await our_rate(server, account, count, AfterFetching.FLAG),
    )


async def arrival_ms(server: MailServer, count: int, pause_s: float) -> list[float]:
    """From the mail server's "250 saved" to `take`, sorted."""
    account, sink = server.account(), Sink()
    settings = settings_for(server, account, AfterFetching.FLAG)
    fetching = asyncio.create_task(fetch(settings, InboxId("bench"), sink.context))
    await sink.is_healthy.wait()
    saved_at = await asyncio.to_thread(deliver, server, account, count, pause_s)
    await sink.until(count)
    await stopped(fetching)
    return sorted((sink.came_at[number] - at) * 1000 for number, at in enumerate(saved_at))


def deliver(server: MailServer, account: Account, count: int, pause_s: float) -> list[float]:
    saved_at = []
    with smtplib.LMTP("127.0.0.1", server.ports["lmtp"]) as lmtp:
        for number in range(count):
            lmtp.sendmail("ann@example.com", [account.address], mail(number))
            saved_at.append(time.perf_counter())
            time.sleep(pause_s)
    return saved_at


async def stopped(fetching: asyncio.Task[None]) -> None:
    fetching.cancel()
    await asyncio.wait([fetching])


def percentiles(waits: list[float]) -> str:
    return f"p50 {waits[len(waits) // 2]:.0f} ms, p95 {waits[int(len(waits) * 0.95)]:.0f} ms ({len(waits)} mails)"


async def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mails", type=int, default=1_500)
    parser.add_argument("--rounds", type=int, default=3, help="the middle one counts")
    parser.add_argument("--arrivals", type=int, default=40)
    parser.add_argument("--burst", type=int, default=200)
    args = parser.parse_args()
    if (missing := what_is_missing()) is not None:
        print(f"not measured: {missing}")
        return 0
    with running_mail_server() as server:
        account = server.account()
        server.deliver(account, *(mail(number) for number in range(args.mails)))
        await bare_rate(server, account, args.mails)  # so that nobody pays for a cold cache
        rounds = [await one_round(server, account, args.mails) for _ in range(args.rounds)]
        single = await arrival_ms(server, args.arrivals, 0.2)
        burst = await arrival_ms(server, args.burst, 0)
    bare, reading, flagging = (sorted(rates)[len(rates) // 2] for rates in zip(*rounds, strict=True))
    print(f"bare aioimaplib, 50 a batch: {bare:.0f} mails/s")
    print(f"fetched: {reading:.0f} mails/s ({reading / bare:.0%} of bare), and flagged: {flagging:.0f} mails/s")
    print(f"arrival to take by IDLE, one by one: {percentiles(single)}; Dovecot's notice alone may take 500 ms")
    print(f"arrival to take in a burst of {args.burst}: {percentiles(burst)}")
    return 0


if __name__ == "__main__":
    assert Path("bench").is_dir(), "run it from the project's root"
    sys.exit(asyncio.run(main()))
