"""Fetching a mailbox of a real Dovecot: what arrives is taken once, in order, whatever happens in between."""

import asyncio
import dataclasses
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from channels.email.imap.cursor import Cursor
from channels.email.imap.fetching import FOLDER, INTERNAL_DATE
from channels.email.settings import AfterFetching
from contactcenter.errors import StoreUnavailable
from contactcenter.ports.channel import Health, RawInbound
from tests.email.receiving import PATIENCE_S, QUICK, Desk, fetching, flags, mail, numbers, settings_for
from tests.servers.mail import MailServer
from tests.servers.proxy import proxy_to

LONG_AGO = datetime(2020, 1, 1, 12, tzinfo=UTC)
IMPATIENT = dataclasses.replace(
    QUICK,
    answer=timedelta(seconds=2),
    look_at_least=timedelta(milliseconds=100),
    look_at_most=timedelta(milliseconds=200),
)


async def test_a_mail_that_arrives_is_taken_by_idle_with_its_bytes_as_they_are(mail_server: MailServer) -> None:
    account, desk = mail_server.account(), Desk()
    async with fetching(settings_for(mail_server, account), desk):
        await desk.until_healthy()
        mail_server.append(account, mail(1, "Grüße, \x01 and ) { ( {5}"))
        await desk.until_taken(1)
    assert desk.taken[0].raw == mail(1, "Grüße, \x01 and ) { ( {5}")
    assert desk.taken[0].headers[FOLDER] == "INBOX"
    assert datetime.now(UTC) - datetime.fromisoformat(desk.taken[0].headers[INTERNAL_DATE]) < timedelta(minutes=5)


async def test_the_first_connection_imports_nothing_old(mail_server: MailServer) -> None:
    account, desk = mail_server.account(), Desk()
    mail_server.append(account, mail(1), mail(2))
    async with fetching(settings_for(mail_server, account), desk):
        await desk.until_healthy()
        mail_server.append(account, mail(3))
        await desk.until_taken(1)
    assert numbers(desk.taken) == [3]


async def test_a_mail_that_comes_between_the_first_connection_and_a_restart_is_taken(mail_server: MailServer) -> None:
    account, desk = mail_server.account(), Desk()
    mail_server.append(account, mail(1))
    async with fetching(settings_for(mail_server, account), desk):
        await desk.until_healthy()
    mail_server.append(account, mail(2))
    async with fetching(settings_for(mail_server, account), desk):
        await desk.until_taken(1)
    assert numbers(desk.taken) == [2]


async def test_old_mail_is_imported_from_the_date_that_was_set(mail_server: MailServer) -> None:
    account, desk = mail_server.account(), Desk()
    mail_server.append(account, mail(1), at=LONG_AGO)
    mail_server.append(account, mail(2), at=LONG_AGO + timedelta(days=10))
    mail_server.append(account, mail(3), at=LONG_AGO - timedelta(days=10))
    mail_server.append(account, mail(4), at=LONG_AGO + timedelta(days=5))
    async with fetching(settings_for(mail_server, account, fetch_since="2020-01-03"), desk):
        await desk.until_healthy()
        mail_server.append(account, mail(5), at=LONG_AGO)  # moved in by a person: it is new here
        await desk.until_taken(3)
    assert numbers(desk.taken) == [2, 4, 5]


async def test_a_backlog_of_1200_mails_is_taken_in_one_go_once_and_in_order(mail_server: MailServer) -> None:
    account, desk = mail_server.account(), Desk()
    async with fetching(settings_for(mail_server, account), desk):
        await desk.until_healthy()
    mail_server.deliver(account, *(mail(number) for number in range(1_200)))
    async with fetching(settings_for(mail_server, account), desk):
        await desk.until_taken(1_200)
        await desk.until_healthy()
    assert numbers(desk.taken) == list(range(1_200))
    assert max(desk.batches) <= 50


async def test_a_restart_in_the_middle_takes_every_mail_once(mail_server: MailServer) -> None:
    account, desk = mail_server.account(), Desk()
    settings = settings_for(mail_server, account)
    async with fetching(settings, desk):
        await desk.until_healthy()
    mail_server.deliver(account, *(mail(number) for number in range(300)))
    for stop_at in (1, 100, 200):
        async with fetching(settings, desk):
            await desk.until_taken(stop_at)
    async with fetching(settings, desk):
        await desk.until_taken(300)
    assert numbers(desk.taken) == list(range(300))
    assert len({raw.external_id for raw in desk.taken}) == 300


async def test_a_store_that_fails_for_a_while_loses_and_doubles_nothing(mail_server: MailServer) -> None:
    account, desk = mail_server.account(), Desk()
    failures = [True, True, False, True]

    def fail_now_and_then(batch: Sequence[RawInbound]) -> None:
        if batch and failures and failures.pop(0):
            raise StoreUnavailable("the disk is full", hint="make room")

    desk.before_take = fail_now_and_then
    async with fetching(settings_for(mail_server, account), desk):
        await desk.until_healthy()
        mail_server.deliver(account, *(mail(number) for number in range(120)))
        await desk.until_taken(120)
        await desk.until_healthy()
    assert numbers(desk.taken) == list(range(120))
    assert Health(problem="the disk is full", advice="make room") in desk.health


async def test_a_connection_reset_in_idle_is_noticed_and_made_anew(mail_server: MailServer) -> None:
    account, desk = mail_server.account(), Desk()
    async with (
        proxy_to(mail_server.ports["imaps"]) as proxy,
        fetching(settings_for(mail_server, account, imap_port=proxy.port), desk),
    ):
        for number in range(3):
            await desk.until_healthy()
            proxy.reset()
            mail_server.append(account, mail(number))
            await desk.until_taken(number + 1)
    assert numbers(desk.taken) == [0, 1, 2]
    assert proxy.connections >= 4


async def test_connections_that_break_while_mails_are_fetched_lose_and_double_nothing(mail_server: MailServer) -> None:
    account, desk = mail_server.account(), Desk()
    async with proxy_to(mail_server.ports["imaps"]) as proxy:
        settings = settings_for(mail_server, account, imap_port=proxy.port)
        async with fetching(settings, desk):
            await desk.until_healthy()
        mail_server.deliver(account, *(mail(number, "x" * 2_000) for number in range(200)))
        passed = 0

        def break_at_times(reply: bytes) -> None:
            nonlocal passed
            passed += len(reply)
            if passed > 150_000:
                passed = 0
                proxy.reset()

        proxy.on_reply = break_at_times
        async with fetching(settings, desk):
            await desk.until_taken(200)
    assert numbers(desk.taken) == list(range(200))
    assert proxy.connections > 3


async def test_a_connection_that_hangs_is_given_up_and_made_anew(mail_server: MailServer) -> None:
    account, desk = mail_server.account(), Desk()
    async with (
        proxy_to(mail_server.ports["imaps"]) as proxy,
        fetching(settings_for(mail_server, account, imap_port=proxy.port), desk, IMPATIENT),
    ):
        await desk.until_healthy()
        proxy.stall()
        mail_server.append(account, mail(1))
        await desk.until(lambda desk: desk.health[-1].problem is not None)
        proxy.flow()
        await desk.until_taken(1)
    assert any("did not answer within" in str(health.problem) for health in desk.health)
    assert numbers(desk.taken) == [1]


async def test_a_server_that_is_away_is_tried_until_it_is_back(mail_server: MailServer) -> None:
    account, desk = mail_server.account(), Desk()
    async with (
        proxy_to(mail_server.ports["imaps"]) as proxy,
        fetching(settings_for(mail_server, account, imap_port=proxy.port), desk),
    ):
        await desk.until_healthy()
        proxy.is_refusing = True
        proxy.cut()
        mail_server.append(account, mail(1), mail(2))
        async with asyncio.timeout(PATIENCE_S):
            await proxy.until_connections(6)
        proxy.is_refusing = False
        await desk.until_taken(2)
        await desk.until_healthy()
    assert numbers(desk.taken) == [1, 2]
    assert desk.health[0] == desk.health[-1] == Health()


async def test_a_restarted_server_goes_on_with_the_mail_that_came_meanwhile(mail_server: MailServer) -> None:
    account, desk = mail_server.account(), Desk()
    async with fetching(settings_for(mail_server, account), desk):
        await desk.until_healthy()
        await asyncio.to_thread(mail_server.stop_dovecot)
        await desk.until(lambda desk: desk.health[-1].problem is not None)
        await asyncio.to_thread(mail_server.start_dovecot)
        mail_server.append(account, mail(1))
        await desk.until_taken(1)
        await desk.until_healthy()
    assert numbers(desk.taken) == [1]


async def test_a_folder_made_anew_is_fetched_again_from_the_last_mail_on(mail_server: MailServer) -> None:
    account, desk = mail_server.account(), Desk()
    with mail_server.imap(account) as imap:
        imap.create("Support")
    settings = settings_for(mail_server, account, folder="Support")
    async with fetching(settings, desk):
        await desk.until_healthy()
        mail_server.append(account, mail(1), mail(2), folder="Support")
        await desk.until_taken(2)
    with mail_server.imap(account) as imap:
        imap.delete("Support")
        imap.create("Support")
    mail_server.append(account, mail(9), folder="Support", at=LONG_AGO)
    mail_server.append(account, mail(2), mail(3), folder="Support")
    async with fetching(settings, desk):
        await desk.until_taken(4)
        await desk.until_healthy()
    assert numbers(desk.taken) == [1, 2, 2, 3]
    assert len({raw.external_id for raw in desk.taken}) == 4


async def test_a_folder_made_anew_under_an_open_connection_is_followed(mail_server: MailServer) -> None:
    account, desk = mail_server.account(), Desk()
    with mail_server.imap(account) as imap:
        imap.create("Support")
    async with fetching(settings_for(mail_server, account, folder="Support"), desk, IMPATIENT):
        await desk.until_healthy()
        with mail_server.imap(account) as imap:
            imap.delete("Support")
            imap.create("Support")
        mail_server.append(account, mail(1), folder="Support")
        await desk.until_taken(1)
    assert numbers(desk.taken) == [1]


async def test_uids_given_anew_under_the_same_uidvalidity_get_other_external_ids(mail_server: MailServer) -> None:
    account, desk = mail_server.account(), Desk()
    settings = settings_for(mail_server, account)
    async with fetching(settings, desk):
        await desk.until_healthy()
    assert desk.cursor is not None
    ahead = msgspec.structs.replace(Cursor.read(desk.cursor), uid=500)  # as after a restore from an older copy
    desk.cursor = ahead.write()
    mail_server.append(account, mail(1))
    async with fetching(settings, desk):
        await desk.until_taken(1)
    assert desk.taken[0].external_id == f"{ahead.uid_validity}.1.1"


async def test_mails_are_flagged_as_seen_only_after_they_were_taken(mail_server: MailServer) -> None:
    account, desk = mail_server.account(), Desk()
    before: list[list[str]] = []
    desk.before_take = lambda batch: before.extend(flags(mail_server, account) for _ in batch)
    async with fetching(settings_for(mail_server, account), desk):
        await desk.until_healthy()
        mail_server.append(account, mail(1))
        await desk.until_taken(1)
        await desk.until(lambda _: flags(mail_server, account) == ["\\Seen"])
    assert before == [[""]]


async def test_mails_are_moved_after_they_were_taken(mail_server: MailServer) -> None:
    account, desk = mail_server.account(), Desk()
    with mail_server.imap(account) as imap:
        imap.create('"Fertig &- gelesen &APw-ber"')  # "Fertig & gelesen über"
    changes = {"after_fetching": AfterFetching.MOVE, "move_to": "Fertig & gelesen über"}
    async with fetching(settings_for(mail_server, account, **changes), desk):
        await desk.until_healthy()
        mail_server.append(account, mail(1), mail(2))
        await desk.until_taken(2)
        assert await mail_server.arrived(account, 2, "Fertig &- gelesen &APw-ber") == [mail(1), mail(2)]
    assert mail_server.received(account) == []
    assert numbers(desk.taken) == [1, 2]


async def test_what_a_stopped_process_took_but_did_not_move_is_moved_by_the_next(mail_server: MailServer) -> None:
    account, desk = mail_server.account(), Desk()
    with mail_server.imap(account) as imap:
        imap.create("Done")
    async with fetching(settings_for(mail_server, account, after_fetching=AfterFetching.NOTHING), desk):
        await desk.until_healthy()
        mail_server.append(account, mail(1), mail(2))
        await desk.until_taken(2)
    assert desk.cursor is not None
    desk.cursor = msgspec.structs.replace(Cursor.read(desk.cursor), unfinished="1:2").write()
    settings = settings_for(mail_server, account, after_fetching=AfterFetching.MOVE, move_to="Done")
    async with fetching(settings, desk):
        await mail_server.arrived(account, 2, "Done")
    assert numbers(desk.taken) == [1, 2]


async def test_a_folder_to_move_to_that_is_missing_stops_no_mail_and_is_told(mail_server: MailServer) -> None:
    account, desk = mail_server.account(), Desk()
    settings = settings_for(mail_server, account, after_fetching=AfterFetching.MOVE, move_to="Nowhere")
    async with fetching(settings, desk):
        await desk.until_healthy()
        mail_server.append(account, mail(1))
        await desk.until(lambda desk: desk.health[-1].problem is not None)
    assert numbers(desk.taken) == [1]
    assert "moving to Nowhere" in str(desk.health[-1].problem)
    assert "folder exists" in str(desk.health[-1].advice)


async def test_mails_are_not_moved_to_the_folder_that_they_are_fetched_from(mail_server: MailServer) -> None:
    account, desk = mail_server.account(), Desk()
    settings = settings_for(mail_server, account, after_fetching=AfterFetching.MOVE, move_to="inbox")
    async with fetching(settings, desk):
        await desk.until_healthy()
        mail_server.append(account, mail(1))
        await desk.until(lambda desk: desk.health[-1].problem is not None)
    assert numbers(desk.taken) == [1]
    assert "that same folder" in str(desk.health[-1].problem)


async def test_fetching_ends_when_another_node_has_the_inbox_and_flags_nothing(mail_server: MailServer) -> None:
    account, desk = mail_server.account(), Desk()
    async with fetching(settings_for(mail_server, account), desk) as task:
        await desk.until_healthy()
        desk.has_inbox = False
        mail_server.append(account, mail(1))
        async with asyncio.timeout(PATIENCE_S):
            await task
    assert desk.taken == []
    assert flags(mail_server, account) == [""]


async def test_a_mail_larger_than_a_batch_is_fetched_alone_and_in_its_place(mail_server: MailServer) -> None:
    account, desk = mail_server.account(), Desk()
    pace = dataclasses.replace(QUICK, batch_bytes=10_000)
    async with fetching(settings_for(mail_server, account), desk, pace):
        await desk.until_healthy()
    mail_server.deliver(account, mail(1), mail(2), mail(3, "x\r\n" * 10_000), mail(4))
    async with fetching(settings_for(mail_server, account), desk, pace):
        await desk.until_taken(4)
    assert numbers(desk.taken) == [1, 2, 3, 4]
    assert desk.batches == [2, 1, 1]


async def test_of_a_mail_above_the_limit_only_the_headers_are_taken_and_it_says_so(mail_server: MailServer) -> None:
    account, desk = mail_server.account(), Desk()
    pace = dataclasses.replace(QUICK, max_message_bytes=20_000)
    async with fetching(settings_for(mail_server, account), desk, pace):
        await desk.until_healthy()
        mail_server.append(account, mail(1, "x\r\n" * 10_000), mail(2))
        await desk.until_taken(2)
    assert desk.taken[0].raw == mail(1).partition(b"Hello")[0]
    assert desk.taken[0].incomplete.startswith("too large: 30")
    assert desk.taken[1].incomplete == ""


@pytest.mark.parametrize(
    ("changes", "problem", "advice"),
    [
        ({"password": "wrong"}, "refuses to log in: [AUTHENTICATIONFAILED]", "the password"),
        ({"folder": "Süpport"}, "no folder 'Süpport'", "The mailbox has: INBOX"),
        ({"imap_host": "127.0.0.2"}, "does not accept a connection", "firewall"),
        ({"imap_host": "no such host.invalid"}, "no server named", "name of the server"),
        ({"fetch_since": "31.1.2026"}, "is no date", "2026-01-31"),
        ({"certificates": ""}, "is not trusted", "your own authority"),
        ({"certificates": "-----BEGIN"}, "cannot be read", "whole text"),
    ],
)
async def test_what_is_wrong_with_the_settings_is_told_with_what_to_do(
    mail_server: MailServer, changes: dict[str, str], problem: str, advice: str
) -> None:
    desk = Desk()
    async with fetching(settings_for(mail_server, mail_server.account(), **changes), desk):
        await desk.until(lambda desk: bool(desk.health))
    assert problem in str(desk.health[0].problem)
    assert advice in str(desk.health[0].advice)
    assert desk.cursor is None


async def test_a_folder_that_is_created_later_is_fetched_from_then_on(mail_server: MailServer) -> None:
    account, desk = mail_server.account(), Desk()
    async with fetching(settings_for(mail_server, account, folder="Later"), desk):
        await desk.until(lambda desk: bool(desk.health))
        with mail_server.imap(account) as imap:
            imap.create("Later")
        await desk.until_healthy()
        mail_server.append(account, mail(1), folder="Later")
        await desk.until_taken(1)
    assert numbers(desk.taken) == [1]


async def test_an_inbox_that_works_says_so_again_and_again(mail_server: MailServer) -> None:
    account, desk = mail_server.account(), Desk()
    async with fetching(settings_for(mail_server, account), desk, IMPATIENT):
        await desk.until_healthy()
        for number in range(3):
            mail_server.append(account, mail(number))
            await desk.until_taken(number + 1)
    assert len(desk.health) > 1 and set(desk.health) == {Health()}
