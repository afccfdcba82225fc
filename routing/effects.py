"""What routing wants done. Whoever runs it applies effects through the store's guards."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from routing.demand import Seconds

Reasons: TypeAlias = tuple[str, ...]  # words as in docs/routing.md


class Why(StrEnum):
    """Why a conversation waits."""

    NOBODY_SPEAKS = "nobody_speaks"  # nobody of the queue speaks the language at any step, here or not
    SKILL_MISSING = "skill_missing"  # speakers there are, but none with the skills
    NOBODY_HERE = "nobody_here"  # whoever could is not here
    ALL_BUSY = "all_busy"


class Because(StrEnum):
    """Why an open offer is taken back."""

    ENDED = "ended"  # abandoned, resolved, snoozed
    TAKEN = "taken"  # by hand, by somebody else
    AGENT_LEFT = "agent_left"
    NO_LONGER_FITS = "no_longer_fits"  # the demand or the agent's languages, skills or queues changed


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Ask this agent, for so long. Compares without its reasons, like every effect."""

    conversation: str
    agent: str
    seconds: Seconds
    reasons: Reasons = field(default=(), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assign:
    """Accepted for the agent at once (auto-accept)."""

    conversation: str
    agent: str
    reasons: Reasons = field(default=(), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rescind:
    """Take an open offer back."""

    conversation: str
    agent: str
    because: Because
    reasons: Reasons = field(default=(), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """Said once, and again when ``why`` changes. ``position`` in the queue's line, from 1, at this moment."""

    conversation: str
    why: Why
    position: int
    reasons: Reasons = field(default=(), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAway:
    """The agent let an offer expire: set them away until they say they are back."""

    agent: str
    conversation: str
    reasons: Reasons = field(default=(), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetTimer:
    """Tell TimePassed at this moment; an earlier moment replaces a later one, one timer is enough."""

    at: Seconds


Effect: TypeAlias = Offer | Assign | Rescind | Wait | SetAway | SetTimer
