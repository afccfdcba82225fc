"""Articles, what they are made of, and what people say is amiss with one. Records, as those of records.py."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from contactcenter.ids import AgentId, ArticleId, CompanyId, ConversationId
from contactcenter.model.procedure import ProcedureStep


class ArticleAudience(StrEnum):
    INTERNAL = "internal"
    AGENTS = "agents"
    COMPANIES = "companies"
    CUSTOMERS = "customers"
    PUBLIC = "public"


class ArticleState(StrEnum):
    """Confidence in the words of KCS v6."""

    WORK_IN_PROGRESS = "work_in_progress"
    NOT_VALIDATED = "not_validated"
    VALIDATED = "validated"
    ARCHIVED = "archived"


class ArticleKind(StrEnum):
    ANSWER = "answer"
    PROCEDURE = "procedure"  # has steps, walked through beside a conversation


class ArticleGovernance(StrEnum):
    """Who may change its words."""

    OPEN = "open"  # contributors too, while no customer reads it
    RESTRICTED = "restricted"  # publishers alone


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleFile:
    """A picture or another file that an article's Markdown names: ``![words](name)``, ``[words](name)``."""

    name: str
    blob_id: str  # SHA-256, hex
    content_type: str
    size_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article in one language; translations share ``slug``. ``body`` and ``short`` are Markdown.

    A translation names the language it was made from, and the digest of what it translates (desk.translations).
    ``product_versions``: product id -> range of versions it applies to (knowledge.versions); none = all.
    """

    id: ArticleId
    slug: str
    language: str
    title: str
    body: str
    phrasings: tuple[str, ...] = ()
    audience: ArticleAudience = ArticleAudience.PUBLIC
    state: ArticleState = ArticleState.VALIDATED
    products: tuple[str, ...] = ()
    companies: tuple[CompanyId, ...] = ()
    review_at: datetime | None = None
    owner_id: AgentId | None = None
    updated_at: datetime | None = None
    made_from: ConversationId | None = None  # the conversation whose question it answers first
    kind: ArticleKind = ArticleKind.ANSWER
    governance: ArticleGovernance = ArticleGovernance.OPEN
    short: str = ""  # the same in a sentence or two, for channels where the passage would be cut
    product_versions: Mapping[str, str] = field(default_factory=dict)
    source_language: str = ""
    source_digest: str = ""
    procedure: tuple[ProcedureStep, ...] = ()
    files: tuple[ArticleFile, ...] = ()
    updated_by: str = ""  # actor, as in the audit
    version: int = 1


class FlagReason(StrEnum):
    WRONG = "wrong"
    OUTDATED = "outdated"
    UNCLEAR = "unclear"
    FIX = "fix"  # proposes other words


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleFlag:
    """Somebody says what is amiss with an article (``article_id`` = its record), or proposes a title and body.

    ``accepted`` tells of a closed one whether the article was changed by it.
    """

    id: str
    article_id: ArticleId
    reason: FlagReason
    words: str = ""
    by: str  # actor, as in the audit
    at: datetime
    conversation_id: ConversationId | None = None
    article_version: int = 1
    title: str = ""
    body: str = ""
    closed_at: datetime | None = None
    closed_by: str = ""
    accepted: bool = False
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class KnowledgeVisit:
    """Up to when an agent has looked at what changed among the articles; same id as the agent."""

    id: AgentId
    at: datetime
    version: int = 1
