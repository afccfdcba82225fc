"""Setting a conversation aside until a time; it comes back by itself, or when the contact writes."""

from dataclasses import replace
from datetime import datetime

from contactcenter.desk.desk import Desk
from contactcenter.desk.drafts import state_draft
from contactcenter.errors import Invalid
from contactcenter.ids import AgentId, ConversationId
from contactcenter.model.conversation import Awaiting, Conversation, State
from contactcenter.model.entry import CENTRE, Author, AuthorKind
from contactcenter.model.plan import Changed, Plan, Refused, RefusedBecause


async def snooze(desk: Desk, agent_id: AgentId, conversation_id: ConversationId, until: datetime) -> Changed:
    """Only the agent who has it may. Raises errors.Invalid for a time that is past."""
    now = desk.clock.now()
    if until <= now:
        raise Invalid("choose a time that is still to come", path="until")
    return await desk.change(conversation_id, lambda head: snoozed(head, agent_id, until, now))


def snoozed(head: Conversation, agent_id: AgentId, until: datetime, at: datetime) -> Plan | Refused:
    if head.state not in (State.ASSIGNED, State.SNOOZED):
        return Refused(RefusedBecause.STATE, head)
    if head.agent_id != agent_id:
        return Refused(RefusedBecause.OWNER, head)
    author = Author(AuthorKind.AGENT, agent_id)
    after = replace(head, state=State.SNOOZED, snoozed_until=until, awaiting=Awaiting.NONE)
    return Plan(head=after, at=at, entries=(state_draft(head, State.SNOOZED, author, until=until),))


async def wake(desk: Desk, conversation_id: ConversationId, author: Author = CENTRE) -> Changed | Refused:
    """Back to its agent; waking what is not snoozed changes nothing."""
    now = desk.clock.now()
    reason = "time_came" if author is CENTRE else "woken"
    return await desk.try_change(conversation_id, lambda head: woken(head, author, reason, now))


def woken(head: Conversation, author: Author, reason: str, at: datetime) -> Plan | Refused:
    if head.state is not State.SNOOZED:
        return Plan(head=head, at=at)
    after = replace(head, state=State.ASSIGNED, snoozed_until=None, awaiting=Awaiting.AGENT)
    return Plan(head=after, at=at, entries=(state_draft(head, State.ASSIGNED, author, reason),))
