"""``make bench``: every measurement, one after the other, as one table.

    python -m bench [--quick]

``--quick`` runs one short round of each, to see that they work; figures to keep come from the full form.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import time

CHAT = ["--rounds", "5", "--seconds", "8", "--visitors", "200"]
FIRST = ["--first", "--rounds", "5", "--visitors", "60"]
FULL: tuple[tuple[str, str, list[str]], ...] = (
    ("whole path of a chat message, beside the relay", "bench.chat", CHAT),
    ("bare path, beside the relay", "bench.chat", ["--bare", *CHAT]),
    ("first messages, beside the relay", "bench.chat", FIRST),
    ("whole path on MongoDB", "bench.chat", ["--mongodb", *CHAT]),
    ("bare path on MongoDB", "bench.chat", ["--mongodb", "--bare", *CHAT]),
    ("first messages on MongoDB", "bench.chat", ["--mongodb", *FIRST]),
    ("latency at 200 messages a second", "bench.latency", []),
    ("cold start and memory", "bench.idle", ["--connections", "1000", "10000"]),
    ("one append to the store", "bench.append_cost", []),
    ("growth of the store", "bench.store_growth", []),
    ("growth of the store on MongoDB", "bench.store_growth", ["--mongodb"]),
    ("routing decisions", "bench.routing_speed", []),
    ("language of a message", "bench.language_speed", []),
    ("reading mail", "bench.mail_parsing", ["--bombs"]),
    ("mail from the server to stored conversations", "bench.mail_stored", []),
    ("automatic answers", "bench.answers", []),
    ("knowledge index", "bench.knowledge_index", []),
    ("sending mail, beside bare aiosmtplib", "bench.mail_sending", []),
    ("mail out of Dovecot", "bench.mail_fetching", []),
    ("webhooks to durable and recorded", "bench.webhook_stored", []),
    ("XMPP in and out through Prosody", "bench.xmpp_speed", []),
)
QUICK = {
    "bench.chat": ["--rounds", "1", "--seconds", "3", "--visitors", "60"],
    "bench.latency": ["--rounds", "1", "--seconds", "4"],
    "bench.idle": ["--connections", "200"],
    "bench.append_cost": ["--messages", "4000"],
    "bench.store_growth": ["--sizes", "20000", "--rounds", "1"],
    "bench.mail_sending": ["--rounds", "2", "--mails", "20"],
    "bench.mail_stored": ["--backlog", "200", "--arrivals", "5", "--burst", "20"],
    "bench.knowledge_index": ["--articles", "3000"],
    "bench.mail_parsing": ["--rounds", "1"],
    "bench.webhook_stored": ["--seconds", "3"],
    "bench.xmpp_speed": ["--messages", "300"],
    "bench.mail_fetching": ["--mails", "300", "--rounds", "1", "--arrivals", "5", "--burst", "50"],
}
KINDS = ("--first", "--bare", "--mongodb")  # of the full form, kept in the quick one


def run(module: str, arguments: list[str]) -> tuple[int, list[str]]:
    """The exit code and the lines that the measurement printed."""
    done = subprocess.run([sys.executable, "-m", module, *arguments], capture_output=True, text=True, check=False)
    lines = done.stdout.strip().splitlines()
    return done.returncode, lines if done.returncode == 0 else [*lines, *done.stderr.strip().splitlines()[-3:]]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    quick = parser.parse_args().quick
    width = min(shutil.get_terminal_size().columns, 110)
    failed = 0
    for title, module, arguments in FULL:
        chosen = [*(one for one in arguments if one in KINDS), *QUICK[module]] if module in QUICK else arguments
        began = time.monotonic()
        code, lines = run(module, chosen if quick else arguments)
        failed += code != 0
        print(f"{title} {'-' * max(3, width - len(title) - 12)} {time.monotonic() - began:5.0f} s")
        print("\n".join(f"  {line}" for line in lines), flush=True)
        if code != 0:
            print(f"  FAILED with exit code {code}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
