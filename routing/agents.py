"""Agents as routing sees them: what they speak and can, whether they are here, what they carry."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from routing.demand import Kind, Seconds


class Status(StrEnum):
    ONLINE = "online"  # takes new conversations
    AWAY = "away"
    OFFLINE = "offline"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentState:
    """``load`` in units and ``channel_load`` in conversations, open offers included, as whoever keeps them counts.

    ``load`` None: the router goes on counting by itself. ``idle_since`` = when the agent last got free, for longest
    idle; None: as the router saw it, 0 for one it never saw. ``channel_max`` = most conversations of a channel at once.
    """

    agent: str
    status: Status = Status.OFFLINE
    languages: Mapping[str, int] = field(default_factory=dict)
    skills: Mapping[str, int] = field(default_factory=dict)
    queues: frozenset[str] = frozenset()
    units: int = 1
    load: int | None = None
    channel_max: Mapping[str, int] = field(default_factory=dict)
    channel_load: Mapping[str, int] = field(default_factory=dict)
    idle_since: Seconds | None = None


def language_level(agent: AgentState, language: str) -> int:
    """The agent's level in the language; a plain tag covers its regions (``en`` serves ``en-GB``), scripts differ."""
    level = agent.languages.get(language)
    if level is not None:
        return level
    return agent.languages.get(language.partition("-")[0], 0)


@dataclass(frozen=True, slots=True)
class Hold:
    """Room that an effect of ours takes at an agent. ``counted``: the next count from outside includes it."""

    agent: str
    kind: Kind
    counted: bool = False


class Seat:
    """One agent with what they carry: the count from outside plus the holds it does not include yet."""

    __slots__ = ("channel_load", "classes", "doubted", "holds", "idle_since", "load", "number", "state")

    def __init__(self, number: int, state: AgentState) -> None:
        self.number = number
        self.state = state
        self.load = 0
        self.channel_load: dict[str, int] = {}
        self.idle_since: Seconds = 0.0
        self.holds: dict[str, Hold] = {}
        self.doubted = False  # a guard refused: nothing more until the truth is known
        self.classes = 0  # bits of the demand classes that fit

    @property
    def is_here(self) -> bool:
        return self.state.status is Status.ONLINE

    def has_room(self, kind: Kind) -> bool:
        channel, weight = kind
        most = self.state.channel_max.get(channel)
        if most is not None and self.channel_load.get(channel, 0) >= most:
            return False
        return self.load + weight <= self.state.units

    def put(self, state: AgentState) -> None:
        """Take over what is told; holds that the count includes by now are dropped."""
        self.state = state
        self.doubted = False
        if state.idle_since is not None:
            self.idle_since = state.idle_since
        if state.load is None:
            return
        self.holds = {conversation: hold for conversation, hold in self.holds.items() if not hold.counted}
        self.load = state.load
        self.channel_load = dict(state.channel_load)
        for hold in self.holds.values():
            self._carry(hold.kind, 1)

    def hold(self, conversation: str, hold: Hold) -> None:
        self.holds[conversation] = hold
        self._carry(hold.kind, 1)

    def release(self, conversation: str, now: Seconds) -> bool:
        """Whether it was held here."""
        hold = self.holds.pop(conversation, None)
        if hold is None:
            return False
        self._carry(hold.kind, -1)
        self.idle_since = now
        return True

    def count(self, conversation: str) -> None:
        """The next count from outside includes it."""
        hold = self.holds.get(conversation)
        if hold is not None:
            self.holds[conversation] = Hold(hold.agent, hold.kind, True)

    def _carry(self, kind: Kind, sign: int) -> None:
        channel, weight = kind
        self.load += sign * weight
        self.channel_load[channel] = self.channel_load.get(channel, 0) + sign
