"""Records that administrators keep: one frozen value a noun, each with ``id`` and ``version``.

All are read and written by the same store verbs (``save``, ``record``, ``records``); RECORDS is the closed list.
Texts that people read are maps from BCP-47 tag to text.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from contactcenter.ids import AgentId, CompanyId, InboxId, ProblemId, QueueId, TeamId
from contactcenter.model.article import Article, ArticleFlag, KnowledgeVisit

Texts: TypeAlias = Mapping[str, str]


class Reach(StrEnum):
    """Whose conversations a role sees."""

    OWN = "own"
    TEAMS = "teams"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A stored set of permissions (access.Permission values)."""

    id: str
    name: str
    permissions: frozenset[str]
    reach: Reach
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    id: AgentId
    name: str
    email: str
    role: str = "agent"
    languages: Mapping[str, int] = field(default_factory=dict)  # BCP-47 tag -> level 1 to 5
    skills: Mapping[str, int] = field(default_factory=dict)  # skill id -> level 1 to 5
    teams: tuple[TeamId, ...] = ()
    units: int = 4
    channel_max: Mapping[str, int] = field(default_factory=dict)
    interface_language: str = "en"
    mail_when_away: bool = False  # what contacts write in the agent's conversations comes by mail while nobody looks
    active: bool = True
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """An agent's password hash (argon2id); same id as the agent. Never listed by the API."""

    id: AgentId
    password_hash: str
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """``signatures`` go below its agents' letters; ``{agent.name}`` is filled in."""

    id: TeamId
    name: str
    signatures: Texts = field(default_factory=dict)
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Skill:
    id: str
    names: Texts
    version: int = 1


class OfferMode(StrEnum):
    ASK = "ask"  # the agent accepts or declines
    AUTO = "auto"  # assigned at once


@dataclass(frozen=True, slots=True, kw_only=True)
class RelaxingStep:
    """From ``after_seconds`` of waiting on: the language level and skill levels that suffice (0 drops a skill)."""

    after_seconds: float = 0
    language_level: int = 1
    skills: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    id: QueueId
    name: str
    names: Texts = field(default_factory=dict)
    teams: tuple[TeamId, ...] = ()
    skills: Mapping[str, int] = field(default_factory=dict)
    order: str = "fifo"  # fifo | priority | score | earliest_due
    select: str = "longest_idle"  # longest_idle | least_loaded | best_level
    steps: tuple[RelaxingStep, ...] = (RelaxingStep(),)
    offer: OfferMode = OfferMode.ASK
    offer_seconds: float = 30
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbox:
    """One configured channel. ``settings`` is what the channel's Settings struct decodes."""

    id: InboxId
    name: str
    channel: str
    queue_id: QueueId
    language: str = "en"
    weight: int = 1
    allowed_origins: tuple[str, ...] = ()  # chat: pages that may embed it; empty = any
    greeting: Texts = field(default_factory=dict)
    answers: bool = True  # automatic answers
    reopen_days: int = 7
    promise_hours: int = 0  # letters: within how many hours a person answers, said in the acknowledgement; 0 = unsaid
    time_zone: str = "UTC"  # IANA; of the times told to contacts of whom none is known
    settings: Mapping[str, object] = field(default_factory=dict)
    active: bool = True
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    id: CompanyId
    name: str
    contract_level: str = ""
    domains: tuple[str, ...] = ()
    custom: Mapping[str, str] = field(default_factory=dict)
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    id: str
    names: Texts
    versions: tuple[str, ...] = ()
    active: bool = True
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Symptom:
    id: str
    names: Texts
    active: bool = True
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class FactKey:
    """A fact that an administrator adds to the built-in ones."""

    id: str
    names: Texts
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    id: str
    color: str = ""
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class CannedReply:
    """``{contact.name}``, ``{agent.name}`` and ``{conversation.reference}`` are filled in when it is inserted."""

    id: str
    shortcut: str
    texts: Texts
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockedDomain:
    """Nobody who writes from an address at this domain (the id), or at one under it, is let in."""

    id: str
    note: str = ""
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class RestrictedTopic:
    """A matter that is never answered automatically.

    ``words``: language -> what it is named by there, one a line. ``tags``: of conversations. No inbox named = all.
    """

    id: str
    name: str
    words: Texts = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    inboxes: tuple[InboxId, ...] = ()
    active: bool = True
    version: int = 1


class ProblemState(StrEnum):
    OPEN = "open"
    KNOWN = "known"
    SOLVED = "solved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One cause behind many conversations; they point to it by links."""

    id: ProblemId
    title: str
    product: str | None = None
    state: ProblemState = ProblemState.OPEN
    version: int = 1


class AwayReason(StrEnum):
    """Why the centre set an agent away."""

    OFFERS_MISSED = "offers_missed"  # they expired unanswered, one after the other


@dataclass(frozen=True, slots=True, kw_only=True)
class Availability:
    """What an agent chose: ``online`` or ``away``; same id as the agent. Presence leases say whether it is true.

    ``missed`` offers in a row expired unanswered; ``reason`` is set where the centre chose in the agent's place.
    """

    id: AgentId
    status: str = "away"
    since: datetime
    missed: int = 0
    reason: AwayReason | None = None
    version: int = 1


Record: TypeAlias = (
    Role
    | Agent
    | Credential
    | Team
    | Skill
    | Queue
    | Inbox
    | Company
    | Product
    | Symptom
    | FactKey
    | Tag
    | CannedReply
    | BlockedDomain
    | RestrictedTopic
    | Article
    | ArticleFlag
    | KnowledgeVisit
    | Problem
    | Availability
)

RECORDS: Mapping[str, type[Record]] = {
    "role": Role,
    "agent": Agent,
    "credential": Credential,
    "team": Team,
    "skill": Skill,
    "queue": Queue,
    "inbox": Inbox,
    "company": Company,
    "product": Product,
    "symptom": Symptom,
    "fact_key": FactKey,
    "tag": Tag,
    "canned_reply": CannedReply,
    "blocked_domain": BlockedDomain,
    "restricted_topic": RestrictedTopic,
    "article": Article,
    "article_flag": ArticleFlag,
    "knowledge_visit": KnowledgeVisit,
    "problem": Problem,
    "availability": Availability,
}

RECORD_KINDS: Mapping[type[Record], str] = {record: kind for kind, record in RECORDS.items()}
UNAUDITED = frozenset(
    {"credential", "availability", "knowledge_visit"}
)  # no text in the audit; availability goes to the routing log
