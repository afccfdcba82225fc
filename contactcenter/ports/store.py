"""The store: every verb is one atomic unit of work, idempotent, and answers after it is durable.

Two implementations (SQLite, MongoDB) pass one contract suite. What a verb *decides* is a pure function handed in
(a Move, an admit function): the store runs it against the committed head inside the unit of work.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol, TypeVar

from contactcenter.ids import AgentId, BlobId, CompanyId, ContactId, ConversationId, DeliveryId, InboxId, ReceiptId
from contactcenter.model.bodies import DeliveryState
from contactcenter.model.contact import Contact, Identity, KnownFact, Membership
from contactcenter.model.conversation import Conversation
from contactcenter.model.entry import Entry
from contactcenter.model.plan import Changed, Inbound, Link, Move, Plan, Recorded, Refused, RoutingRecord
from contactcenter.model.records import Record
from contactcenter.model.rows import (
    AuditLine,
    ConversationFilter,
    Delivery,
    Hit,
    Lease,
    Page,
    Presence,
    Receipt,
    ReceiptState,
    StoredReply,
    Token,
)
from contactcenter.model.scope import Scope

R = TypeVar("R", bound=Record)


class Store(Protocol):
    # -- life ------------------------------------------------------------------------------------------------
    async def open(self) -> None:
        """Lock, migrate, be ready.

        Raises errors.StoreRefused (folder in use, newer schema, no replica set) and errors.StoreUnavailable.
        """
        ...

    async def close(self) -> None: ...

    async def ping(self) -> None:
        """Returns when the store can write; raises errors.StoreUnavailable."""
        ...

    async def backup(self, target: Path) -> None:
        """A consistent copy taken while running (SQLite); MongoDB raises errors.NotSupported naming mongodump."""
        ...

    # -- in and through conversations ------------------------------------------------------------------------
    async def receipt(self, receipt: Receipt) -> Receipt:
        """Keep that bytes arrived; the stored one with ``duplicate`` set if (inbox, external_id) is known."""
        ...

    async def settle_receipt(self, receipt_id: ReceiptId, state: ReceiptState, error: str | None = None) -> None: ...

    async def receipts(self, state: ReceiptState, after: str | None = None, limit: int = 100) -> Page[Receipt]:
        """By ``received_at``, the oldest first. Raises errors.Invalid for a cursor that is none of ours."""
        ...

    async def receipt_by_id(self, receipt_id: ReceiptId) -> Receipt | None: ...

    async def take_in(
        self, inbox_id: InboxId, fetched: Sequence[Receipt], cursor: str, lease: Lease
    ) -> tuple[Receipt, ...] | None:
        """Keep the inbox's receipts and the cursor behind them in one unit; None, nothing stored: the lease is lost.

        As with receipt(), each (inbox, external_id) is kept once, and the stored ones come back with ``duplicate``.
        ``fetched`` may be empty: then only the cursor moves. The lease is lost once another holder took it or it was
        dropped; whether its time has ended does not matter.
        """
        ...

    async def inbox_cursor(self, inbox_id: InboxId) -> str | None:
        """The last one stored, None before the first."""
        ...

    async def record_inbound(self, inbound: Inbound) -> Recorded | Refused:
        """Contact identity -> thread -> message, in one unit, once per external_id.

        Raises errors.NotFound if ``conversation_id`` does not exist, or is not the contact's and may not be joined.
        """
        ...

    async def change(self, conversation_id: ConversationId, move: Move) -> Changed | Refused:
        """Run the move on the head and store its plan.

        If an entry with the external_id of one of the plan's drafts exists, nothing is stored and the stored entries
        come back with ``duplicate``. An illegal transition raises errors.IllegalTransition (a bug, not an answer).
        A plan without entries whose head equals the old one writes nothing. Raises errors.NotFound.
        """
        ...

    async def change_pair(
        self,
        first: ConversationId,
        second: ConversationId,
        move: Callable[[Conversation, Conversation], tuple[Plan, Plan] | Refused],
    ) -> tuple[Changed, Changed] | Refused:
        """The same for two conversations in one unit (merge)."""
        ...

    async def thread(self, keys: Sequence[str]) -> ConversationId | None:
        """The conversation of the first key, in the order given, that is known; follows ``merged_into``."""
        ...

    async def add_thread_keys(self, conversation_id: ConversationId, keys: Sequence[str]) -> None:
        """Keys that are known only after sending; one that exists stays with its conversation. Raises errors.NotFound.

        Keys of any length; store/thread_rules.py says how long ones are kept.
        """
        ...

    async def conversation(self, conversation_id: ConversationId) -> Conversation | None: ...

    async def entries(
        self, conversation_id: ConversationId, after: int = 0, limit: int = 200, contact_only: bool = False
    ) -> tuple[Entry, ...]:
        """Entries with seq > after, ascending; ``contact_only``: those of audience contact."""
        ...

    async def entries_before(
        self, conversation_id: ConversationId, before: int, limit: int = 50, contact_only: bool = False
    ) -> tuple[Entry, ...]:
        """The last entries with seq < before, ascending."""
        ...

    async def conversations(
        self, where: ConversationFilter, scope: Scope, after: str | None = None, limit: int = 50
    ) -> Page[Conversation]: ...

    async def routable(self) -> tuple[Conversation, ...]:
        """All heads that are waiting, offered or assigned: what the router is rebuilt from."""
        ...

    async def due_conversations(self, now: datetime, limit: int = 100) -> tuple[Conversation, ...]:
        """Heads whose conversation.due_at() has come, earliest first."""
        ...

    async def links(self, conversation_id: ConversationId) -> tuple[Link, ...]:
        """Links from and to the conversation."""
        ...

    async def linked_to(self, target: str, limit: int = 100) -> tuple[Link, ...]: ...

    async def count_fact(self, key: str, scope: Scope, since: datetime, until: datetime) -> Mapping[str, int]:
        """How many conversations created in [since, until) have each value; ``?unknown`` and ``?unanswered`` too."""
        ...

    async def search(self, query: str, scope: Scope, limit: int = 30) -> tuple[Hit, ...]:
        """Conversations by their messages, facts, reference and contact; contacts by name and identity."""
        ...

    async def index_pending(self, limit: int = 1000) -> int:
        """Bring the search index up to date with at most ``limit`` entries; how many were done."""
        ...

    # -- contacts --------------------------------------------------------------------------------------------
    async def contact(self, contact_id: ContactId) -> Contact | None:
        """As stored: follow ``merged_into`` yourself with ``merged_contacts``."""
        ...

    async def contact_by_identity(self, identity: Identity) -> Contact | None: ...

    async def identities(self, contact_id: ContactId) -> tuple[Identity, ...]: ...

    async def add_identity(self, contact_id: ContactId, identity: Identity) -> None:
        """Raises errors.Conflict if it is another contact's."""
        ...

    async def save_contact(self, contact: Contact, actor: str, at: datetime) -> Contact:
        """Guarded by ``contact.version``; the stored one, version + 1. Raises errors.Stale, errors.NotFound."""
        ...

    async def merged_contacts(self, contact_id: ContactId) -> frozenset[ContactId]:
        """The contact itself, what it is merged into, and all merged into the same."""
        ...

    async def known_facts(self, contact_id: ContactId) -> tuple[KnownFact, ...]:
        """History, oldest first, of the contact and everything merged with it."""
        ...

    async def company_facts(self, company_id: CompanyId) -> tuple[KnownFact, ...]: ...

    async def add_known_facts(self, facts: Sequence[KnownFact]) -> None: ...

    async def memberships(self, contact_id: ContactId) -> tuple[Membership, ...]: ...

    async def save_membership(self, membership: Membership) -> None:
        """One per (contact, company, since)."""
        ...

    # -- records that administrators keep --------------------------------------------------------------------
    async def save(self, record: R, *, actor: str, at: datetime, new: bool = False) -> R:
        """Guarded by ``record.version`` (ignored if ``new``); stored with version + 1 (1 if new), history and audit.

        Raises errors.Stale, errors.NotFound, errors.Conflict (new and the id exists, or an agent's e-mail is taken).
        """
        ...

    async def record(self, kind: type[R], record_id: str) -> R | None: ...

    async def records(self, kind: type[R], after: str | None = None, limit: int = 100) -> Page[R]:
        """By id, ascending."""
        ...

    async def remove(self, kind: type[Record], record_id: str, *, version: int, actor: str, at: datetime) -> None: ...

    async def record_history(self, kind: type[R], record_id: str) -> tuple[R, ...]:
        """All stored versions, oldest first."""
        ...

    async def audit(self, line: AuditLine) -> None: ...

    async def audit_lines(self, after: str | None = None, limit: int = 100) -> Page[AuditLine]:
        """Newest first."""
        ...

    # -- deliveries, leases, presence, tokens ----------------------------------------------------------------
    async def claim_deliveries(
        self, holder: str, now: datetime, lease: timedelta, limit: int = 50, inbox_id: InboxId | None = None
    ) -> tuple[Delivery, ...]:
        """Due deliveries (of one inbox), now ``sending`` and leased to the holder with a new epoch each.

        One that is not settled before its lease ends can be claimed again.
        """
        ...

    async def settle_delivery(
        self,
        delivery_id: DeliveryId,
        epoch: int,
        state: DeliveryState,
        *,
        at: datetime,
        provider_id: str | None = None,
        error: str | None = None,
        retry_at: datetime | None = None,
    ) -> bool:
        """False if another worker has claimed it since. A status never goes backwards."""
        ...

    async def note_delivery(
        self, delivery_id: DeliveryId, state: DeliveryState, *, at: datetime, error: str | None = None
    ) -> Delivery | None:
        """News from the provider after the fact (bounced, delivered, seen); the delivery as it is now.

        None if that changed nothing: unknown, told before, or it would go backwards (store/delivery_rules.py).
        """
        ...

    async def delivery(self, delivery_id: DeliveryId) -> Delivery | None: ...

    async def deliveries_of(
        self, conversation_id: ConversationId, message_seq: int | None = None
    ) -> tuple[Delivery, ...]:
        """Of the conversation, or of one of its messages; by message, then by id."""
        ...

    async def delivery_by_provider_id(self, inbox_id: InboxId, provider_ids: Sequence[str]) -> Delivery | None:
        """Of the first provider's id, in the order given, that is known in the inbox."""
        ...

    async def suppress(self, identity: Identity, reason: str, at: datetime) -> None:
        """From now on the address gets nothing automatic: it bounced for good, say. The last reason given holds."""
        ...

    async def suppression(self, identity: Identity) -> str | None:
        """The reason, None for an address that may be written to."""
        ...

    async def unsuppress(self, identity: Identity) -> None: ...

    async def take_turn(self, name: str, times: int, window: timedelta, now: datetime) -> bool:
        """Count one more; False, and nothing counted, if there were so many within the window before ``now``."""
        ...

    async def take_lease(self, name: str, holder: str, now: datetime, lasting: timedelta) -> Lease | None:
        """Take or renew; None while another holds it."""
        ...

    async def drop_lease(self, lease: Lease) -> None: ...

    async def beat(self, presence: Presence) -> None: ...

    async def drop_presence(self, socket: str) -> None: ...

    async def presences(self, now: datetime) -> tuple[Presence, ...]: ...

    async def put_token(self, token: Token) -> None: ...

    async def token(self, token_hash: str, now: datetime) -> Token | None: ...

    async def spend_token(self, token_hash: str, now: datetime) -> Token | None:
        """Take it away in the same unit: one of several callers gets it."""
        ...

    async def tokens(self, purpose: str, after: str | None = None, limit: int = 100) -> Page[Token]:
        """Those of a purpose by subject, ascending; for purposes whose subjects are unique (api)."""
        ...

    async def drop_tokens(self, purpose: str, subject: str) -> int: ...

    async def recall_reply(self, key: str, now: datetime) -> StoredReply | None: ...

    async def remember_reply(self, key: str, reply: StoredReply, expires_at: datetime) -> None: ...

    # -- routing log -----------------------------------------------------------------------------------------
    async def log_routing(self, records: Sequence[RoutingRecord]) -> None: ...

    async def routing_log(self, since: datetime, limit: int = 10_000) -> tuple[RoutingRecord, ...]: ...

    async def agent_loads(self) -> Mapping[AgentId, int]:
        """Units carried, as the store counts them."""
        ...

    async def unnamed_blobs(self, blobs: Iterable[BlobId]) -> frozenset[BlobId]:
        """Those of them that no entry and no receipt names."""
        ...
