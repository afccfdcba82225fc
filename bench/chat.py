"""Chat messages per CPU second of the server process, beside a bare python-socketio relay, rounds alternating.

    python -m bench.chat [--rounds 5] [--seconds 8] [--visitors 300] [--bare | --first] [--mongodb | --store URL]

Whole path: validated, authorised, stored, delivered to the agent who follows, acknowledged after the commit.
``--bare``: the same without delivery, nobody follows; beside the same relay, which delivers.
``--first``: every message begins a conversation: its language is detected, it is answered or routed.
``--mongodb``: on a replica set of one node that this run starts. ``--store``: the URL of an empty store for each
round, ``{round}`` in it stands for the number of the round.

A row counts only if sent = stored = delivered; what is stored is counted after the server was killed with signal 9.
What is measured is the CPU of the server process alone (utime + stime from /proc); the ratio of two rounds side by
side is what to read, not the absolute numbers.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import aiohttp

from bench.append_cost import mongod
from bench.seeding import Seeded, Visitor, seed
from bench.wire_client import WireClient
from contactcenter.clock import SystemClock
from contactcenter.ids import uuid7
from contactcenter.model.bodies import EntryKind
from contactcenter.model.conversation import Conversation
from contactcenter.model.entry import AuthorKind
from contactcenter.model.rows import ConversationFilter
from contactcenter.model.scope import EVERYTHING
from contactcenter.ports import Store
from contactcenter.store import open_store

TEXT = "The display stays dark after I press the start button, what should I do now?"
FIRST = (
    "What batteries do I need for the BP200?",
    "Какой размер манжеты мне нужен?",
    "Das Display bleibt dunkel, was kann ich tun?",
    "屏幕不亮了怎么办",
    "I want to complain about the courier who was here yesterday.",
)
PER_VISITOR = 15.0  # messages a second: below the limit of 20 for one connection
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Round:
    """``stored`` is None for the relay, which stores nothing, ``delivered`` where nobody is to get anything."""

    sent: int
    delivered: int | None
    cpu_seconds: float
    seconds: float
    p50_ms: float
    p99_ms: float
    stored: int | None = None

    @property
    def is_whole(self) -> bool:
        return {self.sent} == {self.sent, self.delivered, self.stored} - {None}

    @property
    def per_cpu_second(self) -> float:
        return self.sent / self.cpu_seconds


def cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


@asynccontextmanager
async def server(command: list[str]) -> AsyncIterator[tuple[int, str]]:
    """A server process and its base URL, from its line ``ready ...`` on."""
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        assert process.stdout is not None
        line = (await process.stdout.readline()).decode()
        if not line.startswith("ready"):
            raise RuntimeError(f"the server did not start: {command}")
        yield process.pid, line.partition(" ")[2].strip()
    finally:
        process.kill()
        await process.wait()


async def load(
    base: str, pid: int, seeded: Seeded, *, relay: bool, seconds: float, first: bool = False, bare: bool = False
) -> Round:
    """Every visitor sends at its pace, each message waiting for the acknowledgement of the one before."""
    delivered = 0

    def on_event(name: str, body: dict[str, object]) -> None:
        nonlocal delivered
        if name == "entries":
            delivered += 1 if relay else len(body["entries"])  # type: ignore[arg-type]

    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector) as session:
        agents = [WireClient(on_event) for _ in seeded.agents]
        for number, (client, token) in enumerate(zip(agents, seeded.agents, strict=True)):
            await client.connect(session, base, {"agent": f"a{number}"} if relay else {"protocol": 1, "token": token})
        if not (relay or bare):
            for visitor in [one for one in seeded.visitors if one.conversation]:
                await agents[visitor.agent].call("follow", {"conversation": visitor.conversation, "after": 10**6})
        clients = [WireClient() for _ in seeded.visitors]
        for client, visitor in zip(clients, seeded.visitors, strict=True):
            await client.connect(session, base, {"x": 1} if relay else {"protocol": 1, "token": visitor.token})
        for text in FIRST if first else ():  # the first question in a language builds what answers in it, once
            await clients[0].call("message.send", {"external_id": uuid7(), "conversation": None, "text": text})
        await asyncio.sleep(0.5)
        before, began = cpu_seconds(pid), time.monotonic()
        until = began + seconds
        times = await asyncio.gather(
            *(
                _talk(client, visitor.conversation, f"a{visitor.agent}", until, relay)
                for client, visitor in zip(clients, seeded.visitors, strict=True)
            )
        )
        took = time.monotonic() - began
        await asyncio.sleep(0.7)
        used = cpu_seconds(pid) - before
        for client in [*agents, *clients]:
            await client.close()
    waits = sorted(wait for one in times for wait in one)
    middle, high = waits[len(waits) // 2] * 1000, waits[int(len(waits) * 0.99)] * 1000
    return Round(len(waits), None if first or bare else delivered, used, took, middle, high)


async def _talk(client: WireClient, conversation: str | None, room: str, until: float, relay: bool) -> list[float]:
    waits: list[float] = []
    while (now := time.monotonic()) < until:
        text = TEXT if conversation or relay else FIRST[len(waits) % len(FIRST)]
        message: dict[str, object] = {"external_id": uuid7(), "conversation": conversation, "text": text}
        if relay:
            message["room"] = room
        answer = await client.call("message.send", message)
        if "error" in answer:
            raise RuntimeError(str(answer))
        waits.append(time.monotonic() - now)
        await asyncio.sleep(max(0.0, 1 / PER_VISITOR - (time.monotonic() - now)))
    return waits


async def our_round(args: argparse.Namespace, number: int, store: str) -> Round:
    with tempfile.TemporaryDirectory(prefix="bench-chat-") as folder:
        data = Path(folder)
        url = store or f"sqlite:///{data / 'centre.sqlite'}"
        seeded = await seed(
            url, data, agents=args.agents, visitors=args.visitors, assigned=not args.first, answers=args.first
        )
        command = [sys.executable, "-m", "contactcenter", "serve", "--port", "0", "--data", str(data)]
        async with server([*command, *(["--store", store] if store else [])]) as (pid, base):
            done = await load(base, pid, seeded, relay=False, seconds=args.seconds, first=args.first, bare=args.bare)
        before = len(FIRST) if args.first else args.visitors
        return replace(done, stored=await stored_messages(url, data) - before)


async def stored_messages(url: str, data: Path) -> int:
    """Messages of contacts in the whole store; no server may run on it."""
    store = open_store(url, data, SystemClock())
    await store.open()
    try:
        return sum([await _messages_of(store, head) async for head in _conversations(store)])
    finally:
        await store.close()


async def _conversations(store: Store) -> AsyncIterator[Conversation]:
    after = None
    while True:
        page = await store.conversations(ConversationFilter(), EVERYTHING, after, 500)
        for head in page.items:
            yield head
        if (after := page.next) is None:
            return


async def _messages_of(store: Store, head: Conversation) -> int:
    found, after = 0, 0
    while entries := await store.entries(head.id, after, 500):
        found += sum(one.kind is EntryKind.MESSAGE and one.author.kind is AuthorKind.CONTACT for one in entries)
        after = entries[-1].seq
    return found


async def relay_round(args: argparse.Namespace) -> Round:
    port = args.relay_port
    visitors = [Visitor("", f"v{number}", number % args.agents) for number in range(args.visitors)]
    seeded = Seeded(["-"] * args.agents, visitors)
    async with server([sys.executable, "bench/relay.py", str(port)]) as (pid, _):
        return await load(f"http://127.0.0.1:{port}", pid, seeded, relay=True, seconds=args.seconds)


@contextmanager
def store_urls(args: argparse.Namespace) -> Iterator[str]:
    """With ``{round}`` in it; empty = a SQLite file in the folder of the round."""
    if not args.mongodb:
        yield args.store
        return
    with tempfile.TemporaryDirectory(prefix="bench-mongod-") as folder, mongod(Path(folder)) as url:
        yield url.replace("/bench", "/bench{round}", 1)


async def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--visitors", type=int, default=300)
    parser.add_argument("--agents", type=int, default=10)
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--store", default="")
    where.add_argument("--mongodb", action="store_true")
    path = parser.add_mutually_exclusive_group()
    path.add_argument("--first", action="store_true")
    path.add_argument("--bare", action="store_true")
    parser.add_argument("--relay-port", type=int, default=9790)
    args = parser.parse_args()
    with store_urls(args) as urls:
        return await compare(args, urls)


async def compare(args: argparse.Namespace, urls: str) -> int:
    ratios = []
    for number in range(args.rounds):
        relay, ours = await relay_round(args), await our_round(args, number, urls.replace("{round}", str(number)))
        whole = ours.is_whole and relay.is_whole
        counts = f"{ours.sent} sent, {ours.stored} stored, {ours.delivered} delivered"
        ratio = ours.per_cpu_second / relay.per_cpu_second
        if whole:
            ratios.append(ratio)
        print(
            f"round {number + 1}: relay {relay.per_cpu_second:,.0f}/cpu-s p50 {relay.p50_ms:.1f} ms | ours "
            f"{ours.per_cpu_second:,.0f}/cpu-s p50 {ours.p50_ms:.1f} p99 {ours.p99_ms:.1f} ms "
            f"({counts}) | ratio {ratio:.2f}{'' if whole else ' VOID'}",
            flush=True,
        )
    if not ratios:
        print("every round is void")
        return 1
    print(f"ratio: median {statistics.median(ratios):.2f}, {min(ratios):.2f} to {max(ratios):.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
