"""Read marks: how far each side has read. No entries; a mark only moves forward."""

from dataclasses import replace
from datetime import datetime

from contactcenter.desk.desk import Desk
from contactcenter.ids import ConversationId
from contactcenter.model.conversation import Conversation
from contactcenter.model.plan import Changed, Plan

CONTACT = "contact"


async def read_up_to(desk: Desk, conversation_id: ConversationId, who: str, seq: int) -> Changed:
    """``who``: "contact" or an agent's id."""
    now = desk.clock.now()
    return await desk.change(conversation_id, lambda head: marked(head, who, seq, now))


def marked(head: Conversation, who: str, seq: int, at: datetime) -> Plan:
    seq = min(seq, head.seq)
    if seq <= head.read_up_to.get(who, 0):
        return Plan(head=head, at=at)
    return Plan(head=replace(head, read_up_to={**head.read_up_to, who: seq}), at=at)
