"""Latency of a chat message at 200 messages a second: acknowledged after the commit, beside the relay and a bare sync.

    python -m bench.latency [--rounds 3] [--seconds 10] [--rate 200] [--store URL]

Open loop: every visitor writes at its own fixed times, evenly spread, whether or not it was answered; a message's time
runs from writing its frame to reading its acknowledgement. Rounds of relay, centre and sync alternate; a round counts
only if sent = acknowledged = delivered. ``late`` is how far behind its times the client itself was: where it is not
small, the machine was too busy to measure. ``--store``: as for bench.chat.
"""

import argparse
import asyncio
import gc
import os
import socket
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import uvloop

from bench.chat import TEXT, server
from bench.seeding import Seeded, Visitor, seed
from bench.wire_client import WireClient
from contactcenter.ids import uuid7

PER_VISITOR = 5.0  # messages a second
AGENTS = 4
WARM_SECONDS, SETTLE_SECONDS = 2.0, 1.0


@dataclass
class Times:
    """Milliseconds; ``delivered`` counts what the agents got."""

    waits: list[float] = field(default_factory=list)
    late: list[float] = field(default_factory=list)
    sent: int = 0
    delivered: int = 0

    @property
    def is_whole(self) -> bool:
        return self.sent == len(self.waits) == self.delivered

    def clear(self) -> None:
        self.waits, self.late, self.sent, self.delivered = [], [], 0, 0


class Sender:
    """One visitor's connection and the times of its messages."""

    def __init__(self, times: Times, visitor: Visitor) -> None:
        self._times, self._visitor = times, visitor
        self._written: dict[int, float] = {}
        self.client = WireClient(on_ack=self._on_ack)

    async def send(self) -> None:
        visitor = self._visitor
        body = {"external_id": uuid7(), "conversation": visitor.conversation, "text": TEXT}
        if not visitor.token:  # the relay wants to be told the room
            body["room"] = f"a{visitor.agent}"
        written = time.perf_counter()
        self._times.sent += 1
        self._written[await self.client.post("message.send", body)] = written

    def _on_ack(self, number: int, answer: object) -> None:
        read = time.perf_counter()
        assert isinstance(answer, dict) and "error" not in answer, answer
        self._times.waits.append((read - self._written.pop(number)) * 1e3)


async def open_loop(senders: Sequence[Sender], times: Times, rate: float, seconds: float) -> None:
    """Message ``n`` at ``n / rate`` by sender ``n`` modulo their number."""
    began = time.perf_counter() + 0.1
    for n in range(int(rate * seconds)):
        due = began + n / rate
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        times.late.append((time.perf_counter() - due) * 1e3)
        await senders[n % len(senders)].send()
    await asyncio.sleep(SETTLE_SECONDS)


async def measured(base: str, seeded: Seeded, rate: float, seconds: float) -> Times:
    times = Times()

    def on_event(name: str, body: dict[str, list[object]]) -> None:
        if name == "entries":
            times.delivered += len(body["entries"]) if "entries" in body else 1

    senders = [Sender(times, visitor) for visitor in seeded.visitors]
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        agents = [WireClient(on_event) for _ in seeded.agents]
        for number, (agent, token) in enumerate(zip(agents, seeded.agents, strict=True)):
            await agent.connect(session, base, {"protocol": 1, "token": token} if token else {"agent": f"a{number}"})
        for sender, visitor in zip(senders, seeded.visitors, strict=True):
            token = visitor.token
            await sender.client.connect(session, base, {"protocol": 1, "token": token} if token else {"x": 1})
            if token:
                follow = {"conversation": visitor.conversation, "after": 10**6}
                await agents[visitor.agent].call("follow", follow)
        await open_loop(senders, times, rate, WARM_SECONDS)
        times.clear()
        gc.collect()
        gc.disable()
        try:
            await open_loop(senders, times, rate, seconds)
        finally:
            gc.enable()
        for client in [*agents, *(sender.client for sender in senders)]:
            await client.close()
    return times


async def relay_round(rate: float, seconds: float) -> Times:
    seeded = Seeded([""] * AGENTS, [Visitor("", "c", number % AGENTS) for number in range(_visitors(rate))])
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    async with server([sys.executable, "bench/relay.py", str(port)]):
        return await measured(f"http://127.0.0.1:{port}", seeded, rate, seconds)


async def our_round(rate: float, seconds: float, store: str) -> Times:
    with tempfile.TemporaryDirectory(prefix="bench-latency-", dir=os.environ.get("BENCH_DIR")) as folder:
        data = Path(folder)
        url = store or f"sqlite:///{data / 'centre.sqlite'}"
        seeded = await seed(url, data, agents=AGENTS, visitors=_visitors(rate))
        command = [sys.executable, "-m", "contactcenter", "serve", "--port", "0", "--data", str(data)]
        async with server([*command, *(["--store", store] if store else [])]) as (_, base):
            return await measured(base, seeded, rate, seconds)


def _visitors(rate: float) -> int:
    return max(1, round(rate / PER_VISITOR))


def fdatasync_ms(seconds: float, rate: float) -> list[float]:
    """What one append of 4 KiB and fdatasync takes on this disk, at the same pace."""
    waits = []
    with tempfile.NamedTemporaryFile(prefix="bench-sync-", dir=os.environ.get("BENCH_DIR")) as file:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            began = time.perf_counter()
            os.write(file.fileno(), b"x" * 4096)
            os.fdatasync(file.fileno())
            waits.append((time.perf_counter() - began) * 1e3)
            time.sleep(1 / rate)
    return waits


def p(waits: Sequence[float], percent: int) -> float:
    return statistics.quantiles(waits, n=100)[percent - 1]


def line(name: str, waits: Sequence[float]) -> str:
    return f"{name} p50 {p(waits, 50):.2f} p99 {p(waits, 99):.2f}"


async def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--rate", type=float, default=200)
    parser.add_argument("--store", default="")
    args = parser.parse_args()
    over: list[tuple[float, float]] = []
    for number in range(args.rounds):
        syncs = fdatasync_ms(min(args.seconds, 5), args.rate)
        relay = await relay_round(args.rate, args.seconds)
        ours = await our_round(args.rate, args.seconds, args.store.replace("{round}", str(number)))
        whole = relay.is_whole and ours.is_whole
        print(
            f"round {number + 1}, ms: {line('relay', relay.waits)} | {line('ours', ours.waits)} | "
            f"{line('fdatasync', syncs)} | late p99 {p(relay.late, 99):.1f} and {p(ours.late, 99):.1f}"
            f" ({ours.sent} messages){'' if whole else ' VOID: not all delivered'}",
            flush=True,
        )
        if whole:
            added = p(ours.waits, 50) - p(relay.waits, 50)
            over.append((added - p(syncs, 50), p(ours.waits, 99) - p(relay.waits, 99)))
    if not over:
        print("every round is void")
        return 1
    middle, high = (statistics.median(column) for column in zip(*over, strict=True))
    print(f"added over the relay, median of rounds: p50 fdatasync {middle:+.2f} ms, p99 {high:.2f} ms")
    return 0


if __name__ == "__main__":
    assert Path("bench").is_dir(), "run it from the project's root"
    sys.exit(uvloop.run(main()))
