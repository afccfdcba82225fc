"""Rows of conversations: read one, begin one, and write back the heads that a batch changed."""

import sqlite3

from contactcenter.errors import NotFound
from contactcenter.ids import ConversationId
from contactcenter.model.conversation import Conversation
from contactcenter.model.fact import Fact, FactState
from contactcenter.store.codec import decode_head, encode, to_us
from contactcenter.store.sqlite.heads import Dirty, Kept, columns_of
from contactcenter.store.sqlite.transaction import Transaction

BY_ID = "SELECT key, head, has_sides FROM conversations WHERE id = ?"
ID_OF = "SELECT id FROM conversations WHERE key = ?"
BEGIN = """INSERT INTO conversations
    (state, awaiting, agent_id, offered_to, queue_id, waiting_since, due_at,
     id, reference, contact_id, created_at, last_at, head) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
APPENDED = "UPDATE conversations SET last_at = ?, head = ? WHERE key = ?"
CHANGED = "UPDATE conversations SET head = ? WHERE key = ?"
MOVED = """UPDATE conversations SET state = ?, awaiting = ?, agent_id = ?, offered_to = ?, queue_id = ?,
    waiting_since = ?, due_at = ?, contact_id = ?, last_at = ?, head = ? WHERE key = ?"""
SIDE = "UPDATE conversations SET has_sides = 1 WHERE key = ?"
ARRIVED = "INSERT OR IGNORE INTO arrivals (new_id, conversation_id) VALUES (?, ?)"
ARRIVAL = "SELECT conversation_id FROM arrivals WHERE new_id = ?"
UNMARK = "DELETE FROM marks WHERE conversation = ?"
MARK = "INSERT OR IGNORE INTO marks (conversation, mark, value, created_at) VALUES (?, ?, ?, ?)"

UNKNOWN, UNANSWERED = "?unknown", "?unanswered"


def find(transaction: Transaction, conversation_id: ConversationId) -> Kept | Dirty | None:
    """The head as the unit at hand sees it."""
    known = transaction.heads.find(conversation_id)
    if known is not None:
        return known
    row = transaction.execute(BY_ID, (conversation_id,)).fetchone()
    if row is None:
        return None
    head = decode_head(row[1])
    return transaction.heads.read(Kept(row[0], head, columns_of(head), bool(row[2])))


def get(transaction: Transaction, conversation_id: ConversationId) -> Kept | Dirty:
    """Raises errors.NotFound."""
    known = find(transaction, conversation_id)
    if known is None:
        raise NotFound("no such conversation")
    return known


def get_by_key(transaction: Transaction, key: int) -> Kept | Dirty:
    (conversation_id,) = transaction.execute(ID_OF, (key,)).fetchone()
    return get(transaction, conversation_id)


def has_sides(known: Kept | Dirty) -> bool:
    """Whether a message that was sent to this conversation may be stored in another one."""
    return (known.stored if isinstance(known, Dirty) else known).has_sides


def add_side(transaction: Transaction, known: Kept | Dirty) -> None:
    """Another conversation was merged into this one, or begun in its place. Should the unit fail, too careful."""
    transaction.execute(SIDE, (known.key,))
    (known.stored if isinstance(known, Dirty) else known).has_sides = True


def note_arrival(transaction: Transaction, new_id: ConversationId, stored_in: ConversationId) -> None:
    """The message that would have begun ``new_id`` went on in another conversation."""
    if new_id != stored_in:
        transaction.execute(ARRIVED, (new_id, stored_in))


def arrival(transaction: Transaction, new_id: ConversationId) -> ConversationId | None:
    row = transaction.execute(ARRIVAL, (new_id,)).fetchone()
    return ConversationId(row[0]) if row else None


def read_head(connection: sqlite3.Connection, conversation_id: ConversationId) -> Conversation | None:
    row = connection.execute(BY_ID, (conversation_id,)).fetchone()
    return decode_head(row[1]) if row else None


def begin(transaction: Transaction, head: Conversation) -> Kept:
    """Insert a new conversation's row; tell ``heads.begin`` once nothing can fail any more."""
    columns = columns_of(head)
    times = to_us(head.created_at), to_us(head.last_at)
    row = (*columns, head.id, head.reference, head.contact_id, *times, encode(head))
    key = transaction.execute(BEGIN, row).lastrowid
    assert key is not None
    _mark(transaction, key, head)
    return Kept(key, head, columns)


def write_heads(transaction: Transaction) -> list[Kept]:
    """Write every changed head once, however many units of the batch changed it."""
    return [_write(transaction, dirty) for dirty in transaction.heads.dirty()]


def _write(transaction: Transaction, dirty: Dirty) -> Kept:
    key, head, before = dirty.key, dirty.head, dirty.stored.head
    if dirty.columns != dirty.stored.columns or head.contact_id != before.contact_id:
        moved = (*dirty.columns, head.contact_id, to_us(head.last_at), dirty.encoded, key)
        transaction.execute(MOVED, moved)
    elif head.last_at != before.last_at:
        transaction.execute(APPENDED, (to_us(head.last_at), dirty.encoded, key))
    else:
        transaction.execute(CHANGED, (dirty.encoded, key))
    if head.tags != before.tags or not (head.facts is before.facts or head.facts == before.facts):
        transaction.execute(UNMARK, (key,))
        _mark(transaction, key, head)
    return Kept(key, head, dirty.columns, dirty.stored.has_sides)


def _mark(transaction: Transaction, key: int, head: Conversation) -> None:
    if not head.tags and not head.facts:
        return
    created_at = to_us(head.created_at)
    for tag in head.tags:
        transaction.execute(MARK, (key, f"tag/{tag}", "", created_at))
    for name, fact in head.facts.items():
        transaction.execute(MARK, (key, f"fact/{name}", fact_value(fact), created_at))


def fact_value(fact: Fact) -> str:
    """How a fact is counted and searched: its value, or why it has none."""
    if fact.state is FactState.VALUE:
        return fact.value or ""
    return UNKNOWN if fact.state is FactState.UNKNOWN else UNANSWERED
