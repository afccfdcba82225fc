"""Links from one conversation to another, or to a problem."""

from datetime import datetime

from contactcenter.desk.desk import Desk
from contactcenter.desk.drafts import own_id
from contactcenter.errors import Invalid, NotFound
from contactcenter.ids import ConversationId
from contactcenter.model.bodies import LinkChange, LinkKind
from contactcenter.model.conversation import Conversation
from contactcenter.model.entry import Author, EntryDraft
from contactcenter.model.plan import Changed, Link, Plan
from contactcenter.model.records import Problem

BY_HAND = frozenset({LinkKind.DUPLICATE_OF, LinkKind.CAUSED_BY, LinkKind.ANSWERS, LinkKind.PROBLEM})


async def link(
    desk: Desk, author: Author, conversation_id: ConversationId, kind: LinkKind, target: str, *, added: bool
) -> Changed:
    """Add or take away a link. Raises errors.Invalid, errors.NotFound for a target that is not there."""
    if kind not in BY_HAND:
        raise Invalid("this link is made by the centre itself", path="link")
    if target == conversation_id:
        raise Invalid("a conversation is not linked to itself", path="target")
    await _target_exists(desk, kind, target)
    present = any(
        one.kind is kind and one.source == conversation_id and one.target == target
        for one in await desk.store.links(conversation_id)
    )
    now = desk.clock.now()
    return await desk.change(
        conversation_id,
        lambda head: Plan(head=head, at=now) if present == added else linked(head, author, kind, target, added, now),
    )


def linked(head: Conversation, author: Author, kind: LinkKind, target: str, added: bool, at: datetime) -> Plan:
    one = Link(kind=kind, source=head.id, target=target, at=at)
    draft = EntryDraft(
        external_id=own_id(head, "link"), body=LinkChange(link=kind, target=target, added=added), author=author
    )
    return Plan(head=head, at=at, entries=(draft,), links=(one,) if added else (), unlinked=() if added else (one,))


async def _target_exists(desk: Desk, kind: LinkKind, target: str) -> None:
    if kind is LinkKind.PROBLEM:
        if await desk.store.record(Problem, target) is None:
            raise NotFound("no such problem", path="target")
    elif await desk.store.conversation(ConversationId(target)) is None:
        raise NotFound("no such conversation", path="target")
