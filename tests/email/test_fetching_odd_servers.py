"""Fetching from servers that Dovecot cannot be made into: damaged messages, no IDLE, no UIDNEXT, no notices."""

import asyncio
import dataclasses
from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest

from tests.email.receiving import PATIENCE_S, QUICK, Desk, fetching, mail, numbers, plain
from tests.servers.scripted_imap import Reply, holding, scripted_imap

EAGER = dataclasses.replace(
    QUICK,
    backoff_base=timedelta(milliseconds=5),
    backoff_max=timedelta(milliseconds=10),
    look_at_least=timedelta(milliseconds=20),
    look_at_most=timedelta(milliseconds=40),
    look_without_idle=timedelta(milliseconds=20),
)
MAILS = {1: mail(1), 2: b"", 3: mail(3)}  # the second is the damaged one
START = '{"mailbox":"support@centre.test/INBOX","uid_validity":7,"uid":0,"at":"2026-01-01T00:00:00Z"}'
OPENED = b"* 3 EXISTS\r\n* OK [UIDVALIDITY 7] .\r\n* OK [UIDNEXT 4] .\r\n{tag} OK [READ-WRITE] open\r\n"


def without(uid: int) -> Mapping[str, Reply]:
    return holding({number: raw for number, raw in MAILS.items() if number != uid})


@pytest.mark.parametrize(
    "damaged",
    [
        lambda line: b"{tag} NO cannot be fetched\r\n",
        lambda line: b"{tag} BAD internal error\r\n",
        lambda line: b"* 2 FETCH (UID 2 FLAGS () BODY[] NIL)\r\n{tag} OK fetched\r\n",
        lambda line: b"{tag} OK fetched\r\n",
        lambda line: None,
        lambda line: b"* 2 FETCH (UID 2 BODY[] {99999999999}\r\n" + b"x" * 17_000_000,
    ],
    ids=["NO", "BAD", "NIL", "nothing", "hangs up", "never ends"],
)
async def test_a_damaged_message_is_taken_by_its_headers_and_the_others_whole(
    damaged: Callable[[str], bytes | None],
) -> None:
    desk = Desk(cursor=START)
    replies = {**holding(MAILS, damaged), "SELECT": OPENED}
    async with scripted_imap(replies=replies) as server, fetching(plain(server.port), desk, EAGER):
        await desk.until_taken(3)
    assert numbers(desk.taken) == [1, 2, 3]
    assert [raw.raw for raw in desk.taken][::2] == [mail(1), mail(3)]
    assert [bool(raw.incomplete) for raw in desk.taken] == [False, True, False]


@pytest.mark.parametrize("mails", [{2: b""}, {2: b"", 3: b""}])
async def test_what_a_server_refuses_for_a_while_is_taken_whole_when_it_is_well_again(mails: dict[int, bytes]) -> None:
    desk = Desk(cursor=START)
    replies = {**holding(mails, lambda line: b"{tag} NO [SERVERBUG] disk trouble\r\n"), "SELECT": OPENED}
    async with scripted_imap(replies=replies) as server, fetching(plain(server.port), desk, EAGER):
        await desk.until(lambda desk: bool(desk.health))
        server.replies |= holding({uid: mail(uid) for uid in mails})
        await desk.until_taken(len(mails))
    assert "disk trouble" in str(desk.health[0].problem)
    assert [raw.raw for raw in desk.taken] == [mail(uid) for uid in mails]


async def test_a_message_that_cannot_be_had_at_all_is_taken_empty_rather_than_left_out() -> None:
    desk = Desk(cursor=START)
    replies = {**holding(MAILS, lambda line: None, is_headerless=True), "SELECT": OPENED}
    async with scripted_imap(replies=replies) as server, fetching(plain(server.port), desk, EAGER):
        await desk.until_taken(3)
    assert [raw.raw for raw in desk.taken] == [mail(1), b"", mail(3)]
    assert "could not be fetched 30 times" in desk.taken[1].incomplete


async def test_a_message_that_went_between_search_and_fetch_is_passed_over() -> None:
    desk = Desk(cursor=START)
    replies = {**without(2), "SELECT": OPENED, "UID SEARCH": b"* SEARCH 1 2 3 4\r\n{tag} OK found\r\n"}
    async with scripted_imap(replies=replies) as server, fetching(plain(server.port), desk, EAGER):
        await desk.until_healthy()
    assert numbers(desk.taken) == [1, 3]


async def test_mail_is_found_although_the_server_never_tells_of_any() -> None:
    desk = Desk(cursor=START)
    async with (
        scripted_imap(replies={**holding({1: mail(1)}), "SELECT": OPENED}) as server,
        fetching(plain(server.port), desk, EAGER),
    ):
        await desk.until_healthy()
        server.replies |= holding({1: mail(1), 2: mail(2)})
        await desk.until_taken(2)
    assert numbers(desk.taken) == [1, 2]


async def test_a_server_without_idle_is_looked_at_again_and_again() -> None:
    desk = Desk(cursor=START)
    async with (
        scripted_imap(capabilities="IMAP4rev1", replies={**holding({1: mail(1)}), "SELECT": OPENED}) as server,
        fetching(plain(server.port), desk, EAGER),
    ):
        await desk.until_healthy()
        server.replies |= holding({1: mail(1), 2: mail(2)})
        await desk.until_taken(2)
    assert "IDLE" not in server.commands()


async def test_the_last_command_before_idle_is_a_search_that_found_nothing() -> None:
    desk = Desk(cursor=START)
    replies = {**holding({1: mail(1), 2: mail(2)}), "SELECT": OPENED}
    async with scripted_imap(replies=replies) as server, fetching(plain(server.port), desk):
        async with asyncio.timeout(PATIENCE_S):
            await server.until("IDLE")
    before_idle = server.commands()[: server.commands().index("IDLE")]
    assert before_idle[-3:] == ["UID FETCH", "UID STORE", "UID SEARCH"]


async def test_a_flag_that_a_broken_connection_prevented_is_set_after_the_next_one_is_made() -> None:
    desk = Desk(cursor=START)
    async with (
        scripted_imap(replies={**holding({1: mail(1)}), "SELECT": OPENED, "UID STORE": None}) as server,
        fetching(plain(server.port), desk, EAGER),
    ):
        await desk.until(lambda desk: bool(desk.health))
        server.replies["UID STORE"] = b"{tag} OK stored\r\n"
        await desk.until_healthy()
    stored = [line.partition(" ")[2] for line in server.heard if "STORE" in line]
    assert set(stored) == {"UID STORE 1 +FLAGS.SILENT (\\Seen)"}
    assert len(stored) >= 2
    assert numbers(desk.taken) == [1]


async def test_a_server_without_uidnext_is_asked_for_its_last_message() -> None:
    desk = Desk()
    replies = {**holding({1: mail(1), 5: mail(5)}), "SELECT": b"* OK [UIDVALIDITY 7] .\r\n{tag} OK open\r\n"}
    async with scripted_imap(replies=replies) as server, fetching(plain(server.port), desk, EAGER):
        await desk.until_healthy()
        server.replies |= holding({1: mail(1), 5: mail(5), 6: mail(6)})
        await desk.until_taken(1)
    assert numbers(desk.taken) == [6]


async def test_a_folder_without_uidvalidity_is_not_fetched() -> None:
    desk = Desk()
    async with scripted_imap(replies={"SELECT": b"{tag} OK open\r\n"}) as server, fetching(plain(server.port), desk):
        await desk.until(lambda desk: bool(desk.health))
    assert "no UIDVALIDITY" in str(desk.health[0].problem)


async def test_a_cursor_that_cannot_be_read_starts_nothing_anew() -> None:
    desk = Desk(cursor="{")
    replies = {**holding(MAILS), "SELECT": OPENED}
    async with scripted_imap(replies=replies) as server, fetching(plain(server.port), desk, EAGER):
        await desk.until(lambda desk: bool(desk.health))
    assert (desk.cursor, desk.taken) == ("{", [])
    assert "fault of ours" in str(desk.health[0].advice)
