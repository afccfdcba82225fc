"""Microseconds to read a mail, beside the standard library's `email.policy.default`; what the bombs cost.

    python -m bench.mail_parsing [--rounds 5] [--bombs]

Mails are those of tests/data/email. The library parses them and is asked for the same fields (From, To, Cc, Subject,
Date, References, the body, the bytes of attachments); a mail that it raises on counts with the time until then. Rounds
alternate, so that a noisy machine hurts both; the median of the rounds' ratios counts. ``--bombs``: processor time and
peak memory of each mail in tests/email/bombs.py, every one in a process of its own.
"""

from __future__ import annotations

import argparse
import email
import email.policy
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

from channels.email.parsing.parse import parse
from tests.email.bombs import BOMBS

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "tests" / "data" / "email"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--bombs", action="store_true", help="also what hostile mails cost")
    args = parser.parse_args()
    mails = [file.read_bytes() for file in sorted(CORPUS.glob("*.eml"))]
    raised = sum(_raises(raw) for raw in mails)
    ours, theirs = [], []
    for _ in range(args.rounds):
        ours.append(_microseconds(parse, mails))
        theirs.append(_microseconds(_library, mails))
    ratios = [there / here for here, there in zip(ours, theirs, strict=True)]
    print(f"{len(mails)} mails, {args.rounds} rounds; us a mail, median of the rounds' means")
    print("| | us | raised |\n|---|---|---|")
    print(f"| parse | {median(ours):.0f} | 0 |")
    print(f"| email.policy.default | {median(theirs):.0f} | {raised} |")
    print(f"library / parse: {median(ratios):.1f} ({min(ratios):.1f} to {max(ratios):.1f})")
    if args.bombs:
        _bombs()


def _bombs() -> None:
    print("\n| bomb | s | peak MB |\n|---|---|---|")
    for name in BOMBS:
        command = [sys.executable, "-m", "tests.email.bomb_run", name]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=120)
        seconds, megabytes = done.stdout.split()
        print(f"| {name} | {seconds} | {megabytes} |", flush=True)


def _microseconds(read: Callable[[bytes], object], mails: Sequence[bytes]) -> float:
    started = time.process_time()
    for raw in mails:
        read(raw)
    return (time.process_time() - started) / len(mails) * 1e6


def _raises(raw: bytes) -> bool:
    try:
        _fields(raw)
    except Exception:
        return True
    return False


def _library(raw: bytes) -> object:
    try:
        return _fields(raw)
    except Exception:
        return None


def _fields(raw: bytes) -> object:
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    named = [
        str(mail[name]) for name in ("from", "to", "cc", "reply-to", "subject", "date", "references", "message-id")
    ]
    boxes = [box for name in ("from", "to", "cc") if mail[name] for box in mail[name].addresses]
    body = mail.get_body(("plain", "html"))
    text = body.get_content() if body is not None else ""
    files = [(part.get_filename(), part.get_payload(decode=True)) for part in mail.iter_attachments()]
    return named, boxes, text, files


if __name__ == "__main__":
    main()
