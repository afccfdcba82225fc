"""A chat goes on as mail when its contact has left: what they have not read comes to the address they gave, once.

The delivery is made with the first unread reply and waits; when it is due, everything unread by then goes in one mail,
and nothing if they came back and read it. An answer carries the reply token and lands in the same conversation.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from contactcenter.desk.desk import Desk
from contactcenter.ids import ConversationId, DeliveryId, InboxId, derived_id
from contactcenter.model.bodies import DeliveryState
from contactcenter.model.contact import Identity
from contactcenter.model.conversation import Conversation
from contactcenter.model.entry import AuthorKind, Entry
from contactcenter.model.message import Message
from contactcenter.model.plan import DeliveryDraft
from contactcenter.model.records import Inbox
from contactcenter.model.rows import Delivery

WAITS = timedelta(minutes=3)
CONTACT = "contact"  # key of read_up_to
_ON_ITS_WAY = frozenset({DeliveryState.QUEUED, DeliveryState.DEFERRED, DeliveryState.SENDING})


async def continuation(
    desk: Desk, conversation_id: ConversationId, external_id: str, at: datetime
) -> tuple[DeliveryDraft, ...]:
    """The delivery that a reply with this id needs besides the live one: none where no mail can go or one waits."""
    head = await desk.head(conversation_id)
    if head is None or head.way is not None or not desk.capabilities[head.channel].live:
        return ()
    inbox = mail_inbox(desk, head)
    address = await _address(desk, head) if inbox else None
    if inbox is None or address is None or await desk.store.suppression(address):
        return ()
    if any(_waits_for(one, address) for one in await desk.store.deliveries_of(head.id)):
        return ()
    delivery_id = DeliveryId(derived_id("delivery", head.id, external_id, *address.key))
    return (
        DeliveryDraft(id=delivery_id, inbox_id=inbox.id, channel=inbox.channel, recipient=address, due_at=at + WAITS),
    )


def mail_inbox(desk: Desk, head: Conversation) -> Inbox | None:
    """An inbox for letters that works: of the same queue if there is one, else the first."""
    letters = [one for one in sorted(desk.directory.all(Inbox).values(), key=lambda one: one.id) if _works(desk, one)]
    own_queue = desk.directory.inbox(InboxId(head.inbox_id)).queue_id
    return next((one for one in letters if one.queue_id == own_queue), next(iter(letters), None))


def _works(desk: Desk, inbox: Inbox) -> bool:
    if not inbox.active or inbox.channel not in desk.capabilities or not desk.capabilities[inbox.channel].letters:
        return False
    state = desk.health.states.get(inbox.id)
    return state is not None and state.health.problem is None


def _waits_for(delivery: Delivery, address: Identity) -> bool:
    return delivery.state in _ON_ITS_WAY and delivery.recipient.key == address.key


async def _address(desk: Desk, head: Conversation) -> Identity | None:
    """The contact's address for letters, the best proven first."""
    kinds = {kind for kind, capabilities in desk.capabilities.items() if capabilities.letters}
    known = [one for one in await desk.store.identities(head.contact_id) if one.kind in kinds]
    order = ("signed", "verified", "session", "claimed")
    return min(known, key=lambda one: order.index(one.verification), default=None)


def unread(head: Conversation, entries: Sequence[Entry], since: int) -> tuple[Entry, ...]:
    """Agents' messages from ``since`` on that the contact has not seen."""
    read = head.read_up_to.get(CONTACT, 0)
    return tuple(
        entry
        for entry in entries
        if entry.seq >= since
        and entry.seq > read
        and entry.author.kind is AuthorKind.AGENT
        and isinstance(entry.body, Message)
    )
