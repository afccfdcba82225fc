"""What the centre itself says to a contact: a question back, where nobody is here, who speaks which language."""

from dataclasses import replace

from contactcenter.desk.desk import Desk
from contactcenter.desk.drafts import notice_draft, state_draft
from contactcenter.desk.replies import deliveries_for
from contactcenter.model.conversation import Awaiting, Conversation, State
from contactcenter.model.entry import CENTRE
from contactcenter.model.plan import Changed, Plan, Refused, RefusedBecause

WHAT_CAN_WE_DO = "notice.what_can_we_do"
WAITING = {
    "nobody_speaks": "notice.nobody_speaks",
    "nobody_here": "notice.nobody_here",
    "all_busy": "notice.all_busy",
}


async def ask_for_question(desk: Desk, head: Conversation, cause: str) -> Changed | Refused:
    """Answer a bare greeting with a question, and wait for what it is about."""
    now = desk.clock.now()
    text = desk.words.text(WHAT_CAN_WE_DO, head.language or "en")

    def move(current: Conversation) -> Plan | Refused:
        if current.state is not State.NEW:
            return Refused(RefusedBecause.STATE, current)
        notice = notice_draft(current, WHAT_CAN_WE_DO, text, cause=cause)
        after = replace(current, state=State.ANSWERED, awaiting=Awaiting.CONTACT)
        entries = (notice, state_draft(current, State.ANSWERED, CENTRE))
        return Plan(
            head=after, at=now, entries=entries, deliveries=deliveries_for(desk, current, notice.external_id, now)
        )

    return await desk.try_change(head.id, move)


async def tell_waiting(desk: Desk, head: Conversation, why: str) -> Changed | Refused:
    """Tell a waiting contact once why it takes longer and what happens next; ``why`` is a key of WAITING."""
    now = desk.clock.now()

    def move(current: Conversation) -> Plan | Refused:
        if current.state is not State.WAITING or current.told == why:
            return Refused(RefusedBecause.STATE, current)
        if desk.capabilities[current.channel].letters:  # acknowledged once is enough
            return Plan(head=replace(current, told=why), at=now)
        text = desk.words.text(WAITING[why], current.language or "en")
        notice = notice_draft(current, WAITING[why], text)
        deliveries = deliveries_for(desk, current, notice.external_id, now)
        return Plan(head=replace(current, told=why), at=now, entries=(notice,), deliveries=deliveries)

    return await desk.try_change(head.id, move)
