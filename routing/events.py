"""What routing is told. Every event is a plain value: logged, it can be played again.

There are two ways to tell it. A store that is right tells states: AgentChanged with the load it counts, Queued and Left
as the conversation's state says. Who has no store (simulation, tests) tells what happened: Accepted, Declined, Expired,
Ended and so on, and the router counts by itself. Both may be mixed; a count that is told always wins.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from routing.agents import AgentState
from routing.demand import Demand, QueueRule


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueChanged:
    rule: QueueRule


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentChanged:
    """The agent as it is now, with the load that the store counts, or None."""

    state: AgentState


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadChanged:
    """What the agent carries by the store's count, open offers included."""

    agent: str
    load: int
    channel_load: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Queued:
    """It waits, with this demand; said again when the demand changed or an offer ended. Its place in line is kept."""

    demand: Demand


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandChanged:
    """It asks for something else now. An open offer stands if its agent still fits. Nothing if it is not known."""

    demand: Demand


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """It is no longer in line, whatever became of it. What its agent carries follows as AgentChanged."""

    conversation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """Resolved, abandoned, snoozed or sent elsewhere: an open offer is rescinded, its agent is free of it."""

    conversation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """An agent took it by hand; this may exceed their units."""

    conversation: str
    agent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    conversation: str
    agent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Declined:
    conversation: str
    agent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Expired:
    """The offer was not answered in time: the agent is set away."""

    conversation: str
    agent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rescinded:
    """The offer was taken back by somebody else than the router: the agent may be asked again at once."""

    conversation: str
    agent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """The store refused an offer or assignment.

    Both rest until the truth about them is told (AgentChanged; Queued or Left), at most a second.
    """

    conversation: str
    agent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimePassed:
    """A moment that SetTimer asked for has come."""


Event: TypeAlias = (
    QueueChanged
    | AgentChanged
    | LoadChanged
    | Queued
    | DemandChanged
    | Left
    | Ended
    | Taken
    | Accepted
    | Declined
    | Expired
    | Rescinded
    | Refused
    | TimePassed
)
