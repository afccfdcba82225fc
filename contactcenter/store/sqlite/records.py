"""Records that administrators keep: one table for all kinds, guarded by version, with history and audit."""

import sqlite3
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from contactcenter.errors import Conflict, NotFound, Stale
from contactcenter.model.records import UNAUDITED, Record
from contactcenter.model.rows import Page
from contactcenter.store.audit_lines import removed_line, saved_line
from contactcenter.store.codec import decode, encode
from contactcenter.store.record_rules import kind_of, unique_key
from contactcenter.store.sqlite import audit
from contactcenter.store.sqlite.transaction import Transaction

R = TypeVar("R", bound=Record)

ONE = "SELECT body FROM records WHERE kind = ? AND id = ?"
PAGE = "SELECT body FROM records WHERE kind = ? AND id > ? ORDER BY id LIMIT ?"
INSERT = "INSERT INTO records (version, unique_key, body, kind, id) VALUES (?, ?, ?, ?, ?)"
UPDATE = "UPDATE records SET version = ?, unique_key = ?, body = ? WHERE kind = ? AND id = ?"
DELETE = "DELETE FROM records WHERE kind = ? AND id = ?"
REMEMBER = "INSERT INTO record_history (kind, id, body) VALUES (?, ?, ?)"
HISTORY = "SELECT body FROM record_history WHERE kind = ? AND id = ? ORDER BY key"


def save(transaction: Transaction, record: R, actor: str, at: datetime, new: bool) -> R:
    kind = kind_of(type(record))
    stored = read(transaction.connection, type(record), record.id)
    if new and stored is not None:
        raise Conflict(f"there is a {kind} with this id already", path="id")
    if not new:
        _check_version(stored, kind, record.version)
    after = replace(record, version=1 if new else record.version + 1)
    _write(transaction, kind, after, new)
    if kind not in UNAUDITED:
        transaction.execute(REMEMBER, (kind, after.id, encode(after)))
        audit.append(transaction, saved_line(stored, after, actor, at))
    return after


def remove(
    transaction: Transaction, record_type: type[Record], record_id: str, version: int, actor: str, at: datetime
) -> None:
    kind = kind_of(record_type)
    stored = _check_version(read(transaction.connection, record_type, record_id), kind, version)
    transaction.execute(DELETE, (kind, record_id))
    if kind not in UNAUDITED:
        audit.append(transaction, removed_line(stored, actor, at))


def read(connection: sqlite3.Connection, record_type: type[R], record_id: str) -> R | None:
    row = connection.execute(ONE, (kind_of(record_type), record_id)).fetchone()
    return decode(record_type, row[0]) if row else None


def page(connection: sqlite3.Connection, record_type: type[R], after: str | None, limit: int) -> Page[R]:
    rows = connection.execute(PAGE, (kind_of(record_type), after or "", limit + 1)).fetchall()
    items = tuple(decode(record_type, body) for (body,) in rows[:limit])
    return Page(items=items, next=items[-1].id if len(rows) > limit else None)


def history(connection: sqlite3.Connection, record_type: type[R], record_id: str) -> tuple[R, ...]:
    rows = connection.execute(HISTORY, (kind_of(record_type), record_id))
    return tuple(decode(record_type, body) for (body,) in rows)


def _check_version(stored: R | None, kind: str, version: int) -> R:
    if stored is None:
        raise NotFound(f"no such {kind}")
    if stored.version != version:
        raise Stale(f"the {kind} was changed since it was read")
    return stored


def _write(transaction: Transaction, kind: str, record: Record, new: bool) -> None:
    row = record.version, unique_key(record), encode(record), kind, record.id
    try:
        transaction.execute(INSERT if new else UPDATE, row)
    except sqlite3.IntegrityError as exc:
        raise Conflict("another agent has this address", path="email") from exc
