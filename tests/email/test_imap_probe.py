"""Trying out a mailbox before it is used: what would be imported, or what is wrong; nothing is changed."""

from datetime import UTC, datetime

import pytest

from channels.email.imap.probe import probe
from channels.email.settings import AfterFetching
from contactcenter.ports.channel import Health
from tests.email.receiving import QUICK, flags, mail, settings_for
from tests.servers.mail import MailServer


async def test_a_mailbox_that_works_says_how_many_old_mails_would_be_imported(mail_server: MailServer) -> None:
    account = mail_server.account()
    mail_server.append(account, mail(1), at=datetime(2025, 12, 1, tzinfo=UTC))
    mail_server.append(account, mail(2), mail(3))
    found = await probe(settings_for(mail_server, account, fetch_since="2026-01-01"), QUICK)
    assert found == Health(advice="Old mail that would be imported, since 2026-01-01: 2.")
    assert flags(mail_server, account) == ["", "", ""]


async def test_without_a_date_nothing_old_would_be_imported(mail_server: MailServer) -> None:
    account = mail_server.account()
    mail_server.append(account, mail(1))
    found = await probe(settings_for(mail_server, account), QUICK)
    assert (found.problem, "No old mail would be imported" in str(found.advice)) == (None, True)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"password": "wrong"}, "refuses to log in"),
        ({"imap_host": ""}, "No server is set"),
        ({"folder": "Nowhere"}, "no folder 'Nowhere'"),
        ({"after_fetching": AfterFetching.MOVE, "move_to": "Nowhere"}, "no folder 'Nowhere'"),
        ({"after_fetching": AfterFetching.MOVE, "move_to": "inbox"}, "that same folder"),
        ({"fetch_since": "yesterday"}, "is no date"),
        ({"certificates": ""}, "is not trusted"),
        ({"address": "", "user": ""}, "no name and no address"),
    ],
)
async def test_what_is_wrong_is_found_before_the_mailbox_is_used(
    mail_server: MailServer, changes: dict[str, str], problem: str
) -> None:
    found = await probe(settings_for(mail_server, mail_server.account(), **changes), QUICK)
    assert problem in str(found.problem)
    assert found.advice
