"""Addresses that get no automatic mail, and why."""

import sqlite3
from datetime import datetime

from contactcenter.model.contact import Identity
from contactcenter.store.codec import to_us
from contactcenter.store.sqlite.transaction import Transaction

SUPPRESS = "INSERT OR REPLACE INTO suppressions (kind, scope, address, reason, at) VALUES (?, ?, ?, ?, ?)"
REASON = "SELECT reason FROM suppressions WHERE kind = ? AND scope = ? AND address = ?"
RELEASE = "DELETE FROM suppressions WHERE kind = ? AND scope = ? AND address = ?"


def put(transaction: Transaction, identity: Identity, reason: str, at: datetime) -> None:
    transaction.execute(SUPPRESS, (*identity.key, reason, to_us(at)))


def reason(connection: sqlite3.Connection, identity: Identity) -> str | None:
    row = connection.execute(REASON, identity.key).fetchone()
    return str(row[0]) if row else None


def release(transaction: Transaction, identity: Identity) -> None:
    transaction.execute(RELEASE, identity.key)
