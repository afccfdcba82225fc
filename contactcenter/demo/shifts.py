"""Who is at work when, and who has room: a small simulation of the six agents behind the generated history."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from contactcenter.demo import content
from contactcenter.demo.content import DemoAgent

HOURS = {"early": (1, 9), "day": (7, 15), "late": (12, 20)}  # UTC
SATURDAY_HOURS = 4


class Floor:
    """Each agent has as many places as units; a conversation holds one from its assignment until it is let go."""

    def __init__(self) -> None:
        self._agents = tuple(one for one in content.centre().agents if one.role == "agent")
        self._free = {one.id: [datetime.min] * one.units for one in self._agents}

    def first_free(self, language: str, at: datetime, but: str | None = None) -> tuple[datetime, str]:
        """When which agent who speaks it can take a conversation that came at ``at``; the better speaker first."""
        speaking = [one for one in self._agents if language in one.languages and one.id != but]
        offers = [(self._free_from(one, at), -one.languages[language], one.id) for one in speaking]
        when, _, agent = min(offers)
        return when, agent

    def hold(self, agent: str, until: datetime) -> None:
        """Fill the place that is free first."""
        places = self._free[agent]
        places[places.index(min(places))] = until.replace(tzinfo=None)

    def has_other(self, language: str, agent: str) -> bool:
        return any(language in one.languages and one.id != agent for one in self._agents)

    def at_work(self, agent: str, at: datetime) -> datetime:
        """The first moment not before ``at`` at which the agent is at work."""
        return next_at_work(next(one for one in self._agents if one.id == agent), at)

    def _free_from(self, agent: DemoAgent, at: datetime) -> datetime:
        place = min(self._free[agent.id]).replace(tzinfo=at.tzinfo)
        return next_at_work(agent, max(at, place))


def next_at_work(agent: DemoAgent, at: datetime) -> datetime:
    """The same moment if the agent is at work then, else the beginning of the next shift."""
    begin, end = HOURS[agent.shift]
    for days in range(4):  # from Saturday afternoon to Monday at most
        day = at + timedelta(days=days)
        opens = datetime.combine(day.date(), time(begin), at.tzinfo)
        closes = opens + timedelta(hours=_length(begin, end, day.weekday()))
        if opens < closes and at < closes:
            return max(at, opens)
    raise AssertionError("every agent works on Mondays")


def shift_changes(agent: DemoAgent, begin: datetime, end: datetime) -> Iterator[tuple[datetime, bool]]:
    """When the agent comes (True) and goes, from ``begin`` to ``end``."""
    opens, closes = HOURS[agent.shift]
    day = begin.replace(hour=0, minute=0, second=0, microsecond=0)
    while day < end:
        hours = _length(opens, closes, day.weekday())
        for at, is_here in ((opens, True), (opens + hours, False)):
            if hours and begin <= (moment := day + timedelta(hours=at)) < end:
                yield moment, is_here
        day += timedelta(days=1)


def _length(begin: int, end: int, weekday: int) -> int:
    if weekday == 6:
        return 0
    return SATURDAY_HOURS if weekday == 5 else end - begin
