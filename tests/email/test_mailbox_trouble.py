"""What happens to mailboxes, through the whole centre: every mail is one message of one conversation, in its order."""

import asyncio
from pathlib import Path

import pytest

from contactcenter.model.bodies import EntryKind
from contactcenter.model.entry import AuthorKind
from contactcenter.model.rows import ReceiptState
from contactcenter.ports import Signal
from tests.email.post_office import PostOffice, post_office, written
from tests.servers.mail import Account, MailServer

QUESTION = "Where is my parcel? I ordered it two weeks ago and nobody answers."


def mails(sender: Account, to: str, numbers: range) -> list[bytes]:
    return [written(sender, to, QUESTION, subject=f"Question {number}") for number in numbers]


async def asked(office: PostOffice) -> list[tuple[str, int]]:
    """Of each conversation, in the order they began: its subject, and how many messages its contact wrote."""
    found = []
    for head in sorted(await office.heads(), key=lambda one: one.created_at):
        said = await office.entries(head, EntryKind.MESSAGE)
        found.append((head.subject, sum(one.author.kind is AuthorKind.CONTACT for one in said)))
    return found


def once_each(numbers: range) -> list[tuple[str, int]]:
    return [(f"Question {number}", 1) for number in numbers]


@pytest.mark.soak  # noticed at the next quiet look, up to two minutes later, unless Dovecot ends the connection
@pytest.mark.timeout(300)
async def test_a_folder_that_is_made_anew_doubles_nothing(mail_server: MailServer, tmp_path: Path) -> None:
    """The same mails under another UIDVALIDITY and other UIDs, one of them without a Message-ID; and new ones."""
    customer, mailbox = mail_server.account(), mail_server.account()
    with mail_server.imap(mailbox) as imap:
        imap.create("Support")
    async with post_office(mail_server, tmp_path, mailbox=mailbox, folder="Support") as office:
        first = mails(customer, mailbox.address, range(10))
        first[9] = first[9].replace(b"Message-ID", b"X-No-Message-ID")
        mail_server.append(mailbox, *first, folder="Support")
        await office.settled(10)
        with mail_server.imap(mailbox) as imap:
            imap.delete("Support")
            imap.create("Support")
        mail_server.append(mailbox, *first, *mails(customer, mailbox.address, range(10, 12)), folder="Support")
        office.desk.bell.ring(Signal(kind="record", key="inbox:mail"))  # looks at once, not within a minute
        taken = await office.settled(22)
        assert len(taken[ReceiptState.RECORDED]) == 22
        assert await asked(office) == once_each(range(12))


async def _has(office: PostOffice, count: int) -> bool | None:
    return True if len(await office.heads()) >= count else None


async def test_mails_that_come_into_two_inboxes_at_once_are_one_message_each(
    mail_server: MailServer, tmp_path: Path
) -> None:
    customer = mail_server.account()
    async with post_office(mail_server, tmp_path, also=("sales",)) as office:
        sales = office.mailboxes["sales"]
        both = [
            written(customer, office.mailbox.address, QUESTION, subject=f"Question {number}", Cc=sales.address)
            for number in range(12)
        ]
        await asyncio.gather(
            *(
                asyncio.to_thread(mail_server.deliver, mailbox, *both, sender=customer.address)
                for mailbox in office.mailboxes.values()
            )
        )
        taken = await office.settled(24)
        assert len(taken[ReceiptState.RECORDED]) == 24
        assert sorted(await asked(office)) == sorted(once_each(range(12)))


async def test_mail_flows_again_after_the_server_was_away_in_the_middle(
    mail_server: MailServer, tmp_path: Path
) -> None:
    customer = mail_server.account()
    async with post_office(mail_server, tmp_path) as office:
        before = mails(customer, office.mailbox.address, range(60))
        mail_server.append(office.mailbox, *before)
        await office.wait_for(lambda: _has(office, 1))
        await asyncio.to_thread(mail_server.stop_dovecot)
        await office.wait_for(lambda: _is_down(office))
        await asyncio.to_thread(mail_server.start_dovecot)
        after = mails(customer, office.mailbox.address, range(60, 70))
        mail_server.deliver(office.mailbox, *after, sender=customer.address)
        await office.settled(70)
        assert await asked(office) == once_each(range(70))


async def _is_down(office: PostOffice) -> bool | None:
    state = office.desk.health.states.get("mail")
    return True if state and state.health.problem is not None else None
