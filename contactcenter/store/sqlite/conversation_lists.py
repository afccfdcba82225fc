"""Lists of conversations: a few index walks in order, merged. No list sorts or reads more than it must.

Each walk goes along one index that is named in the query, so that no statistics can lead the planner elsewhere.
What a reader may see decides the walks (its own, what it is offered, each of its queues, each of its contacts);
what it filters by is checked on the way.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from contactcenter.errors import Invalid
from contactcenter.model.conversation import Conversation, State
from contactcenter.model.rows import ConversationFilter, Page
from contactcenter.model.scope import Scope
from contactcenter.store.codec import decode_head

RARE = 2_000
"""A tag or fact of fewer conversations is read from its own index and sorted; a commoner one is met on a walk."""

OPEN, RESOLVED = "state <> 'resolved'", "state = 'resolved'"
COUNT_MARK = "SELECT count(*) FROM (SELECT 1 FROM marks WHERE mark = ? AND value = ? LIMIT ?)"
HAS_MARK = "EXISTS (SELECT 1 FROM marks m WHERE m.conversation = c.key AND m.mark = ? AND m.value = ?)"
MARKED = "c.key IN (SELECT conversation FROM marks WHERE mark = ? AND value = ?)"


@dataclass(frozen=True, slots=True)
class Condition:
    sql: str
    values: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Walk:
    """One index, and what holds along it."""

    index: str
    conditions: tuple[Condition, ...]


def page(
    connection: sqlite3.Connection, where: ConversationFilter, scope: Scope, after: str | None, limit: int
) -> Page[Conversation]:
    """Raises errors.Invalid for a cursor that is none of ours."""
    bound = _bound(after)
    rows: dict[int, tuple[int, int, bytes]] = {}
    for query, values in queries(where, scope, bound, limit + 1, rarest_mark(connection, where)):
        for row in connection.execute(query, values):
            rows[row[1]] = row
    ordered = sorted(rows.values(), key=lambda row: row[:2], reverse=where.order == "newest")
    items = tuple(decode_head(row[2]) for row in ordered[:limit])
    more = len(ordered) > limit
    return Page(items=items, next=_cursor(ordered[limit - 1]) if more else None)


def queries(
    where: ConversationFilter,
    scope: Scope,
    bound: tuple[int, int] | None,
    limit: int,
    mark: tuple[str, str] | None,
) -> Iterable[tuple[str, tuple[Any, ...]]]:
    """The walks as SQL with its values, each in order and bounded."""
    column = "waiting_since" if where.order == "waiting" else "last_at"
    down = where.order == "newest"
    conditions = (*_filters(where), *_bounds(column, bound, down))
    for walk in _walks(where, scope, mark):
        parts = (*walk.conditions, *conditions)
        sql = " AND ".join(part.sql for part in parts)
        direction = "DESC" if down else "ASC"
        yield (
            f"SELECT c.{column}, c.key, c.head FROM conversations c {walk.index} WHERE {sql} "
            f"ORDER BY c.{column} {direction}, c.key {direction} LIMIT ?",
            (*(value for part in parts for value in part.values), limit),
        )


def rarest_mark(connection: sqlite3.Connection, where: ConversationFilter) -> tuple[str, str] | None:
    """The tag or fact of the filter that few conversations have, if there is one."""
    counted = [(connection.execute(COUNT_MARK, (*mark, RARE)).fetchone()[0], mark) for mark in _marks(where)]
    rarest = min(counted, default=None)
    return rarest[1] if rarest and rarest[0] < RARE else None


def scope_condition(scope: Scope) -> Condition | None:
    """What the reader may see, on a conversation's row ``c``; None = everything. The same as model.scope.can_view."""
    if scope.everything:
        return None
    queues, contacts = sorted(scope.queue_ids), sorted(scope.contacts)
    owned = f"c.queue_id IN ({_slots(queues)}) OR c.contact_id IN ({_slots(contacts)})"
    sql = f"(c.agent_id = ? OR c.offered_to = ? OR {owned})"
    agent = scope.agent_id or None
    return Condition(sql, (agent, agent, *queues, *contacts))


# -- which indexes to walk -----------------------------------------------------------------------------------


def _walks(where: ConversationFilter, scope: Scope, mark: tuple[str, str] | None) -> list[Walk]:
    restricted = scope_condition(scope)
    seen = (restricted,) if restricted else ()
    if mark:
        return [Walk("", (Condition(MARKED, mark), *_waiting(where), *seen))]
    if where.contact_id:
        return _pair("contact", "contact_id", where.contact_id, where, seen)
    if where.agent_id:
        return _pair("agent", "agent_id", where.agent_id, where, seen)
    if where.queue_id:
        return _pair("queue", "queue_id", where.queue_id, where, seen)
    return _scope_walks(where, scope)


def _scope_walks(where: ConversationFilter, scope: Scope) -> list[Walk]:
    if scope.everything:
        return _everything(where)
    walks: list[Walk] = []
    if scope.agent_id:
        walks += _pair("agent", "agent_id", scope.agent_id, where)
        offered = Condition("c.offered_to = ?", (scope.agent_id,))
        walks.append(Walk("INDEXED BY conversations_offered", (offered, *_waiting(where))))
    for queue_id in sorted(scope.queue_ids):
        walks += _pair("queue", "queue_id", queue_id, where)
    for contact_id in sorted(scope.contacts):
        walks += _pair("contact", "contact_id", contact_id, where)
    return walks


def _everything(where: ConversationFilter) -> list[Walk]:
    if where.order == "waiting":
        return [Walk("INDEXED BY conversations_waiting", _waiting(where))]
    return [
        Walk(f"INDEXED BY conversations_{part}", (Condition(f"c.{condition}"),)) for part, condition in _parts(where)
    ]


def _pair(
    name: str, column: str, value: str, where: ConversationFilter, more: tuple[Condition, ...] = ()
) -> list[Walk]:
    """The open and the resolved conversations of one agent, queue or contact."""
    one = Condition(f"c.{column} = ?", (value,))
    if where.order == "waiting" and name == "queue":
        return [Walk("INDEXED BY conversations_queue_waiting", (one, *_waiting(where), *more))]
    return [
        Walk(
            f"INDEXED BY conversations_{name}_{part}",
            (one, Condition(f"c.{condition}"), *_waiting(where), *more),
        )
        for part, condition in _parts(where)
    ]


def _parts(where: ConversationFilter) -> list[tuple[str, str]]:
    """Which of the open and the resolved the filter asks for."""
    parts = []
    if not where.states or where.states - {State.RESOLVED}:
        parts.append(("open", OPEN))
    if not where.states or State.RESOLVED in where.states:
        parts.append(("resolved", RESOLVED))
    return parts


# -- what is checked on the way ------------------------------------------------------------------------------


def _waiting(where: ConversationFilter) -> tuple[Condition, ...]:
    return (Condition("c.waiting_since IS NOT NULL"),) if where.order == "waiting" else ()


def _filters(where: ConversationFilter) -> list[Condition]:
    found: list[Condition] = []
    if where.states:
        states = sorted(state.value for state in where.states)
        found.append(Condition(f"c.state IN ({_slots(states)})", tuple(states)))
    owned = (("agent_id", where.agent_id), ("queue_id", where.queue_id), ("contact_id", where.contact_id))
    found += [Condition(f"+c.{column} = ?", (value,)) for column, value in owned if value]
    if where.unassigned:
        found.append(Condition("c.agent_id IS NULL"))
    if where.awaiting:
        found.append(Condition("c.awaiting = ?", (where.awaiting.value,)))
    found += [Condition(HAS_MARK, mark) for mark in _marks(where)]
    return found


def _marks(where: ConversationFilter) -> list[tuple[str, str]]:
    marks = [(f"fact/{key}", value) for key, value in sorted(where.facts.items())]
    return [(f"tag/{where.tag}", ""), *marks] if where.tag else marks


def _bounds(column: str, bound: tuple[int, int] | None, down: bool) -> list[Condition]:
    """Where the last page ended."""
    if bound is None:
        return []
    time, key = bound
    if down:
        return [Condition(f"c.{column} <= ? AND (c.{column} < ? OR c.key < ?)", (time, time, key))]
    return [Condition(f"c.{column} >= ? AND (c.{column} > ? OR c.key > ?)", (time, time, key))]


def _slots(values: Iterable[object]) -> str:
    return ", ".join("?" for _ in values)


# -- cursors -------------------------------------------------------------------------------------------------


def _cursor(row: tuple[int, int, bytes]) -> str:
    return f"{row[0]:x}.{row[1]:x}"


def _bound(after: str | None) -> tuple[int, int] | None:
    if after is None:
        return None
    time, _, key = after.partition(".")
    try:
        bound = int(time, 16), int(key, 16)
    except ValueError:
        raise Invalid("not a cursor of this list", path="cursor") from None
    if not all(-(2**63) <= part < 2**63 for part in bound):
        raise Invalid("not a cursor of this list", path="cursor")
    return bound
