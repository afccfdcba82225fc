"""Names by which a later message finds its conversation. A key belongs to the first conversation that had it."""

import sqlite3
from collections.abc import Sequence

from contactcenter.ids import ConversationId
from contactcenter.store.sqlite import conversation_rows
from contactcenter.store.sqlite.transaction import Transaction
from contactcenter.store.thread_rules import kept_keys

KEEP = "INSERT OR IGNORE INTO thread_keys (key, conversation_id) VALUES (?, ?)"
FIND = "SELECT conversation_id FROM thread_keys WHERE key = ?"


def keep(transaction: Transaction, conversation_id: ConversationId, keys: Sequence[str]) -> None:
    for key in kept_keys(keys):
        transaction.execute(KEEP, (key, conversation_id))


def add(transaction: Transaction, conversation_id: ConversationId, keys: Sequence[str]) -> None:
    """Raises errors.NotFound."""
    conversation_rows.get(transaction, conversation_id)
    keep(transaction, conversation_id, keys)


def find(connection: sqlite3.Connection, keys: Sequence[str]) -> ConversationId | None:
    for key in kept_keys(keys):
        row = connection.execute(FIND, (key,)).fetchone()
        if row is not None:
            return _now(connection, ConversationId(row[0]))
    return None


def _now(connection: sqlite3.Connection, conversation_id: ConversationId) -> ConversationId:
    """Where the conversation leads by now; merges that close a circle end where it closes."""
    passed: set[ConversationId] = set()
    while conversation_id not in passed:
        passed.add(conversation_id)
        head = conversation_rows.read_head(connection, conversation_id)
        if head is None or head.merged_into is None:
            break
        conversation_id = head.merged_into
    return conversation_id
