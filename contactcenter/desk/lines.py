"""One talk at a time with each person, on channels that know nothing else (messengers).

The conversations of a line are a chain: each one's id is derived from the one before, so that two nodes which take
messages of one person at the same time come to the same conversation without asking each other.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from contactcenter.desk.desk import Desk
from contactcenter.desk.threads import current
from contactcenter.ids import ConversationId, derived_id
from contactcenter.model.contact import Identity
from contactcenter.model.conversation import Conversation, State
from contactcenter.model.records import Inbox


@dataclass(frozen=True, slots=True)
class LineEnd:
    """The last conversation of a line, and the id of the one that a message begins if that one is over."""

    head: Conversation | None
    next_id: ConversationId
    is_elsewhere: bool = False  # it was merged into a conversation that began in another way


async def line_end(desk: Desk, inbox: Inbox, identity: Identity, line: str, now: datetime) -> LineEnd:
    """Where the line is: its last conversation is None before the first message."""
    next_id = ConversationId(derived_id("line", inbox.id, *identity.key, line))
    found: Conversation | None = None
    is_elsewhere = False
    while (head := await current(desk, next_id)) is not None:
        is_elsewhere = head.id != next_id
        if is_elsewhere and not await _is_same_person(desk, identity, head):
            found, next_id = None, ConversationId(derived_id("line after", next_id))
            continue
        found, next_id = head, ConversationId(derived_id("line after", next_id))
        if not is_over(head, inbox, now):
            break
    return LineEnd(found, next_id, is_elsewhere)


async def _is_same_person(desk: Desk, identity: Identity, head: Conversation) -> bool:
    """Whether the two are still linked: what was merged while they were is the other's alone afterwards."""
    contact = await desk.store.contact_by_identity(identity)
    return contact is not None and head.contact_id in await desk.store.merged_contacts(contact.id)


def is_over(head: Conversation, inbox: Inbox, now: datetime) -> bool:
    """Resolved longer ago than its inbox reopens: a message begins a new conversation that follows it."""
    if head.state is not State.RESOLVED or head.resolved_at is None:
        return False
    return now - head.resolved_at > timedelta(days=inbox.reopen_days)
