"""An agent who lets offers expire is set away, so that no contact waits for somebody who is not at the desk."""

from contextlib import suppress
from dataclasses import replace

from contactcenter.desk.desk import Desk
from contactcenter.desk.presence import availability_of, keep_availability
from contactcenter.errors import Conflict, Stale
from contactcenter.ids import AgentId
from contactcenter.model.records import AwayReason

AWAY_AFTER = 2  # offers in a row: the first may come at a bad moment


async def offer_missed(desk: Desk, agent_id: AgentId) -> None:
    """An offer to the agent expired unanswered; the second in a row sets the agent away, with the reason kept."""
    known = await availability_of(desk, agent_id)
    missed = replace(known, missed=known.missed + 1)
    if missed.missed >= AWAY_AFTER and known.status == "online":
        missed = replace(missed, status="away", reason=AwayReason.OFFERS_MISSED)
    with suppress(Stale, Conflict):  # the agent has chosen something at this moment: so somebody is there
        await keep_availability(desk, known, missed)


async def offer_answered(desk: Desk, agent_id: AgentId) -> None:
    """The agent accepted or declined: counting starts again."""
    known = await availability_of(desk, agent_id)
    if known.missed and known.status == "online":
        with suppress(Stale, Conflict):
            await keep_availability(desk, known, replace(known, missed=0))
