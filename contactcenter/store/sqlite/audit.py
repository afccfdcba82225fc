"""The audit: who changed what, appended only. Ids are UUIDv7, so their order is the order of writing."""

import sqlite3

from contactcenter.model.rows import AuditLine, Page
from contactcenter.store.codec import decode, encode
from contactcenter.store.sqlite.transaction import Transaction

APPEND = "INSERT OR IGNORE INTO audit (id, body) VALUES (?, ?)"
LINES = "SELECT body FROM audit WHERE id < ? ORDER BY id DESC LIMIT ?"
AFTER_ALL = "g"  # greater than any UUID


def append(transaction: Transaction, line: AuditLine) -> None:
    transaction.execute(APPEND, (line.id, encode(line)))


def lines(connection: sqlite3.Connection, after: str | None, limit: int) -> Page[AuditLine]:
    rows = connection.execute(LINES, (after or AFTER_ALL, limit + 1)).fetchall()
    items = tuple(decode(AuditLine, body) for (body,) in rows[:limit])
    return Page(items=items, next=items[-1].id if len(rows) > limit else None)
