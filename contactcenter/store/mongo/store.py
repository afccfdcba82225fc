"""The store's verbs on MongoDB: each is one function of a noun's module."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from contactcenter.errors import NotSupported, StoreUnavailable
from contactcenter.ids import AgentId, BlobId, CompanyId, ContactId, ConversationId, DeliveryId, ReceiptId
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
from contactcenter.store.mongo import (
    audit,
    contacts,
    deliveries,
    folding,
    journal,
    known_facts,
    leases,
    lists,
    pairs,
    reads,
    receipts,
    records,
    routing_log,
    search,
    thread_keys,
    tokens,
)
from contactcenter.store.mongo.appender import Appender
from contactcenter.store.mongo.blobs import GridBlobs
from contactcenter.store.mongo.connection import connected
from contactcenter.store.mongo.contacts import KnownOwners
from contactcenter.store.mongo.driver import Client, Database, database_of, spoken_plainly
from contactcenter.store.mongo.heads import HeadWriter, KnownHeads
from contactcenter.store.mongo.schema import migrate
from contactcenter.store.mongo.units import Arrival, Change, Reading
from contactcenter.store.mongo.wide import Wide

R = TypeVar("R", bound=Record)

LISTS_AT_ONCE = 5  # the driver has ten threads: lists and searches shall not keep messages waiting
INDEXED_WHEN_BUSY = 50
INDEXING_WAITS_S = 0.25


@dataclass(slots=True)
class _Open:
    """What there is between open and close."""

    client: Client
    database: Database
    reading: Reading
    heads: HeadWriter
    wide: Wide
    appender: Appender
    running: asyncio.Task[None]
    listing: asyncio.Semaphore
    windows: search.Windows


class MongoStore:
    """One centre in one database of a replica set. Implements ports.Store; see there for what each verb means."""

    def __init__(self, url: str, clock: Clock) -> None:
        self._url, self._clock = url, clock
        self._parts: _Open | None = None

    # -- life ------------------------------------------------------------------------------------------------

    async def open(self) -> None:
        client = await connected(self._url)
        try:
            database = database_of(client)
            with spoken_plainly():
                await migrate(database)
                await folding.repair_heads(database)
        except BaseException:
            client.close()
            raise
        self._parts = _begin(client, database)

    async def close(self) -> None:
        """Whoever still waits for a write is told that it was not acknowledged."""
        parts, self._parts = self._parts, None
        if parts is None:
            return
        parts.running.cancel()
        await asyncio.gather(parts.running, return_exceptions=True)
        await parts.heads.finish()
        parts.client.close()

    async def ping(self) -> None:
        async with self._reading() as database:
            await database["meta"].update_one({"_id": "ping"}, {"$set": {"at": datetime.now(UTC)}}, upsert=True)

    async def backup(self, target: Path) -> None:
        raise NotSupported("a centre on MongoDB is copied with mongodump --oplog; see deploy/ for the commands")

    def blobs(self) -> GridBlobs:
        """Bytes in the same database. Call after open()."""
        return GridBlobs(self._open.database)

    @property
    def _open(self) -> _Open:
        if self._parts is None:
            raise StoreUnavailable("the store is not open")
        return self._parts

    @asynccontextmanager
    async def _reading(self) -> AsyncIterator[Database]:
        database = self._open.database
        with spoken_plainly():
            yield database

    @asynccontextmanager
    async def _listing(self) -> AsyncIterator[Database]:
        """For what reads derived heads: this node's own writes are in them by then."""
        parts = self._open
        await parts.heads.settled()
        async with parts.listing, self._reading() as database:
            yield database

    # -- in and through conversations ------------------------------------------------------------------------

    async def receipt(self, receipt: Receipt) -> Receipt:
        async with self._reading() as database:
            return await receipts.keep(database, receipt)

    async def settle_receipt(self, receipt_id: ReceiptId, state: ReceiptState, error: str | None = None) -> None:
        async with self._reading() as database:
            await receipts.settle(database, receipt_id, state, error)

    async def receipts(self, state: ReceiptState, after: str | None = None, limit: int = 100) -> Page[Receipt]:
        async with self._reading() as database:
            return await receipts.page(database, state, after, limit)

    async def record_inbound(self, inbound: Inbound) -> Recorded | Refused:
        parts = self._open
        done: Recorded | Refused = await parts.appender.submit(Arrival(parts.reading, inbound))
        return done

    async def change(self, conversation_id: ConversationId, move: Move) -> Changed | Refused:
        parts = self._open
        done: Changed | Refused = await parts.appender.submit(Change(parts.reading, conversation_id, move))
        return done

    async def change_pair(
        self,
        first: ConversationId,
        second: ConversationId,
        move: Callable[[Conversation, Conversation], tuple[Plan, Plan] | Refused],
    ) -> tuple[Changed, Changed] | Refused:
        parts, begun = self._open, time.monotonic()
        with spoken_plainly():
            done = await pairs.change_pair(parts.reading, parts.wide, first, second, move)
        for changed in done if isinstance(done, tuple) else ():
            parts.reading.heads.keep(changed.head, begun)
            parts.heads.put(changed.head)
        return done

    async def thread(self, keys: Sequence[str]) -> ConversationId | None:
        async with self._reading() as database:
            return await thread_keys.find(database, keys)

    async def add_thread_keys(self, conversation_id: ConversationId, keys: Sequence[str]) -> None:
        async with self._reading() as database:
            await thread_keys.add(self._open.client, database, conversation_id, keys)

    async def conversation(self, conversation_id: ConversationId) -> Conversation | None:
        async with self._reading() as database:
            return await journal.last_head(database, conversation_id)

    async def entries(
        self, conversation_id: ConversationId, after: int = 0, limit: int = 200, contact_only: bool = False
    ) -> tuple[Entry, ...]:
        async with self._reading() as database:
            return await journal.after(database["journal"], conversation_id, after, limit, contact_only)

    async def entries_before(
        self, conversation_id: ConversationId, before: int, limit: int = 50, contact_only: bool = False
    ) -> tuple[Entry, ...]:
        async with self._reading() as database:
            return await journal.before(database["journal"], conversation_id, before, limit, contact_only)

    async def conversations(
        self, where: ConversationFilter, scope: Scope, after: str | None = None, limit: int = 50
    ) -> Page[Conversation]:
        async with self._listing() as database:
            return await lists.page(database, where, scope, after, limit)

    async def routable(self) -> tuple[Conversation, ...]:
        async with self._listing() as database:
            return await reads.routable(database)

    async def due_conversations(self, now: datetime, limit: int = 100) -> tuple[Conversation, ...]:
        async with self._listing() as database:
            return await reads.due(database, now, limit)

    async def links(self, conversation_id: ConversationId) -> tuple[Link, ...]:
        async with self._reading() as database:
            return await reads.links(database, conversation_id)

    async def linked_to(self, target: str, limit: int = 100) -> tuple[Link, ...]:
        async with self._reading() as database:
            return await reads.linked_to(database, target, limit)

    async def count_fact(self, key: str, scope: Scope, since: datetime, until: datetime) -> Mapping[str, int]:
        async with self._listing() as database:
            return await reads.count_fact(database, key, scope, since, until)

    async def search(self, query: str, scope: Scope, limit: int = 30) -> tuple[Hit, ...]:
        async with self._listing() as database:
            return await search.search(database, self._open.windows, query, scope, limit)

    async def index_pending(self, limit: int = 1000) -> int:
        """Also repairs heads that are behind: a node may have died between an entry and its head."""
        if self._open.appender.is_busy():  # messages go first: the newest are found without the index meanwhile
            limit = min(limit, INDEXED_WHEN_BUSY)
            await asyncio.sleep(INDEXING_WAITS_S)
        async with self._listing() as database:
            return await folding.fold(database, limit)

    # -- contacts --------------------------------------------------------------------------------------------

    async def contact(self, contact_id: ContactId) -> Contact | None:
        async with self._reading() as database:
            return await contacts.read(database, contact_id)

    async def contact_by_identity(self, identity: Identity) -> Contact | None:
        async with self._reading() as database:
            owner = await contacts.owner_of(database, identity)
        return owner.contact if owner else None

    async def identities(self, contact_id: ContactId) -> tuple[Identity, ...]:
        async with self._reading() as database:
            return await contacts.identities(database, contact_id)

    async def add_identity(self, contact_id: ContactId, identity: Identity) -> None:
        async with self._reading() as database:
            await contacts.add_identity(database, contact_id, identity)
        self._open.reading.owners.forget(identity)

    async def save_contact(self, contact: Contact, actor: str, at: datetime) -> Contact:
        async with self._reading() as database:
            saved = await contacts.save(self._open.client, database, contact, actor, at)
        self._open.reading.owners.forget_contact(contact.id)
        return saved

    async def merged_contacts(self, contact_id: ContactId) -> frozenset[ContactId]:
        async with self._reading() as database:
            return await contacts.family(database, contact_id)

    async def known_facts(self, contact_id: ContactId) -> tuple[KnownFact, ...]:
        async with self._reading() as database:
            return await known_facts.of_contacts(database, await contacts.family(database, contact_id))

    async def company_facts(self, company_id: CompanyId) -> tuple[KnownFact, ...]:
        async with self._reading() as database:
            return await known_facts.of_company(database, company_id)

    async def add_known_facts(self, facts: Sequence[KnownFact]) -> None:
        async with self._reading() as database:
            await known_facts.add(database, facts)

    async def memberships(self, contact_id: ContactId) -> tuple[Membership, ...]:
        async with self._reading() as database:
            return await contacts.memberships(database, contact_id)

    async def save_membership(self, membership: Membership) -> None:
        async with self._reading() as database:
            await contacts.save_membership(database, membership)

    # -- records that administrators keep --------------------------------------------------------------------

    async def save(self, record: R, *, actor: str, at: datetime, new: bool = False) -> R:
        async with self._reading() as database:
            return await records.save(self._open.client, database, record, actor, at, new)

    async def record(self, kind: type[R], record_id: str) -> R | None:
        async with self._reading() as database:
            return await records.read(database, kind, record_id)

    async def records(self, kind: type[R], after: str | None = None, limit: int = 100) -> Page[R]:
        async with self._reading() as database:
            return await records.page(database, kind, after, limit)

    async def remove(self, kind: type[Record], record_id: str, *, version: int, actor: str, at: datetime) -> None:
        async with self._reading() as database:
            await records.remove(self._open.client, database, kind, record_id, version, actor, at)

    async def record_history(self, kind: type[R], record_id: str) -> tuple[R, ...]:
        async with self._reading() as database:
            return await records.history(database, kind, record_id)

    async def audit(self, line: AuditLine) -> None:
        async with self._reading() as database:
            await audit.append(database, line)

    async def audit_lines(self, after: str | None = None, limit: int = 100) -> Page[AuditLine]:
        async with self._reading() as database:
            return await audit.lines(database, after, limit)

    # -- deliveries, leases, presence, tokens ----------------------------------------------------------------

    async def claim_deliveries(
        self, holder: str, now: datetime, lease: timedelta, limit: int = 50
    ) -> tuple[Delivery, ...]:
        async with self._reading() as database:
            return await deliveries.claim(database, holder, now, lease, limit)

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
        async with self._reading() as database:
            return await deliveries.settle(database, delivery_id, epoch, state, at, provider_id, error, retry_at)

    async def take_lease(self, name: str, holder: str, now: datetime, lasting: timedelta) -> Lease | None:
        async with self._reading() as database:
            return await leases.take(database, name, holder, now, lasting)

    async def drop_lease(self, lease: Lease) -> None:
        async with self._reading() as database:
            await leases.drop(database, lease)

    async def beat(self, presence: Presence) -> None:
        async with self._reading() as database:
            await leases.beat(database, presence)

    async def drop_presence(self, socket: str) -> None:
        async with self._reading() as database:
            await leases.leave(database, socket)

    async def presences(self, now: datetime) -> tuple[Presence, ...]:
        async with self._reading() as database:
            return await leases.present(database, now)

    async def put_token(self, token: Token) -> None:
        async with self._reading() as database:
            await tokens.put(database, token)

    async def token(self, token_hash: str, now: datetime) -> Token | None:
        async with self._reading() as database:
            return await tokens.find(database, token_hash, now)

    async def spend_token(self, token_hash: str, now: datetime) -> Token | None:
        async with self._reading() as database:
            return await tokens.spend(database, token_hash, now)

    async def tokens(self, purpose: str, after: str | None = None, limit: int = 100) -> Page[Token]:
        async with self._reading() as database:
            return await tokens.page(database, purpose, after, limit)

    async def drop_tokens(self, purpose: str, subject: str) -> int:
        async with self._reading() as database:
            return await tokens.drop(database, purpose, subject)

    async def recall_reply(self, key: str, now: datetime) -> StoredReply | None:
        async with self._reading() as database:
            return await tokens.recall(database, key, now)

    async def remember_reply(self, key: str, reply: StoredReply, expires_at: datetime) -> None:
        async with self._reading() as database:
            await tokens.remember(database, key, reply, self._clock.now(), expires_at)

    # -- routing log -----------------------------------------------------------------------------------------

    async def log_routing(self, records: Sequence[RoutingRecord]) -> None:
        async with self._reading() as database:
            await routing_log.append(database, records)

    async def routing_log(self, since: datetime, limit: int = 10_000) -> tuple[RoutingRecord, ...]:
        async with self._reading() as database:
            return await routing_log.since(database, since, limit)

    async def agent_loads(self) -> Mapping[AgentId, int]:
        async with self._reading() as database:
            return await reads.agent_loads(database)

    async def named_blobs(self) -> frozenset[BlobId]:
        async with self._reading() as database:
            return await reads.named_blobs(database)


def _begin(client: Client, database: Database) -> _Open:
    known, heads = KnownHeads(), HeadWriter(database)
    reading, wide = Reading(database, known, KnownOwners()), Wide(client, database)
    appender = Appender(database, known, heads, wide)
    running = asyncio.create_task(_run(appender, heads), name="mongo writer")
    listing, windows = asyncio.Semaphore(LISTS_AT_ONCE), search.Windows(database)
    return _Open(client, database, reading, heads, wide, appender, running, listing, windows)


async def _run(appender: Appender, heads: HeadWriter) -> None:
    async with asyncio.TaskGroup() as group:
        group.create_task(appender.run())
        group.create_task(heads.run())
