"""Machines that answer every mail, on real servers: our side falls silent after at most three mails to each."""

from dataclasses import dataclass
from pathlib import Path

from contactcenter.desk.beginning import Beginning, begin
from contactcenter.desk.replies import reply
from contactcenter.ids import AgentId, InboxId, uuid7
from contactcenter.model.contact import Identity
from contactcenter.model.conversation import State
from tests.email import machines
from tests.email.machines import Machine
from tests.email.post_office import PostOffice, post_office, written
from tests.servers.mail import Account, MailServer

MOST = 3  # mails of ours to one machine
ENOUGH = 12  # rounds after which a loop is a loop
QUESTION = "Where is my parcel? I ordered it two weeks ago and nobody answers."


@dataclass
class Answering:
    """A mailbox whose machine answers every mail that it gets."""

    machine: Machine
    account: Account
    answered: int = 0

    async def answer(self, office: PostOffice) -> int:
        """How many mails it had not answered yet, once all that we sent it have arrived."""
        mails = await office.received(self.account, await office.sent_to(self.account.address))
        fresh = mails[self.answered :]
        for mail in fresh:
            office.server.deliver(office.mailbox, self.machine(mail, self.account.address), sender=self.account.address)
        self.answered = len(mails)
        return len(fresh)


async def until_silent(office: PostOffice, everybody: list[Answering], delivered: int) -> None:
    """Until every mail was read, everything was sent and answered: from then on nothing can come."""
    for _ in range(ENOUGH):
        await office.settled(delivered)
        answers = sum([await one.answer(office) for one in everybody])
        if answers == 0:
            return
        delivered += answers


async def test_every_answering_machine_meets_silence_after_three_mails(mail_server: MailServer, tmp_path: Path) -> None:
    async with post_office(mail_server, tmp_path) as office:
        everybody = [Answering(machine, mail_server.account()) for machine in machines.ALL]
        for one in everybody:
            first = written(one.account, office.mailbox.address, QUESTION)
            mail_server.deliver(office.mailbox, first, sender=one.account.address)
        await until_silent(office, everybody, len(everybody))
        counts = {one.machine.__name__: one.answered for one in everybody}
        assert all(1 <= count <= MOST for count in counts.values()), counts


async def test_a_machine_that_answers_an_agent_gets_nothing_by_itself(mail_server: MailServer, tmp_path: Path) -> None:
    async with post_office(mail_server, tmp_path) as office:
        await office.come("lin")
        everybody = [Answering(machine, mail_server.account()) for machine in machines.ALL[:3]]
        for one in everybody:
            beginning = Beginning(
                inbox_id=InboxId("mail"), address=Identity(kind="email", address=one.account.address),
                subject="Your order", text="Your parcel has come back to us. Shall we send it again?",
            )  # fmt: skip
            await begin(office.desk, AgentId("lin"), uuid7(), beginning)
        await until_silent(office, everybody, 0)
        assert [one.answered for one in everybody] == [1, 1, 1]


async def test_two_inboxes_of_ours_that_write_to_each_other_fall_silent(
    mail_server: MailServer, tmp_path: Path
) -> None:
    """An agent writes from one to the other, and somebody writes to both at once, in the name of one of them."""
    async with post_office(mail_server, tmp_path, also=("sales",)) as office:
        await office.come("lin")
        sales = office.mailboxes["sales"]
        identity = Identity(kind="email", address=sales.address)
        beginning = Beginning(inbox_id=InboxId("mail"), address=identity, subject="Hello", text=QUESTION)
        begun = await begin(office.desk, AgentId("lin"), uuid7(), beginning)
        forged = written(sales, office.mailbox.address, QUESTION, Cc=sales.address)
        for mailbox in office.mailboxes.values():
            mail_server.deliver(mailbox, forged, sender=sales.address)
        await until_all_is_read(office)
        ours = [await office.sent_to(mailbox.address) for mailbox in office.mailboxes.values()]
        assert sum(ours) <= MOST and len(await office.heads()) == 2
        assert (await office.desk.store.conversation(begun.head.id)).state is State.ASSIGNED  # type: ignore[union-attr]


async def until_all_is_read(office: PostOffice) -> None:
    """Until what lies in the mailboxes, one mail each and all that we sent there, was read and led to nothing more."""
    before = -1
    while (count := await _lying(office)) != before:
        await office.settled(count)
        before = count


async def _lying(office: PostOffice) -> int:
    expected = [await office.sent_to(mailbox.address) + 1 for mailbox in office.mailboxes.values()]
    boxes = zip(office.mailboxes.values(), expected, strict=True)
    return sum([len(await office.received(mailbox, count)) for mailbox, count in boxes])


async def test_our_reply_that_a_customers_server_sends_back_is_known_as_ours(
    mail_server: MailServer, tmp_path: Path
) -> None:
    async with post_office(mail_server, tmp_path) as office:
        await office.come("lin")
        loop = Answering(machines.forwarder, mail_server.account())
        first = written(loop.account, office.mailbox.address, QUESTION)
        mail_server.deliver(office.mailbox, first, sender=loop.account.address)
        head = await office.until(lambda one: one.state is State.ASSIGNED)
        await reply(office.desk, AgentId("lin"), head.id, external_id=uuid7(), text="It is on its way.")
        await until_silent(office, [loop], 1)
        assert loop.answered == 2 and len(await office.heads()) == 1
