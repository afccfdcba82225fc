"""Chat messages per CPU second of the server process, beside a bare python-socketio relay, rounds alternating.

    python -m bench.chat [--rounds 5] [--seconds 8] [--visitors 300] [--store URL] [--first]

``--store``: the URL of an empty store for each round, ``{round}`` in it stands for the number of the round.
``--first``: every message begins a conversation: its language is detected, it is answered or routed.

A row counts only if sent = stored = delivered. What is measured is the CPU of the server process alone
(utime + stime from /proc); the ratio of two rounds side by side is what to read, not the absolute numbers.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from bench.seeding import Seeded, seed
from bench.wire_client import WireClient
from contactcenter.ids import uuid7

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
    sent: int
    delivered: int
    cpu_seconds: float
    seconds: float
    p50_ms: float
    p99_ms: float

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


async def load(base: str, pid: int, seeded: Seeded, *, relay: bool, seconds: float, first: bool = False) -> Round:
    """Every visitor sends at its pace, each message waiting for the acknowledgement of the one before."""
    delivered = 0

    def on_event(name: str, body: dict[str, object]) -> None:
        nonlocal delivered
        if name == "entries":
            delivered += 1 if relay or first else len(body["entries"])  # type: ignore[arg-type]

    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector) as session:
        agents = [WireClient(on_event) for _ in seeded.agents]
        for number, (client, token) in enumerate(zip(agents, seeded.agents, strict=True)):
            await client.connect(session, base, {"agent": f"a{number}"} if relay else {"protocol": 1, "token": token})
        if not relay:
            for visitor in [one for one in seeded.visitors if one.conversation]:
                await agents[visitor.agent].call("follow", {"conversation": visitor.conversation, "after": 10**6})
        # of a first message there is no follower: its own visitor gets what follows it
        clients = [WireClient(on_event if first else None) for _ in seeded.visitors]
        for client, visitor in zip(clients, seeded.visitors, strict=True):
            await client.connect(session, base, {"x": 1} if relay else {"protocol": 1, "token": visitor.token})
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
    return Round(len(waits), delivered, used, took, waits[len(waits) // 2] * 1000, waits[int(len(waits) * 0.99)] * 1000)


async def _talk(client: WireClient, conversation: str | None, room: str, until: float, relay: bool) -> list[float]:
    waits = []
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


async def our_round(args: argparse.Namespace, number: int) -> Round:
    with tempfile.TemporaryDirectory(prefix="bench-chat-") as folder:
        data = Path(folder)
        store = args.store.replace("{round}", str(number))
        url = store or f"sqlite:///{data / 'centre.sqlite'}"
        seeded = await seed(
            url, data, agents=args.agents, visitors=args.visitors, assigned=not args.first, answers=args.first
        )
        command = [sys.executable, "-m", "contactcenter", "serve", "--port", "0", "--data", str(data)]
        async with server([*command, *(["--store", store] if store else [])]) as (pid, base):
            return await load(base, pid, seeded, relay=False, seconds=args.seconds, first=args.first)


async def relay_round(args: argparse.Namespace) -> Round:
    port = args.relay_port
    visitors = [(f"v{number}", number % args.agents) for number in range(args.visitors)]
    from bench.seeding import Visitor

    seeded = Seeded(["-"] * args.agents, [Visitor("", name, agent) for name, agent in visitors])
    async with server([sys.executable, "bench/relay.py", str(port)]) as (pid, _):
        return await load(f"http://127.0.0.1:{port}", pid, seeded, relay=True, seconds=args.seconds)


async def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--visitors", type=int, default=300)
    parser.add_argument("--agents", type=int, default=10)
    parser.add_argument("--store", default="")
    parser.add_argument("--first", action="store_true")
    parser.add_argument("--relay-port", type=int, default=9790)
    args = parser.parse_args()
    ratios = []
    for number in range(args.rounds):
        relay, ours = await relay_round(args), await our_round(args, number)
        whole = (args.first or ours.sent == ours.delivered) and relay.sent == relay.delivered
        ratio = ours.per_cpu_second / relay.per_cpu_second
        if whole:
            ratios.append(ratio)
        print(
            f"round {number + 1}: relay {relay.per_cpu_second:,.0f}/cpu-s p50 {relay.p50_ms:.1f} ms | ours "
            f"{ours.per_cpu_second:,.0f}/cpu-s p50 {ours.p50_ms:.1f} p99 {ours.p99_ms:.1f} ms "
            f"({ours.sent} sent, {ours.delivered} delivered) | ratio {ratio:.2f}{'' if whole else ' VOID'}",
            flush=True,
        )
    if not ratios:
        print("every round is void")
        return 1
    print(f"ratio: median {statistics.median(ratios):.2f}, {min(ratios):.2f} to {max(ratios):.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
