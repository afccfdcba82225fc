"""What stands in the header of a mail of ours."""

import re
from email.utils import parsedate_to_datetime

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from channels.email.composing.compose import compose
from channels.email.composing.fields import field, one_line
from channels.email.settings import Settings
from contactcenter.errors import Invalid
from contactcenter.ports import LinkPurpose
from tests.email.outbound import (
    DELIVERY,
    SENT_AT,
    SHOP,
    TOKEN,
    composed,
    copy_to,
    field_names,
    file,
    outbound,
    quoted,
    read,
    to,
)

REPLY = {"thread": ("<one@cc.test>",)}


def test_the_same_message_makes_the_same_bytes() -> None:
    message = outbound(files=(file("a.pdf", b"x"), file("b.png", b"y", "image/png", inline=True)), **REPLY)
    assert composed(message) == composed(message)


def test_the_message_id_is_made_of_the_delivery_and_our_domain() -> None:
    mail = composed(outbound())
    assert mail.message_id == f"<{DELIVERY}@cc.test>"
    assert read(mail)["Message-ID"] == mail.message_id


def test_the_domain_of_the_message_id_can_be_another_one() -> None:
    assert composed(outbound(), own_domain="mail.shop.test").message_id == f"<{DELIVERY}@mail.shop.test>"


def test_an_agent_writes_under_their_name_at_the_inbox() -> None:
    sender = read(composed(outbound(author_name="Anna")))["From"].addresses[0]
    assert (sender.display_name, sender.addr_spec) == ("Anna at Shop", "support@cc.test")


def test_the_centre_writes_under_the_name_of_the_inbox() -> None:
    assert read(composed(outbound()))["From"].addresses[0].display_name == "Shop"


@pytest.mark.parametrize(
    "name", ["Анна Иванова", "王小明", 'O\'Neil, Pat "P" (x)', "a@b <c@d>", "=?utf-8?Q?x?=", "🧑🏽‍🚒 Sam"]
)
def test_a_name_is_read_as_it_was_written(name: str) -> None:
    mail = read(composed(outbound(recipient_name=name)))
    assert [(one.display_name, one.addr_spec) for one in mail["To"].addresses] == [(name, "alice@cc.test")]


def test_copies_go_to_each_once_and_never_to_ourselves() -> None:
    shop = msgspec.structs.replace(SHOP, aliases=("help@cc.test",))
    others = ("bob@cc.test", "BOB@cc.test", "support+abc@cc.test", "help@cc.test", "alice@cc.test")
    mail = composed(outbound(copies=tuple(copy_to(one, "Bob") for one in others)), shop)
    assert mail.copies == ("bob@cc.test",)
    assert read(mail)["Cc"] == "Bob <bob@cc.test>"


def test_answers_go_to_the_address_with_the_token() -> None:
    reply_to = read(composed(outbound()))["Reply-To"].addresses[0]
    assert (reply_to.display_name, reply_to.addr_spec) == ("Shop", f"support+{TOKEN}@cc.test")


@pytest.mark.parametrize("token", ["", "UPPER.case", "x" * 60, "a b", "a..b", "é"])
def test_a_token_that_would_not_survive_is_not_put_into_the_address(token: str) -> None:
    assert read(composed(outbound(reply_token=token)))["Reply-To"] is None


def test_without_plus_addresses_answers_go_to_the_inbox() -> None:
    shop = msgspec.structs.replace(SHOP, plus_addresses=False)
    assert read(composed(outbound(), shop))["Reply-To"] is None


def test_the_date_is_when_the_message_was_written() -> None:
    assert parsedate_to_datetime(read(composed(outbound()))["Date"]) == SENT_AT


@pytest.mark.parametrize(
    "subject",
    ["Order", "Re: Order", "RE: re: Order", "AW: Order", "SV: AW: Order", "Ответ: Order", "回复：Order", "答复: Order",
     "Re[2]: Order", "RE : Order", "返信: Re: Order", "[#K7PX-2MQD] Re: Order", "Re: Order [#K7PX-2MQD]"],
)  # fmt: skip
def test_a_reply_has_one_prefix_and_one_reference(subject: str) -> None:
    assert read(composed(outbound(subject=subject, **REPLY)))["Subject"] == "Re: Order [#K7PX-2MQD]"


@pytest.mark.parametrize("subject", ["Reservation: two people", "Reading: a list", "Fwd: Order", "10:30 call"])
def test_what_only_looks_like_a_reply_stays(subject: str) -> None:
    assert read(composed(outbound(subject=subject, **REPLY)))["Subject"] == f"Re: {subject} [#K7PX-2MQD]"


def test_a_mail_that_starts_a_conversation_is_no_reply() -> None:
    mail = read(composed(outbound(thread=("chat:7",))))
    assert mail["Subject"] == "Where is my order? [#K7PX-2MQD]"
    assert mail["In-Reply-To"] is None
    assert mail["References"] is None


def test_a_conversation_without_a_subject_has_the_name_of_the_inbox() -> None:
    assert read(composed(outbound(subject=" ", quoted=quoted("Hello"))))["Subject"] == "Re: Shop [#K7PX-2MQD]"


@pytest.mark.parametrize(
    "subject", ["我的订单在哪里？" * 25, "طلبي لم يصل 🚚 بعد", "a" * 240, "=?utf-8?Q?no?= word", "two  spaces"]
)
def test_a_subject_is_read_as_it_was_written(subject: str) -> None:
    assert read(composed(outbound(subject=subject)))["Subject"] == f"{' '.join(subject.split())} [#K7PX-2MQD]"


@given(st.text(st.characters() | st.sampled_from("\r\n\0\t \x1c\x85\u2028\u202e"), max_size=300))
@example("a \x01 b")
def test_any_text_becomes_one_line_without_gaps(text: str) -> None:
    line = one_line(text)
    assert line == " ".join(line.split())
    assert not re.search("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e]", line)


def test_a_reply_names_the_last_mail_and_keeps_the_thread() -> None:
    mail = read(composed(outbound(thread=("<one@x.test>", "chat:7", "<two@y.test>", "not <an@id>", "<one@x.test>"))))
    assert mail["In-Reply-To"] == "<one@x.test>"
    assert mail["References"] == "<two@y.test> <one@x.test>"


def test_of_a_long_thread_the_first_and_the_last_twenty_stay() -> None:
    thread = tuple(f"<{number}.{'x' * 80}@mail.example.test>" for number in range(200))
    mail = read(composed(outbound(thread=thread)))
    assert mail["References"].split() == [thread[0], *thread[-20:]]


@pytest.mark.parametrize("bad", ["<a b@x>", "<a@x>\r\nBcc: <e@x>", "<é@x>", f"<{'x' * 990}@y>", "<a@x", "<<a@x>>"])
def test_what_cannot_stand_in_a_header_is_no_part_of_the_thread(bad: str) -> None:
    assert read(composed(outbound(thread=("<one@x.test>", bad))))["References"] == "<one@x.test>"


def test_an_automatic_answer_says_so() -> None:
    mail = read(composed(outbound(is_automatic=True, **REPLY)))
    assert (mail["Auto-Submitted"], mail["X-Auto-Response-Suppress"]) == ("auto-replied", "All")


def test_an_automatic_mail_that_answers_nothing_is_generated() -> None:
    assert read(composed(outbound(is_automatic=True)))["Auto-Submitted"] == "auto-generated"


def test_a_person_s_answer_does_not_say_that_it_is_automatic() -> None:
    assert not {"Auto-Submitted", "X-Auto-Response-Suppress"} & set(field_names(composed(outbound(**REPLY))))


def test_a_notice_can_be_unsubscribed_with_one_click() -> None:
    mail = read(composed(outbound(links={LinkPurpose.UNSUBSCRIBE: "https://shop.test/u/abc"})))
    assert mail["List-Unsubscribe"] == "<https://shop.test/u/abc>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_one_click_is_promised_over_https_only() -> None:
    mail = read(composed(outbound(links={LinkPurpose.UNSUBSCRIBE: "http://localhost/u/abc"})))
    assert mail["List-Unsubscribe"] == "<http://localhost/u/abc>"
    assert mail["List-Unsubscribe-Post"] is None


@pytest.mark.parametrize(
    "written",
    ["", "alice", "@cc.test", "alice@", "a b@cc.test", "a@cc.test\r\nBcc: e@x.test", "a@cc.test,b@cc.test",
     "<a@cc.test>", "a@cc..test", "a@-cc.test", "a\x00b@cc.test", 'a"b@cc.test', "a@cc.test>", "a@" + "x" * 300],
)  # fmt: skip
def test_what_is_no_address_is_refused(written: str) -> None:
    with pytest.raises(Invalid):
        composed(outbound(recipient=to(written)))


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("info@bücher.example", "info@xn--bcher-kva.example"),
        ("two..dots.@docomo.example", '"two..dots."@docomo.example'),
        ("o'brien+x@cc.test", "o'brien+x@cc.test"),
        ("a@[127.0.0.1]", "a@[127.0.0.1]"),
    ],
)
def test_an_address_is_written_as_servers_take_it(written: str, sent: str) -> None:
    mail = composed(outbound(recipient=to(written)))
    assert mail.recipient == sent
    assert not mail.needs_utf8
    assert mail.raw.isascii()


def test_only_a_local_part_beyond_ascii_needs_smtputf8() -> None:
    mail = composed(outbound(recipient=to("用户@例え.jp")))
    assert mail.recipient == "用户@xn--r8jz45g.jp"
    assert mail.needs_utf8


@pytest.mark.parametrize("value", ["a\r\nBcc: e@x.test", "a\nb", "a\rb", "a\0b", "a\x85b", "a\u2028b", "a\tb"])
def test_a_field_cannot_be_written_with_a_character_that_ends_its_line(value: str) -> None:
    with pytest.raises(ValueError, match="X-Field"):
        field("X-Field", value)


INTENDED = ["Message-ID", "Date", "From", "To", "Cc", "Reply-To", "Subject", "In-Reply-To", "References",
            "Auto-Submitted", "X-Auto-Response-Suppress", "List-Unsubscribe", "List-Unsubscribe-Post", "MIME-Version",
            "Content-Type"]  # fmt: skip
HOSTILE = st.text(st.characters() | st.sampled_from('\r\n\0\t :<>,;"\\=?@\u2028\x0b\x1c\x85'), max_size=200)


@settings(max_examples=150, deadline=None)
@given(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE)
@example("x\r\nBcc: e@x.test", "a\nSubject: b", "c\r\rX: y", "\x85X: y", "a\x00b", "t\r\n\r\nbody")
def test_nothing_written_in_a_field_makes_another_field(
    name: str, subject: str, author: str, reference: str, url: str, token: str
) -> None:
    inbox = Settings(address="support@cc.test", name=author)
    message = outbound(
        text=subject, author_name=author, recipient_name=name, subject=subject, reference=reference,
        reply_token=f"a{token}", delivery_id=token, signature=name, is_automatic=True, language=reference,
        thread=("<one@x.test>", name, token), quoted=quoted(name, author=subject),
        copies=(copy_to("bob@cc.test", name),),
        links={LinkPurpose.UNSUBSCRIBE: f"https://shop.test/{url}", LinkPurpose.PERSON: url},
        files=(file(name, b"data", subject), file(subject, b"data", "image/png", inline=True)),
    )  # fmt: skip
    mail = compose(inbox, message, labels={LinkPurpose.PERSON: name})
    assert [one for one in field_names(mail) if one != "Reply-To"] == [one for one in INTENDED if one != "Reply-To"]
    parsed = read(mail)
    assert parsed.keys() == field_names(mail)
    assert [one.addr_spec for one in parsed["To"].addresses + parsed["Cc"].addresses] == [
        "alice@cc.test",
        "bob@cc.test",
    ]
    assert parsed["From"].addresses[0].addr_spec == "support@cc.test"
    assert max(map(len, re.split(rb"\r\n", mail.raw))) <= 998
    assert b"\0" not in mail.raw
    assert re.search(rb"(?<!\r)\n|\r(?!\n)", mail.raw) is None
