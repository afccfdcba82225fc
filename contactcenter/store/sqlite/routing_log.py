"""The routing log: appended only, read in order of time."""

import sqlite3
from collections.abc import Iterable
from datetime import datetime

from contactcenter.model.plan import RoutingRecord
from contactcenter.store.codec import encode, from_us, plain_mapping, to_us
from contactcenter.store.sqlite.transaction import Transaction

APPEND = "INSERT INTO routing_log (at, event, data) VALUES (?, ?, ?)"
SINCE = "SELECT at, event, data FROM routing_log WHERE at >= ? ORDER BY at, key LIMIT ?"


def append(transaction: Transaction, records: Iterable[RoutingRecord]) -> None:
    for record in records:
        transaction.execute(APPEND, (to_us(record.at), record.event, encode(record.data)))


def since(connection: sqlite3.Connection, at: datetime, limit: int) -> tuple[RoutingRecord, ...]:
    rows = connection.execute(SINCE, (to_us(at), limit))
    return tuple(RoutingRecord(at=from_us(at_us), event=event, data=plain_mapping(data)) for at_us, event, data in rows)
