"""Agents as they are now: status, load and room, for lists and for the console's picker."""

from collections.abc import Iterator

import msgspec

from contactcenter.desk.desk import Desk
from contactcenter.model.records import Agent, AwayReason


class PresenceView(msgspec.Struct, frozen=True):
    agent_id: str
    status: str  # online | away | offline
    load: int
    units: int
    reason: AwayReason | None = None


def presence_views(desk: Desk, only: str | None = None) -> Iterator[PresenceView]:
    """Of one agent, or of all active ones by name."""
    agents = sorted(desk.directory.all(Agent).values(), key=lambda agent: agent.name)
    for agent in agents:
        if agent.active and (only is None or agent.id == only):
            seen = desk.roster.get(agent.id)
            yield PresenceView(agent.id, seen.status, seen.load, agent.units, seen.reason)
