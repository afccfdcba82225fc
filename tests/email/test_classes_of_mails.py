"""Whole mails, one oddity each, and the class that is expected of each: classes.tsv beside them (file, class)."""

from pathlib import Path

import pytest

from channels.email.judging.report_parts import reports_of
from channels.email.parsing.parse import parse
from contactcenter.model.message import MessageClass

MAILS = Path(__file__).parent.parent / "data" / "email" / "classes"
EXPECTED = [line.split("\t") for line in (MAILS / "classes.tsv").read_text("utf-8").splitlines()]


def class_of(path: Path) -> MessageClass:
    return parse(path.read_bytes()).message_class


@pytest.mark.parametrize(("name", "expected"), EXPECTED, ids=[name for name, _ in EXPECTED])
def test_a_mail_gets_its_class(name: str, expected: str) -> None:
    assert class_of(MAILS / name) is MessageClass(expected)


@pytest.mark.parametrize("name", ["report-postfix-bounce", "report-postfix-bounce-with-crlf-and-headers-only"])
def test_a_bounce_with_its_returned_mail_names_it(name: str) -> None:
    mail = parse((MAILS / f"{name}.eml").read_bytes())
    (report,) = reports_of(mail.parts, mail.text)
    assert report.returned_message_ids == ("returned.1@shop.example",)
