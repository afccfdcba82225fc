"""Whatever the bytes are, a mail comes out and nothing in it breaks what it is stored or shown in."""

import json
import random
from collections.abc import Collection
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from channels.email.parsing.defects import Defect
from channels.email.parsing.mail import Mail
from channels.email.parsing.parse import parse, read_mail
from contactcenter.commands.parse_email import as_json
from contactcenter.model.text import clean

CORPUS = [file.read_bytes() for file in sorted((Path(__file__).parents[1] / "data" / "email").glob("*.eml"))]
_PIECES = [  # of mails
    b"From: ",
    b"To: ",
    b"Subject: ",
    b"Date: ",
    b"Content-Type: ",
    b"multipart/mixed; boundary=b",
    b"text/plain; charset=",
    b"text/html",
    b"message/rfc822",
    b"\r\n",
    b"\n",
    b"\r",
    b"\r\n\r\n",
    b"\r\n ",
    b"--b",
    b"--",
    b"=?utf-8?Q?",
    b"=?gb2312?B?",
    b"?=",
    b"<",
    b">",
    b"@",
    b",",
    b";",
    b":",
    b'"',
    b"\\",
    b"(",
    b")",
    b"=",
    b"=C3",
    b"\xc3",
    b"\xa9",
    b"\x1b$B",
    b"\x1b(B",
    b"\0",
    b"begin 644 a\n",
    b"end\n",
    b"Content-Transfer-Encoding: base64",
    b"QUJD",
    b"filename*0*=utf-8''%e4",
    b"xn--",
    b"References: ",
    b"ann@example.com",
    b"utf-7",
    b"utf-16",
    b"iso-2022-jp",
    b"Content-Disposition: attachment; filename=",
]


def check(mail: Mail) -> None:
    """What every mail must be, however it was read."""
    json.dumps(as_json("x", mail), ensure_ascii=False).encode("utf-8")
    assert set(mail.defects) <= set(Defect)
    assert all(attachment.filename for attachment in mail.attachments)
    one_line = [mail.subject, *(text for box in (*mail.to, *mail.cc) for text in (box.name, box.address))]
    assert not any("\n" in text or "\r" in text for text in one_line)
    for text in (mail.text, mail.html or "", *(value for _, value in mail.headers.fields)):
        assert clean(text) == text
    assert mail.reply_text.strip() or not mail.text.strip()


@given(st.binary(max_size=400))
@settings(max_examples=200, deadline=None)
def test_random_bytes_are_read(raw: bytes) -> None:
    check(read_mail(raw))


@given(st.lists(st.sampled_from(_PIECES) | st.binary(max_size=6), max_size=60).map(b"".join))
@settings(max_examples=400, deadline=None)
def test_pieces_of_mail_in_any_order_are_read(raw: bytes) -> None:
    check(read_mail(raw))


@given(st.lists(st.sampled_from(_PIECES) | st.binary(max_size=6), max_size=40).map(b"".join))
@settings(max_examples=300, deadline=None)
def test_any_field_is_read(value: bytes) -> None:
    names = (b"From", b"To", b"Subject", b"Date", b"References", b"Content-Type", b"Content-Disposition")
    check(read_mail(b"".join(name + b": " + value.replace(b"\n", b"\n ") + b"\r\n" for name in names) + b"\r\nhello"))


def mutated(chance: random.Random) -> bytes:
    """A mail of the corpus with one to six accidents."""
    raw = bytearray(chance.choice(CORPUS))
    for _ in range(chance.randint(1, 6)):
        start = chance.randrange(len(raw) + 1)
        end = min(len(raw), start + chance.choice((1, 1, 2, 10, 100)))
        accident = chance.randrange(6)
        if accident == 0:
            raw[start:end] = b""
        elif accident == 1:
            raw[start:end] = chance.randbytes(end - start)
        elif accident == 2:
            raw[start:start] = raw[start:end] * chance.choice((1, 2, 50))
        elif accident == 3:
            raw[start:start] = chance.choice(_PIECES)
        elif accident == 4:
            del raw[start:]
        else:
            other = chance.choice(CORPUS)
            raw[start:] = other[chance.randrange(len(other) + 1) :]
    return bytes(raw)


def campaign(count: int) -> None:
    for seed in range(count):
        check(read_mail(mutated(random.Random(seed))))


def test_300_mutated_mails_are_read() -> None:
    campaign(300)


@pytest.mark.soak
@pytest.mark.timeout(1200)
def test_10000_mutated_mails_are_read() -> None:
    campaign(10_000)


def test_a_fault_of_ours_still_saves_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(raw: bytes, own_addresses: Collection[str]) -> Mail:
        raise RuntimeError

    monkeypatch.setattr("channels.email.parsing.parse.read_mail", broken)
    mail = parse(b"From: a@example.com\r\n\r\nGr\xc3\xbc\xc3\x9fe")
    assert mail.defects == (Defect.UNPARSABLE,)
    assert "Grüße" in mail.text
