"""The store's verbs on SQLite: each is one function of a noun's module, run by the engine."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar

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
from contactcenter.ports import Clock
from contactcenter.store.snapshot import take_snapshot
from contactcenter.store.sqlite import (
    audit,
    changes,
    contacts,
    conversation_lists,
    conversation_reads,
    conversation_rows,
    deliveries,
    entries,
    indexing,
    leases,
    receipts,
    records,
    routing_log,
    search,
    suppressions,
    thread_keys,
    tokens,
    turns,
)
from contactcenter.store.sqlite.engine import Engine
from contactcenter.store.sqlite.lock import FolderLock

R = TypeVar("R", bound=Record)

INDEXING_WAITS = 0.25
"""Seconds between two units of indexing while many messages come in."""


class SqliteStore:
    """One centre in one file. Implements ports.Store; see there for what each verb means."""

    def __init__(self, path: Path, data_folder: Path, clock: Clock) -> None:
        self._path, self._data_folder = path, data_folder
        self._engine = Engine(path)
        self._write, self._read = self._engine.write, self._engine.read
        self._lock = FolderLock(data_folder)
        self._clock = clock

    # -- life ------------------------------------------------------------------------------------------------

    async def open(self) -> None:
        self._lock.take()
        try:
            await self._engine.open()
        except BaseException:
            self._lock.drop()
            raise

    async def close(self) -> None:
        await self._engine.close()
        self._lock.drop()

    async def ping(self) -> None:
        await self._write(lambda t: t.execute("UPDATE agent_load SET units = units WHERE agent_id = ''") and None)

    async def backup(self, target: Path) -> None:
        await asyncio.to_thread(take_snapshot, self._path, self._data_folder / "blobs", target)

    # -- in and through conversations ------------------------------------------------------------------------

    async def receipt(self, receipt: Receipt) -> Receipt:
        return await self._write(partial(receipts.keep, receipt=receipt))

    async def settle_receipt(self, receipt_id: ReceiptId, state: ReceiptState, error: str | None = None) -> None:
        await self._write(lambda t: receipts.settle(t, receipt_id, state, error))

    async def receipts(self, state: ReceiptState, after: str | None = None, limit: int = 100) -> Page[Receipt]:
        return await self._read(lambda c: receipts.page(c, state, after, limit))

    async def receipt_by_id(self, receipt_id: ReceiptId) -> Receipt | None:
        return await self._read(lambda c: receipts.by_id(c, receipt_id))

    async def take_in(
        self, inbox_id: InboxId, fetched: Sequence[Receipt], cursor: str, lease: Lease
    ) -> tuple[Receipt, ...] | None:
        return await self._write(lambda t: receipts.take_in(t, inbox_id, fetched, cursor, lease))

    async def inbox_cursor(self, inbox_id: InboxId) -> str | None:
        return await self._read(lambda c: receipts.inbox_cursor(c, inbox_id))

    async def record_inbound(self, inbound: Inbound) -> Recorded | Refused:
        return await self._write(lambda t: changes.record_inbound(t, inbound), guarded=True)

    async def change(self, conversation_id: ConversationId, move: Move) -> Changed | Refused:
        return await self._write(lambda t: changes.change(t, conversation_id, move), guarded=True)

    async def change_pair(
        self,
        first: ConversationId,
        second: ConversationId,
        move: Callable[[Conversation, Conversation], tuple[Plan, Plan] | Refused],
    ) -> tuple[Changed, Changed] | Refused:
        return await self._write(lambda t: changes.change_pair(t, first, second, move))

    async def thread(self, keys: Sequence[str]) -> ConversationId | None:
        return await self._read(lambda c: thread_keys.find(c, keys))

    async def add_thread_keys(self, conversation_id: ConversationId, keys: Sequence[str]) -> None:
        await self._write(lambda t: thread_keys.add(t, conversation_id, keys))

    async def conversation(self, conversation_id: ConversationId) -> Conversation | None:
        known = self._engine.heads.committed(conversation_id)
        if known is not None:
            return known
        return await self._read(lambda c: conversation_rows.read_head(c, conversation_id))

    async def entries(
        self, conversation_id: ConversationId, after: int = 0, limit: int = 200, contact_only: bool = False
    ) -> tuple[Entry, ...]:
        return await self._read(lambda c: entries.after(c, conversation_id, after, limit, contact_only))

    async def entries_before(
        self, conversation_id: ConversationId, before: int, limit: int = 50, contact_only: bool = False
    ) -> tuple[Entry, ...]:
        return await self._read(lambda c: entries.before(c, conversation_id, before, limit, contact_only))

    async def conversations(
        self, where: ConversationFilter, scope: Scope, after: str | None = None, limit: int = 50
    ) -> Page[Conversation]:
        return await self._read(lambda c: conversation_lists.page(c, where, scope, after, limit))

    async def routable(self) -> tuple[Conversation, ...]:
        return await self._read(conversation_reads.routable)

    async def due_conversations(self, now: datetime, limit: int = 100) -> tuple[Conversation, ...]:
        return await self._read(lambda c: conversation_reads.due(c, now, limit))

    async def links(self, conversation_id: ConversationId) -> tuple[Link, ...]:
        return await self._read(lambda c: conversation_reads.links(c, conversation_id))

    async def linked_to(self, target: str, limit: int = 100) -> tuple[Link, ...]:
        return await self._read(lambda c: conversation_reads.linked_to(c, target, limit))

    async def count_fact(self, key: str, scope: Scope, since: datetime, until: datetime) -> Mapping[str, int]:
        return await self._read(lambda c: conversation_reads.count_fact(c, key, scope, since, until))

    async def search(self, query: str, scope: Scope, limit: int = 30) -> tuple[Hit, ...]:
        return await self._read(lambda c: search.search(c, query, scope, limit))

    async def index_pending(self, limit: int = 1000) -> int:
        if self._engine.is_busy():  # messages go first: the newest are found without the index meanwhile
            limit = min(limit, indexing.UNIT)
            await asyncio.sleep(INDEXING_WAITS)
        done = 0
        while done < limit:
            size = min(indexing.UNIT, limit - done)
            people, unit = await self._read(partial(indexing.pending, limit=size))
            if people:
                done += await self._write(partial(indexing.write_contacts, limit=size), long=True)
            if unit.count:
                done += await self._write(partial(indexing.write_entries, unit=unit), long=True)
            if not people and not unit.count:
                break
        return done

    # -- contacts --------------------------------------------------------------------------------------------

    async def contact(self, contact_id: ContactId) -> Contact | None:
        return await self._read(lambda c: contacts.read(c, contact_id))

    async def contact_by_identity(self, identity: Identity) -> Contact | None:
        return await self._read(lambda c: contacts.by_identity(c, identity))

    async def identities(self, contact_id: ContactId) -> tuple[Identity, ...]:
        return await self._read(lambda c: contacts.identities(c, contact_id))

    async def add_identity(self, contact_id: ContactId, identity: Identity) -> None:
        await self._write(lambda t: contacts.add_identity(t, contact_id, identity))

    async def save_contact(self, contact: Contact, actor: str, at: datetime) -> Contact:
        return await self._write(lambda t: contacts.save(t, contact, actor, at))

    async def merged_contacts(self, contact_id: ContactId) -> frozenset[ContactId]:
        return await self._read(lambda c: contacts.family(c, contact_id))

    async def known_facts(self, contact_id: ContactId) -> tuple[KnownFact, ...]:
        return await self._read(lambda c: contacts.known_facts(c, contact_id))

    async def company_facts(self, company_id: CompanyId) -> tuple[KnownFact, ...]:
        return await self._read(lambda c: contacts.company_facts(c, company_id))

    async def add_known_facts(self, facts: Sequence[KnownFact]) -> None:
        await self._write(lambda t: contacts.add_known_facts(t, facts))

    async def memberships(self, contact_id: ContactId) -> tuple[Membership, ...]:
        return await self._read(lambda c: contacts.memberships(c, contact_id))

    async def save_membership(self, membership: Membership) -> None:
        await self._write(lambda t: contacts.save_membership(t, membership))

    # -- records that administrators keep --------------------------------------------------------------------

    async def save(self, record: R, *, actor: str, at: datetime, new: bool = False) -> R:
        return await self._write(lambda t: records.save(t, record, actor, at, new))

    async def record(self, kind: type[R], record_id: str) -> R | None:
        return await self._read(lambda c: records.read(c, kind, record_id))

    async def records(self, kind: type[R], after: str | None = None, limit: int = 100) -> Page[R]:
        return await self._read(lambda c: records.page(c, kind, after, limit))

    async def remove(self, kind: type[Record], record_id: str, *, version: int, actor: str, at: datetime) -> None:
        await self._write(lambda t: records.remove(t, kind, record_id, version, actor, at))

    async def record_history(self, kind: type[R], record_id: str) -> tuple[R, ...]:
        return await self._read(lambda c: records.history(c, kind, record_id))

    async def audit(self, line: AuditLine) -> None:
        await self._write(lambda t: audit.append(t, line))

    async def audit_lines(self, after: str | None = None, limit: int = 100) -> Page[AuditLine]:
        return await self._read(lambda c: audit.lines(c, after, limit))

    # -- deliveries, leases, presence, tokens ----------------------------------------------------------------

    async def claim_deliveries(
        self, holder: str, now: datetime, lease: timedelta, limit: int = 50, inbox_id: InboxId | None = None
    ) -> tuple[Delivery, ...]:
        if not await self._read(lambda c: deliveries.any_due(c, now, inbox_id)):
            return ()
        return await self._write(lambda t: deliveries.claim(t, holder, now, lease, limit, inbox_id))

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
        return await self._write(
            lambda t: deliveries.settle(t, delivery_id, epoch, state, at, provider_id, error, retry_at)
        )

    async def note_delivery(
        self, delivery_id: DeliveryId, state: DeliveryState, *, at: datetime, error: str | None = None
    ) -> Delivery | None:
        return await self._write(lambda t: deliveries.note(t, delivery_id, state, at, error))

    async def delivery(self, delivery_id: DeliveryId) -> Delivery | None:
        return await self._read(lambda c: deliveries.by_id(c, delivery_id))

    async def deliveries_of(
        self, conversation_id: ConversationId, message_seq: int | None = None
    ) -> tuple[Delivery, ...]:
        return await self._read(lambda c: deliveries.of_conversation(c, conversation_id, message_seq))

    async def delivery_by_provider_id(self, inbox_id: InboxId, provider_ids: Sequence[str]) -> Delivery | None:
        return await self._read(lambda c: deliveries.by_provider_id(c, inbox_id, provider_ids))

    async def suppress(self, identity: Identity, reason: str, at: datetime) -> None:
        await self._write(lambda t: suppressions.put(t, identity, reason, at))

    async def suppression(self, identity: Identity) -> str | None:
        return await self._read(lambda c: suppressions.reason(c, identity))

    async def unsuppress(self, identity: Identity) -> None:
        await self._write(lambda t: suppressions.release(t, identity))

    async def take_turn(self, name: str, times: int, window: timedelta, now: datetime) -> bool:
        return await self._write(lambda t: turns.take(t, name, times, window, now))

    async def take_lease(self, name: str, holder: str, now: datetime, lasting: timedelta) -> Lease | None:
        return await self._write(lambda t: leases.take(t, name, holder, now, lasting))

    async def drop_lease(self, lease: Lease) -> None:
        await self._write(lambda t: leases.drop(t, lease))

    async def beat(self, presence: Presence) -> None:
        await self._write(lambda t: leases.beat(t, presence))

    async def drop_presence(self, socket: str) -> None:
        await self._write(lambda t: leases.leave(t, socket))

    async def presences(self, now: datetime) -> tuple[Presence, ...]:
        return await self._read(lambda c: leases.present(c, now))

    async def put_token(self, token: Token) -> None:
        await self._write(lambda t: tokens.put(t, token))

    async def token(self, token_hash: str, now: datetime) -> Token | None:
        return await self._read(lambda c: tokens.find(c, token_hash, now))

    async def spend_token(self, token_hash: str, now: datetime) -> Token | None:
        return await self._write(lambda t: tokens.spend(t, token_hash, now))

    async def tokens(self, purpose: str, after: str | None = None, limit: int = 100) -> Page[Token]:
        return await self._read(lambda c: tokens.page(c, purpose, after, limit))

    async def drop_tokens(self, purpose: str, subject: str) -> int:
        return await self._write(lambda t: tokens.drop(t, purpose, subject))

    async def recall_reply(self, key: str, now: datetime) -> StoredReply | None:
        return await self._read(lambda c: tokens.recall(c, key, now))

    async def remember_reply(self, key: str, reply: StoredReply, expires_at: datetime) -> None:
        now = self._clock.now()
        await self._write(lambda t: tokens.remember(t, key, reply, now, expires_at))

    # -- routing log -----------------------------------------------------------------------------------------

    async def log_routing(self, records: Sequence[RoutingRecord]) -> None:
        await self._write(lambda t: routing_log.append(t, records))

    async def routing_log(self, since: datetime, limit: int = 10_000) -> tuple[RoutingRecord, ...]:
        return await self._read(lambda c: routing_log.since(c, since, limit))

    async def agent_loads(self) -> Mapping[AgentId, int]:
        return await self._read(conversation_reads.agent_loads)

    async def unnamed_blobs(self, blobs: Iterable[BlobId]) -> frozenset[BlobId]:
        return await self._read(lambda c: conversation_reads.unnamed_blobs(c, blobs))
