"""Two conversations in one unit (merge): both moves on both heads, one transaction, tried again when overtaken."""

import asyncio
import random
from collections.abc import Callable
from typing import TypeAlias

from contactcenter.errors import Conflict, NotFound, StoreUnavailable
from contactcenter.ids import ConversationId
from contactcenter.model.conversation import Conversation
from contactcenter.model.entry import Entry
from contactcenter.model.plan import Changed, Plan, Refused
from contactcenter.store.mongo import journal
from contactcenter.store.mongo.units import Reading
from contactcenter.store.mongo.wide import Planned, Wide
from contactcenter.store.placing import Placed, place, writes_nothing

PairMove: TypeAlias = Callable[[Conversation, Conversation], tuple[Plan, Plan] | Refused]
ATTEMPTS = 20
BACKOFF_S = 0.01


async def change_pair(
    reading: Reading, wide: Wide, first: ConversationId, second: ConversationId, move: PairMove
) -> tuple[Changed, Changed] | Refused:
    if first == second:
        raise Conflict("a pair is two conversations")
    for attempt in range(1, ATTEMPTS + 1):
        heads = await _head(reading, first), await _head(reading, second)
        plans = move(*heads)
        if isinstance(plans, Refused):
            return plans
        placed = place(plans[0], heads[0]), place(plans[1], heads[1])
        if stored := await _stored(reading, heads, plans):
            return stored
        outcome = await wide.write(_writes(heads, plans, placed))
        if isinstance(outcome, Refused):
            return outcome
        if outcome is None:
            return _changed(heads[0], plans[0], placed[0]), _changed(heads[1], plans[1], placed[1])
        await asyncio.sleep(BACKOFF_S * attempt * random.uniform(0.5, 1.0))
    raise StoreUnavailable("too many writers on two conversations", hint="try again")


async def _head(reading: Reading, conversation_id: ConversationId) -> Conversation:
    head = await reading.head(conversation_id)
    if head is None:
        raise NotFound("no such conversation")
    return head


async def _stored(
    reading: Reading, heads: tuple[Conversation, Conversation], plans: tuple[Plan, Plan]
) -> tuple[Changed, Changed] | None:
    """What a resend finds: one known draft keeps both plans out."""
    found: list[tuple[Entry, ...]] = []
    for head, plan in zip(heads, plans, strict=True):
        claims = [journal.claim(head.id, draft.external_id) for draft in plan.entries]
        found.append(await journal.claimed(reading.database["journal"], claims) if claims else ())
    if not any(found):
        return None
    return (
        Changed(head=heads[0], entries=found[0], duplicate=True),
        Changed(head=heads[1], entries=found[1], duplicate=True),
    )


def _writes(
    heads: tuple[Conversation, Conversation], plans: tuple[Plan, Plan], placed: tuple[Placed, Placed]
) -> list[Planned]:
    return [
        (head, plan, at, journal.write_of(at))
        for head, plan, at in zip(heads, plans, placed, strict=True)
        if not writes_nothing(plan, head)
    ]


def _changed(before: Conversation, plan: Plan, placed: Placed) -> Changed:
    if writes_nothing(plan, before):
        return Changed(head=before, entries=())
    return Changed(head=placed.head, entries=placed.entries)
