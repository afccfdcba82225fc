"""What a waiting conversation asks of an agent, and in which order waiting ones are served."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

Seconds: TypeAlias = float  # since the epoch for moments, else a duration
OrderKey: TypeAlias = tuple[float, float, int]


class Order(StrEnum):
    FIFO = "fifo"
    PRIORITY = "priority"
    SCORE = "score"  # minutes waited + priority
    EARLIEST_DUE = "earliest_due"


class Select(StrEnum):
    LONGEST_IDLE = "longest_idle"
    LEAST_LOADED = "least_loaded"
    BEST_LEVEL = "best_level"


class Mode(StrEnum):
    ASK = "ask"
    AUTO = "auto"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """From ``after`` seconds of waiting on this suffices too; a skill level of 0 drops the skill."""

    after: Seconds = 0.0
    language_level: int = 1
    skills: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRule:
    """How one queue is served."""

    queue: str
    order: Order = Order.FIFO
    select: Select = Select.LONGEST_IDLE
    steps: tuple[Step, ...] = (Step(),)
    mode: Mode = Mode.ASK
    offer_seconds: Seconds = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """``passed``: agents who declined or let it expire, with the moment; ``language`` None = none needed."""

    conversation: str
    queue: str
    arrived: Seconds
    channel: str = ""
    language: str | None = None
    skills: Mapping[str, int] = field(default_factory=dict)
    weight: int = 1
    priority: int = 0
    due: Seconds | None = None
    preferred: str | None = None
    passed: Mapping[str, Seconds] = field(default_factory=dict)


def order_key(order: Order, demand: Demand, number: int) -> OrderKey:
    """Smallest first, and it never changes while waiting; ties by arrival, then by ``number``.

    score = minutes waited + priority: at any moment its order is that of priority - arrival in minutes.
    """
    match order:
        case Order.FIFO:
            return (demand.arrived, 0.0, number)
        case Order.PRIORITY:
            return (-float(demand.priority), demand.arrived, number)
        case Order.SCORE:
            return (demand.arrived / 60 - demand.priority, demand.arrived, number)
        case Order.EARLIEST_DUE:
            return (demand.due if demand.due is not None else float("inf"), demand.arrived, number)
