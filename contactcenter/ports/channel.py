"""What a channel offers. A new channel is one module and one registry line; the core never learns its name."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Protocol

from contactcenter.ids import InboxId
from contactcenter.model.bodies import DeliveryState, Message
from contactcenter.model.contact import Identity


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """What a message on this channel may be; the composer and the answers follow it."""

    max_text_chars: int = 10_000
    attachments: bool = True
    max_attachment_bytes: int = 25 * 2**20
    html: bool = False
    buttons: bool = False
    typing: bool = False
    live: bool = False  # the contact reads along: nothing is sent by the outbox, the store is read over a socket


@dataclass(frozen=True, slots=True, kw_only=True)
class RawInbound:
    """Bytes as they came, before anything was decoded."""

    inbox_id: InboxId
    external_id: str
    raw: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class InboundFile:
    """Either bytes at hand or a blob already stored."""

    name: str
    content_type: str
    data: bytes | None = None
    blob_id: str | None = None
    size_bytes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class InboundMessage:
    """A message of a contact, normalised: what every channel produces and intake.receive() takes."""

    inbox_id: InboxId
    external_id: str
    identity: Identity
    text: str
    contact_name: str = ""
    browser_language: str | None = None
    conversation_id: str | None = None  # the thread it names
    thread_keys: tuple[str, ...] = ()
    files: tuple[InboundFile, ...] = ()
    sent_at: datetime | None = None
    subject: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusChange:
    """What a provider says became of a message we sent."""

    inbox_id: InboxId
    provider_id: str
    state: DeliveryState
    error: str | None = None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignored:
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboundMessage:
    delivery_id: str
    inbox_id: InboxId
    recipient: Identity
    message: Message
    reference: str
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """Outcome of one attempt. ``retry_at`` set = deferred."""

    state: DeliveryState
    provider_id: str | None = None
    error: str | None = None
    retry_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """``problem`` None = works; else the cause in plain words, and what to do."""

    problem: str | None = None
    advice: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HookRequest:
    method: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class HookReply:
    status: int = 200
    body: bytes = b""
    content_type: str = "text/plain"
    inbound: tuple[RawInbound, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelContext:
    """What a long-lived puller gets: ``take`` stores raw bytes durably and returns after the commit."""

    take: Callable[[RawInbound], Awaitable[None]]
    now: Callable[[], datetime]


class Channel(Protocol):
    kind: ClassVar[str]
    Settings: ClassVar[type[Any]]  # a msgspec.Struct; its JSON schema draws the form
    capabilities: ClassVar[Capabilities]

    def normalize(self, raw: RawInbound) -> tuple[InboundMessage | StatusChange | Ignored, ...]:
        """Pure. Raises errors.Unparsable for what must go to quarantine."""
        ...

    async def deliver(self, message: OutboundMessage) -> Sent: ...
