"""How IMAP writes names, sets and dates, and what is read out of a FETCH answer."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.email.imap.syntax import (
    fetched,
    listed_folder,
    mailbox_name,
    read_mailbox_name,
    search_date,
    uid_set,
)


@pytest.mark.parametrize(
    ("name", "wire"),
    [
        ("INBOX", '"INBOX"'),
        ("Sales & Support", '"Sales &- Support"'),
        ("~peter/mail/台北/日本語", '"~peter/mail/&U,BTFw-/&ZeVnLIqe-"'),  # RFC 3501, 5.1.3
        ("Entwürfe", '"Entw&APw-rfe"'),
        ('a "b" \\c', '"a \\"b\\" \\\\c"'),
        ("line\r\nbreak", '"line&AA0ACg-break"'),
        ("😀", '"&2D3eAA-"'),
    ],
)
def test_names_of_mailboxes_are_quoted_and_in_modified_utf_7(name: str, wire: str) -> None:
    assert mailbox_name(name) == wire


@given(st.text(max_size=30))
def test_every_name_comes_back_and_fits_into_a_command(name: str) -> None:
    wire = mailbox_name(name)
    assert wire.isascii() and wire.isprintable()
    assert read_mailbox_name(wire[1:-1].replace('\\"', '"').replace("\\\\", "\\")) == name


def test_sets_of_uids_name_runs_by_their_ends() -> None:
    assert uid_set([1, 2, 3, 4, 7, 9, 10]) == "1:4,7,9:10"


def test_dates_are_written_in_english_whatever_the_locale() -> None:
    assert search_date(date(2026, 3, 1)) == "1-Mar-2026"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        (b'(\\HasNoChildren) "/" INBOX', "INBOX"),
        (b'() "." "Sales &- Support"', "Sales & Support"),
        (b'(\\Noselect \\HasChildren) "/" "[Gmail]"', None),
        (b'() NIL "a \\"b\\""', 'a "b"'),
        (b"nonsense", None),
    ],
)
def test_folders_that_can_be_opened_are_listed(line: bytes, name: str | None) -> None:
    assert listed_folder(line) == name


def test_attributes_are_found_before_and_behind_the_message() -> None:
    lines: list[bytes | bytearray] = [
        b"7 FETCH (FLAGS (\\Seen $Junk) BODY[] {5}",
        bytearray(b"a(b\r\n"),
        b' UID 12 INTERNALDATE "17-Jul-1996 02:44:25 -0700" RFC822.SIZE 5)',
        b'8 FETCH (UID 13 RFC822.SIZE 2 BODY[] "h\\"")',
        b"9 FETCH (UID 14 RFC822.SIZE 0 BODY[] {0}",
        bytearray(),
        b")",
        b"Fetch completed",
    ]
    first, second, third = fetched(lines)
    assert (first.uid, first.raw, first.flags, first.size_bytes) == (12, b"a(b\r\n", ("\\Seen", "$Junk"), 5)
    assert first.internal_date == datetime(1996, 7, 17, 9, 44, 25, tzinfo=UTC)
    assert (second.uid, second.raw) == (13, b'h"')
    assert (third.uid, third.raw) == (14, b"")


@pytest.mark.parametrize(
    "when", ["31-Feb-2026 10:00:00 +0000", "01-Foo-2026 10:00:00 +0000", "01-Jan-0000 10:00:00 +0000",
             "01-Jan-0001 00:00:00 +1200", "01-Jan-2026 10:00:00 +9999", "nonsense"],
)  # fmt: skip
def test_a_date_that_is_none_leaves_the_message(when: str) -> None:
    [message] = fetched([f'1 FETCH (UID 1 INTERNALDATE "{when}" RFC822.SIZE 3)'.encode()])
    assert (message.internal_date, message.size_bytes) == (None, 3)


LINES = st.lists(
    st.one_of(
        st.binary(max_size=60),
        st.binary(max_size=60).map(bytearray),
        st.sampled_from([b"1 FETCH (UID 1", b")", b"2 FETCH (UID 99999999999999999999"]),
    ),
    max_size=12,
)  # fmt: skip


@given(LINES)
def test_no_answer_whatever_raises(lines: list[bytes | bytearray]) -> None:
    assert all(message.uid >= 0 for message in fetched(lines))
    assert all(isinstance(listed_folder(bytes(line)), str | None) for line in lines)
