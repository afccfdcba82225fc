"""Promises: what, by when, by whom, and whether it was kept."""

from dataclasses import replace
from datetime import datetime

from contactcenter.desk.desk import Desk
from contactcenter.desk.drafts import own_id
from contactcenter.errors import Invalid, NotFound
from contactcenter.ids import AgentId, ConversationId
from contactcenter.model.bodies import CommitmentChange
from contactcenter.model.conversation import Awaiting, Commitment, Conversation
from contactcenter.model.entry import CENTRE, Author, AuthorKind, EntryDraft
from contactcenter.model.plan import Changed, Plan, Refused


async def promise(
    desk: Desk, agent_id: AgentId, conversation_id: ConversationId, *, commitment_id: str, text: str, due: datetime
) -> Changed:
    """Write down a promise. Raises errors.Invalid for a due time that is past."""
    now = desk.clock.now()
    if due <= now:
        raise Invalid("choose a time that is still to come", path="due")
    return await desk.change(conversation_id, lambda head: promised(head, agent_id, commitment_id, text, due, now))


def promised(head: Conversation, agent_id: AgentId, commitment_id: str, text: str, due: datetime, at: datetime) -> Plan:
    if any(one.id == commitment_id for one in head.commitments):
        return Plan(head=head, at=at)
    one = Commitment(id=commitment_id, text=text, due=due, by=agent_id, to=head.contact_id, made_at=at)
    draft = EntryDraft(
        external_id=f"commitment:{commitment_id}",
        body=CommitmentChange(commitment_id=commitment_id, text=text, due=due),
        author=Author(AuthorKind.AGENT, agent_id),
    )
    return Plan(head=replace(head, commitments=(*head.commitments, one)), at=at, entries=(draft,))


async def settle(
    desk: Desk, author: Author, conversation_id: ConversationId, commitment_id: str, *, kept: bool
) -> Changed:
    """Kept or broken. Raises errors.NotFound."""
    head = await desk.store.conversation(conversation_id)
    if head is None or all(one.id != commitment_id for one in head.commitments):
        raise NotFound("no such commitment")
    now = desk.clock.now()
    return await desk.change(conversation_id, lambda current: settled(current, author, commitment_id, kept, now))


def settled(head: Conversation, author: Author, commitment_id: str, kept: bool, at: datetime) -> Plan:
    one = next(one for one in head.commitments if one.id == commitment_id)
    if one.kept is kept:
        return Plan(head=head, at=at)
    changed = replace(one, kept=kept, closed_at=at)
    draft = EntryDraft(
        external_id=own_id(head, f"commitment:{commitment_id}"),
        body=CommitmentChange(commitment_id=one.id, text=one.text, due=one.due, kept=kept),
        author=author,
    )
    commitments = tuple(changed if item.id == commitment_id else item for item in head.commitments)
    return Plan(head=replace(head, commitments=commitments), at=at, entries=(draft,))


async def break_overdue(desk: Desk, head: Conversation) -> Changed | Refused:
    """What was promised for a time that has passed and is still open was not kept."""
    now = desk.clock.now()

    def move(current: Conversation) -> Plan:
        late = [one for one in current.commitments if one.kept is None and one.due <= now]
        if not late:
            return Plan(head=current, at=now)
        broken = settled(current, CENTRE, late[0].id, False, now)
        if current.side_of is None:
            return broken
        return replace(broken, head=replace(broken.head, awaiting=Awaiting.AGENT))  # whoever asked must ask again

    return await desk.try_change(head.id, move)
