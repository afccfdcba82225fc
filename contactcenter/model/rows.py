"""Small rows that the store keeps beside conversations and records."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Generic, TypeVar

from contactcenter.ids import AgentId, BlobId, ContactId, ConversationId, DeliveryId, InboxId, ReceiptId
from contactcenter.model.bodies import DeliveryState
from contactcenter.model.contact import Identity
from contactcenter.model.conversation import Awaiting, State

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[T]):
    """``next`` is an opaque cursor, None at the end."""

    items: tuple[T, ...]
    next: str | None = None


class ReceiptState(StrEnum):
    RECEIVED = "received"
    RECORDED = "recorded"
    QUARANTINED = "quarantined"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Raw bytes taken over from a provider; unique on (inbox, external_id)."""

    id: ReceiptId
    inbox_id: InboxId
    external_id: str
    blob_id: BlobId
    state: ReceiptState = ReceiptState.RECEIVED
    error: str | None = None
    attempts: int = 0
    received_at: datetime
    duplicate: bool = False  # only in the answers of store.receipt() and store.take_in()


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """An outbound message on its way; ``epoch`` fences late workers, ``provider_id`` is what its provider calls it."""

    id: DeliveryId
    conversation_id: ConversationId
    message_seq: int
    inbox_id: InboxId
    channel: str
    recipient: Identity
    state: DeliveryState = DeliveryState.QUEUED
    attempts: int = 0
    due_at: datetime
    epoch: int = 0
    provider_id: str | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """A name held until a time; ``epoch`` grows with every new holder and is carried by guarded writes."""

    name: str
    holder: str
    epoch: int
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """An agent's open socket, alive until ``expires_at``."""

    agent_id: AgentId
    node: str
    socket: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A secret's hash and what it opens. ``purpose``: login, api, invitation, socket, visitor ..."""

    hash: str
    purpose: str
    subject: str
    data: Mapping[str, str] = field(default_factory=dict)
    created_at: datetime
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditLine:
    """Who changed what; ``id`` is a UUIDv7."""

    id: str
    at: datetime
    actor: str
    action: str  # e.g. agent.saved, contact.blocked, token.created
    subject: str
    detail: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationFilter:
    """All given parts must hold; ``order`` newest or oldest by last_at, or ``waiting`` by waiting_since."""

    states: frozenset[State] = frozenset()
    agent_id: AgentId | None = None
    unassigned: bool = False
    queue_id: str | None = None
    contact_id: ContactId | None = None
    tag: str | None = None
    awaiting: Awaiting | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    order: str = "newest"


class HitKind(StrEnum):
    CONVERSATION = "conversation"
    CONTACT = "contact"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    kind: HitKind
    conversation_id: ConversationId | None = None
    contact_id: ContactId | None = None
    seq: int | None = None  # entry that matched, if one did
    snippet: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredReply:
    """The answer once given under an Idempotency-Key."""

    status: int
    body: bytes
