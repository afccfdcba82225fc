"""Which conversation a message belongs to, by what it names: first match wins, and never by subject alone.

A conversation is known by keys that were stored with it: ``ref:REFERENCE``, and on channels that thread the names of
its messages. ``delivery:ID`` names one of our own by its delivery and needs no key of its own.
"""

from collections.abc import Sequence

from contactcenter.desk.desk import Desk
from contactcenter.desk.reply_tokens import reference_of
from contactcenter.ids import ConversationId, DeliveryId, InboxId, is_uuid
from contactcenter.model.contact import Identity
from contactcenter.model.conversation import Conversation
from contactcenter.model.rows import Delivery
from contactcenter.ports import InboundMessage

DELIVERY = "delivery:"


def reference_key(reference: str) -> str:
    return f"ref:{reference.upper()}"


async def thread_of(desk: Desk, message: InboundMessage) -> Conversation | None:
    """The conversation that the message names, or what it was merged into; None = it begins one."""
    if head := await _by_tokens(desk, message.reply_tokens):
        return head
    for key in message.thread_keys:
        if head := await _by_keys(desk, (key,)):
            return head
    if head := await _by_tokens(desk, message.quoted_tokens):
        return head
    named = (reference_key(message.reference),) if message.reference else ()
    head = await _by_keys(desk, (*named, *message.weak_thread_keys))
    return head if head and is_participant(head, message.identity) else None


def is_participant(head: Conversation, identity: Identity) -> bool:
    return any(one.identity is not None and one.identity.key == identity.key for one in head.participants)


async def _by_tokens(desk: Desk, tokens: tuple[str, ...]) -> Conversation | None:
    for reference in (reference_of(desk.keyring, token) for token in tokens):
        if reference and (head := await conversation_of_reference(desk, reference)):
            return head
    return None


async def conversation_of_reference(desk: Desk, reference: str) -> Conversation | None:
    return await _by_keys(desk, (reference_key(reference),))


async def _by_keys(desk: Desk, keys: tuple[str, ...]) -> Conversation | None:
    if not keys:
        return None
    conversation_id = await _by_delivery(desk, keys[0]) or await desk.store.thread(keys)
    return await current(desk, conversation_id) if conversation_id else None


async def _by_delivery(desk: Desk, key: str) -> ConversationId | None:
    delivery_id = key.removeprefix(DELIVERY)
    if delivery_id == key or not is_uuid(delivery_id):
        return None
    delivery = await desk.store.delivery(DeliveryId(delivery_id))
    return delivery.conversation_id if delivery else None


async def delivery_named(desk: Desk, inbox_id: InboxId, names: Sequence[str]) -> Delivery | None:
    """The message of ours that a provider means: by our name of it (``delivery:ID``), else by its own."""
    for name in names:
        delivery_id = name.removeprefix(DELIVERY)
        if delivery_id != name and is_uuid(delivery_id):
            found = await desk.store.delivery(DeliveryId(delivery_id))
            if found is not None:
                return found
    return await desk.store.delivery_by_provider_id(inbox_id, names)


async def current(desk: Desk, conversation_id: ConversationId) -> Conversation | None:
    """The head, or that of the conversation it was merged into."""
    head = await desk.head(conversation_id)
    return await desk.head(head.merged_into) if head is not None and head.merged_into else head
