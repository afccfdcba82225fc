"""Names by which a later message finds its conversation. A key belongs to the first conversation that had it."""

from collections.abc import Sequence

from pymongo import UpdateOne

from contactcenter.errors import NotFound
from contactcenter.ids import ConversationId
from contactcenter.store.mongo import journal
from contactcenter.store.mongo.driver import Client, Database, Session
from contactcenter.store.mongo.transactions import in_transaction
from contactcenter.store.thread_rules import kept_keys


async def keep(database: Database, conversation_id: ConversationId, keys: Sequence[str], session: Session) -> None:
    kept = [
        UpdateOne({"_id": {"$eq": key}}, {"$setOnInsert": {"c": conversation_id}}, upsert=True)
        for key in kept_keys(keys)
    ]
    if kept:
        await database["thread_keys"].bulk_write(kept, session=session)


async def add(client: Client, database: Database, conversation_id: ConversationId, keys: Sequence[str]) -> None:
    """Raises errors.NotFound."""
    if await journal.last_head(database, conversation_id) is None:
        raise NotFound("no such conversation")
    await in_transaction(client, lambda session: keep(database, conversation_id, keys, session))


async def find(database: Database, keys: Sequence[str]) -> ConversationId | None:
    wanted = list(kept_keys(keys))
    found = {row["_id"]: row["c"] async for row in database["thread_keys"].find({"_id": {"$in": wanted}})}
    for key in wanted:
        if key in found:
            return await _now(database, ConversationId(found[key]))
    return None


async def _now(database: Database, conversation_id: ConversationId) -> ConversationId:
    """Where the conversation leads by now; merges that close a circle end where it closes."""
    passed: set[ConversationId] = set()
    while conversation_id not in passed:
        passed.add(conversation_id)
        head = await journal.last_head(database, conversation_id)
        if head is None or head.merged_into is None:
            break
        conversation_id = head.merged_into
    return conversation_id
