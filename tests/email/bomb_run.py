"""Parses one bomb and says what it cost: ``python -m tests.email.bomb_run NAME`` prints seconds and megabytes."""

import sys
import time
from pathlib import Path

from channels.email.parsing.parse import read_mail
from tests.email.bombs import BOMBS


def main() -> None:
    name = sys.argv[1]
    raw = BOMBS[name]()
    read_mail(b"From: a@b\n\nhello")
    started = time.process_time()
    read_mail(raw)
    seconds = time.process_time() - started
    print(f"{seconds:.3f} {peak_megabytes():.0f}")


def peak_megabytes() -> float:
    """Of this program alone: ru_maxrss begins with what the process was that started it."""
    line = next(one for one in Path("/proc/self/status").read_text().splitlines() if one.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    main()
