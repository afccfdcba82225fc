"""What still names a record: it is not removed while that would leave somebody pointing at nothing."""

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from contactcenter.desk.desk import Desk
from contactcenter.errors import Conflict
from contactcenter.model.records import Agent, Inbox, Queue, Record, RestrictedTopic, Role, Skill, Team

Names: TypeAlias = Callable[[Any, str], bool]

USES: tuple[tuple[type[Record], type[Record], Names], ...] = (
    (Queue, Inbox, lambda inbox, id_: inbox.queue_id == id_),
    (Team, Agent, lambda agent, id_: id_ in agent.teams),
    (Team, Queue, lambda queue, id_: id_ in queue.teams),
    (Skill, Agent, lambda agent, id_: id_ in agent.skills),
    (Skill, Queue, lambda queue, id_: id_ in queue.skills or any(id_ in step.skills for step in queue.steps)),
    (Inbox, RestrictedTopic, lambda topic, id_: id_ in topic.inboxes),
    (Role, Agent, lambda agent, id_: agent.role == id_),
)


def require_unused(desk: Desk, kind: type[Record], record_id: str) -> None:
    """Raises errors.Conflict with the names of what uses the record."""
    users = sorted(_users(desk, kind, record_id))
    if users:
        raise Conflict(f"still used by: {', '.join(users[:5])}")


def _users(desk: Desk, kind: type[Record], record_id: str) -> Iterator[str]:
    for used, user, names in USES:
        if used is kind:
            yield from (one.name for one in desk.directory.all(user).values() if names(one, record_id))  # type: ignore[union-attr]
