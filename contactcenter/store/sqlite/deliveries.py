"""Outbound messages on their way: claimed with a lease, settled under the epoch that the claim gave."""

import sqlite3
from collections.abc import Sequence
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
COLUMNS = """id, conversation_id, message_seq, inbox_id, channel, recipient, state, attempts, due_at, epoch,
    provider_id, error"""
# As the partial indexes have it: what is being sent is claimable again when its worker's lease has ended
_TO_SEND = "state IN ('queued', 'sending', 'deferred')"
CLAIMABLE = f"SELECT id FROM deliveries WHERE claimable_at <= ? AND {_TO_SEND} ORDER BY claimable_at LIMIT ?"
CLAIMABLE_OF_INBOX = f"""SELECT id FROM deliveries
    WHERE inbox_id = ? AND claimable_at <= ? AND {_TO_SEND} ORDER BY claimable_at LIMIT ?"""
CLAIM = f"""UPDATE deliveries SET state = 'sending', holder = ?, claimable_at = ?, epoch = epoch + 1,
    attempts = attempts + 1 WHERE id = ? RETURNING {COLUMNS}"""
BY_ID = f"SELECT {COLUMNS} FROM deliveries WHERE id = ?"
OF_CONVERSATION = f"SELECT {COLUMNS} FROM deliveries WHERE conversation_id = ? ORDER BY message_seq, id"
OF_MESSAGE = f"SELECT {COLUMNS} FROM deliveries WHERE conversation_id = ? AND message_seq = ? ORDER BY id"
BY_PROVIDER_ID = f"SELECT {COLUMNS} FROM deliveries WHERE inbox_id = ? AND provider_id = ? ORDER BY id LIMIT 1"
NOTE = f"UPDATE deliveries SET state = ?, error = ?, changed_at = ? WHERE id = ? RETURNING {COLUMNS}"
STATE = "SELECT state, provider_id, error FROM deliveries WHERE id = ? AND epoch = ?"
SETTLE = """UPDATE deliveries SET state = ?, provider_id = ?, error = ?, due_at = coalesce(?, due_at),
    claimable_at = coalesce(?, claimable_at), changed_at = ? WHERE id = ?"""


def any_due(connection: sqlite3.Connection, now: datetime, inbox_id: InboxId | None) -> bool:
    """A look that costs no commit: most of the time nothing is due."""
    return bool(_claimable(connection, now, 1, inbox_id))


def insert(transaction: Transaction, plan: Plan, placed: Placed) -> None:
    seq, at = message_seq(placed.entries), to_us(plan.at)
    for draft in plan.deliveries:
        due = to_us(draft.due_at)
        target = draft.id, placed.head.id, seq, draft.inbox_id, draft.channel, encode(draft.recipient)
        transaction.execute(INSERT, (*target, DeliveryState.QUEUED.value, due, due, at))


def claim(
    transaction: Transaction, holder: str, now: datetime, lease: timedelta, limit: int, inbox_id: InboxId | None
) -> tuple[Delivery, ...]:
    free = _claimable(transaction.connection, now, limit, inbox_id)
    until = to_us(now + lease)
    return tuple(_delivery(transaction.execute(CLAIM, (holder, until, one)).fetchone()) for (one,) in free)


def _claimable(connection: sqlite3.Connection, now: datetime, limit: int, inbox_id: InboxId | None) -> list[tuple[str]]:
    if inbox_id is None:
        return connection.execute(CLAIMABLE, (to_us(now), limit)).fetchall()
    return connection.execute(CLAIMABLE_OF_INBOX, (inbox_id, to_us(now), limit)).fetchall()


def by_id(connection: sqlite3.Connection, delivery_id: DeliveryId) -> Delivery | None:
    row = connection.execute(BY_ID, (delivery_id,)).fetchone()
    return _delivery(row) if row else None


def of_conversation(
    connection: sqlite3.Connection, conversation_id: ConversationId, message_seq: int | None
) -> tuple[Delivery, ...]:
    if message_seq is None:
        rows = connection.execute(OF_CONVERSATION, (conversation_id,))
    else:
        rows = connection.execute(OF_MESSAGE, (conversation_id, message_seq))
    return tuple(_delivery(row) for row in rows)


def by_provider_id(connection: sqlite3.Connection, inbox_id: InboxId, provider_ids: Sequence[str]) -> Delivery | None:
    for provider_id in provider_ids:
        row = connection.execute(BY_PROVIDER_ID, (inbox_id, provider_id)).fetchone()
        if row is not None:
            return _delivery(row)
    return None


def note(
    transaction: Transaction, delivery_id: DeliveryId, told: DeliveryState, at: datetime, error: str | None
) -> Delivery | None:
    known = by_id(transaction.connection, delivery_id)
    if known is None or known.state is later_state(known.state, told):
        return None
    return _delivery(transaction.execute(NOTE, (told.value, error, to_us(at), delivery_id)).fetchone())


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
    reason = error if state is told else row[2]
    retry = to_us(retry_at) if retry_at else None
    transaction.execute(SETTLE, (state.value, provider_id or row[1], reason, retry, retry, to_us(at), delivery_id))
    return True


def _delivery(row: tuple[Any, ...]) -> Delivery:
    delivery_id, conversation_id, seq, inbox_id, channel, recipient, state, attempts, due_at, epoch, *rest = row
    provider_id, error = rest
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
        provider_id=provider_id,
        error=error,
    )
