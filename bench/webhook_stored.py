"""Signed webhooks at 200 a second: from the call to the answer that says it is durable, and to its conversation.

    python -m bench.webhook_stored [--rate 200] [--seconds 10]

The server is a process of its own (`contactcenter serve`, SQLite). Open loop: a call leaves at its time whether or not
the one before was answered. Void unless sent = answered with 202 = recorded.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

import aiohttp
import msgspec

from bench.chat import server
from bench.latency import line, p
from channels.webhook.signing import signature
from contactcenter.config import load_config
from contactcenter.desk.inbox_secrets import sealed
from contactcenter.desk.records import save_record
from contactcenter.ids import InboxId, QueueId, TeamId, uuid7
from contactcenter.model.records import Inbox, Queue, Team
from contactcenter.runtime import open_desk

SECRET = "a secret of the bench, long enough"
PEOPLE = 500
WARM_SECONDS = 2.0
PATIENCE_S = 60


async def furnish(data: Path) -> None:
    async with open_desk(load_config(None, {}, {"data": str(data)})) as desk:
        await save_record(desk, Team(id=TeamId("t"), name="T"), actor="bench", new=True)
        await save_record(desk, Queue(id=QueueId("q"), name="Q", teams=(TeamId("t"),)), actor="bench", new=True)
        settings = {"webhook_secret": SECRET}
        inbox = Inbox(id=InboxId("hook"), name="Hook", channel="webhook", queue_id=QueueId("q"), settings=settings)
        await save_record(desk, sealed(desk.keyring, inbox, None, {"webhook_secret"}), actor="bench", new=True)


async def post(session: aiohttp.ClientSession, url: str, number: int, waits: list[float]) -> None:
    text = f"The display stays dark, number {number}"
    body = msgspec.json.encode({"type": "message", "sender": {"id": f"p{number % PEOPLE}"}, "text": text})
    name, stamp = uuid7(), int(time.time())
    headers = {"webhook-id": name, "webhook-timestamp": str(stamp)}
    headers["webhook-signature"] = signature(SECRET, name, stamp, body)
    began = time.perf_counter()
    async with session.post(url, data=body, headers=headers) as answer:
        assert answer.status == 202, await answer.text()
    waits.append((time.perf_counter() - began) * 1e3)


async def open_loop(base: str, rate: float, seconds: float) -> tuple[list[float], list[float]]:
    waits: list[float] = []
    late: list[float] = []
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session, asyncio.TaskGroup() as tasks:
        began = time.perf_counter() + 0.1
        for number in range(int(rate * seconds)):
            due = began + number / rate
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            late.append((time.perf_counter() - due) * 1e3)
            tasks.create_task(post(session, f"{base}/hooks/hook", number, waits))
    return waits, late


def recorded(data: Path) -> int:
    with sqlite3.connect(f"file:{data / 'centre.sqlite'}?mode=ro", uri=True) as store:
        return int(store.execute("SELECT count(*) FROM receipts WHERE state = 'recorded'").fetchone()[0])


async def until_recorded(data: Path, count: int) -> int:
    """How many are; fewer than wanted after a minute."""
    until = time.monotonic() + PATIENCE_S
    while recorded(data) < count and time.monotonic() < until:  # noqa: ASYNC110 (another process)
        await asyncio.sleep(0.1)
    return recorded(data)


async def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=float, default=200)
    parser.add_argument("--seconds", type=float, default=10)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-webhook-", dir=os.environ.get("BENCH_DIR")) as folder:
        data = Path(folder)
        await furnish(data)
        command = [sys.executable, "-m", "contactcenter", "serve", "--port", "0", "--data", str(data)]
        async with server(command) as (_, base):
            warm, _ = await open_loop(base, args.rate, WARM_SECONDS)
            began = time.monotonic()
            waits, late = await open_loop(base, args.rate, args.seconds)
            done = await until_recorded(data, len(warm) + len(waits)) - len(warm)
            took = time.monotonic() - began
    print(f"{line('call to durable, ms:', waits)} ({len(waits)} calls, late p99 {p(late, 99):.1f})")
    print(f"all {done} in their conversations after {took:.1f} s: {done / took:.0f}/s")
    return 0 if done == len(waits) == int(args.rate * args.seconds) else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
