"""What a channel offers. A new channel is one module and one registry line; the core never learns its name."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network
from typing import Any, ClassVar, Protocol, TypeAlias, runtime_checkable

from contactcenter.ids import InboxId
from contactcenter.model.bodies import DeliveryState, FeedbackVerdict
from contactcenter.model.contact import Identity
from contactcenter.model.message import Attachment, Message, MessageClass

Network: TypeAlias = IPv4Network | IPv6Network


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
    rates: bool = False  # the contact can be asked how it was, with a press (OutboundMessage.asks_rating)
    letters: bool = False  # messages name those they answer, and what is sent automatically is kept rare (RFC 3834)


@dataclass(frozen=True, slots=True, kw_only=True)
class RawInbound:
    """Bytes as they came, before anything was decoded. ``incomplete``: why they are not all, '' if they are."""

    inbox_id: InboxId
    external_id: str
    raw: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    incomplete: str = ""
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class InboundFile:
    """Bytes at hand, a blob already stored, or what the channel fetches by ``remote`` (Fetches)."""

    name: str
    content_type: str
    data: bytes | None = None
    blob_id: str | None = None
    size_bytes: int = 0
    inline: bool = False
    content_id: str = ""
    remote: str = ""  # how the channel names it to fetch it: a URL, a provider's id


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressed:
    """Somebody else a message was addressed to, or is to go to besides."""

    identity: Identity
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InboundMessage:
    """A message of a contact, normalised: what every channel produces and intake.receive() takes.

    ``text`` is what the person wrote in this message; ``whole_text`` also holds what came along (quotes, signature).
    Which conversation it belongs to is found from, in this order: ``conversation_id``; ``reply_tokens``, which the
    centre signed; ``thread_keys``, strongest first (``delivery:ID`` names one of ours); ``quoted_tokens``, signed
    ones found in what it quotes; ``reference``; and ``weak_thread_keys``. ``known_as`` are keys that later messages
    may name it by. With ``is_named_everywhere`` the ``external_id`` is the message's in every inbox, so that one that
    came into two is one message. With a ``line`` the identity has one conversation in the inbox at a time on that line,
    and what is named besides does not matter.
    """

    inbox_id: InboxId
    external_id: str
    identity: Identity
    text: str
    contact_name: str = ""
    browser_language: str | None = None
    conversation_id: str | None = None  # the thread it names
    line: str | None = None  # '' where a messenger knows one talk with each person
    reply_tokens: tuple[str, ...] = ()
    thread_keys: tuple[str, ...] = ()
    quoted_tokens: tuple[str, ...] = ()
    weak_thread_keys: tuple[str, ...] = ()  # believed only from a participant, after all others
    reference: str | None = None  # of a conversation, as written in a subject; believed only from a participant
    name: str = ""  # as the channel names it to others (RFC 5322: Message-ID); comes back in OutboundMessage.thread
    known_as: tuple[str, ...] = ()
    is_named_everywhere: bool = False
    own_delivery: str | None = None  # the delivery of ours that it is named as: if there is one, it is our own message
    files: tuple[InboundFile, ...] = ()
    sent_at: datetime | None = None
    subject: str | None = None
    whole_text: str | None = None  # None = the same as text
    html: str | None = None  # sanitised
    incomplete: str = ""  # why it is not the whole message
    raw_blob_id: str | None = None  # the bytes as they came, where a receipt keeps them
    message_class: MessageClass = MessageClass.HUMAN
    authenticated: bool | None = None  # whether the sender is proven; None = the channel's identities are
    may_answer: bool = True  # automatically
    is_spam: bool = False
    copies: tuple[Addressed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusChange:
    """What a provider says became of a message we sent, which it knows as one of ``provider_ids``."""

    inbox_id: InboxId
    provider_ids: tuple[str, ...]
    recipient: str | None = None  # address, where one message went to several
    state: DeliveryState
    error: str | None = None
    is_final: bool = True  # of a bounce: the address is dead, not only full or away
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The contact's word on an automatic answer (``verdict``), or on the whole conversation (``score``, 1 to 5).

    ``provider_ids`` name the message of ours that it is said of, as in StatusChange; only its receiver is heard.
    """

    inbox_id: InboxId
    external_id: str
    identity: Identity
    provider_ids: tuple[str, ...]
    verdict: FeedbackVerdict | None = None
    score: int | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignored:
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboundFile:
    attachment: Attachment
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """The message that is answered, for channels that quote it."""

    author: str
    at: datetime
    text: str


class LinkPurpose(StrEnum):
    SOURCE = "source"  # the article that an answer was taken from
    SECOND_SOURCE = "second_source"  # where several questions are answered
    THIRD_SOURCE = "third_source"
    HELPED = "helped"  # "this answered my question"
    PERSON = "person"  # "I need a person"
    CONVERSATION = "conversation"  # the page of the conversation, without an account
    UNSUBSCRIBE = "unsubscribe"
    CONSOLE = "console"  # for an agent: the conversation where they work


SOURCES = (LinkPurpose.SOURCE, LinkPurpose.SECOND_SOURCE, LinkPurpose.THIRD_SOURCE)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboundMessage:
    """One message to one contact (and copies), with what a channel may need to say which conversation it is."""

    delivery_id: str
    inbox_id: InboxId
    recipient: Identity
    message: Message
    reference: str
    language: str | None = None
    recipient_name: str = ""
    author_name: str = ""  # who writes; empty for the centre itself
    signature: str = ""
    subject: str = ""  # the conversation's, without reply prefixes
    files: tuple[OutboundFile, ...] = ()
    copies: tuple[Addressed, ...] = ()
    thread: tuple[str, ...] = ()  # names of the conversation's messages so far, oldest first
    quoted: Quoted | None = None
    reply_token: str = ""  # signed; comes back in InboundMessage.reply_tokens
    is_automatic: bool = False
    asks_rating: bool = False  # how it was: the answer comes back as a Verdict with a score
    links: Mapping[LinkPurpose, str] = field(default_factory=dict)  # URLs
    link_labels: Mapping[LinkPurpose, str] = field(default_factory=dict)  # their words, in the reader's language
    sent_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """Outcome of one attempt. ``retry_at`` set = deferred."""

    state: DeliveryState
    provider_id: str | None = None
    error: str | None = None
    retry_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """``problem`` None = works; else the cause in plain words, and what to do. ``note``: what else is worth knowing."""

    problem: str | None = None
    advice: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HookRequest:
    """A provider's call, not yet believed. ``headers`` by names in small letters."""

    inbox_id: InboxId
    received_at: datetime
    method: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class HookReply:
    """What to keep, and what the provider is told once that is durable."""

    status: int = 200
    body: bytes = b""
    content_type: str = "text/plain"
    inbound: tuple[RawInbound, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelContext:
    """What a long-lived puller gets.

    ``take`` stores raw bytes and the cursor behind them in one unit and returns after the commit; False = another node
    has the inbox by now, stop. ``cursor`` is the last one stored, None before the first. ``report`` says how it goes,
    again and again: an inbox that says nothing for minutes is taken for dead. ``hook_url`` is where the provider may
    call us.
    """

    inbox_id: InboxId
    take: Callable[[Sequence[RawInbound], str], Awaitable[bool]]
    cursor: Callable[[], Awaitable[str | None]]
    report: Callable[[Health], None]
    now: Callable[[], datetime]
    hook_url: str = ""


Inward: TypeAlias = InboundMessage | StatusChange | Verdict | Ignored


class Channel(Protocol):
    """One instance an inbox, made from the inbox's settings."""

    kind: ClassVar[str]
    Settings: ClassVar[type[Any]]  # a msgspec.Struct; its JSON schema draws the form
    capabilities: ClassVar[Capabilities]

    def __init__(self, settings: Any) -> None: ...

    def normalize(self, raw: RawInbound) -> tuple[Inward, ...]:
        """Pure. Raises errors.Unparsable for what must go to quarantine."""
        ...

    async def deliver(self, message: OutboundMessage) -> Sent: ...


@runtime_checkable
class Pulls(Protocol):
    """A channel that fetches: it runs for as long as its inbox is active, on one node at a time."""

    async def run(self, context: ChannelContext) -> None:
        """Reconnects for ever by itself; returns when ``take`` says that another node has the inbox."""
        ...


@runtime_checkable
class Hooked(Protocol):
    """A channel whose provider calls us, at /hooks/INBOX."""

    def hook(self, request: HookRequest) -> HookReply:
        """Pure: who calls, and what came. Raises errors.CentreError for what is refused; then nothing is kept."""
        ...


@runtime_checkable
class Fetches(Protocol):
    """A channel whose messages name files that have to be fetched."""

    async def fetch(self, remote: str) -> bytes:
        """Raises errors.ProviderError in words for the agent; ``retry``: later it may be there."""
        ...


@runtime_checkable
class Reaches(Protocol):
    """A channel that connects to addresses that people chose: to the internet, and to these networks besides."""

    def may_reach(self, networks: Sequence[Network]) -> None: ...


@runtime_checkable
class Proves(Protocol):
    """A channel that may know whether a sender is who they say."""

    @property
    def proves_senders(self) -> bool: ...


class SecretKeeper(Protocol):
    """Keeps what a provider gives out in place of a secret that was configured."""

    async def latest(self, name: str, configured: str) -> str:
        """What was kept last in place of ``configured``, else that itself."""
        ...

    async def keep(self, name: str, configured: str, secret: str) -> None: ...


@runtime_checkable
class RenewsSecrets(Protocol):
    """A channel whose provider replaces secrets: an old one may be worth nothing once it was used."""

    def keep_secrets_with(self, keeper: SecretKeeper) -> None: ...


@runtime_checkable
class Probes(Protocol):
    """A channel whose connection can be tried out before it is used."""

    async def probe(self) -> Health: ...
