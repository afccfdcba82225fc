"""Outbound messages on their way: claimed with a lease, settled under the epoch that the claim gave."""

import sqlite3
from datetime import datetime, timedelta
from typing import Any

from contactcenter.ids import ConversationId, DeliveryId, InboxId
from contactcenter.model.bodies import DeliveryState
from contactcenter.model.contact import Identity
from contactcenter.model.plan import Plan
from contactcenter.model.rows import Delivery
from contactcenter.store.codec import decode, encode, from_us, to_us
from contactcenter.store.delivery_rules import later_state
from contactcenter.store.placing import Placed, message_seq
from contactcenter.store.sqlite.transaction import Transaction

INSERT = """INSERT INTO deliveries
    (id, conversation_id, message_seq, inbox_id, channel, recipient, state, attempts, due_at, claimable_at,
     holder, epoch, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?, ?, '', 0, ?)"""
COLUMNS = "id, conversation_id, message_seq, inbox_id, channel, recipient, state, attempts, due_at, epoch, error"
CLAIMABLE = """SELECT id FROM deliveries
    WHERE claimable_at <= ? AND state IN ('queued', 'sending', 'deferred') ORDER BY claimable_at LIMIT ?"""
CLAIM = f"""UPDATE deliveries SET holder = ?, claimable_at = ?, epoch = epoch + 1, attempts = attempts + 1
    WHERE id = ? RETURNING {COLUMNS}"""
STATE = "SELECT state, provider_id FROM deliveries WHERE id = ? AND epoch = ?"
SETTLE = """UPDATE deliveries SET state = ?, provider_id = ?, error = ?, due_at = coalesce(?, due_at),
    claimable_at = coalesce(?, claimable_at), changed_at = ? WHERE id = ?"""


def any_due(connection: sqlite3.Connection, now: datetime) -> bool:
    """A look that costs no commit: most of the time nothing is due."""
    return connection.execute(CLAIMABLE, (to_us(now), 1)).fetchone() is not None


def insert(transaction: Transaction, plan: Plan, placed: Placed) -> None:
    seq, at = message_seq(placed.entries), to_us(plan.at)
    for draft in plan.deliveries:
        due = to_us(draft.due_at)
        target = draft.id, placed.head.id, seq, draft.inbox_id, draft.channel, encode(draft.recipient)
        transaction.execute(INSERT, (*target, DeliveryState.QUEUED.value, due, due, at))


def claim(transaction: Transaction, holder: str, now: datetime, lease: timedelta, limit: int) -> tuple[Delivery, ...]:
    free = transaction.execute(CLAIMABLE, (to_us(now), limit)).fetchall()
    until = to_us(now + lease)
    return tuple(_delivery(transaction.execute(CLAIM, (holder, until, one)).fetchone()) for (one,) in free)


def settle(
    transaction: Transaction,
    delivery_id: DeliveryId,
    epoch: int,
    told: DeliveryState,
    at: datetime,
    provider_id: str | None,
    error: str | None,
    retry_at: datetime | None,
) -> bool:
    row = transaction.execute(STATE, (delivery_id, epoch)).fetchone()
    if row is None:
        return False
    state = later_state(DeliveryState(row[0]), told)
    retry = to_us(retry_at) if retry_at else None
    transaction.execute(SETTLE, (state.value, provider_id or row[1], error, retry, retry, to_us(at), delivery_id))
    return True


def _delivery(row: tuple[Any, ...]) -> Delivery:
    delivery_id, conversation_id, seq, inbox_id, channel, recipient, state, attempts, due_at, epoch, error = row
    return Delivery(
        id=DeliveryId(delivery_id),
        conversation_id=ConversationId(conversation_id),
        message_seq=seq,
        inbox_id=InboxId(inbox_id),
        channel=channel,
        recipient=decode(Identity, recipient),
        state=DeliveryState(state),
        attempts=attempts,
        due_at=from_us(due_at),
        epoch=epoch,
        error=error,
    )
