"""The store's verbs on MongoDB: each is one function of a noun's module."""

import asyncio
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from contactcenter.errors import NotSupported
from contactcenter.ids import AgentId, BlobId, CompanyId, ContactId, ConversationId
from contactcenter.model.contact import Contact, Identity, KnownFact, Membership
from contactcenter.model.conversation import Conversation
from contactcenter.model.entry import Entry
from contactcenter.model.plan import Changed, Inbound, Link, Move, Plan, Recorded, Refused
from contactcenter.model.records import Record
from contactcenter.model.rows import AuditLine, ConversationFilter, Hit, Page
from contactcenter.model.scope import Scope
from contactcenter.ports import Clock
from contactcenter.store.mongo import (
    audit,
    contacts,
    folding,
    journal,
    known_facts,
    lists,
    pairs,
    reads,
    records,
    search,
    thread_keys,
)
from contactcenter.store.mongo.blobs import GridBlobs
from contactcenter.store.mongo.driver import spoken_plainly
from contactcenter.store.mongo.node import Node
from contactcenter.store.mongo.row_verbs import RowVerbs
from contactcenter.store.mongo.units import Arrival, Change

R = TypeVar("R", bound=Record)

INDEXED_WHEN_BUSY = 50
INDEXING_WAITS_S = 0.25


class MongoStore(RowVerbs):
    """One centre in one database of a replica set. Implements ports.Store; see there for what each verb means."""

    def __init__(self, url: str, clock: Clock) -> None:
        super().__init__(Node(url), clock)
        self._listing = self._node.listing

    # -- life ------------------------------------------------------------------------------------------------

    async def open(self) -> None:
        await self._node.open()

    async def close(self) -> None:
        await self._node.close()

    async def ping(self) -> None:
        async with self._reading() as database:
            await database["meta"].update_one({"_id": "ping"}, {"$set": {"at": datetime.now(UTC)}}, upsert=True)

    async def backup(self, target: Path) -> None:
        raise NotSupported("a centre on MongoDB is copied with mongodump --oplog; see deploy/ for the commands")

    def blobs(self) -> GridBlobs:
        """Bytes in the same database. Call after open()."""
        return GridBlobs(self._node.parts.database)

    # -- in and through conversations ------------------------------------------------------------------------

    async def record_inbound(self, inbound: Inbound) -> Recorded | Refused:
        parts = self._node.parts
        done: Recorded | Refused = await parts.appender.submit(Arrival(parts.reading, inbound))
        return done

    async def change(self, conversation_id: ConversationId, move: Move) -> Changed | Refused:
        parts = self._node.parts
        done: Changed | Refused = await parts.appender.submit(Change(parts.reading, conversation_id, move))
        return done

    async def change_pair(
        self,
        first: ConversationId,
        second: ConversationId,
        move: Callable[[Conversation, Conversation], tuple[Plan, Plan] | Refused],
    ) -> tuple[Changed, Changed] | Refused:
        parts, begun = self._node.parts, time.monotonic()
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
            await thread_keys.add(self._node.parts.client, database, conversation_id, keys)

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
            return await search.search(database, self._node.parts.windows, query, scope, limit)

    async def index_pending(self, limit: int = 1000) -> int:
        """Also repairs heads that are behind: a node may have died between an entry and its head."""
        if self._node.parts.appender.is_busy():  # messages go first: the newest are found without the index meanwhile
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
        self._node.parts.reading.owners.forget(identity)

    async def save_contact(self, contact: Contact, actor: str, at: datetime) -> Contact:
        async with self._reading() as database:
            saved = await contacts.save(self._node.parts.client, database, contact, actor, at)
        self._node.parts.reading.owners.forget_contact(contact.id)
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
            return await records.save(self._node.parts.client, database, record, actor, at, new)

    async def record(self, kind: type[R], record_id: str) -> R | None:
        async with self._reading() as database:
            return await records.read(database, kind, record_id)

    async def records(self, kind: type[R], after: str | None = None, limit: int = 100) -> Page[R]:
        async with self._reading() as database:
            return await records.page(database, kind, after, limit)

    async def remove(self, kind: type[Record], record_id: str, *, version: int, actor: str, at: datetime) -> None:
        async with self._reading() as database:
            await records.remove(self._node.parts.client, database, kind, record_id, version, actor, at)

    async def record_history(self, kind: type[R], record_id: str) -> tuple[R, ...]:
        async with self._reading() as database:
            return await records.history(database, kind, record_id)

    async def audit(self, line: AuditLine) -> None:
        async with self._reading() as database:
            await audit.append(database, line)

    async def audit_lines(self, after: str | None = None, limit: int = 100) -> Page[AuditLine]:
        async with self._reading() as database:
            return await audit.lines(database, after, limit)

    # -- counts and names -----------------------------------------------------------------------------------------

    async def agent_loads(self) -> Mapping[AgentId, int]:
        async with self._reading() as database:
            return await reads.agent_loads(database)

    async def unnamed_blobs(self, blobs: Iterable[BlobId]) -> frozenset[BlobId]:
        async with self._reading() as database:
            return await reads.unnamed_blobs(database, blobs)
