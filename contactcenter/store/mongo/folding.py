"""What is made out of the journal afterwards: heads that a crash left behind, and terms for search.

Each write carries ``todo`` until its head is known to be in ``heads`` and its entries are indexed; then it also lets go
of the head it carried. Doing it twice changes nothing, so several nodes may.
"""

import asyncio
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from pymongo import UpdateOne
from pymongo.errors import BulkWriteError

from contactcenter.model.contact import Contact
from contactcenter.model.entry import Audience
from contactcenter.store.codec import decode, decode_head
from contactcenter.store.mongo import contacts, journal
from contactcenter.store.mongo.driver import Collection, Database, Document, derived, write_errors
from contactcenter.store.mongo.heads import write_heads
from contactcenter.store.search_text import SEARCHED_KINDS, contact_terms, entry_terms

BATCH = 500
MARKS = "#@=~"
"""What begins a term that is no plain word."""


async def repair_heads(database: Database) -> None:
    """Bring every head up to its last write: what a node that died had not done yet."""
    batch: list[Document] = []
    async for write in database["journal"].find({"todo": True}, {"c": 1, "v": 1, "h": 1}):
        batch.append(write)
        if len(batch) == BATCH:
            await _repair(database, batch)
            batch = []
    await _repair(database, batch)


async def fold(database: Database, limit: int) -> int:
    """How many writes and contacts were done."""
    done = 0
    while done < limit:
        writes = await database["journal"].find({"todo": True}).sort("n", 1).to_list(min(BATCH, limit - done))
        if not writes:
            break
        await _fold_writes(database, writes)
        done += len(writes)
    return done + await _fold_contacts(database, limit)


async def _fold_writes(database: Database, writes: Sequence[Document]) -> None:
    await _repair(database, writes)
    await _add(database, await asyncio.to_thread(_search_documents, writes))
    names = [write["_id"] for write in writes]
    marks = [write["_id"] for write in writes if "s" not in write]
    if marks:
        await database["journal"].update_many({"_id": {"$in": marks}}, {"$set": {"gone": datetime.now(UTC)}})
    await database["journal"].update_many({"_id": {"$in": names}}, {"$unset": {"todo": "", "h": ""}})


async def _repair(database: Database, writes: Sequence[Document]) -> None:
    """Write the heads that are behind. Read as a majority has them: the writes let go of theirs after this."""
    last: dict[str, Document] = {}
    for write in writes:
        known = last.get(write["c"])
        if "h" in write and (known is None or known["v"] < write["v"]):
            last[write["c"]] = write
    if not last:
        return
    async for row in database["heads"].find({"_id": {"$in": list(last)}}, {"v": 1}):
        if row["v"] >= last[row["_id"]]["v"]:
            del last[row["_id"]]
    if last:
        await write_heads(database["heads"], [decode_head(write["h"]) for write in last.values()])


def _search_documents(writes: Iterable[Document]) -> list[Document]:
    return [document for write in writes for document in search_documents(write)]


def search_documents(write: Document) -> list[Document]:
    """One for each entry that is searched: its terms under ``t``, ``a`` if contacts may see it.

    A conversation is found by its reference and subject at its first entry, whose write still carries the head.
    """
    found: list[Document] = []
    for entry in journal.entries_of(write):
        if entry.kind not in SEARCHED_KINDS:
            continue
        head = decode_head(write["h"]) if entry.seq == 1 and "h" in write else None
        terms = entry_terms(entry.body, head)
        found.append(
            {
                "_id": f"{write['c']}/{entry.seq}",
                "c": write["c"],
                "s": entry.seq,
                "n": write["n"] * 1_000 + min(entry.seq - write["e"][0]["q"], 999),
                "a": entry.audience is Audience.CONTACT,
                "t": sorted(terms),
            }
        )
    return found


async def _add(database: Database, documents: list[Document]) -> None:
    if not documents:
        return
    await know_words(database, {term for document in documents for term in document["t"] if term[0] not in MARKS})
    await _insert_unless_there(database["search"], documents)


async def know_words(database: Database, words: set[str]) -> None:
    """The words that ``search`` holds, for queries by the beginning of a word (search.py). Most are there already."""
    known = {row["_id"] async for row in derived(database, "search_words").find({"_id": {"$in": sorted(words)}})}
    if new := sorted(words - known):
        await _insert_unless_there(database["search_words"], [{"_id": word} for word in new])


async def _insert_unless_there(collection: Collection, documents: list[Document]) -> None:
    try:
        await collection.insert_many(documents, ordered=False)
    except BulkWriteError as exc:
        write_errors(exc)  # another node was there first


async def _fold_contacts(database: Database, limit: int) -> int:
    """A contact that is changed meanwhile keeps its ``todo``."""
    rows = await database["contacts"].find({"todo": True}).sort("n", 1).to_list(limit)
    updates = [
        UpdateOne(
            {"_id": row["_id"], "version": row["version"], "keys": row["keys"], "proofs": row["proofs"]},
            {"$set": {"terms": sorted(terms_of(row))}, "$unset": {"todo": ""}},
        )
        for row in rows
    ]
    if updates:
        await database["contacts"].bulk_write(updates, ordered=False)
    return len(rows)


def terms_of(row: Document) -> frozenset[str]:
    return contact_terms(decode(Contact, row["body"]), contacts.identities_of(row))
