"""Heads: what this node remembers of them, and the derived documents that lists, timers and routing read.

The journal is the truth. A remembered head may be behind another node's writes: an insert built on it is refused by
the journal's index, and any other verdict on it counts only if it was confirmed after the verb had begun.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass

from pymongo import UpdateOne
from pymongo.errors import BulkWriteError, PyMongoError

from contactcenter.model.conversation import Conversation, State, due_at
from contactcenter.model.fact import Fact, FactState
from contactcenter.store.codec import encode, to_us
from contactcenter.store.mongo.driver import Collection, Database, Document, derived, write_errors

HEADS_KEPT = 20_000
TRUSTED_S = 600.0  # far less than a mark stays in the journal: the index must refuse what is built on an old head
ROUND_PAUSE_S = 0.02  # heads that move again meanwhile are written once
RETRY_PAUSE_S = 0.5
PART = "\x1f"  # between a fact's key and its value
UNKNOWN, UNANSWERED = "?unknown", "?unanswered"
_LIVE = frozenset({State.WAITING, State.OFFERED, State.ASSIGNED})


@dataclass(slots=True)
class Known:
    """``confirmed_at``: monotonic time at which this was certainly the last committed head."""

    head: Conversation
    confirmed_at: float


class KnownHeads:
    """The last heads that this node saw, least recently used first to go."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, Known] = OrderedDict()

    def find(self, conversation_id: str) -> Known | None:
        known = self._known.get(conversation_id)
        if known is None:
            return None
        if time.monotonic() - known.confirmed_at > TRUSTED_S:
            del self._known[conversation_id]
            return None
        self._known.move_to_end(conversation_id)
        return known

    def keep(self, head: Conversation, confirmed_at: float) -> None:
        known = self._known.get(head.id)
        if known is not None and known.head.version > head.version:
            return
        self._known[head.id] = Known(head, confirmed_at)
        self._known.move_to_end(head.id)
        if len(self._known) > HEADS_KEPT:
            self._known.popitem(last=False)

    def forget(self, conversation_id: str) -> None:
        self._known.pop(conversation_id, None)


class HeadWriter:
    """Writes derived heads behind the journal: all that are due in one call, each conversation once."""

    def __init__(self, database: Database) -> None:
        self._heads: Collection = derived(database, "heads")
        self._due: dict[str, Conversation] = {}
        self._writing: dict[str, Conversation] = {}
        self._due_now = asyncio.Event()
        self._urgent = asyncio.Event()
        self._round: asyncio.Future[None] | None = None
        self._next: asyncio.Future[None] | None = None

    def put(self, head: Conversation) -> None:
        due = self._due.get(head.id)
        if due is None or due.version < head.version:
            self._due[head.id] = head
        self._due_now.set()

    async def settled(self) -> None:
        """Returns when every head put so far is written, or the attempt to do so has failed once."""
        if self._due:
            if self._next is None:
                self._next = asyncio.get_running_loop().create_future()
            self._urgent.set()
            await asyncio.shield(self._next)
        elif self._round is not None:
            await asyncio.shield(self._round)

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self._due_now.wait()
            written = await self._write_due()
            pause = ROUND_PAUSE_S if written else RETRY_PAUSE_S
            try:
                async with asyncio.timeout(pause):
                    await self._urgent.wait()
            except TimeoutError:
                continue

    async def _write_due(self) -> bool:
        self._writing, self._due = self._due, {}
        self._due_now.clear()
        self._urgent.clear()
        self._round = self._next or asyncio.get_running_loop().create_future()
        self._next = None
        try:
            return await self._write()
        finally:
            self._round.set_result(None)
            self._round = None

    async def _write(self) -> bool:
        try:
            await write_heads(self._heads, self._writing.values())
        except PyMongoError:
            for head in self._writing.values():
                self.put(head)  # the journal has it: nothing is lost, lists are late
            return False
        return True

    async def finish(self) -> None:
        """Write what is due, at the end; what fails is repaired at the next start."""
        if self._due:
            await self._write_due()


async def write_heads(heads: Collection, changed: Iterable[Conversation]) -> None:
    """Write each head unless the document is newer already."""
    updates = [
        UpdateOne({"_id": head.id, "v": {"$lt": head.version}}, {"$set": document_of(head)}, upsert=True)
        for head in changed
    ]
    try:
        await heads.bulk_write(updates, ordered=False)
    except BulkWriteError as exc:
        write_errors(exc)  # a newer document refuses the upsert by its _id: that is as it should be


def document_of(head: Conversation) -> Document:
    """What lists search by, beside the head itself. Times are microseconds since 1970."""
    due = due_at(head)
    return {
        "v": head.version,
        "h": encode(head),
        "last": to_us(head.last_at),
        "created": to_us(head.created_at),
        "state": head.state.value,
        "open": head.state is not State.RESOLVED,
        "live": head.state in _LIVE,
        "awaiting": head.awaiting.value,
        "agent": head.agent_id,
        "offered": head.offer.agent_id if head.offer else None,
        "queue": head.queue_id,
        "contact": head.contact_id,
        "waiting": to_us(head.waiting_since) if head.waiting_since else None,
        "due": to_us(due) if due else None,
        "tags": list(head.tags),
        "facts": [f"{key}{PART}{fact_value(fact)}" for key, fact in head.facts.items()],
    }


def fact_value(fact: Fact) -> str:
    """How a fact is counted and searched: its value, or why it has none."""
    if fact.state is FactState.VALUE:
        return fact.value or ""
    return UNKNOWN if fact.state is FactState.UNKNOWN else UNANSWERED
