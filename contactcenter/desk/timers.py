"""What time itself does to conversations: offers expire, snoozed ones wake, promises break, lost ones go on."""

import logging

from contactcenter.desk.carry_on import resume
from contactcenter.desk.commitments import break_overdue
from contactcenter.desk.desk import Desk
from contactcenter.desk.missed_offers import offer_missed
from contactcenter.desk.offers import expire
from contactcenter.desk.snoozing import wake
from contactcenter.ids import AgentId
from contactcenter.model.conversation import UNFINISHED_AFTER, Conversation, State, is_unfinished
from contactcenter.model.plan import Changed

log = logging.getLogger(__name__)


async def sweep(desk: Desk, limit: int = 100) -> int:
    """Do everything that is due; how many conversations were looked at."""
    due = await desk.store.due_conversations(desk.clock.now(), limit)
    for head in due:
        try:
            await _do_due(desk, head)
        except Exception:
            log.exception("timer failed", extra={"conversation": head.id})
    return len(due)


async def _do_due(desk: Desk, head: Conversation) -> None:
    now = desk.clock.now()
    if head.offer and head.offer.expires_at <= now:
        await _expire(desk, head, head.offer.agent_id)
    if head.state is State.SNOOZED and head.snoozed_until and head.snoozed_until <= now:
        await wake(desk, head.id)
    if is_unfinished(head) and head.last_at + UNFINISHED_AFTER <= now:
        await resume(desk, head)
    if any(one.kept is None and one.due <= now for one in head.commitments):
        await break_overdue(desk, head)


async def _expire(desk: Desk, head: Conversation, agent_id: AgentId) -> None:
    if isinstance(await expire(desk, head), Changed):
        await offer_missed(desk, agent_id)
