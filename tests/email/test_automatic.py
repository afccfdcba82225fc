"""To whom a mail that nobody typed may go, and what it says about itself."""

import pytest

from channels.email.judging.automatic import Purpose, Verdict, headers_of_automatic_mail, is_own, may_answer
from channels.email.judging.classify import classify
from channels.email.parsing.headers import Headers
from contactcenter.model.message import MessageClass

OWN = ("Support@Shop.example", "sales@shop.example")


def verdict(sender: str = "ann@example.com", *fields: tuple[str, str], kind: str = "human") -> Verdict:
    return may_answer(Headers(fields), MessageClass(kind), sender, OWN)


@pytest.mark.parametrize(
    "sender",
    [
        "ann@example.com",
        "Ann.Reply@example.com",
        "norman@example.com",
        "noah.reply@example.com",
        "info@example.com",
        "nora@example.com",
        "support@other.example",
        "antwort@example.com",
        "technoreply@example.com",
        "bouncer@example.com",
        "ann+shop@example.com",
        "анна@пример.example",
    ],
)
def test_a_person_may_be_answered(sender: str) -> None:
    assert verdict(sender) is Verdict.YES
    assert verdict(sender).is_yes


@pytest.mark.parametrize("kind", [kind for kind in MessageClass if kind is not MessageClass.HUMAN])
def test_no_machine_is_answered(kind: str) -> None:
    assert verdict(kind=kind) is Verdict.NOT_HUMAN


@pytest.mark.parametrize(
    ("sender", "expected"),
    [
        ("", Verdict.NO_ADDRESS),
        ("<>", Verdict.NO_ADDRESS),
        ("ann", Verdict.NO_ADDRESS),
        ("ann@x@y", Verdict.NO_ADDRESS),
        ("a@b\nBcc: c@d", Verdict.NO_ADDRESS),
        ("support@shop.example", Verdict.OWN_ADDRESS),
        ("SALES@shop.example", Verdict.OWN_ADDRESS),
        ("support+abc.def@SHOP.example", Verdict.OWN_ADDRESS),
        ("MAILER-DAEMON@mx.example", Verdict.MAIL_SERVER),
        ("mailer-daemon+1@mx.example", Verdict.MAIL_SERVER),
        ("Postmaster@corp.example", Verdict.MAIL_SERVER),
        ("noreply@x.example", Verdict.NO_REPLY),
        ("No-Reply@x.example", Verdict.NO_REPLY),
        ("no_reply+17@x.example", Verdict.NO_REPLY),
        ("shop.noreply@x.example", Verdict.NO_REPLY),
        ("noreply-shop@x.example", Verdict.NO_REPLY),
        ("noreply2@x.example", Verdict.NO_REPLY),
        ("donotreply@x.example", Verdict.NO_REPLY),
        ("do-not-reply@x.example", Verdict.NO_REPLY),
        ("not-to-reply@x.example", Verdict.NO_REPLY),
        ("nicht-antworten@x.example", Verdict.NO_REPLY),
        ("ne-pas-repondre@x.example", Verdict.NO_REPLY),
        ("noresponder@x.example", Verdict.NO_REPLY),
        ("nao-responda@x.example", Verdict.NO_REPLY),
        ("owner-list@x.example", Verdict.MACHINE),
        ("list-request@x.example", Verdict.MACHINE),
        ("list-bounces+ann=example.com@x.example", Verdict.MACHINE),
        ("root@web.example", Verdict.MACHINE),
    ],
)
def test_no_address_of_a_machine_is_answered(sender: str, expected: Verdict) -> None:
    assert verdict(sender) is expected


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        (("return-path", "<>"), Verdict.NULL_SENDER),
        (("return-path", " < > "), Verdict.NULL_SENDER),
        (("x-loop", "support@shop.example"), Verdict.LOOP),
        (("list-id", "<news.x.example>"), Verdict.LIST),
        (("list-unsubscribe", "<https://x.example/u>"), Verdict.LIST),
        (("x-auto-response-suppress", "All"), Verdict.ASKED_NOT_TO),
        (("x-auto-response-suppress", "DR, OOF, AutoReply"), Verdict.ASKED_NOT_TO),
        (("x-auto-response-suppress", "DR, RN"), Verdict.YES),
        (("x-loop", "ann@old.example"), Verdict.YES),
        (("return-path", "<ann@example.com>"), Verdict.YES),
        (("list-post", "<mailto:support@shop.example>"), Verdict.YES),
    ],
)
def test_the_headers_may_forbid_it(field: tuple[str, str], expected: Verdict) -> None:
    assert verdict("ann@example.com", field) is expected


def test_a_list_that_posts_to_our_inbox_is_a_way_in() -> None:
    group = (("list-id", "<support.shop.example>"), ("list-post", "<mailto:support@shop.example>"))

    assert verdict("ann@example.com", *group) is Verdict.YES


@pytest.mark.parametrize("purpose", list(Purpose))
def test_what_we_send_is_heard_as_automatic_by_our_own_rules(purpose: Purpose) -> None:
    headers = Headers(tuple((name.lower(), value) for name, value in headers_of_automatic_mail(purpose)))

    assert classify(headers, ["text/plain"], "Your order", "Hello", "a@b.example") is MessageClass.AUTO_REPLY
    assert may_answer(headers, MessageClass.HUMAN, "a@b.example") is Verdict.ASKED_NOT_TO


def test_an_answer_says_whose_answer_it_is_and_a_notice_that_it_is_bulk() -> None:
    assert dict(headers_of_automatic_mail(Purpose.ANSWER)) == {
        "Auto-Submitted": "auto-replied",
        "X-Auto-Response-Suppress": "All",
    }
    assert dict(headers_of_automatic_mail(Purpose.NOTICE))["Precedence"] == "bulk"


def test_an_own_address_is_known_with_its_tag_and_in_any_case() -> None:
    assert is_own("SUPPORT+x@shop.EXAMPLE", OWN)
    assert not is_own("support@shop.example.evil", OWN)
