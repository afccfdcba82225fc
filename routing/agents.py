"""Agents as routing sees them, and the roster that answers "who could, who is free" with bitsets."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from routing.demand import Demand, Seconds, Step


class Status(StrEnum):
    ONLINE = "online"  # takes new conversations
    AWAY = "away"
    OFFLINE = "offline"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentState:
    """``load`` in units; ``idle_since`` = when the agent last got free, for longest idle."""

    agent: str
    status: Status = Status.OFFLINE
    languages: Mapping[str, int] = field(default_factory=dict)
    skills: Mapping[str, int] = field(default_factory=dict)
    queues: frozenset[str] = frozenset()
    units: int = 1
    load: int = 0
    channel_max: Mapping[str, int] = field(default_factory=dict)
    channel_load: Mapping[str, int] = field(default_factory=dict)
    idle_since: Seconds = 0.0


def language_level(agent: AgentState, language: str) -> int:
    """The agent's level in the language; a plain tag covers its regions (``en`` serves ``en-GB``), scripts differ."""
    level = agent.languages.get(language)
    if level is not None:
        return level
    return agent.languages.get(language.partition("-")[0], 0)


def speaks(agent: AgentState, demand: Demand, level: int = 1) -> bool:
    return demand.language is None or language_level(agent, demand.language) >= level


def has_skills(agent: AgentState, demand: Demand, step: Step) -> bool:
    wanted = {**demand.skills, **step.skills}
    return all(agent.skills.get(skill, 0) >= level for skill, level in wanted.items() if level > 0)


def fits(agent: AgentState, demand: Demand, step: Step) -> bool:
    """Whether the agent could serve it, were it here and free."""
    return (
        demand.queue in agent.queues and speaks(agent, demand, step.language_level) and has_skills(agent, demand, step)
    )


def has_room(agent: AgentState, demand: Demand) -> bool:
    most = agent.channel_max.get(demand.channel)
    if most is not None and agent.channel_load.get(demand.channel, 0) >= most:
        return False
    return agent.load + demand.weight <= agent.units


class Roster:
    """Agents by number; a set of agents is an int with a bit each."""

    def __init__(self) -> None:
        self._states: list[AgentState] = []
        self._numbers: dict[str, int] = {}
        self.online = 0  # bits
        self.version = 0  # grows when who fits what may have changed

    def __getitem__(self, agent: str) -> AgentState:
        return self._states[self._numbers[agent]]

    def __contains__(self, agent: str) -> bool:
        return agent in self._numbers

    def bit(self, agent: str) -> int:
        number = self._numbers.get(agent)
        return 0 if number is None else 1 << number

    def put(self, state: AgentState) -> None:
        number = self._numbers.get(state.agent)
        if number is None:
            number = self._numbers[state.agent] = len(self._states)
            self._states.append(state)
            self.version += 1
        else:
            before = self._states[number]
            if (before.languages, before.skills, before.queues) != (state.languages, state.skills, state.queues):
                self.version += 1
            self._states[number] = state
        bit = 1 << number
        self.online = self.online | bit if state.status is Status.ONLINE else self.online & ~bit

    def carry(self, agent: str, channel: str, units: int, now: Seconds) -> None:
        """Add (or with negative units take off) load; an agent who gets free has been idle since now."""
        state = self[agent]
        count = 1 if units > 0 else -1
        loads = {**state.channel_load, channel: max(0, state.channel_load.get(channel, 0) + count)}
        idle = now if units < 0 else state.idle_since
        changed = replace(state, load=max(0, state.load + units), channel_load=loads, idle_since=idle)
        self._states[self._numbers[agent]] = changed

    def fitting(self, demand: Demand, step: Step) -> int:
        """Bits of all agents who fit, here or not."""
        bits = 0
        for number, state in enumerate(self._states):
            if fits(state, demand, step):
                bits |= 1 << number
        return bits

    def members(self, bits: int) -> Iterator[AgentState]:
        while bits:
            lowest = bits & -bits
            yield self._states[lowest.bit_length() - 1]
            bits ^= lowest

    def all(self) -> Iterator[AgentState]:
        yield from self._states
