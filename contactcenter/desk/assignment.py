"""Who has a conversation: taking it, giving it on, and giving back what an absent agent had."""

from dataclasses import replace
from datetime import datetime

from contactcenter.desk.desk import Desk
from contactcenter.desk.drafts import assignment_draft, own_id, state_draft
from contactcenter.errors import Invalid
from contactcenter.ids import AgentId, ConversationId, QueueId
from contactcenter.model.bodies import Note, OfferEnded, OfferOutcome, Queued
from contactcenter.model.conversation import Awaiting, Conversation, Need, State
from contactcenter.model.entry import CENTRE, Author, AuthorKind, EntryDraft
from contactcenter.model.plan import Changed, Plan, Refused, RefusedBecause
from contactcenter.model.records import Queue


async def take(desk: Desk, agent_id: AgentId, conversation_id: ConversationId) -> Changed:
    """An agent takes a conversation that nobody has, or that its present agent lets go by being taken from."""
    now = desk.clock.now()
    author = Author(AuthorKind.AGENT, agent_id)
    return await desk.change(conversation_id, lambda head: assigned(head, agent_id, author, ("taken",), now))


def assigned(
    head: Conversation,
    agent_id: AgentId,
    author: Author,
    reasons: tuple[str, ...],
    at: datetime,
    units_limit: int | None = None,
    note: EntryDraft | None = None,
) -> Plan | Refused:
    """The conversation becomes the agent's; an open offer to anybody ends."""
    if head.state is State.RESOLVED or head.merged_into:
        return Refused(RefusedBecause.STATE, head)
    if head.state is State.ASSIGNED and head.agent_id == agent_id:
        return Plan(head=head, at=at)
    after = replace(
        head, state=State.ASSIGNED, agent_id=agent_id, offer=None, handed_over=True, waiting_since=None, told=None,
        snoozed_until=None, awaiting=Awaiting.AGENT,
    )  # fmt: skip
    entries = [assignment_draft(head, author, agent_id, reasons)]
    if head.state is not State.ASSIGNED:
        entries.append(state_draft(head, State.ASSIGNED, author))
    if head.offer:
        entries.append(offer_end_draft(head, _outcome_for(head, agent_id), author))
    if note:
        entries.append(note)
    return Plan(head=after, at=at, entries=tuple(entries), units_limit=units_limit)


def _outcome_for(head: Conversation, agent_id: AgentId) -> OfferOutcome:
    return OfferOutcome.ACCEPTED if head.offer and head.offer.agent_id == agent_id else OfferOutcome.RESCINDED


def offer_end_draft(head: Conversation, outcome: OfferOutcome, author: Author) -> EntryDraft:
    assert head.offer is not None
    return EntryDraft(
        external_id=f"offer_ended:{head.offer.id}",
        body=OfferEnded(offer_id=head.offer.id, agent_id=head.offer.agent_id, outcome=outcome),
        author=author,
    )


async def transfer(
    desk: Desk,
    by: AgentId,
    conversation_id: ConversationId,
    *,
    agent_id: AgentId | None = None,
    queue_id: QueueId | None = None,
    note: str = "",
) -> Changed:
    """Give a conversation to an agent or into a queue, with a word for whoever gets it.

    Raises errors.Invalid unless exactly one receiver is named, errors.NotFound if it does not exist.
    """
    if (agent_id is None) == (queue_id is None):
        raise Invalid("name an agent or a queue to transfer to", path="agent_id")
    now = desk.clock.now()
    author = Author(AuthorKind.AGENT, by)
    if agent_id is not None:
        desk.directory.agent(agent_id)
        reasons = ("transferred",)
        return await desk.change(
            conversation_id,
            lambda head: assigned(head, agent_id, author, reasons, now, note=_note_draft(head, note, author)),
        )
    queue = desk.directory.queue(queue_id)  # type: ignore[arg-type]  # exactly one is set
    return await desk.change(
        conversation_id,
        lambda head: requeued(head, queue, author, ("transferred",), now, note=_note_draft(head, note, author)),
    )


def requeued(
    head: Conversation,
    queue: Queue,
    author: Author,
    reasons: tuple[str, ...],
    at: datetime,
    note: EntryDraft | None = None,
    preferred: AgentId | None = None,
) -> Plan | Refused:
    """Back into a queue, its place in line counted from when it last waited or, else, from now."""
    if head.state is State.RESOLVED or head.merged_into:
        return Refused(RefusedBecause.STATE, head)
    need = head.need or Need(queue_id=queue.id, language=head.language)
    need = replace(
        need, queue_id=queue.id, language=head.language, skills=queue.skills, passed={}, preferred_agent_id=preferred
    )
    after = replace(
        head, state=State.WAITING, agent_id=None, offer=None, queue_id=queue.id, need=need, handed_over=True,
        waiting_since=head.waiting_since or at, told=None, snoozed_until=None, awaiting=Awaiting.AGENT,
    )  # fmt: skip
    entries = [queued_draft(head, need, reasons)]
    if head.agent_id:
        entries.append(assignment_draft(head, author, None, reasons, queue.id))
    if head.state is not State.WAITING:
        entries.append(state_draft(head, State.WAITING, author))
    if head.offer:
        entries.append(offer_end_draft(head, OfferOutcome.RESCINDED, author))
    if note:
        entries.append(note)
    return Plan(head=after, at=at, entries=tuple(entries))


def queued_draft(head: Conversation, need: Need, reasons: tuple[str, ...]) -> EntryDraft:
    return EntryDraft(
        external_id=own_id(head, "queued"),
        body=Queued(queue_id=need.queue_id, language=need.language, skills=need.skills, reasons=reasons),
        author=CENTRE,
    )


def _note_draft(head: Conversation, text: str, author: Author) -> EntryDraft | None:
    if not text:
        return None
    return EntryDraft(external_id=own_id(head, "note"), body=Note(text=text), author=author)


async def give_back(desk: Desk, head: Conversation, reason: str) -> Changed | Refused:
    """Return a conversation of an absent agent to its queue; the agent is asked first when back in time."""
    now = desk.clock.now()
    queue = desk.directory.queue(head.queue_id or desk.directory.inbox(head.inbox_id).queue_id)
    owner = head.agent_id

    def move(current: Conversation) -> Plan | Refused:
        if current.state is not State.ASSIGNED or current.agent_id != owner:
            return Refused(RefusedBecause.STATE, current)
        return requeued(current, queue, CENTRE, (reason,), now, preferred=owner)

    return await desk.try_change(head.id, move)
