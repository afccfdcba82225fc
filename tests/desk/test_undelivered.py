"""A letter that did not arrive marks its conversation until somebody has written again, or until it did arrive."""

import pytest

from contactcenter.desk.delivery_news import tell
from contactcenter.desk.intake import receive
from contactcenter.desk.replies import reply
from contactcenter.ids import AgentId, InboxId, QueueId, uuid7
from contactcenter.model.bodies import DeliveryState
from contactcenter.model.contact import Identity
from contactcenter.model.conversation import Awaiting, Conversation
from contactcenter.model.plan import Recorded
from contactcenter.model.records import Inbox
from contactcenter.ports import Capabilities, InboundMessage
from tests.desk.room import Room

LOST = (DeliveryState.FAILED, DeliveryState.BOUNCED)


@pytest.fixture
async def answered(room: Room) -> Conversation:
    """A conversation by letters in which Ira has replied."""
    room.desk.capabilities = {**room.desk.capabilities, "email": Capabilities(letters=True)}
    await room.keep(Inbox(id=InboxId("mail"), name="Mail", channel="email", queue_id=QueueId("general"), answers=False))
    who = Identity(kind="email", address="ann@example.com")
    letter = InboundMessage(inbox_id=InboxId("mail"), external_id=uuid7(), identity=who, text="Где мой заказ?")
    recorded = await receive(room.desk, letter)
    assert isinstance(recorded, Recorded)
    return await written(room, recorded.head)


async def written(room: Room, head: Conversation) -> Conversation:
    await reply(room.desk, AgentId("ira"), head.id, external_id=uuid7(), text="Он уже в пути.")
    return await room.get(head.id)


async def told(room: Room, head: Conversation, state: DeliveryState) -> Conversation:
    last = max(await room.desk.store.deliveries_of(head.id), key=lambda one: one.message_seq)
    await tell(room.desk, last, state, "said the server")
    return await room.get(head.id)


@pytest.mark.parametrize("state", LOST)
async def test_a_lost_letter_is_named_until_somebody_writes_again(
    room: Room, answered: Conversation, state: DeliveryState
) -> None:
    lost = await told(room, answered, state)
    letter = max(await room.desk.store.deliveries_of(lost.id), key=lambda one: one.message_seq)
    assert (lost.undelivered, lost.awaiting) == (letter.message_seq, Awaiting.AGENT)
    assert (await written(room, lost)).undelivered is None


async def test_a_letter_that_arrived_after_all_is_not_named(room: Room, answered: Conversation) -> None:
    lost = await told(room, answered, DeliveryState.BOUNCED)
    assert lost.undelivered is not None
    assert (await told(room, lost, DeliveryState.DELIVERED)).undelivered is None


@pytest.mark.parametrize("state", [DeliveryState.SENT, DeliveryState.DEFERRED])
async def test_a_letter_on_its_way_is_not_named(room: Room, answered: Conversation, state: DeliveryState) -> None:
    assert (await told(room, answered, state)).undelivered is None
