"""What one verb does to one conversation, as a value.

A verb of the centre is a pure function from the head as it is now to a Plan, or to Refused. The store runs it inside
its unit of work against the committed head, so guards and effects are one atomic step on both stores.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from contactcenter.ids import ContactId, ConversationId, DeliveryId, InboxId
from contactcenter.model.bodies import LinkKind
from contactcenter.model.contact import Contact, Identity, KnownFact
from contactcenter.model.conversation import Conversation
from contactcenter.model.entry import Entry, EntryDraft


class RefusedBecause(StrEnum):
    STATE = "state"  # the conversation is not in a state that allows it
    CAPACITY = "capacity"  # the agent has no room
    OFFER = "offer"  # the offer is no longer open
    OWNER = "owner"  # it is somebody else's
    BLOCKED = "blocked"  # the contact is blocked


@dataclass(frozen=True, slots=True)
class Refused:
    """An expected refusal, with the head that it was judged by."""

    because: RefusedBecause
    head: Conversation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryDraft:
    """What a channel must send; the store adds message_seq: the plan's first message, else note."""

    id: DeliveryId
    inbox_id: InboxId
    channel: str
    recipient: Identity
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    kind: LinkKind
    source: ConversationId
    target: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutingRecord:
    """One line of the append-only routing log; ``event`` names it, ``data`` is plain JSON."""

    at: datetime
    event: str
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """``head`` = the changed copy; the store sets seq, contact_seq, last_at and version.

    ``units_limit``: units that the agent who gets load by this plan may carry in all; beyond it the store refuses.
    ``erases``: why what was written so far is erased, tombstones stay; '' = nothing is.
    ``thread_keys``: names by which later messages may find this conversation; one that another has stays with that.
    """

    head: Conversation
    at: datetime
    entries: tuple[EntryDraft, ...] = ()
    deliveries: tuple[DeliveryDraft, ...] = ()
    links: tuple[Link, ...] = ()
    unlinked: tuple[Link, ...] = ()
    known: tuple[KnownFact, ...] = ()
    routing: tuple[RoutingRecord, ...] = ()
    thread_keys: tuple[str, ...] = ()
    units_limit: int | None = None
    erases: str = ""


Move: TypeAlias = Callable[[Conversation], Plan | Refused]


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """``entries`` are the plan's in order (the stored ones if ``duplicate``)."""

    head: Conversation
    entries: tuple[Entry, ...]
    duplicate: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbound:
    """One message on its way in.

    ``conversation_id`` is the thread it names (it must be the contact's); ``new_id`` the derived id of the
    conversation it would begin. ``admit(head, contact)`` decides; head None = begin ``new_id``; a plan whose head has
    another id than the one given begins a new conversation too.

    With ``may_join`` the thread may be another contact's: ``admit`` alone decides whether the message goes on there
    (then its head keeps the contact it has). ``new_id`` is what a resend is known by, wherever the message is stored
    and whatever the resend names, so it must be derived from sender and ``external_id``. Within one conversation an
    ``external_id`` is one message, whoever sent it.
    """

    inbox_id: InboxId
    identity: Identity
    contact_id: ContactId  # used if the identity is new
    contact_name: str = ""
    contact_language: str | None = None
    external_id: str
    conversation_id: ConversationId | None = None
    may_join: bool = False
    new_id: ConversationId
    at: datetime
    admit: Callable[[Conversation | None, Contact], Plan | Refused]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    contact: Contact
    head: Conversation
    entries: tuple[Entry, ...]
    duplicate: bool = False
    began: bool = False  # a new conversation
