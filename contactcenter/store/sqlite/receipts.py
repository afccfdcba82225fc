"""Receipts: that bytes arrived, and what became of them."""

import sqlite3
from dataclasses import replace
from typing import Any

from contactcenter.errors import NotFound
from contactcenter.ids import BlobId, InboxId, ReceiptId
from contactcenter.model.rows import Page, Receipt, ReceiptState
from contactcenter.store.codec import from_us, to_us
from contactcenter.store.sqlite.transaction import Transaction

COLUMNS = "id, inbox_id, external_id, blob_id, state, error, attempts, received_at"
INSERT = f"INSERT INTO receipts ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
BY_EXTERNAL_ID = f"SELECT {COLUMNS} FROM receipts WHERE inbox_id = ? AND external_id = ?"
SETTLE = "UPDATE receipts SET state = ?, error = ?, attempts = attempts + 1 WHERE id = ?"
BY_STATE = f"SELECT {COLUMNS} FROM receipts WHERE state = ? AND id > ? ORDER BY id LIMIT ?"


def keep(transaction: Transaction, receipt: Receipt) -> Receipt:
    row = transaction.execute(BY_EXTERNAL_ID, (receipt.inbox_id, receipt.external_id)).fetchone()
    if row is not None:
        return replace(_receipt(row), duplicate=True)
    transaction.execute(
        INSERT,
        (
            receipt.id,
            receipt.inbox_id,
            receipt.external_id,
            receipt.blob_id,
            receipt.state.value,
            receipt.error,
            receipt.attempts,
            to_us(receipt.received_at),
        ),
    )
    return receipt


def settle(transaction: Transaction, receipt_id: ReceiptId, state: ReceiptState, error: str | None) -> None:
    if transaction.execute(SETTLE, (state.value, error, receipt_id)).rowcount == 0:
        raise NotFound("no such receipt")


def page(connection: sqlite3.Connection, state: ReceiptState, after: str | None, limit: int) -> Page[Receipt]:
    rows = connection.execute(BY_STATE, (state.value, after or "", limit + 1)).fetchall()
    items = tuple(_receipt(row) for row in rows[:limit])
    return Page(items=items, next=items[-1].id if len(rows) > limit else None)


def _receipt(row: tuple[Any, ...]) -> Receipt:
    receipt_id, inbox_id, external_id, blob_id, state, error, attempts, received_at = row
    return Receipt(
        id=ReceiptId(receipt_id),
        inbox_id=InboxId(inbox_id),
        external_id=external_id,
        blob_id=BlobId(blob_id),
        state=ReceiptState(state),
        error=error,
        attempts=attempts,
        received_at=from_us(received_at),
    )
