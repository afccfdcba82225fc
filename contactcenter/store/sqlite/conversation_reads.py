"""Other questions about conversations: who is to be routed, what is due, how they are linked, what facts they show."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from contactcenter.ids import AgentId, BlobId, ConversationId
from contactcenter.model.bodies import LinkKind
from contactcenter.model.conversation import SPAM, Conversation
from contactcenter.model.plan import Link
from contactcenter.model.scope import Scope
from contactcenter.store.codec import decode_head, from_us, to_us
from contactcenter.store.sqlite.conversation_lists import scope_condition

ROUTABLE = """SELECT head FROM conversations INDEXED BY conversations_routable
    WHERE state IN ('waiting', 'offered', 'assigned')"""
DUE = """SELECT head FROM conversations INDEXED BY conversations_due
    WHERE due_at IS NOT NULL AND due_at <= ? ORDER BY due_at LIMIT ?"""
LINKS = """SELECT source, kind, target, at FROM links WHERE source = ?1
    UNION SELECT source, kind, target, at FROM links WHERE target = ?1 ORDER BY at, source"""
LINKED_TO = "SELECT source, kind, target, at FROM links WHERE target = ? ORDER BY at DESC LIMIT ?"
LOADS = "SELECT agent_id, units FROM agent_load WHERE units <> 0"
UNNAMED_BLOBS = """SELECT value FROM json_each(?) WHERE NOT EXISTS (SELECT 1 FROM entry_blobs WHERE blob_id = value)
    AND NOT EXISTS (SELECT 1 FROM receipts INDEXED BY receipts_blob WHERE blob_id = value)"""
NO_SPAM = f"""NOT EXISTS (SELECT 1 FROM marks s
    WHERE s.conversation = m.conversation AND s.mark = 'tag/{SPAM}' AND s.value = '')"""
COUNT_FACT = f"""SELECT value, count(*) FROM marks m INDEXED BY marks_by_time
    WHERE mark = ? AND created_at >= ? AND created_at < ? AND {NO_SPAM} GROUP BY value"""
COUNT_FACT_IN = f"""SELECT m.value, count(*) FROM marks m INDEXED BY marks_by_time
    JOIN conversations c ON c.key = m.conversation
    WHERE m.mark = ? AND m.created_at >= ? AND m.created_at < ? AND {NO_SPAM} AND {{scope}} GROUP BY m.value"""


def routable(connection: sqlite3.Connection) -> tuple[Conversation, ...]:
    return tuple(decode_head(head) for (head,) in connection.execute(ROUTABLE))


def due(connection: sqlite3.Connection, now: datetime, limit: int) -> tuple[Conversation, ...]:
    return tuple(decode_head(head) for (head,) in connection.execute(DUE, (to_us(now), limit)))


def links(connection: sqlite3.Connection, conversation_id: ConversationId) -> tuple[Link, ...]:
    return tuple(_link(row) for row in connection.execute(LINKS, (conversation_id,)))


def linked_to(connection: sqlite3.Connection, target: str, limit: int) -> tuple[Link, ...]:
    """The newest first."""
    return tuple(_link(row) for row in connection.execute(LINKED_TO, (target, limit)))


def count_fact(
    connection: sqlite3.Connection, key: str, scope: Scope, since: datetime, until: datetime
) -> Mapping[str, int]:
    span = f"fact/{key}", to_us(since), to_us(until)
    seen = scope_condition(scope)
    if seen is None:
        return dict(connection.execute(COUNT_FACT, span).fetchall())
    return dict(connection.execute(COUNT_FACT_IN.format(scope=seen.sql), (*span, *seen.values)).fetchall())


def agent_loads(connection: sqlite3.Connection) -> Mapping[AgentId, int]:
    return {AgentId(agent_id): units for agent_id, units in connection.execute(LOADS)}


def unnamed_blobs(connection: sqlite3.Connection, blobs: Iterable[BlobId]) -> frozenset[BlobId]:
    return frozenset(BlobId(name) for (name,) in connection.execute(UNNAMED_BLOBS, (json.dumps([*blobs]),)))


def _link(row: tuple[Any, ...]) -> Link:
    source, kind, target, at = row
    return Link(kind=LinkKind(kind), source=ConversationId(source), target=target, at=from_us(at))
