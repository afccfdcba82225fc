"""Receipts: that bytes arrived, and what became of them."""

from dataclasses import replace

from pymongo.errors import DuplicateKeyError

from contactcenter.errors import NotFound
from contactcenter.ids import BlobId, InboxId, ReceiptId
from contactcenter.model.rows import Page, Receipt, ReceiptState
from contactcenter.store.codec import from_us, to_us
from contactcenter.store.mongo.driver import Database, Document


async def keep(database: Database, receipt: Receipt) -> Receipt:
    document = {
        "_id": receipt.id,
        "inbox": receipt.inbox_id,
        "external": receipt.external_id,
        "blob": receipt.blob_id,
        "state": receipt.state.value,
        "error": receipt.error,
        "attempts": receipt.attempts,
        "received": to_us(receipt.received_at),
    }
    try:
        await database["receipts"].insert_one(document)
    except DuplicateKeyError:
        known = {"inbox": {"$eq": receipt.inbox_id}, "external": {"$eq": receipt.external_id}}
        row = await database["receipts"].find_one(known)
        if row is None:
            raise
        return replace(_receipt(row), duplicate=True)
    return receipt


async def settle(database: Database, receipt_id: ReceiptId, state: ReceiptState, error: str | None) -> None:
    change = {"$set": {"state": state.value, "error": error}, "$inc": {"attempts": 1}}
    done = await database["receipts"].update_one({"_id": {"$eq": receipt_id}}, change)
    if done.matched_count == 0:
        raise NotFound("no such receipt")


async def page(database: Database, state: ReceiptState, after: str | None, limit: int) -> Page[Receipt]:
    where = {"state": state.value, "_id": {"$gt": after or ""}}
    rows = await database["receipts"].find(where).sort("_id", 1).to_list(limit + 1)
    items = tuple(_receipt(row) for row in rows[:limit])
    return Page(items=items, next=items[-1].id if len(rows) > limit else None)


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
