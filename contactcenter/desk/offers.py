"""Offers: one agent is asked, and accepts, declines, or lets it expire."""

from dataclasses import replace
from datetime import datetime, timedelta

from contactcenter.desk.assignment import assigned, offer_end_draft
from contactcenter.desk.desk import Desk
from contactcenter.desk.drafts import state_draft
from contactcenter.desk.missed_offers import offer_answered
from contactcenter.ids import AgentId, ConversationId, uuid7
from contactcenter.model.bodies import Offered, OfferOutcome
from contactcenter.model.conversation import Conversation, OpenOffer, State
from contactcenter.model.entry import CENTRE, Author, AuthorKind, EntryDraft
from contactcenter.model.plan import Changed, Plan, Refused, RefusedBecause


async def make_offer(
    desk: Desk, agent_id: AgentId, conversation_id: ConversationId, *, seconds: float, reasons: tuple[str, ...]
) -> Changed | Refused:
    """Offer a waiting conversation to an agent who has room for it."""
    now = desk.clock.now()
    limit = desk.directory.agent(agent_id).units
    offer = OpenOffer(id=uuid7(), agent_id=agent_id, made_at=now, expires_at=now + timedelta(seconds=seconds))
    return await desk.try_change(conversation_id, lambda head: offered(head, offer, reasons, limit))


def offered(head: Conversation, offer: OpenOffer, reasons: tuple[str, ...], units_limit: int) -> Plan | Refused:
    if head.state is not State.WAITING:
        return Refused(RefusedBecause.STATE, head)
    draft = EntryDraft(
        external_id=f"offer:{offer.id}",
        body=Offered(offer_id=offer.id, agent_id=offer.agent_id, expires_at=offer.expires_at, reasons=reasons),
        author=CENTRE,
    )
    after = replace(head, state=State.OFFERED, offer=offer)
    return Plan(head=after, at=offer.made_at, entries=(draft,), units_limit=units_limit)


async def assign_at_once(
    desk: Desk, agent_id: AgentId, conversation_id: ConversationId, *, reasons: tuple[str, ...]
) -> Changed | Refused:
    """Give a waiting conversation to an agent without asking, if there is room (auto-accept)."""
    now = desk.clock.now()
    limit = desk.directory.agent(agent_id).units

    def move(head: Conversation) -> Plan | Refused:
        if head.state is not State.WAITING:
            return Refused(RefusedBecause.STATE, head)
        return assigned(head, agent_id, CENTRE, reasons, now, units_limit=limit)

    return await desk.try_change(conversation_id, move)


async def accept(desk: Desk, agent_id: AgentId, conversation_id: ConversationId, offer_id: str) -> Changed:
    """Raises errors.Conflict if the offer is no longer open or was made to somebody else."""
    now = desk.clock.now()
    changed = await desk.change(conversation_id, lambda head: accepted(head, agent_id, offer_id, now))
    await offer_answered(desk, agent_id)
    return changed


def accepted(head: Conversation, agent_id: AgentId, offer_id: str, at: datetime) -> Plan | Refused:
    if head.state is State.ASSIGNED and head.agent_id == agent_id:
        return Plan(head=head, at=at)  # accepted before; the acknowledgement was lost
    if not is_open(head, agent_id, offer_id):
        return Refused(RefusedBecause.OFFER, head)
    return assigned(head, agent_id, Author(AuthorKind.AGENT, agent_id), ("accepted",), at)


async def decline(desk: Desk, agent_id: AgentId, conversation_id: ConversationId, offer_id: str) -> Changed:
    """Raises errors.Conflict if the offer is no longer open."""
    now = desk.clock.now()
    author = Author(AuthorKind.AGENT, agent_id)
    changed = await desk.change(
        conversation_id, lambda head: ended(head, agent_id, offer_id, OfferOutcome.DECLINED, author, now)
    )
    await offer_answered(desk, agent_id)
    return changed


async def expire(desk: Desk, head: Conversation, outcome: OfferOutcome = OfferOutcome.EXPIRED) -> Changed | Refused:
    """End an open offer that was not answered in time, or whose agent is gone."""
    if head.offer is None:
        return Refused(RefusedBecause.OFFER, head)
    now, offer = desk.clock.now(), head.offer
    return await desk.try_change(
        head.id, lambda current: ended(current, offer.agent_id, offer.id, outcome, CENTRE, now)
    )


def ended(
    head: Conversation, agent_id: AgentId, offer_id: str, outcome: OfferOutcome, author: Author, at: datetime
) -> Plan | Refused:
    """Back to waiting, in its old place, with the agent noted as one who passed."""
    if not is_open(head, agent_id, offer_id) or head.need is None:
        return Refused(RefusedBecause.OFFER, head)
    need = replace(head.need, passed={**head.need.passed, agent_id: at})
    after = replace(head, state=State.WAITING, offer=None, need=need)
    entries = (offer_end_draft(head, outcome, author), state_draft(head, State.WAITING, author, outcome))
    return Plan(head=after, at=at, entries=entries)


def is_open(head: Conversation, agent_id: AgentId, offer_id: str) -> bool:
    return head.offer is not None and head.offer.id == offer_id and head.offer.agent_id == agent_id
