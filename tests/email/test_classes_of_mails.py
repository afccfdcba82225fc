"""Whole mails, one oddity each, and the class that is expected of each: tests/data/email/classes.tsv (file, class)."""

import email
import email.header
import email.utils
from email.message import Message
from pathlib import Path

import pytest

from channels.email.classify import classify
from channels.email.headers import Headers
from channels.email.html import html_text
from channels.email.reports import Report, delivery_reports
from contactcenter.model.bodies import MessageClass

MAILS = Path(__file__).parent.parent / "data" / "email"
EXPECTED = [line.split("\t") for line in (MAILS / "classes.tsv").read_text("utf-8").splitlines()]


# ---- For the time being, until the channel has its own parser: the standard library takes these mails apart. ----


def decoded(value: str) -> str:
    return str(email.header.make_header(email.header.decode_header(" ".join(value.split()))))


def headers_of(mail: Message) -> Headers:
    return Headers(tuple((name.lower(), " ".join(str(value).split())) for name, value in mail.items()))


def content_type(part: Message) -> str:
    parameters = [(name, part.get_param(name)) for name in ("report-type", "method")]
    return part.get_content_type() + "".join(f"; {name}={value}".lower() for name, value in parameters if value)


def content(part: Message) -> bytes:
    if part.is_multipart():  # message/delivery-status and message/rfc822
        return b"\n".join(bytes(inner) for inner in part.get_payload())
    return part.get_payload(decode=True)


def text_of(mail: Message) -> str:
    parts = [part for part in mail.walk() if part.get_content_maintype() == "text"]
    text = content(parts[0]).decode("utf-8") if parts else ""
    return html_text(text) if parts and parts[0].get_content_subtype() == "html" else text


def reports_of(mail: Message) -> tuple[Report, ...]:
    parts = list(mail.walk())
    status = [content(part) for part in parts if part.get_content_type() == "message/delivery-status"]
    returned = [content(part) for part in parts if part.get_content_type() in ("message/rfc822", "text/rfc822-headers")]
    return delivery_reports(b"\n\n".join(status), b"\n".join(returned))


def class_of(path: Path) -> MessageClass:
    mail = email.message_from_bytes(path.read_bytes())
    sender = email.utils.parseaddr(mail.get("From", ""))[1]
    types = [content_type(part) for part in mail.walk()]
    return classify(headers_of(mail), types, decoded(mail.get("Subject", "")), text_of(mail), sender, reports_of(mail))


# ---- Until here. ----


@pytest.mark.parametrize(("name", "expected"), EXPECTED, ids=[name for name, _ in EXPECTED])
def test_a_mail_gets_its_class(name: str, expected: str) -> None:
    assert class_of(MAILS / name) is MessageClass(expected)


@pytest.mark.parametrize("name", ["report-postfix-bounce", "report-postfix-bounce-with-crlf-and-headers-only"])
def test_a_bounce_with_its_returned_mail_names_it(name: str) -> None:
    (report,) = reports_of(email.message_from_bytes((MAILS / f"{name}.eml").read_bytes()))

    assert report.returned_message_ids == ("returned.1@shop.example",)
