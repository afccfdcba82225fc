"""The journal: one document for each write of a conversation, with all the entries that this write appended.

``_id`` is CONVERSATION/VERSION, so of two writers who start from the same head one is refused by the index, whatever
they write; ``k`` holds the external ids, so a resend is refused by another. Both together make one insert the whole
unit of work. A write carries the head it leads to (``h``) until the document in ``heads``, which is derived, has it.

    _id  CONVERSATION/VERSION (8 hex digits)   s     last seq; missing if the write appended nothing (a mark)
    c    conversation                          a     some entry is for contacts
    v    version of the head                   b     blobs that the entries name
    k    CONVERSATION/EXTERNAL_ID, unique      n     microseconds since 1970 at which it was written
    e    entries                               todo  not yet folded: head not checked, not indexed for search
                                               gone  when a mark was folded: MongoDB removes it a day later
"""

import time
from collections.abc import Iterable
from typing import Any

from contactcenter.ids import ConversationId
from contactcenter.model.bodies import EntryKind, blobs_of
from contactcenter.model.conversation import Conversation
from contactcenter.model.entry import Audience, Author, AuthorKind, Entry, placed_at
from contactcenter.store.codec import decode_body, decode_head, encode, from_us, from_us_or_none, to_us
from contactcenter.store.mongo.driver import Collection, Database, Document, rows_of
from contactcenter.store.placing import Placed

_HEAD_ALONE = {"$project": {"v": 1, "h": 1}}

_KINDS = {kind.value: kind for kind in EntryKind}
_AUDIENCES = {audience.value: audience for audience in Audience}
_AUTHORS = {kind.value: kind for kind in AuthorKind}


def write_id(conversation_id: str, version: int) -> str:
    return f"{conversation_id}/{version:08x}"


def claim(conversation_id: str, external_id: str) -> str:
    """What is unique about an entry, besides its place."""
    return f"{conversation_id}/{external_id}"


def write_of(placed: Placed, more_claims: Iterable[str] = ()) -> Document:
    """The document of one write."""
    head, entries = placed.head, placed.entries
    document: Document = {"_id": write_id(head.id, head.version), "c": head.id, "v": head.version}
    if entries:
        claims = [claim(head.id, entry.external_id) for entry in entries]
        claims += [one for one in more_claims if one not in claims]
        document["s"] = entries[-1].seq
        document["k"] = claims
        document["e"] = [_entry_document(entry) for entry in entries]
        if any(entry.audience is Audience.CONTACT for entry in entries):
            document["a"] = True
        if blobs := [name for entry in entries for name in blobs_of(entry.body)]:
            document["b"] = blobs
    document["h"] = encode(head)
    document["n"] = time.time_ns() // 1_000
    document["todo"] = True
    return document


def entries_of(document: Document) -> tuple[Entry, ...]:
    conversation_id = ConversationId(document["c"])
    return tuple(_entry(conversation_id, one) for one in document.get("e", ()))


async def last_head(database: Database, conversation_id: str) -> Conversation | None:
    """The committed head: the last write's, or the derived document's once that is folded."""
    newest: Document | None = None
    pipeline: list[dict[str, Any]] = [
        {"$match": {"_id": {"$gt": f"{conversation_id}/", "$lt": f"{conversation_id}0"}, "h": {"$exists": True}}},
        {"$sort": {"_id": -1}},
        {"$limit": 1},
        _HEAD_ALONE,
        {"$unionWith": {"coll": "heads", "pipeline": [{"$match": {"_id": {"$eq": conversation_id}}}, _HEAD_ALONE]}},
    ]
    async for row in rows_of(database["journal"], pipeline):
        if newest is None or row["v"] > newest["v"]:
            newest = row
    return decode_head(newest["h"]) if newest else None


async def claimed(journal: Collection, claims: Iterable[str]) -> tuple[Entry, ...]:
    """The stored entries that any of the claims belongs to, in the order of the claims."""
    found: dict[str, Entry] = {}
    wanted = list(claims)
    async for document in journal.find({"k": {"$in": wanted}}, {"c": 1, "e": 1, "k": 1}):
        by_external_id = {entry.external_id: entry for entry in entries_of(document)}
        found |= {name: by_external_id[name.partition("/")[2]] for name in document["k"]}
    picked: list[Entry] = []
    for name in wanted:
        entry = found.get(name)
        if entry is not None and entry not in picked:
            picked.append(entry)
    return tuple(picked)


async def after(
    journal: Collection, conversation_id: str, seq: int, limit: int, contact_only: bool
) -> tuple[Entry, ...]:
    where: Document = {"c": {"$eq": conversation_id}, "s": {"$gt": max(seq, 0)}}
    if contact_only:
        where["a"] = True
    found: list[Entry] = []
    async for document in journal.find(where, {"c": 1, "e": 1}).sort("s", 1).limit(limit):
        found += (entry for entry in entries_of(document) if entry.seq > seq and _shown(entry, contact_only))
    return tuple(found[:limit])


async def before(
    journal: Collection, conversation_id: str, seq: int, limit: int, contact_only: bool
) -> tuple[Entry, ...]:
    """A write may straddle ``seq``: its first entries come before, so the one that holds ``seq`` is looked at too."""
    where: Document = {"c": {"$eq": conversation_id}, "e.q": {"$lt": seq}, "s": {"$gt": 0}}
    if contact_only:
        where["a"] = True
    found: list[Entry] = []
    async for document in journal.find(where, {"c": 1, "e": 1}).sort("s", -1).limit(limit + 1):
        own = [entry for entry in entries_of(document) if entry.seq < seq and _shown(entry, contact_only)]
        found += reversed(own)
    return tuple(reversed(found[:limit]))


def _shown(entry: Entry, contact_only: bool) -> bool:
    return not contact_only or entry.audience is Audience.CONTACT


def _entry_document(entry: Entry) -> Document:
    document: Document = {
        "q": entry.seq,
        "p": entry.prev,
        "x": entry.external_id,
        "n": entry.kind.value,
        "a": entry.audience.value,
        "w": entry.author.kind.value,
        "i": entry.author.id,
        "r": to_us(entry.received_at),
        "d": encode(entry.body),
    }
    if entry.sent_at is not None:
        document["t"] = to_us(entry.sent_at)
    return document


def _entry(conversation_id: ConversationId, document: Document) -> Entry:
    kind, received_at, sent_at = _KINDS[document["n"]], from_us(document["r"]), from_us_or_none(document.get("t"))
    return Entry(
        conversation_id=conversation_id,
        seq=document["q"],
        prev=document["p"],
        kind=kind,
        audience=_AUDIENCES[document["a"]],
        author=Author(_AUTHORS[document["w"]], document["i"]),
        external_id=document["x"],
        received_at=received_at,
        sent_at=sent_at,
        placed_at=placed_at(sent_at, received_at),
        body=decode_body(kind, document["d"]),
    )
