"""A chat goes on as mail: what a contact who left has not read comes by mail, once, and the answer comes back."""

from collections.abc import Mapping
from datetime import timedelta

import pytest

from contactcenter.desk.intake import receive
from contactcenter.desk.offers import accept
from contactcenter.desk.outbox import Outbox
from contactcenter.desk.reading import CONTACT, read_up_to
from contactcenter.desk.replies import reply
from contactcenter.ids import AgentId, InboxId, QueueId, uuid7
from contactcenter.model.bodies import DeliveryState
from contactcenter.model.contact import Identity
from contactcenter.model.conversation import Awaiting, Conversation
from contactcenter.model.plan import Recorded
from contactcenter.model.records import Inbox
from contactcenter.ports import Capabilities, Health, LinkPurpose, OutboundMessage, Sent
from tests.desk.room import Room
from tests.desk.test_letters import letter

ANN = Identity(kind="email", address="ann@example.com")


class Letterbox:
    """A channel that keeps what it was given to send."""

    def __init__(self) -> None:
        self.sent: list[OutboundMessage] = []

    async def deliver(self, message: OutboundMessage) -> Sent:
        self.sent.append(message)
        return Sent(state=DeliveryState.SENT, provider_id=f"<{message.delivery_id}@centre.test>")


@pytest.fixture
async def chat(room: Room) -> Room:
    """The room with a mail inbox that works."""
    room.desk.capabilities = {**room.desk.capabilities, "email": Capabilities(letters=True)}
    await room.keep(Inbox(id=InboxId("mail"), name="Mail", channel="email", queue_id=QueueId("general")))
    room.desk.health.report("mail", Health(), room.clock.now())
    return room


async def talking(room: Room, *, address: bool = True) -> Conversation:
    """A visitor whom Ira answers."""
    await room.come("ira")
    head = await room.say("Позовите человека, пожалуйста")
    if address:
        await room.desk.store.add_identity(head.contact_id, ANN)
    assert head.offer is not None
    await accept(room.desk, AgentId("ira"), head.id, head.offer.id)
    return head


def nothing(head: Conversation, entry: object) -> Mapping[LinkPurpose, str]:
    return {}


async def post_after(room: Room, minutes: float) -> list[OutboundMessage]:
    """What goes out by mail when so much time has passed."""
    room.clock.advance(timedelta(minutes=minutes))
    box = Letterbox()
    outbox = Outbox(room.desk, InboxId("mail"), box, "node", nothing)  # type: ignore[arg-type]  # it only delivers
    while await outbox.step():
        pass
    return box.sent


async def test_unread_replies_come_in_one_mail_after_a_while(chat: Room) -> None:
    head = await talking(chat)
    await reply(chat.desk, AgentId("ira"), head.id, external_id=uuid7(), text="Первое.")
    await reply(chat.desk, AgentId("ira"), head.id, external_id=uuid7(), text="Второе.")
    assert await post_after(chat, 1) == []
    mails = await post_after(chat, 3)
    assert [(one.recipient.address, one.message.text) for one in mails] == [(ANN.address, "Первое.\n\nВторое.")]
    assert await post_after(chat, 60) == []


async def test_what_was_read_in_the_chat_is_not_sent(chat: Room) -> None:
    head = await talking(chat)
    changed = await reply(chat.desk, AgentId("ira"), head.id, external_id=uuid7(), text="Первое.")
    await read_up_to(chat.desk, head.id, CONTACT, changed.head.seq)
    assert await post_after(chat, 5) == []


async def test_a_later_reply_comes_in_a_mail_of_its_own(chat: Room) -> None:
    head = await talking(chat)
    await reply(chat.desk, AgentId("ira"), head.id, external_id=uuid7(), text="Первое.")
    await post_after(chat, 5)
    await reply(chat.desk, AgentId("ira"), head.id, external_id=uuid7(), text="Второе.")
    assert [one.message.text for one in await post_after(chat, 5)] == ["Второе."]


async def test_without_an_address_nothing_is_sent(chat: Room) -> None:
    head = await talking(chat, address=False)
    await reply(chat.desk, AgentId("ira"), head.id, external_id=uuid7(), text="Первое.")
    assert await chat.desk.store.deliveries_of(head.id) == ()


async def test_an_inbox_that_does_not_work_is_not_used(chat: Room) -> None:
    chat.desk.health.report("mail", Health(problem="wrong password"), chat.clock.now())
    head = await talking(chat)
    await reply(chat.desk, AgentId("ira"), head.id, external_id=uuid7(), text="Первое.")
    assert await chat.desk.store.deliveries_of(head.id) == ()


async def test_the_answer_by_mail_lands_in_the_same_conversation(chat: Room) -> None:
    head = await talking(chat)
    await reply(chat.desk, AgentId("ira"), head.id, external_id=uuid7(), text="Какая модель?")
    mail = (await post_after(chat, 5))[0]
    answer = letter("У меня BP200, купил весной.", sender=ANN.address, reply_tokens=(mail.reply_token,))
    recorded = await receive(chat.desk, answer)
    assert isinstance(recorded, Recorded)
    assert (recorded.head.id, recorded.head.contact_id, recorded.head.awaiting) == (
        head.id, head.contact_id, Awaiting.AGENT,
    )  # fmt: skip
