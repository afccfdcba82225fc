"""Delivery reports of the mail servers that are met most, in their own layouts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.email.judging.bounce_text import read_bounce
from channels.email.judging.reports import Action, delivery_reports, disposition, message_ids, returned_message_ids

POSTFIX = b"""Reporting-MTA: dns; mx.shop.example
X-Postfix-Queue-ID: 4F1A22B
X-Postfix-Sender: rfc822; support@shop.example
Arrival-Date: Mon,  2 Feb 2026 10:00:00 +0100 (CET)

Final-Recipient: rfc822; ann@example.com
Original-Recipient: rfc822;Ann.Old@example.com
Action: failed
Status: 5.1.1
Remote-MTA: dns; mail.example.com
Diagnostic-Code: smtp; 550 5.1.1 <ann@example.com>: Recipient address rejected:
    User unknown in virtual mailbox table
"""
EXCHANGE = b"""Reporting-MTA: dns;AM0PR01.prod.example\r
Received-From-MTA: dns;mail.shop.example\r
\r
Final-Recipient: rfc822;bob@corp.example\r
Action: failed\r
Status: 5.1.10\r
Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup\r
X-Display-Name: Bob\r
"""
SENDMAIL = b"""Reporting-MTA: dns; old.example
Arrival-Date: Mon, 2 Feb 2026 10:00:00 GMT

Final-Recipient: RFC822; bob@corp.example
Action: delayed
Status: 4.4.1
Remote-MTA: DNS; mx.corp.example
Last-Attempt-Date: Mon, 2 Feb 2026 14:00:00 GMT
Will-Retry-Until: Sat, 7 Feb 2026 10:00:00 GMT
"""
LOTUS = b"""Reporting-MTA: dns;notes.corp.example

Final-Recipient: rfc822;Bob/Corp@corp.example
Action: failed (unknown user)
Status: 5.0.0
Diagnostic-Code: X-Notes; User bob (bob@corp.example) not listed in Domino Directory 5.1.1
"""
TWO = b"""Reporting-MTA: dns; mx
Final-Recipient: rfc822; <a@x.example>
Action: DELIVERED
Status: 2.1.5
Final-Recipient: rfc822; b@x.example
Action: failed
Status: 5.2.2 (mailbox full)

"""


def only(part: bytes, returned: bytes = b"") -> tuple[Action, str, str, str]:
    (report,) = delivery_reports(part, returned)
    return report.action, report.status, report.recipient, report.diagnostic


def test_postfix_names_the_address_that_we_wrote_to() -> None:
    assert only(POSTFIX) == (
        Action.FAILED,
        "5.1.1",
        "Ann.Old@example.com",
        "550 5.1.1 <ann@example.com>: Recipient address rejected: User unknown in virtual mailbox table",
    )


def test_exchange_with_crlf_and_a_two_digit_detail() -> None:
    assert only(EXCHANGE)[:3] == (Action.FAILED, "5.1.10", "bob@corp.example")
    assert only(EXCHANGE)[3].startswith("550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient")


def test_sendmail_is_still_trying() -> None:
    assert only(SENDMAIL) == (Action.DELAYED, "4.4.1", "bob@corp.example", "")


def test_lotus_tells_the_exact_status_in_its_words_only() -> None:
    assert only(LOTUS)[:2] == (Action.FAILED, "5.1.1")


def test_a_failure_after_days_of_trying_is_a_failure_but_not_a_dead_address() -> None:
    (report,) = delivery_reports(b"Final-Recipient: rfc822; a@x.example\nAction: failed\nStatus: 4.4.7\n")

    assert (report.action, report.is_permanent) == (Action.FAILED, False)


def test_two_recipients_without_a_blank_line_between_them() -> None:
    assert [(each.recipient, each.action, each.status) for each in delivery_reports(TWO)] == [
        ("a@x.example", Action.DELIVERED, "2.1.5"),
        ("b@x.example", Action.FAILED, "5.2.2"),
    ]


@pytest.mark.parametrize(
    ("status", "action"), [("5.1.1", Action.FAILED), ("4.2.2", Action.DELAYED), ("2.0.0", Action.DELIVERED)]
)
def test_a_missing_action_follows_from_the_status(status: str, action: Action) -> None:
    assert only(f"Final-Recipient: rfc822; a@x.example\nStatus: {status}\n".encode())[0] is action


@pytest.mark.parametrize("action", list(Action))
def test_every_action_is_read_in_any_case(action: Action) -> None:
    assert only(f"Final-Recipient: rfc822;a@x.example\nACTION:{action.upper()}\n".encode())[0] is action


def test_a_truncated_report_tells_what_is_left() -> None:
    assert only(POSTFIX[: POSTFIX.index(b"Status")])[:3] == (Action.FAILED, "", "Ann.Old@example.com")


def test_a_report_about_another_kind_of_address_has_no_recipient() -> None:
    assert only(b"Final-Recipient: x400; /S=ann/\nAction: failed\n")[2] == ""


@pytest.mark.parametrize("part", [b"", b"\n\n\n", b"\0\xff\xfe", b"Action: failed", b"Action: nonsense\nStatus: 9.9.9"])
def test_what_is_no_report_gives_none(part: bytes) -> None:
    assert delivery_reports(part) == ()


def test_a_hostile_report_is_cut() -> None:
    many = b"Final-Recipient: rfc822; a@x.example\nAction: failed\n\n" * 50_000
    long = b"Final-Recipient: rfc822; a@x.example\nAction: failed\nDiagnostic-Code: smtp; " + b"(" * 200_000

    assert len(delivery_reports(many)) == 100
    assert len(only(long)[3]) == 1000


@given(st.binary(max_size=3000), st.binary(max_size=1000))
def test_any_bytes_are_read_without_an_error(part: bytes, returned: bytes) -> None:
    delivery_reports(part, returned)
    delivery_reports(POSTFIX[:200] + part, returned)
    disposition(part)
    read_bounce(part.decode("latin-1"), returned.decode("latin-1"))


# -- which mail came back --------------------------------------------------------------------------------------------


def test_the_returned_mail_is_known_by_its_message_id_folded_or_not() -> None:
    returned = b"From: a@b\r\nReferences: <no@x>\r\nMessage-Id:\r\n <01.abc@shop.example>\r\nSubject: x\r\n\r\nbody\r\n"

    assert delivery_reports(POSTFIX, returned)[0].returned_message_ids == ("01.abc@shop.example",)
    assert returned_message_ids(b"message-ID:<1@x>\nMessage-ID: <1@x>") == ("1@x",)


def test_a_message_id_in_a_sentence_is_none() -> None:
    assert message_ids("the Message-ID: <1@x> is") == ()


def test_the_number_of_ids_is_limited() -> None:
    assert len(message_ids("".join(f"Message-ID: <{n}@x>\n" for n in range(10_000)))) == 10


# -- bounces in words ------------------------------------------------------------------------------------------------

QMAIL = """Hi. This is the qmail-send program at mx.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<bob@corp.example>:
192.0.2.7 does not like recipient.
Remote host said: 550 5.1.1 unknown user
Giving up on 192.0.2.7.

--- Below this line is a copy of the message.

Return-Path: <support@shop.example>
Message-ID: <01.abc@shop.example>
To: <carl@elsewhere.example>
"""
EXIM = """This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  bob@corp.example
    host mx.corp.example [192.0.2.7]
    SMTP error from remote mail server after RCPT TO:<bob@corp.example>:
    550 No such user here

------ This is a copy of the message, including all the headers. ------

Message-Id: <01.abc@shop.example>
"""
GMAIL = """** Address not found **

Your message wasn't delivered to bob@gmail.example because the address couldn't be found.

The response was:
550 5.1.1 The email account that you tried to reach does not exist.

----- Original message -----
Message-ID: <01.abc@shop.example>
"""
YAHOO = """Sorry, we were unable to deliver your message to the following address.

<bob@yahoo.example>:
554: delivery error: dd This user doesn't have a yahoo.example account (bob@yahoo.example) [0]

--- Original message follows.
"""
SENDMAIL_OLD = """   ----- The following addresses had permanent fatal errors -----
<bob@corp.example>
    (reason: 550 5.7.1 Access denied)

   ----- Transcript of session follows -----
... while talking to mx.corp.example.:
>>> DATA
<<< 550 5.7.1 Access denied
"""
OLD_EXCHANGE = """Your message

  To:      bob@corp.example
  Subject: Your order
  Sent:    Mon, 2 Feb 2026 10:00:00 +0100

did not reach the following recipient(s):

bob@corp.example on Mon, 2 Feb 2026 10:00:01 +0100
    The e-mail account does not exist at the organization this message was sent to.
    <mx.corp.example #5.1.1>
"""
NOTES = """Your message

  Subject: Your order

was not delivered to:

  bob@corp.example

because:

  User bob not listed in public Name & Address Book
"""
LATE = """This message was created automatically by mail delivery software.
A message that you sent has not yet been delivered to one or more of its recipients after more than 24 hours.
No action is required on your part. Delivery attempts will continue for some time.

  bob@corp.example
    Delay reason: Connection timed out
"""


@pytest.mark.parametrize(
    ("text", "action", "status", "recipient", "words"),
    [
        pytest.param(QMAIL, Action.FAILED, "5.1.1", "bob@corp.example", "does not like recipient", id="qmail"),
        pytest.param(EXIM, Action.FAILED, "5.0.0", "bob@corp.example", "550 No such user here", id="exim"),
        pytest.param(GMAIL, Action.FAILED, "5.1.1", "bob@gmail.example", "does not exist", id="gmail"),
        pytest.param(YAHOO, Action.FAILED, "5.0.0", "bob@yahoo.example", "554: delivery error", id="yahoo"),
        pytest.param(SENDMAIL_OLD, Action.FAILED, "5.7.1", "bob@corp.example", "(reason: 550", id="sendmail"),
        pytest.param(OLD_EXCHANGE, Action.FAILED, "5.1.1", "bob@corp.example", "account does not exist", id="exchange"),
        pytest.param(NOTES, Action.FAILED, "", "bob@corp.example", "", id="notes"),
        pytest.param(LATE, Action.DELAYED, "", "bob@corp.example", "timed out", id="exim, delayed"),
    ],
)
def test_a_bounce_in_words(text: str, action: Action, status: str, recipient: str, words: str) -> None:
    (report,) = read_bounce(text)

    assert (report.action, report.status, report.recipient) == (action, status, recipient)
    assert words in report.diagnostic


@pytest.mark.parametrize("text", [QMAIL, EXIM, GMAIL])
def test_a_bounce_in_words_names_the_returned_mail(text: str) -> None:
    assert read_bounce(text)[0].returned_message_ids == ("01.abc@shop.example",)


def test_failed_recipients_of_the_header_are_believed_before_the_text() -> None:
    assert [each.recipient for each in read_bounce(EXIM, "a@x.example, b@x.example")] == ["a@x.example", "b@x.example"]


def test_a_bounce_without_an_address_is_one_report_all_the_same() -> None:
    (report,) = read_bounce("")

    assert (report.action, report.recipient) == (Action.FAILED, "")


def test_hostile_text_is_cut() -> None:
    assert len(read_bounce("".join(f"<a{n}@x.example>:\n550 no\n" for n in range(20_000)))) == 100
    assert read_bounce("-" * 250_000 + "\n" + "a@" * 100_000)


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "piece", ["-", "a@", "<", "Message-ID: <", "(", "5.", " \t", ">", "\n\n", "to a@", "Final-Recipient: rfc822;("]
)
def test_what_tempts_regular_expressions_is_read_in_linear_time(piece: str) -> None:
    hostile = piece * (250_000 // len(piece))

    assert read_bounce(hostile)
    assert delivery_reports(hostile.encode(), hostile.encode()) == ()
    assert disposition(hostile.encode()) is None


# -- receipts --------------------------------------------------------------------------------------------------------


def test_a_receipt_names_the_mail_that_was_read() -> None:
    found = disposition(
        b"Reporting-UA: pc; Mailer 1\nFinal-Recipient: rfc822;ann@example.com\n"
        b"Original-Message-ID: <01.abc@shop.example>\n"
        b"Disposition: manual-action/MDN-sent-manually; displayed/error\n"
    )

    assert found is not None
    assert (found.kind, found.automatic) == ("displayed", False)
    assert (found.recipient, found.original_message_id) == ("ann@example.com", "01.abc@shop.example")


def test_a_receipt_that_no_reader_was_asked_for_says_so() -> None:
    found = disposition(b"Disposition: automatic-action/MDN-sent-automatically; deleted")

    assert found is not None
    assert (found.kind, found.automatic, found.original_message_id) == ("deleted", True, "")


def test_without_a_disposition_there_is_no_receipt() -> None:
    assert disposition(b"Final-Recipient: rfc822;ann@example.com") is None
