"""What happens in a generated conversation, step by step; every step has its time (aware, UTC)."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from contactcenter.demo.matters import Matter
from contactcenter.demo.people import DemoContact


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The contact writes; after a resolve that takes the conversation up again."""

    at: datetime
    text: str
    reopens: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """An article answers by itself; ``article`` is its slug."""

    at: datetime
    article: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """The contact's verdict on the automatic answer: helped, did_not_help or person."""

    at: datetime
    verdict: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    at: datetime
    queue: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    """Offered at ``offered_at`` and accepted at ``at``."""

    at: datetime
    agent: str
    offered_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Replied:
    """``article``: slug of an article that the agent inserted."""

    at: datetime
    agent: str
    text: str
    article: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    at: datetime
    agent: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Transferred:
    at: datetime
    agent: str
    to_agent: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FactSet:
    """``agent`` None = read out of the contact's text; ``state``: value, unknown or unanswered."""

    at: datetime
    agent: str | None
    key: str
    value: str | None
    state: str = "value"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tagged:
    at: datetime
    agent: str
    tag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    at: datetime
    agent: str
    text: str
    due: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseClosed:
    """``agent`` None = the due time passed."""

    at: datetime
    agent: str | None
    kept: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Focused:
    at: datetime
    agent: str
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """``agent`` None = by the centre itself."""

    at: datetime
    agent: str | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    at: datetime
    score: int
    comment: str


Step: TypeAlias = (
    Asked
    | Answered
    | Judged
    | HandedOver
    | Assigned
    | Replied
    | Noted
    | Transferred
    | FactSet
    | Tagged
    | Promised
    | PromiseClosed
    | Focused
    | Resolved
    | Rated
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoConversation:
    """``key`` is the same in every run with the same seed and end."""

    key: str
    contact: DemoContact
    inbox: str
    channel: str
    language: str
    subject: str
    matter: Matter
    steps: tuple[Step, ...]

    @property
    def start(self) -> datetime:
        return self.steps[0].at
