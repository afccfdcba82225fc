"""How long an agent had a conversation open and in focus: handle time is the sum."""

from contactcenter.desk.desk import Desk
from contactcenter.ids import AgentId, ConversationId
from contactcenter.model.bodies import Focus
from contactcenter.model.entry import Author, AuthorKind, EntryDraft
from contactcenter.model.plan import Changed, Plan

LONGEST_SECONDS = 120.0  # the console reports at least every 60 s: more is a sleeping laptop


async def focused(
    desk: Desk, agent_id: AgentId, conversation_id: ConversationId, *, external_id: str, seconds: float
) -> Changed:
    now = desk.clock.now()
    body = Focus(agent_id=agent_id, seconds=min(seconds, LONGEST_SECONDS))
    draft = EntryDraft(external_id=external_id, body=body, author=Author(AuthorKind.AGENT, agent_id))
    return await desk.change(conversation_id, lambda head: Plan(head=head, at=now, entries=(draft,)))
