"""Resolving a conversation, and taking that back."""

from dataclasses import replace
from datetime import datetime

from contactcenter.desk.assignment import offer_end_draft
from contactcenter.desk.desk import Desk
from contactcenter.desk.drafts import assignment_draft, notice_draft, state_draft
from contactcenter.desk.replies import deliveries_for
from contactcenter.ids import AgentId, ConversationId
from contactcenter.model.bodies import OfferOutcome
from contactcenter.model.conversation import Awaiting, Conversation, State
from contactcenter.model.entry import Author, AuthorKind
from contactcenter.model.message import HOW_WAS_IT
from contactcenter.model.plan import Changed, Plan, Refused, RefusedBecause


async def resolve(desk: Desk, author: Author, conversation_id: ConversationId, *, reason: str | None = None) -> Changed:
    """Close the matter. Resolving what is resolved changes nothing."""
    now = desk.clock.now()

    def move(head: Conversation) -> Plan | Refused:
        plan = resolved(head, author, reason, now)
        return (
            asking_how_it_was(desk, head, plan) if isinstance(plan, Plan) and _may_be_asked(desk, head, plan) else plan
        )

    return await desk.change(conversation_id, move)


def _may_be_asked(desk: Desk, head: Conversation, plan: Plan) -> bool:
    """By a press, once, after a person answered; widgets ask by themselves."""
    is_closed = head.state is not State.RESOLVED and plan.head.state is State.RESOLVED
    helped = head.handed_over and plan.head.resolve_reason is None
    return is_closed and helped and head.rating is None and desk.capabilities[head.channel].rates


def asking_how_it_was(desk: Desk, head: Conversation, plan: Plan) -> Plan:
    """The plan with a question to the contact."""
    text = desk.words.text(HOW_WAS_IT, head.language or "en")
    notice = notice_draft(head, HOW_WAS_IT, text)
    deliveries = deliveries_for(desk, head, notice.external_id, plan.at)
    return replace(plan, entries=(*plan.entries, notice), deliveries=(*plan.deliveries, *deliveries))


def resolved(head: Conversation, author: Author, reason: str | None, at: datetime) -> Plan | Refused:
    """The agent stays noted as the last one; automatic answers may come back with the next matter."""
    if head.state is State.RESOLVED:
        return Plan(head=head, at=at)
    after = replace(
        head, state=State.RESOLVED, awaiting=Awaiting.NONE, offer=None, handed_over=False, told=None,
        waiting_since=None, snoozed_until=None, resolved_at=at, resolve_reason=reason,
    )  # fmt: skip
    entries = [state_draft(head, State.RESOLVED, author, reason)]
    if head.offer:
        entries.append(offer_end_draft(head, OfferOutcome.RESCINDED, author))
    return Plan(head=after, at=at, entries=tuple(entries))


async def reopen(desk: Desk, agent_id: AgentId, conversation_id: ConversationId) -> Changed:
    """An agent takes a resolved conversation up again: undo of resolve."""
    now = desk.clock.now()
    return await desk.change(conversation_id, lambda head: reopened(head, agent_id, now))


def reopened(head: Conversation, agent_id: AgentId, at: datetime) -> Plan | Refused:
    if head.merged_into:
        return Refused(RefusedBecause.STATE, head)
    if head.state is not State.RESOLVED:
        return Plan(head=head, at=at)
    author = Author(AuthorKind.AGENT, agent_id)
    after = replace(
        head, state=State.ASSIGNED, agent_id=agent_id, awaiting=Awaiting.AGENT, handed_over=True,
        resolved_at=None, resolve_reason=None,
    )  # fmt: skip
    entries = [state_draft(head, State.ASSIGNED, author, "reopened")]
    if head.agent_id != agent_id:
        entries.append(assignment_draft(head, author, agent_id, ("reopened",)))
    return Plan(head=after, at=at, entries=tuple(entries))
