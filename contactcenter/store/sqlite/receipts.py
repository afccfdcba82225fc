"""Receipts: that bytes arrived, how far each inbox was fetched, and what became of them."""

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from contactcenter.errors import NotFound
from contactcenter.ids import BlobId, InboxId, ReceiptId
from contactcenter.model.rows import Lease, Page, Receipt, ReceiptState
from contactcenter.store.codec import from_us, to_us
from contactcenter.store.receipt_rules import bound_of, cursor_of, require_inbox
from contactcenter.store.sqlite import leases
from contactcenter.store.sqlite.transaction import Transaction

COLUMNS = "id, inbox_id, external_id, blob_id, state, error, attempts, received_at"
INSERT = f"INSERT INTO receipts ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
BY_EXTERNAL_ID = f"SELECT {COLUMNS} FROM receipts WHERE inbox_id = ? AND external_id = ?"
SETTLE = "UPDATE receipts SET state = ?, error = ?, attempts = attempts + 1 WHERE id = ?"
BY_ID = f"SELECT {COLUMNS} FROM receipts WHERE id = ?"
BY_STATE = f"""SELECT {COLUMNS} FROM receipts
    WHERE state = ? AND (received_at, id) > (?, ?) ORDER BY received_at, id LIMIT ?"""
CURSOR = "SELECT cursor FROM inbox_cursors WHERE inbox_id = ?"
MOVE_CURSOR = "INSERT OR REPLACE INTO inbox_cursors (inbox_id, cursor) VALUES (?, ?)"


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


def take_in(
    transaction: Transaction, inbox_id: InboxId, fetched: Sequence[Receipt], cursor: str, lease: Lease
) -> tuple[Receipt, ...] | None:
    require_inbox(inbox_id, fetched)
    if not leases.is_held(transaction, lease):
        return None
    kept = tuple([keep(transaction, receipt) for receipt in fetched])
    transaction.execute(MOVE_CURSOR, (inbox_id, cursor))
    return kept


def inbox_cursor(connection: sqlite3.Connection, inbox_id: InboxId) -> str | None:
    row = connection.execute(CURSOR, (inbox_id,)).fetchone()
    return str(row[0]) if row else None


def settle(transaction: Transaction, receipt_id: ReceiptId, state: ReceiptState, error: str | None) -> None:
    if transaction.execute(SETTLE, (state.value, error, receipt_id)).rowcount == 0:
        raise NotFound("no such receipt")


def page(connection: sqlite3.Connection, state: ReceiptState, after: str | None, limit: int) -> Page[Receipt]:
    """Oldest first. Raises errors.Invalid for a cursor that is none of ours."""
    rows = connection.execute(BY_STATE, (state.value, *bound_of(after), limit + 1)).fetchall()
    items = tuple(_receipt(row) for row in rows[:limit])
    return Page(items=items, next=cursor_of(items[-1]) if len(rows) > limit else None)


def by_id(connection: sqlite3.Connection, receipt_id: ReceiptId) -> Receipt | None:
    row = connection.execute(BY_ID, (receipt_id,)).fetchone()
    return _receipt(row) if row else None


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
