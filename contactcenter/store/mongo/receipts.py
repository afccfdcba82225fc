"""Receipts: that bytes arrived, how far each inbox was fetched, and what became of them."""

from collections.abc import Sequence
from dataclasses import replace

from pymongo.errors import DuplicateKeyError

from contactcenter.errors import NotFound
from contactcenter.ids import BlobId, InboxId, ReceiptId
from contactcenter.model.rows import Lease, Page, Receipt, ReceiptState
from contactcenter.store.codec import from_us, to_us
from contactcenter.store.mongo import leases
from contactcenter.store.mongo.driver import Client, Database, Document, Session
from contactcenter.store.mongo.transactions import in_transaction
from contactcenter.store.receipt_rules import bound_of, cursor_of, require_inbox


async def keep(database: Database, receipt: Receipt) -> Receipt:
    try:
        await database["receipts"].insert_one(_document(receipt))
    except DuplicateKeyError:
        known = {"inbox": {"$eq": receipt.inbox_id}, "external": {"$eq": receipt.external_id}}
        row = await database["receipts"].find_one(known)
        if row is None:
            raise
        return replace(_receipt(row), duplicate=True)
    return receipt


async def take_in(
    client: Client, database: Database, inbox_id: InboxId, fetched: Sequence[Receipt], cursor: str, lease: Lease
) -> tuple[Receipt, ...] | None:
    require_inbox(inbox_id, fetched)

    async def work(session: Session) -> tuple[Receipt, ...] | None:
        if not await leases.hold(database, lease, session):
            return None
        kept = await _keep_all(database, inbox_id, fetched, session)
        moved = {"$set": {"cursor": cursor}}
        await database["cursors"].update_one({"_id": {"$eq": inbox_id}}, moved, upsert=True, session=session)
        return kept

    return await in_transaction(client, work)


async def _keep_all(
    database: Database, inbox_id: InboxId, fetched: Sequence[Receipt], session: Session
) -> tuple[Receipt, ...]:
    names = {"inbox": {"$eq": inbox_id}, "external": {"$in": [receipt.external_id for receipt in fetched]}}
    known = {row["external"]: _receipt(row) async for row in database["receipts"].find(names, session=session)}
    kept: list[Receipt] = []
    fresh: list[Document] = []
    for receipt in fetched:
        if receipt.external_id in known:
            kept.append(replace(known[receipt.external_id], duplicate=True))
            continue
        known[receipt.external_id] = receipt
        kept.append(receipt)
        fresh.append(_document(receipt))
    if fresh:
        await database["receipts"].insert_many(fresh, session=session)
    return tuple(kept)


async def inbox_cursor(database: Database, inbox_id: InboxId) -> str | None:
    row = await database["cursors"].find_one({"_id": {"$eq": inbox_id}})
    return str(row["cursor"]) if row else None


async def settle(database: Database, receipt_id: ReceiptId, state: ReceiptState, error: str | None) -> None:
    change = {"$set": {"state": state.value, "error": error}, "$inc": {"attempts": 1}}
    done = await database["receipts"].update_one({"_id": {"$eq": receipt_id}}, change)
    if done.matched_count == 0:
        raise NotFound("no such receipt")


async def page(database: Database, state: ReceiptState, after: str | None, limit: int) -> Page[Receipt]:
    """Oldest first. Raises errors.Invalid for a cursor that is none of ours."""
    time, last_id = bound_of(after)
    beyond = [{"received": {"$gt": time}}, {"_id": {"$gt": last_id}}]
    where = {"state": state.value, "received": {"$gte": time}, "$or": beyond}
    oldest = database["receipts"].find(where).sort([("received", 1), ("_id", 1)]).limit(limit + 1)
    rows = await oldest.to_list(limit + 1)
    items = tuple(_receipt(row) for row in rows[:limit])
    return Page(items=items, next=cursor_of(items[-1]) if len(rows) > limit else None)


async def by_id(database: Database, receipt_id: ReceiptId) -> Receipt | None:
    row = await database["receipts"].find_one({"_id": {"$eq": receipt_id}})
    return _receipt(row) if row else None


def _document(receipt: Receipt) -> Document:
    return {
        "_id": receipt.id,
        "inbox": receipt.inbox_id,
        "external": receipt.external_id,
        "blob": receipt.blob_id,
        "state": receipt.state.value,
        "error": receipt.error,
        "attempts": receipt.attempts,
        "received": to_us(receipt.received_at),
    }


def _receipt(row: Document) -> Receipt:
    return Receipt(
        id=ReceiptId(row["_id"]),
        inbox_id=InboxId(row["inbox"]),
        external_id=row["external"],
        blob_id=BlobId(row["blob"]),
        state=ReceiptState(row["state"]),
        error=row["error"],
        attempts=row["attempts"],
        received_at=from_us(row["received"]),
    )
