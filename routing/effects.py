"""What routing wants done. Whoever runs it applies effects through the store's guards."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from routing.demand import Seconds


class Why(StrEnum):
    """Why a conversation waits."""

    NOBODY_SPEAKS = "nobody_speaks"  # nobody of the queue speaks the language, here or not
    SKILL_MISSING = "skill_missing"  # speakers there are, but none with the skills
    NOBODY_HERE = "nobody_here"  # whoever could is not here
    ALL_BUSY = "all_busy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    conversation: str
    agent: str
    seconds: Seconds
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assign:
    conversation: str
    agent: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """Said once, and again when the reason changes."""

    conversation: str
    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class SetTimer:
    """Tell TimePassed at this moment."""

    at: Seconds


Effect: TypeAlias = Offer | Assign | Wait | SetTimer
