"""What a waiting conversation asks of an agent, and how its queue is served."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

Seconds: TypeAlias = float  # moments count from any fixed epoch (live: Unix time), durations are plain seconds
OrderKey: TypeAlias = tuple[float, float, int]
Kind: TypeAlias = tuple[str, int]  # channel and weight: what decides how much room one conversation takes


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
    """From ``after`` seconds of waiting on this suffices too.

    ``language_level`` None = what the conversation asks; a skill level replaces the conversation's, 0 drops the skill;
    ``fallbacks`` = how many of its fallback languages suffice, None = all.
    """

    after: Seconds = 0.0
    language_level: int | None = None
    skills: Mapping[str, int] = field(default_factory=dict)
    fallbacks: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRule:
    """How one queue is served.

    ``pause_seconds``: an agent who passed is asked again after it, if nobody else is there to ask.
    ``point_seconds``: how long a wait counts as much as one point of priority, for the order ``score``.
    """

    queue: str
    order: Order = Order.FIFO
    select: Select = Select.LONGEST_IDLE
    steps: tuple[Step, ...] = (Step(),)
    mode: Mode = Mode.ASK
    offer_seconds: Seconds = 30.0
    pause_seconds: Seconds = 60.0
    point_seconds: Seconds = 60.0
    auto_channels: frozenset[str] = frozenset()

    def asks(self, channel: str) -> bool:
        """Whether an agent is asked first; otherwise the conversation is accepted for them."""
        return self.mode is Mode.ASK and channel not in self.auto_channels


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """``passed``: agents who declined or let it expire, with the moment; ``language`` None = none needed.

    ``fallbacks``: languages that would do as well, the best first. ``preferred``: the agent who knows the contact.
    """

    conversation: str
    queue: str
    arrived: Seconds
    channel: str = ""
    language: str | None = None
    fallbacks: tuple[str, ...] = ()
    language_level: int = 1
    skills: Mapping[str, int] = field(default_factory=dict)
    weight: int = 1
    priority: float = 0
    due: Seconds | None = None
    preferred: str | None = None
    passed: Mapping[str, Seconds] = field(default_factory=dict)

    @property
    def kind(self) -> Kind:
        return (self.channel, self.weight)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that would do, best first; empty if none is needed."""
        return () if self.language is None else (self.language, *self.fallbacks)
