"""Cold start, idle memory, and what an idle widget connection costs.

    python -m bench.idle [--connections 1000 10000]

Resident memory from /proc/PID/status; every client offers permessage-deflate, as browsers do.
"""

from __future__ import annotations

import argparse
import asyncio
import resource
import sys
import tempfile
import time
from pathlib import Path

import aiohttp

from bench.chat import server
from bench.seeding import Seeded, seed
from bench.wire_client import WireClient
from contactcenter.ids import uuid7

LANGUAGES = (
    "What batteries do I need for the BP200?",
    "Какой размер манжеты мне нужен?",
    "屏幕不亮了怎么办",
    "螢幕不亮了怎麼辦",
    "Das Display bleibt dunkel, was kann ich tun?",
    "¿Qué pilas necesito para el BP200?",
)


def resident_bytes(pid: int) -> int:
    line = next(one for one in Path(f"/proc/{pid}/status").read_text().splitlines() if one.startswith("VmRSS"))
    return int(line.split()[1]) * 1024


def command(data: Path) -> list[str]:
    return [sys.executable, "-m", "contactcenter", "serve", "--port", "0", "--data", str(data)]


async def cold_start() -> tuple[float, int]:
    """Seconds from exec to /readyz on an empty folder, and resident bytes then."""
    with tempfile.TemporaryDirectory(prefix="bench-idle-") as folder:
        began = time.monotonic()
        async with server(command(Path(folder))) as (pid, base), aiohttp.ClientSession() as session:
            async with session.get(f"{base}/readyz") as answer:
                assert answer.status == 200
            seconds = time.monotonic() - began
            await asyncio.sleep(2)
            return seconds, resident_bytes(pid)


async def after_six_languages() -> int:
    with tempfile.TemporaryDirectory(prefix="bench-idle-") as folder:
        data = Path(folder)
        seeded = await _seeded(data, visitors=1, answers=True)
        async with server(command(data)) as (pid, base), aiohttp.ClientSession() as session:
            client = WireClient()
            await client.connect(session, base, {"protocol": 1, "token": seeded.visitors[0].token})
            for text in LANGUAGES:
                await client.call("message.send", {"external_id": uuid7(), "conversation": None, "text": text})
            await asyncio.sleep(2)
            await client.close()
            return resident_bytes(pid)


async def per_connection(count: int) -> tuple[float, int]:
    """Resident bytes that each of ``count`` idle visitors adds, and the total."""
    with tempfile.TemporaryDirectory(prefix="bench-idle-") as folder:
        data = Path(folder)
        seeded = await _seeded(data, visitors=count, answers=False)
        connector = aiohttp.TCPConnector(limit=0)
        async with server(command(data)) as (pid, base), aiohttp.ClientSession(connector=connector) as session:
            before = resident_bytes(pid)
            clients = [WireClient() for _ in range(count)]
            pairs = list(zip(clients, seeded.visitors, strict=True))
            for at in range(0, count, 100):
                await asyncio.gather(
                    *(
                        client.connect(session, base, {"protocol": 1, "token": visitor.token}, compress=15)
                        for client, visitor in pairs[at : at + 100]
                    )
                )
            await asyncio.sleep(3)
            after = resident_bytes(pid)
            for client in clients:
                await client.close()
            return (after - before) / count, after


async def _seeded(data: Path, *, visitors: int, answers: bool) -> Seeded:
    url = f"sqlite:///{data / 'centre.sqlite'}"
    return await seed(url, data, agents=1, visitors=visitors, assigned=False, answers=answers)


async def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--connections", type=int, nargs="*", default=[1000, 10_000])
    args = parser.parse_args()
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    starts = sorted([await cold_start() for _ in range(3)])
    print(f"cold start to /readyz: median {starts[1][0]:.2f} s; idle memory {starts[1][1] / 1e6:.0f} MB")
    print(f"memory after six languages: {await after_six_languages() / 1e6:.0f} MB")
    for count in args.connections:
        each, total = await per_connection(count)
        print(f"{count} idle connections: {each / 1e3:.1f} KB each, {total / 1e6:.0f} MB in all")
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
