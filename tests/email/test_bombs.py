"""Mails made to cost time or memory, each in a process of its own. bench/mail_parsing.py measures the same ones."""

import subprocess
import sys
from pathlib import Path

import pytest

from channels.email.parsing.defects import Defect
from channels.email.parsing.parse import read_mail
from tests.email.bombs import BOMBS

ROOT = Path(__file__).parents[2]
SECONDS = 10  # of processor time; a quadratic step anywhere takes minutes
MEGABYTES = 300


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_costs_little(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.email.bomb_run", name], cwd=ROOT, capture_output=True, text=True, timeout=100
    )
    assert done.returncode == 0, done.stderr
    seconds, megabytes = map(float, done.stdout.split())
    assert seconds < SECONDS
    assert megabytes < MEGABYTES


@pytest.mark.parametrize(
    ("name", "defect"),
    [
        ("20,000 addresses", Defect.ADDRESSES_CUT),
        ("100,000 empty parts", Defect.TOO_MANY_PARTS),
        ("1,000 nested multiparts", Defect.TOO_DEEP),
        ("100,000 fields", Defect.HEADERS_CUT),
        ("100,000 references", Defect.REFERENCES_CUT),
        ("open brackets", Defect.ADDRESSES_CUT),
    ],
)
def test_what_was_cut_is_told(name: str, defect: Defect) -> None:
    assert defect in read_mail(BOMBS[name]()).defects


def test_parts_beyond_the_limit_stay_together_byte_for_byte() -> None:
    raw = BOMBS["100,000 empty parts"]()
    last = read_mail(raw).attachments[-1]
    assert raw.endswith(last.data)
    assert last.size_bytes > 500_000


def test_parts_beyond_the_limit_stay_together_behind_a_closing_delimiter() -> None:
    raw = b"From: a@b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\nx\r\n--b--\r\n" * 3000
    last = read_mail(raw).attachments[-1]
    assert raw.endswith(last.data)
    assert last.data.count(b"x") == 2000


def test_levels_beyond_the_limit_stay_together_byte_for_byte() -> None:
    raw = BOMBS["1,000 nested multiparts"]()
    (attachment,) = read_mail(raw).attachments
    assert raw.endswith(attachment.data)
    assert attachment.data.endswith(b"\r\n\r\nhello\r\n")
