"""Latency of a chat message at 200 messages a second: acknowledged after the commit, beside the relay and a bare sync.

python -m bench.latency [--seconds 15] [--rate 200]
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
import time
from pathlib import Path

from bench import chat


def fdatasync_ms(seconds: float) -> list[float]:
    """What one append of 4 KiB and fdatasync takes on this disk, 200 times a second."""
    waits = []
    with tempfile.NamedTemporaryFile(prefix="bench-sync-", dir=os.environ.get("BENCH_DIR")) as file:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            began = time.monotonic()
            os.write(file.fileno(), b"x" * 4096)
            os.fdatasync(file.fileno())
            waits.append((time.monotonic() - began) * 1000)
            time.sleep(0.005)
    return sorted(waits)


async def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=15)
    parser.add_argument("--rate", type=float, default=200)
    args = parser.parse_args()
    chat.PER_VISITOR = 5.0
    visitors = max(1, round(args.rate / chat.PER_VISITOR))
    options = argparse.Namespace(
        visitors=visitors, agents=4, seconds=args.seconds, store="", relay_port=9791, first=False
    )
    syncs = fdatasync_ms(min(args.seconds, 5))
    relay, ours = await chat.relay_round(options), await chat.our_round(options, 0)
    print(f"fdatasync: p50 {syncs[len(syncs) // 2]:.2f} ms, p99 {syncs[int(len(syncs) * 0.99)]:.2f} ms")
    for name, one in (("relay", relay), ("ours", ours)):
        rate = one.sent / one.seconds
        print(f"{name}: p50 {one.p50_ms:.2f} ms, p99 {one.p99_ms:.2f} ms ({one.sent} messages, {rate:.0f}/s)")
    whole = ours.sent == ours.delivered
    print(f"added: p50 {ours.p50_ms - relay.p50_ms:.2f} ms, p99 {ours.p99_ms - relay.p99_ms:.2f} ms"
          f"{'' if whole else ' VOID: not all delivered'}")  # fmt: skip
    return 0 if whole else 1


if __name__ == "__main__":
    assert Path("bench").is_dir(), "run it from the project's root"
    sys.exit(asyncio.run(main()))
