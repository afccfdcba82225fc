"""Which kind of mail it is. The people's mails come first: a wrong verdict about one silences a customer."""

import pytest

from channels.email.judging.classify import classify
from channels.email.judging.reports import Action, Report
from channels.email.parsing.headers import Headers
from contactcenter.model.message import MessageClass
from tests.email import class_cases as cases
from tests.email.class_cases import Case


def class_of(case: Case, report: tuple[Report, ...] = ()) -> MessageClass:
    return classify(case.fields(), case.types, case.subject, case.text, case.sender, report)


def reports(*actions: Action) -> tuple[Report, ...]:
    return tuple(
        Report(action=each, status="", recipient="", diagnostic="", returned_message_ids=()) for each in actions
    )


@pytest.mark.parametrize("case", cases.HUMANS, ids=str)
def test_a_person_who_looks_like_a_machine_is_a_person(case: Case) -> None:
    assert class_of(case) is MessageClass.HUMAN


@pytest.mark.parametrize("case", cases.AUTO_REPLIES, ids=str)
def test_automatic_answers_are_heard_by_header_or_subject(case: Case) -> None:
    assert class_of(case) is MessageClass.AUTO_REPLY


@pytest.mark.parametrize("case", cases.BULK, ids=str)
def test_lists_and_newsletters_are_bulk(case: Case) -> None:
    assert class_of(case) is MessageClass.BULK


@pytest.mark.parametrize("case", cases.CALENDAR, ids=str)
def test_invitations_and_their_answers_are_calendar(case: Case) -> None:
    assert class_of(case) is MessageClass.CALENDAR


@pytest.mark.parametrize("case", cases.RECEIPTS, ids=str)
def test_read_receipts_are_receipts(case: Case) -> None:
    assert class_of(case) is MessageClass.RECEIPT


@pytest.mark.parametrize("case", cases.FEEDBACK, ids=str)
def test_abuse_reports_are_feedback(case: Case) -> None:
    assert class_of(case) is MessageClass.FEEDBACK


@pytest.mark.parametrize("case", cases.BOUNCES, ids=str)
def test_what_mail_servers_return_is_a_bounce(case: Case) -> None:
    assert class_of(case) is MessageClass.BOUNCE


@pytest.mark.parametrize("case", cases.DELAYS, ids=str)
def test_what_mail_servers_go_on_trying_is_a_delay(case: Case) -> None:
    assert class_of(case) is MessageClass.DELAY


@pytest.mark.parametrize(
    ("actions", "expected"),
    [
        ((Action.FAILED,), MessageClass.BOUNCE),
        ((Action.DELAYED,), MessageClass.DELAY),
        ((Action.DELIVERED,), MessageClass.RECEIPT),
        ((Action.RELAYED, Action.EXPANDED), MessageClass.RECEIPT),
        ((Action.DELIVERED, Action.FAILED), MessageClass.BOUNCE),
        ((Action.DELIVERED, Action.DELAYED), MessageClass.DELAY),
    ],
)
def test_the_worst_that_happened_to_a_recipient_decides_about_a_report(
    actions: tuple[Action, ...], expected: MessageClass
) -> None:
    mail = Case("report", types=cases.DSN, headers=cases.NULL, subject="Undelivered Mail", sender=cases.DAEMON)

    assert class_of(mail, reports(*actions)) is expected


def test_a_group_that_hands_every_mail_on_to_our_inbox_does_not_make_customers_bulk() -> None:
    group = Headers((("list-id", "<support.shop.example>"), ("list-post", "<mailto:support@shop.example>")))
    stranger = Headers((("list-id", "<news.other.example>"), ("list-post", "<mailto:news@other.example>")))

    def heard(headers: Headers) -> MessageClass:
        return classify(headers, ["text/plain"], "Hi", "Hi", "ann@x.example", own_addresses={"Support@shop.example"})

    assert (heard(group), heard(stranger)) == (MessageClass.HUMAN, MessageClass.BULK)
