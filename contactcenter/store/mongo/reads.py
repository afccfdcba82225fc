"""Other questions about conversations: who is to be routed, what is due, how they are linked, what facts they show."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from contactcenter.ids import AgentId, BlobId, ConversationId
from contactcenter.model.bodies import LinkKind
from contactcenter.model.conversation import SPAM, Conversation
from contactcenter.model.plan import Link
from contactcenter.model.scope import Scope
from contactcenter.store.codec import decode_head, from_us, to_us
from contactcenter.store.mongo.driver import Database, Document, derived, rows_of
from contactcenter.store.mongo.heads import PART
from contactcenter.store.mongo.lists import scope_condition

AFTER_PART = chr(ord(PART) + 1)


async def routable(database: Database) -> tuple[Conversation, ...]:
    rows = derived(database, "heads").find({"live": True}, {"h": 1})
    return tuple([decode_head(row["h"]) async for row in rows])


async def due(database: Database, now: datetime, limit: int) -> tuple[Conversation, ...]:
    rows = (
        derived(database, "heads").find({"due": {"$gt": 0, "$lte": to_us(now)}}, {"h": 1}).sort("due", 1).limit(limit)
    )
    return tuple([decode_head(row["h"]) async for row in rows])


async def links(database: Database, conversation_id: ConversationId) -> tuple[Link, ...]:
    either = {"$or": [{"source": {"$eq": conversation_id}}, {"target": {"$eq": conversation_id}}]}
    rows = database["links"].find(either).sort([("at", 1), ("source", 1)])
    return tuple([_link(row) async for row in rows])


async def linked_to(database: Database, target: str, limit: int) -> tuple[Link, ...]:
    """The newest first."""
    rows = database["links"].find({"target": {"$eq": target}}).sort("at", -1).limit(limit)
    return tuple([_link(row) async for row in rows])


async def count_fact(database: Database, key: str, scope: Scope, since: datetime, until: datetime) -> Mapping[str, int]:
    begin = f"{key}{PART}"
    span = {"$gte": begin, "$lt": f"{key}{AFTER_PART}"}
    created = {"$gte": to_us(since), "$lt": to_us(until)}
    where: Document = {"facts": {"$elemMatch": span}, "created": created, "tags": {"$ne": SPAM}}
    if (seen := scope_condition(scope)) is not None:
        where = {"$and": [where, seen]}
    pipeline: list[Document] = [
        {"$match": where},
        {"$project": {"facts": 1}},
        {"$unwind": "$facts"},
        {"$match": {"facts": span}},
        {"$group": {"_id": "$facts", "count": {"$sum": 1}}},
    ]
    return {row["_id"].removeprefix(begin): row["count"] async for row in rows_of(derived(database, "heads"), pipeline)}


async def agent_loads(database: Database) -> Mapping[AgentId, int]:
    return {AgentId(row["_id"]): row["units"] async for row in database["loads"].find({"units": {"$ne": 0}})}


async def unnamed_blobs(database: Database, blobs: Iterable[BlobId]) -> frozenset[BlobId]:
    wanted = [*blobs]
    named = {name async for row in database["journal"].find({"b": {"$in": wanted}}, {"b": 1}) for name in row["b"]}
    named |= {row["blob"] async for row in database["receipts"].find({"blob": {"$in": wanted}}, {"blob": 1})}
    return frozenset(wanted) - named


def _link(row: Document) -> Link:
    return Link(
        kind=LinkKind(row["kind"]),
        source=ConversationId(row["source"]),
        target=row["target"],
        at=from_us(row["at"]),
    )
