"""Parses one bomb and says what it cost: ``python -m tests.email.bomb_run NAME`` prints seconds and megabytes."""

import resource
import sys
import time

from channels.email.parsing.parse import read_mail
from tests.email.bombs import BOMBS


def main() -> None:
    name = sys.argv[1]
    raw = BOMBS[name]()
    read_mail(b"From: a@b\n\nhello")
    started = time.process_time()
    read_mail(raw)
    seconds = time.process_time() - started
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "linux" else 2**20)
    print(f"{seconds:.3f} {megabytes:.0f}")


if __name__ == "__main__":
    main()
