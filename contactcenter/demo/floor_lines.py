"""What the routing log holds of a generated week besides its conversations: queues, and who comes and goes."""

from collections.abc import Iterator
from datetime import datetime

import routing
from contactcenter.demo import content
from contactcenter.demo.shifts import shift_changes
from contactcenter.desk.access import queues_of
from contactcenter.desk.demands import agent_state, log_line, queue_rule
from contactcenter.desk.directory import Directory
from contactcenter.desk.dispatch import SERVICE_STARTED
from contactcenter.model.plan import RoutingRecord
from contactcenter.model.records import Agent, Queue


def floor_lines(directory: Directory, begin: datetime, end: datetime) -> tuple[RoutingRecord, ...]:
    """In order of time. No load is told: whoever reads it counts what was accepted, taken and ended."""
    lines = [log_line(routing.QueueChanged(rule=queue_rule(one)), begin) for one in directory.all(Queue).values()]
    comings = sorted(_comings_and_goings(directory, begin, end), key=lambda line: line.at)
    return (RoutingRecord(at=begin, event=SERVICE_STARTED), *lines, *comings)


def _comings_and_goings(directory: Directory, begin: datetime, end: datetime) -> Iterator[RoutingRecord]:
    for told in content.centre().agents:
        agent = directory.get(Agent, told.id)
        if agent is None or told.role != "agent":
            continue
        for at, is_here in shift_changes(told, begin, end):
            status = "online" if is_here else "offline"
            queues = queues_of(directory, agent)
            state = agent_state(agent, status=status, queues=queues, load=None, channel_load={}, idle_since=at)
            yield log_line(routing.AgentChanged(state=state), at)
