"""Collections, their indexes, and the numbered steps from one schema to the next.

Nodes of version N and N+1 run together: a step only adds (expand), later steps fill and take away.
"""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.errors import DuplicateKeyError

from contactcenter.errors import StoreRefused, StoreUnavailable
from contactcenter.store.mongo.driver import Database

SCHEMA_VERSION = 3
MIGRATION_LEASE_S = 60.0
WAIT_FOR_MIGRATION_S = 120.0
MARKS_KEPT_S = 86_400

Keys: TypeAlias = list[tuple[str, int]]


def _index(*fields: str, unique: bool = False, where: dict[str, Any] | None = None, **more: Any) -> IndexModel:
    """``-name`` = descending."""
    keys: Keys = [(one.removeprefix("-"), DESCENDING if one.startswith("-") else ASCENDING) for one in fields]
    options: dict[str, Any] = dict(more)
    if unique:
        options["unique"] = True
    if where is not None:
        options["partialFilterExpression"] = where
    return IndexModel(keys, **options)


# What a partial index holds. The planner sees that an equality or a range lies within these; of $type it does not.
_A_STRING = {"$gt": ""}
_A_NUMBER = {"$gt": 0}

FIRST: dict[str, list[IndexModel]] = {
    "journal": [
        _index("c", "s", unique=True, where={"s": _A_NUMBER}),
        _index("k", unique=True, where={"k": _A_STRING}),
        _index("todo", "-n", where={"todo": True}),
        _index("b", where={"b": _A_STRING}),
        _index("gone", expireAfterSeconds=MARKS_KEPT_S),
    ],
    "heads": [
        _index("-last", "-_id"),
        _index("agent", "-last", "-_id", where={"agent": _A_STRING}),
        _index("offered", "-last", "-_id", where={"offered": _A_STRING}),
        _index("queue", "-last", "-_id", where={"queue": _A_STRING}),
        _index("contact", "-last", "-_id"),
        _index("open", "-last", "-_id", where={"open": True}),
        _index("agent", "open", "-last", "-_id", where={"agent": _A_STRING}),
        _index("queue", "open", "-last", "-_id", where={"queue": _A_STRING}),
        _index("waiting", "_id", where={"waiting": _A_NUMBER}),
        _index("queue", "waiting", "_id", where={"waiting": _A_NUMBER}),
        _index("due", where={"due": _A_NUMBER}),
        _index("live", where={"live": True}),
        _index("tags", "-last", "-_id", where={"tags": _A_STRING}),
        _index("facts", "created"),
    ],
    "contacts": [
        _index("keys", unique=True, where={"keys": _A_STRING}),
        _index("merged", where={"merged": _A_STRING}),
        _index("terms", "-n"),
        _index("todo", "-n", where={"todo": True}),
    ],
    "search": [_index("-n"), _index("t", "-n"), _index("c", "t")],
    "known_facts": [_index("contact", "at", "n"), _index("company", "at", "n", where={"company": _A_STRING})],
    "memberships": [_index("contact", "since", "company")],
    "links": [_index("source", "at"), _index("target", "-at")],
    "records": [_index("kind", "id"), _index("unique", unique=True, where={"unique": _A_STRING})],
    "record_history": [_index("kind", "id", "_id")],
    "deliveries": [_index("claimable", where={"claimable": _A_NUMBER})],
    "receipts": [_index("inbox", "external", unique=True), _index("state", "_id")],
    "presences": [_index("expires")],
    "tokens": [_index("purpose", "subject"), _index("expires")],
    "replies": [_index("expires")],
    "routing_log": [_index("at", "n")],
    "loads": [],
    "blobs": [_index("at"), _index("file")],
    "audit": [],
    "leases": [],
    "meta": [],
}

SECOND: dict[str, list[IndexModel]] = {
    "thread_keys": [],
    "deliveries": [
        _index("inbox", "claimable", where={"claimable": _A_NUMBER}),
        _index("conversation", "seq", "_id"),
        _index("inbox", "provider", "_id", where={"provider": _A_STRING}),
    ],
    "receipts": [_index("state", "received", "_id")],
    "cursors": [],
    "search_words": [],
    "suppressions": [],
}


THIRD: dict[str, list[IndexModel]] = {
    "receipts": [_index("blob")],
    "turns": [_index("gone", expireAfterSeconds=0)],
}


async def _first(database: Database) -> None:
    await _add(database, FIRST)


async def _second(database: Database) -> None:
    """The words of what was indexed before are those that the index holds."""
    await _add(database, SECOND)
    words: list[dict[str, Any]] = [{"$unwind": "$t"}, {"$group": {"_id": "$t"}}, {"$merge": {"into": "search_words"}}]
    await database["search"].aggregate(words, allowDiskUse=True).to_list(1)


async def _third(database: Database) -> None:
    await _add(database, THIRD)


async def _add(database: Database, collections: dict[str, list[IndexModel]]) -> None:
    existing = set(await database.list_collection_names())
    for name, indexes in collections.items():
        if name not in existing:
            await database.create_collection(name)  # a transaction must find it there
        if indexes:
            await database[name].create_indexes(indexes)


MIGRATIONS: dict[int, Callable[[Database], Awaitable[None]]] = {1: _first, 2: _second, 3: _third}


async def migrate(database: Database) -> None:
    """Bring the schema to ours; of several nodes that start, one does it and the others wait.

    Raises errors.StoreRefused if a newer centre has been here.
    """
    holder, deadline = f"{os.uname().nodename}:{os.getpid()}:{id(database)}", time.monotonic() + WAIT_FOR_MIGRATION_S
    while (version := await _version(database)) < SCHEMA_VERSION:
        if await _lease(database, holder):
            for step in range(version + 1, SCHEMA_VERSION + 1):
                await MIGRATIONS[step](database)
                await database["meta"].update_one({"_id": "schema"}, {"$set": {"version": step}}, upsert=True)
            await database["meta"].delete_one({"_id": "migration", "holder": holder})
        elif time.monotonic() > deadline:
            raise StoreUnavailable(
                "another node is still changing the schema", hint="look at its log, then start again"
            )
        else:
            await asyncio.sleep(0.2)
    if version > SCHEMA_VERSION:
        raise StoreRefused(
            f"the store has schema {version}, this centre knows {SCHEMA_VERSION}", hint="install the newer version"
        )


async def _version(database: Database) -> int:
    found = await database["meta"].find_one({"_id": "schema"})
    return int(found["version"]) if found else 0


async def _lease(database: Database, holder: str) -> bool:
    """Take the migrator's lease, by the server's clock; a dead migrator's ends by itself."""
    now = (await database.command("hello"))["localTime"].timestamp()
    free = {"_id": "migration", "$or": [{"holder": holder}, {"until": {"$lt": now}}]}
    taken = {"$set": {"holder": holder, "until": now + MIGRATION_LEASE_S}}
    try:
        await database["meta"].update_one(free, taken, upsert=True)
    except DuplicateKeyError:
        return False
    return True
