"""Mail from a real Dovecot to stored conversations: a backlog in one pass, arrival by IDLE, and a burst.

    python -m bench.mail_stored [--backlog 10000] [--arrivals 60] [--burst 200]

The server is a process of its own (`contactcenter serve`, SQLite). A mail counts once its receipt is settled as
recorded, which is after its conversation was stored and answered or queued. A row is void unless sent = recorded.
"""

from __future__ import annotations

import argparse
import asyncio
import email.utils
import os
import sqlite3
import sys
import tempfile
import time
from email.message import EmailMessage
from pathlib import Path

from bench.chat import cpu_seconds, server
from channels import CHANNELS
from contactcenter.config import load_config
from contactcenter.desk.inbox_secrets import sealed, secret_names
from contactcenter.desk.records import save_record
from contactcenter.ids import InboxId, QueueId, TeamId, uuid7
from contactcenter.model.records import Inbox, Queue, Team
from contactcenter.runtime import open_desk
from tests.servers.mail import Account, MailServer, running_mail_server

LINES = (
    "The display stays dark after I press the start button, what should I do now?",
    "Манжета мала, какую купить для руки 40 сантиметров?",
    "血压计显示错误代码三，请问应该怎么办？",
)


def mail(to: str, number: int) -> bytes:
    one = EmailMessage()
    one["From"] = f"Customer {number} <customer{number}@their.example>"
    one["To"] = to
    one["Subject"] = f"Question {number}"
    one["Date"] = email.utils.formatdate()
    one["Message-ID"] = f"<{uuid7()}@their.example>"
    one.set_content(f"{LINES[number % len(LINES)]}\n\n-- \nCustomer {number}\n")
    one.add_alternative(f"<p>{LINES[number % len(LINES)]}</p>", subtype="html")
    return one.as_bytes()


async def furnish(data: Path, servers: MailServer, account: Account) -> None:
    """One inbox on the account, which imports everything there is."""
    async with open_desk(load_config(None, {}, {"data": str(data)})) as desk:
        await save_record(desk, Team(id=TeamId("t"), name="T"), actor="bench", new=True)
        await save_record(desk, Queue(id=QueueId("q"), name="Q", teams=(TeamId("t"),)), actor="bench", new=True)
        settings = {
            "address": account.address, "password": account.password, "imap_host": servers.host,
            "imap_port": servers.ports["imaps"], "certificates": servers.certificates, "fetch_since": "2000-01-01",
        }  # fmt: skip
        inbox = Inbox(id=InboxId("mail"), name="Mail", channel="email", queue_id=QueueId("q"), settings=settings)
        names = secret_names(CHANNELS["email"].Settings)
        await save_record(desk, sealed(desk.keyring, inbox, None, names), actor="bench", new=True)


class Recorded:
    """How many mails the centre has recorded, read from its database beside it."""

    def __init__(self, data: Path) -> None:
        self._connection = sqlite3.connect(f"file:{data / 'centre.sqlite'}?mode=ro", uri=True)

    def count(self) -> int:
        return int(self._connection.execute("SELECT count(*) FROM receipts WHERE state = 'recorded'").fetchone()[0])

    async def until(self, wanted: int, seconds: float) -> float:
        """When so many are recorded, on the monotonic clock. Raises TimeoutError."""
        async with asyncio.timeout(seconds):
            while self.count() < wanted:  # noqa: ASYNC110 (another process counts)
                await asyncio.sleep(0.005)
        return time.monotonic()


async def arrivals(recorded: Recorded, servers: MailServer, account: Account, count: int, already: int) -> list[float]:
    """Seconds from Dovecot's acceptance of each mail to its being recorded, one after the other."""
    waits = []
    for number in range(count):
        await asyncio.to_thread(servers.deliver, account, mail(account.address, number))
        accepted = time.monotonic()
        waits.append(await recorded.until(already + number + 1, 30) - accepted)
        await asyncio.sleep(0.2)
    return sorted(waits)


async def burst(recorded: Recorded, servers: MailServer, account: Account, count: int, already: int) -> list[float]:
    """The same for many mails that are delivered without a pause."""
    accepted: list[float] = []

    def deliver() -> None:
        for number in range(count):
            servers.deliver(account, mail(account.address, number))
            accepted.append(time.monotonic())

    delivering = asyncio.create_task(asyncio.to_thread(deliver))
    done = [await recorded.until(already + number + 1, 120) for number in range(count)]
    await delivering
    return sorted(max(0.0, end - begin) for begin, end in zip(accepted, done, strict=True))


def told(name: str, waits: list[float]) -> str:
    p50, p95 = waits[len(waits) // 2], waits[int(len(waits) * 0.95)]
    return f"{name}: p50 {p50 * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms, longest {waits[-1] * 1000:.0f} ms"


async def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--backlog", type=int, default=10_000)
    parser.add_argument("--arrivals", type=int, default=60)
    parser.add_argument("--burst", type=int, default=200)
    args = parser.parse_args()
    with running_mail_server() as servers, tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_DIR")) as folder:
        data, account = Path(folder), servers.account()
        await asyncio.to_thread(servers.append, account, *(mail(account.address, n) for n in range(args.backlog)))
        await furnish(data, servers, account)
        began = time.monotonic()
        async with server([sys.executable, "-m", "contactcenter", "serve", "--port", "0", "--data", folder]) as (
            pid,
            _,
        ):
            recorded = Recorded(data)
            took = await recorded.until(args.backlog, 60 + args.backlog / 20) - began
            per_second, cpu = args.backlog / took, cpu_seconds(pid) / args.backlog * 1000
            print(f"backlog of {args.backlog}: {per_second:.0f} mails/s, {cpu:.1f} ms of the server's processor each")
            print(
                told(
                    "arrival to recorded, one by one",
                    await arrivals(recorded, servers, account, args.arrivals, args.backlog),
                )
            )
            already = args.backlog + args.arrivals
            print(told(f"burst of {args.burst}", await burst(recorded, servers, account, args.burst, already)))
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
