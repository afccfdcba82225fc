"""Who is here: open sockets held by leases, and what each agent chose."""

from dataclasses import replace
from datetime import timedelta

from contactcenter.desk.desk import Desk
from contactcenter.desk.records import save_record
from contactcenter.ids import AgentId
from contactcenter.model.plan import RoutingRecord
from contactcenter.model.records import Availability
from contactcenter.model.rows import Presence
from contactcenter.ports import Signal

LASTING = timedelta(seconds=30)  # the grace after a browser dies; renewed every LASTING / 3
CHOICES = ("online", "away")


async def beat(desk: Desk, agent_id: AgentId, node: str, socket: str) -> None:
    """The agent's socket is open: at connect and every LASTING / 3."""
    now = desk.clock.now()
    await desk.store.beat(Presence(agent_id=agent_id, node=node, socket=socket, expires_at=now + LASTING))
    desk.bell.ring(Signal(kind="presence", key=agent_id, detail="beat"))


async def leave(desk: Desk, agent_id: AgentId, socket: str) -> None:
    """The agent signed out: no grace."""
    await desk.store.drop_presence(socket)
    desk.bell.ring(Signal(kind="presence", key=agent_id, detail="left"))


async def availability_of(desk: Desk, agent_id: AgentId) -> Availability:
    """What the agent chose; whoever never chose takes conversations once the console is open (``version`` 0)."""
    known = await desk.store.record(Availability, agent_id)
    return known or Availability(id=agent_id, status="online", since=desk.clock.now(), version=0)


async def choose_availability(desk: Desk, agent_id: AgentId, status: str) -> Availability:
    """``online`` takes new conversations, ``away`` keeps the present ones only."""
    known = await availability_of(desk, agent_id)
    chosen = replace(known, status=status, since=desk.clock.now(), missed=0, reason=None)
    if known.version and chosen == replace(known, since=chosen.since):
        return known
    return await keep_availability(desk, known, chosen)


async def keep_availability(desk: Desk, known: Availability, changed: Availability) -> Availability:
    """Store it, and log a new status with its reason. Raises errors.Stale if it was changed since it was read."""
    is_new = known.version == 0
    stored = await save_record(desk, replace(changed, version=1) if is_new else changed, actor=changed.id, new=is_new)
    if changed.status != known.status or changed.reason != known.reason or is_new:
        data = {"agent": stored.id, "is": stored.status} | ({"why": stored.reason} if stored.reason else {})
        await desk.store.log_routing([RoutingRecord(at=desk.clock.now(), event="availability", data=data)])
        desk.bell.ring(Signal(kind="presence", key=stored.id, detail=stored.status))
    return stored
