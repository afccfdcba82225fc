"""Writes that touch more than a conversation's journal: what agents carry, deliveries, links, facts, thread keys ..."""

import asyncio
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TypeAlias
from weakref import WeakValueDictionary

from pymongo import UpdateOne
from pymongo.errors import BulkWriteError, DuplicateKeyError

from contactcenter.model.conversation import Conversation
from contactcenter.model.plan import Link, Plan, Refused, RefusedBecause
from contactcenter.store.codec import to_us
from contactcenter.store.mongo import deliveries, erasing, known_facts, routing_log, thread_keys
from contactcenter.store.mongo.driver import Client, Database, Document, Session, write_errors
from contactcenter.store.mongo.transactions import in_transaction
from contactcenter.store.placing import Placed, has_more, load_changes

CONTACT = "contact"

Planned: TypeAlias = tuple[Conversation | None, Plan, Placed, Document]


class _Full(Exception):
    """An agent would carry more than the plan allows."""

    def __init__(self, before: Conversation | None) -> None:
        self.before = before


class _Taken(Exception):
    """A unique index refused a document; ``field`` is the index's first, or ``contact``."""

    def __init__(self, field: str) -> None:
        self.field = field


class Wide:
    def __init__(self, client: Client, database: Database) -> None:
        self._client, self._database = client, database
        self._agents: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def write(self, writes: Sequence[Planned], contact: Document | None = None) -> Refused | str | None:
        """None = all of it is stored; Refused = an agent has no room; a field = a unique index refused the write.

        The field is that of the journal's index (``_id`` or ``k``), or ``contact``.
        """

        async def work(session: Session) -> None:
            await self._insert(session, writes, contact)
            for before, plan, placed, _ in writes:
                await self._shift_loads(session, before, plan, placed)
                await self._insert_more(session, plan, placed)
                if plan.erases and before is not None:
                    await erasing.erase(self._database, before.id, before.seq, plan.erases, session)

        changed = {agent for before, _, placed, _ in writes for agent in load_changes(before, placed.head)}
        try:
            async with self._turns(changed):
                await in_transaction(self._client, work)
        except _Full as exc:
            return Refused(RefusedBecause.CAPACITY, exc.before)
        except _Taken as exc:
            return exc.field
        return None

    @asynccontextmanager
    async def _turns(self, agents: Collection[str]) -> AsyncIterator[None]:
        """Writes of this node that count the same agent's units take turns: else they only conflict and start over."""
        async with AsyncExitStack() as stack:
            for agent in sorted(agents):
                await stack.enter_async_context(self._agents.setdefault(agent, asyncio.Lock()))
            yield

    async def _insert(self, session: Session, writes: Sequence[Planned], contact: Document | None) -> None:
        if contact is not None:
            try:
                await self._database["contacts"].insert_one(contact, session=session)
            except DuplicateKeyError as exc:
                raise _Taken(CONTACT) from exc
        try:
            await self._database["journal"].insert_many([write[3] for write in writes], session=session)
        except BulkWriteError as exc:
            if found := _refused_field(exc):
                raise _Taken(found) from exc
            raise

    async def _shift_loads(self, session: Session, before: Conversation | None, plan: Plan, placed: Placed) -> None:
        loads = self._database["loads"]
        changes = load_changes(before, placed.head)
        for agent, units in changes.items():
            if plan.units_limit is not None and units > 0:
                carried = await loads.find_one({"_id": {"$eq": agent}}, session=session)
                if (carried["units"] if carried else 0) + units > plan.units_limit:
                    raise _Full(before)
        if changes:
            added = [
                UpdateOne({"_id": agent}, {"$inc": {"units": units}}, upsert=True) for agent, units in changes.items()
            ]
            await loads.bulk_write(added, session=session)

    async def _insert_more(self, session: Session, plan: Plan, placed: Placed) -> None:
        if plan.deliveries:
            await deliveries.insert(self._database, plan, placed, session)
        if plan.links or plan.unlinked:
            await self._link(session, plan)
        if plan.known:
            await known_facts.add(self._database, plan.known, session)
        if plan.routing:
            await routing_log.append(self._database, plan.routing, session)
        if plan.thread_keys:
            await thread_keys.keep(self._database, placed.head.id, plan.thread_keys, session)

    async def _link(self, session: Session, plan: Plan) -> None:
        links = self._database["links"]
        if plan.links:
            kept = [
                UpdateOne({"_id": link_id(link)}, {"$setOnInsert": _link_document(link)}, upsert=True)
                for link in plan.links
            ]
            await links.bulk_write(kept, session=session)
        if plan.unlinked:
            await links.delete_many({"_id": {"$in": [link_id(link) for link in plan.unlinked]}}, session=session)


def is_wide(plan: Plan, before: Conversation | None, after: Conversation) -> bool:
    """Whether one insert is not all of it."""
    return has_more(plan) or bool(load_changes(before, after))


def link_id(link: Link) -> str:
    return f"{link.source}/{link.kind.value}/{link.target}"


def _link_document(link: Link) -> Document:
    return {"source": link.source, "kind": link.kind.value, "target": link.target, "at": to_us(link.at)}


def _refused_field(error: BulkWriteError) -> str | None:
    """None for anything but a duplicate: a conflict with another transaction, say."""
    if error.has_error_label("TransientTransactionError"):
        return None
    if any(one["code"] != 11000 for one in error.details.get("writeErrors", ())):
        return None
    refused = write_errors(error)
    return refused[0][1] if refused else None
