"""Who is here and how much each carries, as this node last learnt it: kept by dispatch, read by everybody."""

from dataclasses import dataclass

from contactcenter.model.records import AwayReason


@dataclass(frozen=True, slots=True)
class Seen:
    status: str = "offline"  # online | away | offline
    load: int = 0  # units
    reason: AwayReason | None = None  # why the centre set the agent away


class Roster:
    """Agents by id; whoever is not in it is offline and carries nothing."""

    def __init__(self) -> None:
        self._seen: dict[str, Seen] = {}

    def get(self, agent_id: str) -> Seen:
        return self._seen.get(agent_id, Seen())

    def put(self, agent_id: str, seen: Seen) -> None:
        self._seen[agent_id] = seen

    def is_anybody_here(self) -> bool:
        """Whether at least one agent takes new conversations now."""
        return any(seen.status == "online" for seen in self._seen.values())
