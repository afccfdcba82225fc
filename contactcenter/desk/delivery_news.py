"""What became of an outbound message: an entry at it, and a failure comes back to whoever must act."""

from dataclasses import replace
from datetime import datetime

from contactcenter.desk.agent_mail import agent_at, is_to_agent
from contactcenter.desk.desk import Desk
from contactcenter.desk.drafts import state_draft
from contactcenter.desk.threads import delivery_named
from contactcenter.model.bodies import DeliveryChange, DeliveryState, Note
from contactcenter.model.contact import Identity
from contactcenter.model.conversation import Awaiting, Conversation, State
from contactcenter.model.entry import CENTRE, EntryDraft
from contactcenter.model.plan import Plan
from contactcenter.model.rows import Delivery
from contactcenter.ports import StatusChange

LOST = frozenset({DeliveryState.FAILED, DeliveryState.BOUNCED})
ARRIVED = frozenset({DeliveryState.DELIVERED, DeliveryState.SEEN})


async def note_status(desk: Desk, news: StatusChange) -> bool:
    """Keep what a provider says of a message of ours; False if none of ours is meant, or it is known already."""
    delivery = await delivery_named(desk, news.inbox_id, news.provider_ids)
    if delivery is None:
        return False
    if (copy := await _copy_meant(desk, delivery, news)) is not None:
        return await _note_copy(desk, delivery, copy, news)
    noted = await desk.store.note_delivery(delivery.id, news.state, at=news.at, error=news.error)
    if noted is None:
        return False
    if news.state is DeliveryState.BOUNCED and news.is_final:
        await desk.store.suppress(delivery.recipient, news.error or "bounced", news.at)
    await tell(desk, noted, news.state, news.error)
    return True


async def _copy_meant(desk: Desk, delivery: Delivery, news: StatusChange) -> Identity | None:
    """Who got a copy, if the news is about that; an address that nobody here wrote to is the contact's, forwarded."""
    address = (news.recipient or "").lower()
    if not address or address == delivery.recipient.address:
        return None
    head = await desk.head(delivery.conversation_id)
    others = (one.identity for one in head.participants if one.identity) if head else ()
    return next((one for one in others if one.kind == delivery.recipient.kind and one.address == address), None)


async def _note_copy(desk: Desk, delivery: Delivery, copy: Identity, news: StatusChange) -> bool:
    """The message itself is on its way all the same: only what failed is told, and to whom."""
    if news.state not in LOST:
        return True
    if news.is_final:
        await desk.store.suppress(copy, news.error or "bounced", news.at)
    await tell(desk, delivery, news.state, f"{copy.address}: {news.error or 'returned'}", copy=copy.address)
    return True


async def tell(desk: Desk, delivery: Delivery, state: DeliveryState, error: str | None, *, copy: str = "") -> None:
    """Write it at the message, once per state and attempt; ``copy``: of whom it is told, if not of the contact."""
    now = desk.clock.now()
    if await is_to_agent(desk, delivery):
        await _tell_of_agent_mail(desk, delivery, state, error, now)
        return
    draft = EntryDraft(
        external_id=f"delivery:{delivery.id}:{delivery.attempts}:{state}{copy and ':'}{copy}",
        body=DeliveryChange(message_seq=delivery.message_seq, state=state, error=error),
        author=CENTRE,
    )
    await desk.change(delivery.conversation_id, lambda head: told(head, draft, state, now))


async def _tell_of_agent_mail(
    desk: Desk, delivery: Delivery, state: DeliveryState, error: str | None, at: datetime
) -> None:
    """Only what failed, as a note: it does not concern the contact."""
    if state not in LOST:
        return
    agent = agent_at(desk, delivery.recipient)
    language = agent.interface_language if agent else "en"
    text = desk.words.text("note.agent_mail_lost", language, address=delivery.recipient.address, error=error or state)
    draft = EntryDraft(external_id=f"agent mail:{delivery.id}:{state}", body=Note(text=text), author=CENTRE)
    await desk.change(delivery.conversation_id, lambda head: Plan(head=head, at=at, entries=(draft,)))


def told(head: Conversation, draft: EntryDraft, state: DeliveryState, at: datetime) -> Plan:
    """A message that did not arrive makes the conversation its owner's again, also after it was resolved."""
    assert isinstance(draft.body, DeliveryChange)
    message_seq = draft.body.message_seq
    if state not in LOST:
        still = None if head.undelivered == message_seq and state in ARRIVED else head.undelivered
        return Plan(head=replace(head, undelivered=still), at=at, entries=(draft,))
    after = replace(head, awaiting=Awaiting.AGENT, undelivered=message_seq)
    if head.state is State.RESOLVED and head.agent_id and not head.merged_into:
        after = replace(after, state=State.ASSIGNED, resolved_at=None, resolve_reason=None, handed_over=True)
        return Plan(head=after, at=at, entries=(draft, state_draft(head, State.ASSIGNED, CENTRE, "not_delivered")))
    return Plan(head=after, at=at, entries=(draft,))
