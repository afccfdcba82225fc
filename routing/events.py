"""What routing is told. Every event is a plain value: logged, it can be played again."""

from dataclasses import dataclass
from typing import TypeAlias

from routing.agents import AgentState
from routing.demand import Demand, QueueRule


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueChanged:
    rule: QueueRule


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentChanged:
    """The agent as it is now, with the load that the store counts."""

    state: AgentState


@dataclass(frozen=True, slots=True, kw_only=True)
class Queued:
    """It waits, with this demand; said again when the demand changed or an offer ended. Its place in line is kept."""

    demand: Demand


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """It waits no longer: assigned, resolved, snoozed. ``agent`` carries it from now on, if any."""

    conversation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """The store refused an offer or assignment; what is true follows as AgentChanged or Queued."""

    conversation: str
    agent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimePassed:
    """A moment that SetTimer asked for has come."""


Event: TypeAlias = QueueChanged | AgentChanged | Queued | Left | Refused | TimePassed
