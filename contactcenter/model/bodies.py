"""The body of every kind of entry. docs/events.md describes each; BODIES is the closed list."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from contactcenter.model.fact import FactSource, FactState
from contactcenter.model.message import Attachment, Message, Source


class EntryKind(StrEnum):
    MESSAGE = "message"
    NOTE = "note"
    STATE = "state"
    QUEUED = "queued"
    OFFER = "offer"
    OFFER_ENDED = "offer_ended"
    ASSIGNMENT = "assignment"
    LANGUAGE = "language"
    FACT = "fact"
    TAG = "tag"
    LINK = "link"
    COMMITMENT = "commitment"
    PARTICIPANT = "participant"
    RATING = "rating"
    FEEDBACK = "feedback"
    ARTICLE_USE = "article_use"
    PROCEDURE = "procedure"
    DELIVERY = "delivery"
    FOCUS = "focus"
    ERASED = "erased"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    text: str
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StateChange:
    before: str
    after: str
    reason: str | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedPart:
    """One of several questions of a message: the writer's words, and the likeliest articles, best first."""

    text: str
    confidence: float
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Queued:
    queue_id: str
    language: str | None = None
    skills: Mapping[str, int] = field(default_factory=dict)
    reasons: tuple[str, ...] = ()
    tried: tuple[Source, ...] = ()  # what the knowledge base would have said, or did say in vain
    parts: tuple[AskedPart, ...] = ()  # of a message that asks several things, none of which was answered


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    offer_id: str
    agent_id: str
    expires_at: datetime
    reasons: tuple[str, ...] = ()


class OfferOutcome(StrEnum):
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    RESCINDED = "rescinded"
    LOST = "lost"  # the agent's presence ended


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferEnded:
    offer_id: str
    agent_id: str
    outcome: OfferOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentChange:
    """agent_id None = taken from its agent (back to a queue)."""

    agent_id: str | None
    queue_id: str | None = None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageChange:
    language: str
    source: str  # conversation.LanguageSource
    confidence: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FactStated:
    key: str
    state: FactState = FactState.VALUE
    value: str | None = None
    source: FactSource = FactSource.AGENT
    again: bool = False  # an agent asked for what was known, or what another agent had asked for


@dataclass(frozen=True, slots=True, kw_only=True)
class TagChange:
    tag: str
    added: bool = True


class LinkKind(StrEnum):
    DUPLICATE_OF = "duplicate_of"
    CAUSED_BY = "caused_by"
    ANSWERS = "answers"
    FOLLOWS = "follows"
    MERGED_INTO = "merged_into"
    MERGED_FROM = "merged_from"
    PROBLEM = "problem"
    SIDE_OF = "side_of"  # asked of somebody else because of that conversation


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkChange:
    link: LinkKind
    target: str  # conversation id or problem id
    added: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentChange:
    commitment_id: str
    text: str
    due: datetime
    kept: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantChange:
    role: str
    id: str
    joined: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    score: int  # 1 to 5
    comment: str = ""


class FeedbackVerdict(StrEnum):
    HELPED = "helped"
    DID_NOT_HELP = "did_not_help"
    PERSON = "person"  # asked for a person by the button


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """The contact's verdict on an automatic answer; ``answer`` = external id of the answer's entry."""

    verdict: FeedbackVerdict
    answer: str | None = None
    article_id: str | None = None


class ArticleAction(StrEnum):
    SHOWN = "shown"
    OPENED = "opened"
    INSERTED = "inserted"
    LINKED = "linked"
    DRAFTED = "drafted"  # a new article was begun from here


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleUse:
    action: ArticleAction
    article_id: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureResult:
    """An agent did a step of a procedure: what it said, what was found (a choice of the step), and a word on it."""

    article_id: str
    language: str
    article_version: int
    step: str
    text: str
    choice: str = ""
    note: str = ""


class DeliveryState(StrEnum):
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    SEEN = "seen"
    DEFERRED = "deferred"
    FAILED = "failed"  # refused before it was taken over
    BOUNCED = "bounced"  # taken over, then returned


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryChange:
    """What became of an outbound message; ``message_seq`` = its entry."""

    message_seq: int
    state: DeliveryState
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Focus:
    """An agent had the conversation open and in focus: handle time is the sum of these."""

    agent_id: str
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """Tombstone with the seq of what was erased."""

    kind: str
    reason: str = ""


Body: TypeAlias = (
    Message
    | Note
    | StateChange
    | Queued
    | Offered
    | OfferEnded
    | AssignmentChange
    | LanguageChange
    | FactStated
    | TagChange
    | LinkChange
    | CommitmentChange
    | ParticipantChange
    | Rating
    | Feedback
    | ArticleUse
    | ProcedureResult
    | DeliveryChange
    | Focus
    | Erased
)

BODIES: Mapping[EntryKind, type[Body]] = {
    EntryKind.MESSAGE: Message,
    EntryKind.NOTE: Note,
    EntryKind.STATE: StateChange,
    EntryKind.QUEUED: Queued,
    EntryKind.OFFER: Offered,
    EntryKind.OFFER_ENDED: OfferEnded,
    EntryKind.ASSIGNMENT: AssignmentChange,
    EntryKind.LANGUAGE: LanguageChange,
    EntryKind.FACT: FactStated,
    EntryKind.TAG: TagChange,
    EntryKind.LINK: LinkChange,
    EntryKind.COMMITMENT: CommitmentChange,
    EntryKind.PARTICIPANT: ParticipantChange,
    EntryKind.RATING: Rating,
    EntryKind.FEEDBACK: Feedback,
    EntryKind.ARTICLE_USE: ArticleUse,
    EntryKind.PROCEDURE: ProcedureResult,
    EntryKind.DELIVERY: DeliveryChange,
    EntryKind.FOCUS: Focus,
    EntryKind.ERASED: Erased,
}

KINDS: Mapping[type[Body], EntryKind] = {body: kind for kind, body in BODIES.items()}


def blobs_of(body: Body) -> tuple[str, ...]:
    """The blobs that an entry names: files, and the other forms of a message."""
    if not isinstance(body, (Message, Note)):
        return ()
    files = tuple(attachment.blob_id for attachment in body.attachments)
    if isinstance(body, Note) or body.original is None:
        return files
    return (*files, *body.original.blobs)
