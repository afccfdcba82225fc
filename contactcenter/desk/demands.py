"""Between the centre's records and routing's values: pure."""

from datetime import datetime

import routing
from contactcenter.model.conversation import Conversation, State
from contactcenter.model.plan import RoutingRecord
from contactcenter.model.records import Agent, Queue
from routing.replay import plain


def demand_of(head: Conversation) -> routing.Demand | None:
    """What a waiting conversation asks for; None for one that does not wait."""
    need = head.need
    if head.state is not State.WAITING or need is None:
        return None
    return routing.Demand(
        conversation=head.id,
        queue=need.queue_id,
        arrived=(head.waiting_since or head.last_at).timestamp(),
        channel=head.channel,
        language=need.language,
        skills=need.skills,
        weight=need.weight,
        priority=need.priority,
        due=need.due.timestamp() if need.due else None,
        preferred=need.preferred_agent_id,
        passed={agent: at.timestamp() for agent, at in need.passed.items()},
    )


def queue_rule(queue: Queue) -> routing.QueueRule:
    return routing.QueueRule(
        queue=queue.id,
        order=routing.Order(queue.order),
        select=routing.Select(queue.select),
        steps=tuple(
            routing.Step(after=step.after_seconds, language_level=step.language_level, skills=step.skills)
            for step in queue.steps
        ),
        mode=routing.Mode(queue.offer),
        offer_seconds=queue.offer_seconds,
    )


def agent_state(
    agent: Agent,
    *,
    status: str,
    queues: frozenset[str],
    load: int | None,
    channel_load: dict[str, int],
    idle_since: datetime,
) -> routing.AgentState:
    return routing.AgentState(
        agent=agent.id,
        status=routing.Status(status),
        languages=agent.languages,
        skills=agent.skills,
        queues=queues,
        units=agent.units,
        load=load,
        channel_max=agent.channel_max,
        channel_load=channel_load,
        idle_since=idle_since.timestamp(),
    )


def log_line(value: routing.Event | routing.Effect, at: datetime) -> RoutingRecord:
    """An event or effect as a line of the routing log."""
    data = plain(value)
    assert isinstance(data, dict)
    return RoutingRecord(at=at, event=type(value).__name__, data=data)
