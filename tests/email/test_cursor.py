"""How far a mailbox has been fetched: what comes next, and what is fetched again when UIDs lose their meaning."""

from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest

from channels.email.imap.client import Selected
from channels.email.imap.cursor import Cursor, first_cursor, renewed_cursor

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
OPENED = Selected(uid_validity=7, uid_next=101)
CURSOR = Cursor(mailbox="support/INBOX", uid_validity=7, uid=100, at=NOW)


def test_a_cursor_comes_back_from_its_text() -> None:
    catching_up = msgspec.structs.replace(CURSOR, since=date(2026, 1, 31), until=200, unfinished="98:100", generation=2)
    assert Cursor.read(catching_up.write()) == catching_up


def test_a_field_of_a_later_version_is_passed_over() -> None:
    assert Cursor.read(CURSOR.write()[:-1] + ',"later":1}') == CURSOR


def test_the_next_messages_are_those_above_the_last_one() -> None:
    assert CURSOR.criteria() == "UID 101:*"


def test_a_date_counts_only_for_what_was_there_when_catching_up_began() -> None:
    catching_up = first_cursor("support/INBOX", OPENED, 100, date(2026, 1, 31), NOW)
    assert catching_up.criteria() == "UID 1:100 SINCE 31-Jan-2026"
    assert catching_up.caught_up().criteria() == "UID 101:*"


@pytest.mark.parametrize(
    ("internal_date", "at"),
    [
        (NOW + timedelta(hours=1), NOW + timedelta(hours=1)),
        (NOW - timedelta(days=900), NOW),  # moved in by a person
        (NOW + timedelta(days=900), NOW + timedelta(hours=2)),  # the server's clock is wrong
        (None, NOW),
    ],
)
def test_the_newest_date_taken_only_grows_and_never_lies_ahead(internal_date: datetime | None, at: datetime) -> None:
    assert CURSOR.after(101, internal_date, NOW + timedelta(hours=2), "").at == at


def test_a_mailbox_made_anew_is_fetched_from_the_day_before_the_newest_mail_taken() -> None:
    renewed = renewed_cursor(CURSOR, "support/INBOX", Selected(uid_validity=8, uid_next=31), 30)
    assert renewed.criteria() == "UID 1:30 SINCE 9-Mar-2026"
    assert renewed.external_id(5) == "8.5"


def test_one_made_anew_while_old_mail_is_imported_goes_on_with_that() -> None:
    importing = msgspec.structs.replace(CURSOR, since=date(2026, 1, 31), until=200)
    renewed = renewed_cursor(importing, "support/INBOX", Selected(uid_validity=8, uid_next=31), 30)
    assert renewed.since == date(2026, 1, 31)


@pytest.mark.parametrize(
    ("mailbox", "selected", "is_same"),
    [
        ("support/INBOX", OPENED, True),
        ("support/INBOX", Selected(uid_validity=7, uid_next=None), True),
        ("support/INBOX", Selected(uid_validity=8, uid_next=101), False),
        ("support/INBOX", Selected(uid_validity=7, uid_next=100), False),
        ("support/Archive", OPENED, False),
        ("sales/INBOX", OPENED, False),
    ],
)
def test_uids_keep_their_meaning_in_the_same_mailbox_only(mailbox: str, selected: Selected, is_same: bool) -> None:
    assert CURSOR.still_names(mailbox, selected) is is_same


def test_the_same_uidvalidity_with_other_messages_gets_other_external_ids() -> None:
    renewed = renewed_cursor(CURSOR, "sales/INBOX", OPENED, 100)
    assert (CURSOR.external_id(5), renewed.external_id(5)) == ("7.5", "7.5.1")
