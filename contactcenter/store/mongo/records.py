"""Records that administrators keep: one collection for all kinds, guarded by version, with history and audit."""

from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from bson import ObjectId
from pymongo.errors import DuplicateKeyError

from contactcenter.errors import Conflict, NotFound, Stale
from contactcenter.model.records import UNAUDITED, Record
from contactcenter.model.rows import Page
from contactcenter.store.audit_lines import removed_line, saved_line
from contactcenter.store.codec import decode, encode
from contactcenter.store.mongo import audit
from contactcenter.store.mongo.driver import Client, Database, Document, Session
from contactcenter.store.mongo.transactions import in_transaction
from contactcenter.store.record_rules import kind_of, unique_key

R = TypeVar("R", bound=Record)


async def save(client: Client, database: Database, record: R, actor: str, at: datetime, new: bool) -> R:
    kind = kind_of(type(record))

    async def work(session: Session) -> R:
        stored = await read(database, type(record), record.id, session)
        if new and stored is not None:
            raise Conflict(f"there is a {kind} with this id already", path="id")
        if not new:
            _check_version(stored, kind, record.version)
        after = replace(record, version=1 if new else record.version + 1)
        await _write(database, kind, after, session)
        if kind not in UNAUDITED:
            entry = {"_id": ObjectId(), "kind": kind, "id": after.id, "body": encode(after)}
            await database["record_history"].insert_one(entry, session=session)
            await audit.append(database, saved_line(stored, after, actor, at), session)
        return after

    return await in_transaction(client, work)


async def remove(
    client: Client,
    database: Database,
    record_type: type[Record],
    record_id: str,
    version: int,
    actor: str,
    at: datetime,
) -> None:
    kind = kind_of(record_type)

    async def work(session: Session) -> None:
        stored = _check_version(await read(database, record_type, record_id, session), kind, version)
        await database["records"].delete_one({"_id": _name(kind, record_id)}, session=session)
        if kind not in UNAUDITED:
            await audit.append(database, removed_line(stored, actor, at), session)

    await in_transaction(client, work)


async def read(database: Database, record_type: type[R], record_id: str, session: Session | None = None) -> R | None:
    name = {"_id": _name(kind_of(record_type), record_id)}
    row = await database["records"].find_one(name, {"body": 1}, session=session)
    return decode(record_type, row["body"]) if row else None


async def page(database: Database, record_type: type[R], after: str | None, limit: int) -> Page[R]:
    where = {"kind": kind_of(record_type), "id": {"$gt": after or ""}}
    rows = await database["records"].find(where, {"body": 1}).sort("id", 1).to_list(limit + 1)
    items = tuple(decode(record_type, row["body"]) for row in rows[:limit])
    return Page(items=items, next=items[-1].id if len(rows) > limit else None)


async def history(database: Database, record_type: type[R], record_id: str) -> tuple[R, ...]:
    where = {"kind": kind_of(record_type), "id": {"$eq": record_id}}
    rows = database["record_history"].find(where).sort("_id", 1)
    return tuple([decode(record_type, row["body"]) async for row in rows])


def _check_version(stored: R | None, kind: str, version: int) -> R:
    if stored is None:
        raise NotFound(f"no such {kind}")
    if stored.version != version:
        raise Stale(f"the {kind} was changed since it was read")
    return stored


async def _write(database: Database, kind: str, record: Record, session: Session) -> None:
    document: Document = {"kind": kind, "id": record.id, "version": record.version, "body": encode(record)}
    if (unique := unique_key(record)) is not None:
        document["unique"] = f"{kind}/{unique}"
    try:
        await database["records"].replace_one({"_id": _name(kind, record.id)}, document, upsert=True, session=session)
    except DuplicateKeyError as exc:
        if "unique" in (exc.details or {}).get("keyPattern", {}):
            raise Conflict("another agent has this address", path="email") from exc
        raise Conflict(f"there is a {kind} with this id already", path="id") from exc


def _name(kind: str, record_id: str) -> str:
    return f"{kind}/{record_id}"
