"""Who is here: open sockets held by leases, and what each agent chose."""

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


async def chosen_availability(desk: Desk, agent_id: AgentId) -> str:
    """What the agent chose; whoever never chose takes conversations once the console is open."""
    known = await desk.store.record(Availability, agent_id)
    return known.status if known else "online"


async def choose_availability(desk: Desk, agent_id: AgentId, status: str) -> Availability:
    """``online`` takes new conversations, ``away`` keeps the present ones only."""
    now = desk.clock.now()
    known = await desk.store.record(Availability, agent_id)
    if known is not None and known.status == status:
        return known
    changed = Availability(id=agent_id, status=status, since=now, version=known.version if known else 1)
    stored = await save_record(desk, changed, actor=agent_id, new=known is None)
    await desk.store.log_routing([RoutingRecord(at=now, event="availability", data={"agent": agent_id, "is": status})])
    desk.bell.ring(Signal(kind="presence", key=agent_id, detail=status))
    return stored
