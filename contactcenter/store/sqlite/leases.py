"""Leases and presences: small rows with an end."""

import sqlite3
from datetime import datetime, timedelta

from contactcenter.ids import AgentId
from contactcenter.model.rows import Lease, Presence
from contactcenter.store.codec import from_us, to_us
from contactcenter.store.sqlite.transaction import Transaction

LEASE = "SELECT holder, epoch, expires_at FROM leases WHERE name = ?"
TAKE = "INSERT OR REPLACE INTO leases (name, holder, epoch, expires_at) VALUES (?, ?, ?, ?)"
DROP = "UPDATE leases SET holder = '', expires_at = 0 WHERE name = ? AND holder = ? AND epoch = ?"
BEAT = "INSERT OR REPLACE INTO presences (socket, agent_id, node, expires_at) VALUES (?, ?, ?, ?)"
LONG_GONE = "DELETE FROM presences WHERE expires_at < ?"
LEAVE = "DELETE FROM presences WHERE socket = ?"
PRESENT = "SELECT agent_id, node, socket, expires_at FROM presences WHERE expires_at > ? ORDER BY socket"

KEPT_AFTER_END = timedelta(minutes=10)


def take(transaction: Transaction, name: str, holder: str, now: datetime, lasting: timedelta) -> Lease | None:
    row = transaction.execute(LEASE, (name,)).fetchone()
    held_by, epoch, expires_at = row or ("", 0, 0)
    if held_by != holder:
        if expires_at > to_us(now):
            return None
        epoch += 1
    lease = Lease(name=name, holder=holder, epoch=epoch, expires_at=now + lasting)
    transaction.execute(TAKE, (name, holder, epoch, to_us(lease.expires_at)))
    return lease


def is_held(transaction: Transaction, lease: Lease) -> bool:
    """Whether nobody has taken it since, whatever the clock says: guards what only its holder may write."""
    row = transaction.execute(LEASE, (lease.name,)).fetchone()
    return row is not None and (row[0], row[1]) == (lease.holder, lease.epoch)


def drop(transaction: Transaction, lease: Lease) -> None:
    transaction.execute(DROP, (lease.name, lease.holder, lease.epoch))


def beat(transaction: Transaction, presence: Presence) -> None:
    expires_at = to_us(presence.expires_at)
    transaction.execute(LONG_GONE, (to_us(presence.expires_at - KEPT_AFTER_END),))
    transaction.execute(BEAT, (presence.socket, presence.agent_id, presence.node, expires_at))


def leave(transaction: Transaction, socket: str) -> None:
    transaction.execute(LEAVE, (socket,))


def present(connection: sqlite3.Connection, now: datetime) -> tuple[Presence, ...]:
    rows = connection.execute(PRESENT, (to_us(now),))
    return tuple(
        Presence(agent_id=AgentId(agent_id), node=node, socket=socket, expires_at=from_us(expires_at))
        for agent_id, node, socket, expires_at in rows
    )
