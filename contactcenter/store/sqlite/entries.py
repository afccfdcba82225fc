"""Entries: written once, read in pages by seq."""

import sqlite3
from collections.abc import Iterable
from typing import Any

from contactcenter.ids import ConversationId
from contactcenter.model.bodies import Body, EntryKind, blobs_of
from contactcenter.model.entry import Audience, Author, AuthorKind, Entry, placed_at
from contactcenter.store.codec import decode_body, encode, from_us, from_us_or_none, to_us
from contactcenter.store.sqlite.transaction import Transaction

INSERT = """INSERT INTO entries
    (conversation, seq, external_id, kind, audience, author_kind, author_id, prev, received_at, sent_at, body)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
COLUMNS = "seq, external_id, kind, audience, author_kind, author_id, prev, received_at, sent_at, body"
OF = f"SELECT {COLUMNS} FROM entries INDEXED BY entries_seq WHERE conversation = ?"
AFTER = f"{OF} AND seq > ? ORDER BY seq LIMIT ?"
AFTER_CONTACT = f"{OF} AND seq > ? AND audience = 'contact' ORDER BY seq LIMIT ?"
BEFORE = f"{OF} AND seq < ? ORDER BY seq DESC LIMIT ?"
BEFORE_CONTACT = f"{OF} AND seq < ? AND audience = 'contact' ORDER BY seq DESC LIMIT ?"
EXTERNAL = f"SELECT {COLUMNS} FROM entries INDEXED BY entries_external WHERE external_id = ? AND conversation = ?"
HOLDERS = "SELECT conversation FROM entries INDEXED BY entries_external WHERE external_id = ? LIMIT 100"
NAME_BLOB = "INSERT OR IGNORE INTO entry_blobs (blob_id, entry) VALUES (?, ?)"
CONVERSATION_KEY = "SELECT key FROM conversations WHERE id = ?"

LAST_SEQ = 2**63 - 1

# Enum members by value: a dictionary is five times quicker than calling the enum, and pages have 200 entries
_KINDS = {kind.value: kind for kind in EntryKind}
_AUDIENCES = {audience.value: audience for audience in Audience}
_AUTHORS = {kind.value: kind for kind in AuthorKind}


def insert(transaction: Transaction, key: int, entry: Entry) -> int | None:
    """The entry's key. Raises sqlite3.IntegrityError if the conversation has an entry of this external id."""
    author = entry.author
    row = transaction.execute(
        INSERT,
        (
            key,
            entry.seq,
            entry.external_id,
            entry.kind.value,
            entry.audience.value,
            author.kind.value,
            author.id,
            entry.prev,
            to_us(entry.received_at),
            to_us(entry.sent_at) if entry.sent_at else None,
            encode(entry.body),
        ),
    )
    return row.lastrowid


def name_blobs(transaction: Transaction, entry_key: int | None, body: Body) -> None:
    """Keep the sweep away from the blobs that the entry names."""
    for blob_id in blobs_of(body):
        transaction.execute(NAME_BLOB, (blob_id, entry_key))


def by_external_ids(
    transaction: Transaction, key: int, conversation_id: ConversationId, external_ids: Iterable[str]
) -> tuple[Entry, ...]:
    """Those of the external ids that the conversation has, in their order."""
    rows = (transaction.execute(EXTERNAL, (one, key)).fetchone() for one in external_ids)
    return tuple(entry_of(conversation_id, row) for row in rows if row)


def after(
    connection: sqlite3.Connection, conversation_id: ConversationId, seq: int, limit: int, contact_only: bool
) -> tuple[Entry, ...]:
    found = connection.execute(CONVERSATION_KEY, (conversation_id,)).fetchone()
    if found is None:
        return ()
    bounds = found[0], min(max(seq, 0), LAST_SEQ), limit
    rows = connection.execute(AFTER_CONTACT if contact_only else AFTER, bounds)
    return tuple(entry_of(conversation_id, row) for row in rows)


def before(
    connection: sqlite3.Connection, conversation_id: ConversationId, seq: int, limit: int, contact_only: bool
) -> tuple[Entry, ...]:
    found = connection.execute(CONVERSATION_KEY, (conversation_id,)).fetchone()
    if found is None:
        return ()
    bounds = found[0], min(max(seq, 0), LAST_SEQ), limit
    rows = connection.execute(BEFORE_CONTACT if contact_only else BEFORE, bounds).fetchall()
    return tuple(entry_of(conversation_id, row) for row in reversed(rows))


def entry_of(conversation_id: ConversationId, row: tuple[Any, ...]) -> Entry:
    seq, external_id, kind_value, audience, author_kind, author_id, prev, received, sent, body = row
    kind, received_at, sent_at = _KINDS[kind_value], from_us(received), from_us_or_none(sent)
    return Entry(
        conversation_id=conversation_id,
        seq=seq,
        prev=prev,
        kind=kind,
        audience=_AUDIENCES[audience],
        author=Author(_AUTHORS[author_kind], author_id),
        external_id=external_id,
        received_at=received_at,
        sent_at=sent_at,
        placed_at=placed_at(sent_at, received_at),
        body=decode_body(kind, body),
    )
