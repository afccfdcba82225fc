"""Lists of conversations: filter and scope in one query, in the order of an index, in pages."""

from typing import Any

from contactcenter.errors import Invalid
from contactcenter.model.conversation import Conversation, State
from contactcenter.model.rows import ConversationFilter, Page
from contactcenter.model.scope import Scope
from contactcenter.store.codec import decode_head
from contactcenter.store.mongo.driver import Database, Document, derived
from contactcenter.store.mongo.heads import PART

LONGEST_MS = 5_000


async def page(
    database: Database, where: ConversationFilter, scope: Scope, after: str | None, limit: int
) -> Page[Conversation]:
    """Raises errors.Invalid for a cursor that is none of ours."""
    column = "waiting" if where.order == "waiting" else "last"
    down = where.order == "newest"
    conditions = [*_filters(where), *_bounds(column, after, down)]
    if (seen := scope_condition(scope)) is not None:
        conditions.append(seen)
    direction = -1 if down else 1
    rows = (
        await derived(database, "heads")
        .find({"$and": conditions} if conditions else {}, {"h": 1, column: 1}, max_time_ms=LONGEST_MS)
        .sort([(column, direction), ("_id", direction)])
        .to_list(limit + 1)
    )
    items = tuple(decode_head(row["h"]) for row in rows[:limit])
    last = rows[limit - 1] if len(rows) > limit else None
    return Page(items=items, next=f"{last[column]:x}.{last['_id']}" if last else None)


def scope_condition(scope: Scope) -> Document | None:
    """What the reader may see; None = everything. The same as model.scope.can_view."""
    if scope.everything:
        return None
    ways: list[Document] = []
    if scope.agent_id:
        ways += [{"agent": {"$eq": scope.agent_id}}, {"offered": {"$eq": scope.agent_id}}]
    if scope.queue_ids:
        ways.append({"queue": {"$in": sorted(scope.queue_ids)}})
    if scope.contacts:
        ways.append({"contact": {"$in": sorted(scope.contacts)}})
    return {"$or": ways} if ways else {"_id": {"$in": []}}


def _filters(where: ConversationFilter) -> list[Document]:
    found: list[Document] = []
    if where.states:
        found.append({"state": {"$in": sorted(state.value for state in where.states)}})
        if State.RESOLVED not in where.states:
            found.append({"open": True})
    owned = (("agent", where.agent_id), ("queue", where.queue_id), ("contact", where.contact_id), ("tags", where.tag))
    found += [{name: {"$eq": value}} for name, value in owned if value]
    if where.unassigned:
        found.append({"agent": None})
    if where.awaiting:
        found.append({"awaiting": where.awaiting.value})
    found += [{"facts": {"$eq": f"{key}{PART}{value}"}} for key, value in sorted(where.facts.items())]
    if where.order == "waiting":
        found.append({"waiting": {"$gt": 0}})
    return found


def _bounds(column: str, after: str | None, down: bool) -> list[Document]:
    """Where the last page ended."""
    if after is None:
        return []
    time, _, last_id = after.partition(".")
    try:
        moment = int(time, 16)
    except ValueError:
        raise Invalid("not a cursor of this list", path="cursor") from None
    if not -(2**63) <= moment < 2**63:
        raise Invalid("not a cursor of this list", path="cursor")
    beyond, at_most = ("$lt", "$lte") if down else ("$gt", "$gte")
    further: list[dict[str, Any]] = [{column: {beyond: moment}}, {"_id": {beyond: last_id}}]
    return [{column: {at_most: moment}}, {"$or": further}]
