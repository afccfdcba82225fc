"""Erasing what was written in a conversation: its writes keep their places, its words leave the search index."""

from collections.abc import Sequence

from contactcenter.model.bodies import EntryKind, blobs_of
from contactcenter.store.codec import decode_body, encode
from contactcenter.store.erasing_rules import ERASED_KINDS, raw_of, tombstone
from contactcenter.store.mongo.driver import Database, Document, Session

_KINDS = frozenset(kind.value for kind in ERASED_KINDS)


async def erase(database: Database, conversation_id: str, up_to: int, reason: str, session: Session) -> None:
    journal = database["journal"]
    where = {"c": {"$eq": conversation_id}, "s": {"$lte": up_to}, "e.n": {"$in": sorted(_KINDS)}}
    async for write in journal.find(where, {"e": 1}, session=session):
        await _unname_receipts(database, write["e"], session)
        left = [_left_of(one, reason) for one in write["e"]]
        change: Document = {"$set": {"e": left}}
        if named := _still_named(write["e"]):
            change["$set"]["b"] = named
        else:
            change["$unset"] = {"b": ""}
        await journal.update_one({"_id": {"$eq": write["_id"]}}, change, session=session)
    await database["search"].delete_many({"c": {"$eq": conversation_id}}, session=session)


def _left_of(entry: Document, reason: str) -> Document:
    if entry["n"] not in _KINDS:
        return entry
    return {**entry, "n": EntryKind.ERASED.value, "d": encode(tombstone(EntryKind(entry["n"]), reason))}


def _still_named(entries: Sequence[Document]) -> list[str]:
    kept = (one for one in entries if one["n"] not in _KINDS)
    return [name for one in kept for name in blobs_of(decode_body(EntryKind(one["n"]), one["d"]))]


async def _unname_receipts(database: Database, entries: Sequence[Document], session: Session) -> None:
    came_as = [raw for one in entries if (raw := raw_of(decode_body(EntryKind(one["n"]), one["d"])))]
    if came_as:
        where = {"blob": {"$in": came_as}, "state": "recorded"}
        await database["receipts"].update_many(where, {"$set": {"blob": ""}}, session=session)
