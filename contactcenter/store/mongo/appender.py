"""The writer of this node: takes what is queued, decides each on the head it knows, and inserts it in one call.

Each conversation is a lane: one unit of work at a time, the next ones wait for the next flush. A flush never waits for
company. Units that touch more than their conversation (load, deliveries, links ...) leave the flush and run as a
transaction of their own, in their lane all the same.
"""

import asyncio
import random
import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

from pymongo.errors import BulkWriteError

from contactcenter.errors import StoreUnavailable
from contactcenter.model.conversation import Conversation
from contactcenter.model.entry import Entry
from contactcenter.model.plan import Plan, Refused
from contactcenter.store.mongo import journal
from contactcenter.store.mongo.driver import Database, Document, spoken_plainly, write_errors
from contactcenter.store.mongo.heads import HeadWriter, KnownHeads
from contactcenter.store.mongo.wide import CONTACT, Wide
from contactcenter.store.placing import Placed

FLUSH_UNITS = 256
BUSY = 500  # units a second from which on indexing for search gives way
ATTEMPTS = 40
BACKOFF_S, BACKOFF_MAX_S = 0.002, 0.25


@dataclass(slots=True)
class Settled:
    """The verb is answered without a write."""

    value: object


@dataclass(slots=True)
class Look:
    """Something must be read (or prepared) before the unit can decide; then it is asked again."""

    first: Callable[[], Awaitable[None]]


@dataclass(slots=True)
class Write:
    """``is_wide``: more than the conversation's own document is touched."""

    before: Conversation | None
    plan: Plan
    placed: Placed
    document: Document
    is_wide: bool
    contact: Document | None = None  # a new contact, to be inserted before


Step: TypeAlias = Settled | Look | Write


class Unit(Protocol):
    """One verb on one conversation. ``lane`` is whose turn it takes."""

    @property
    def lane(self) -> str: ...

    @property
    def begun(self) -> float:
        """Monotonic: a head confirmed since then is good for any verdict."""
        ...

    def decide(self) -> Step: ...

    def stored(self, write: Write) -> object: ...

    def duplicate(self, head: Conversation, entries: tuple[Entry, ...]) -> object: ...

    def claims(self, write: Write) -> list[str]: ...

    def refused(self, field_name: str) -> None:
        """By a unique index: of its place in the journal, or of its new contact (wide.CONTACT)."""
        ...


@dataclass(slots=True)
class _Job:
    unit: Unit
    answer: asyncio.Future[Any]
    attempts: int = 0
    write: Write | None = None


class Appender:
    def __init__(self, database: Database, known: KnownHeads, heads: HeadWriter, wide: Wide) -> None:
        self._database = database
        self._journal = database["journal"]
        self._contacts = database["contacts"]
        self._known, self._heads, self._wide = known, heads, wide
        self._ready: deque[_Job] = deque()
        self._lanes: dict[str, deque[_Job]] = {}
        self._wake = asyncio.Event()
        self._group: asyncio.TaskGroup | None = None
        self._open: set[asyncio.Future[Any]] = set()
        self._is_closed = False
        self._second, self._counted, self._rate = 0.0, 0, 0

    async def submit(self, unit: Unit) -> Any:
        """The unit's answer, after its write is durable."""
        if self._is_closed:
            raise _closed()
        job = _Job(unit, asyncio.get_running_loop().create_future())
        self._open.add(job.answer)
        lane = self._lanes.get(unit.lane)
        if lane is None:
            self._lanes[unit.lane] = deque()
            self._queue(job)
        else:
            lane.append(job)
        try:
            return await job.answer
        finally:
            self._open.discard(job.answer)

    def is_busy(self) -> bool:
        """Whether many units were written in the last second or two."""
        return time.monotonic() - self._second < 2 and max(self._rate, self._counted) > BUSY

    async def run(self) -> None:
        """Until cancelled. Whoever waits at the end is told that nothing was acknowledged."""
        try:
            async with asyncio.TaskGroup() as self._group:
                while True:
                    await self._wake.wait()
                    self._wake.clear()
                    while self._ready:
                        await self._flush()
        finally:
            self._is_closed = True
            for answer in self._open:
                if not answer.done():
                    answer.set_exception(_closed())

    # -- one flush -------------------------------------------------------------------------------------------

    async def _flush(self) -> None:
        batch: dict[str, _Job] = {}
        later: list[_Job] = []
        for _ in range(min(len(self._ready), FLUSH_UNITS)):
            job = self._ready.popleft()
            write = self._decided(job)
            if write is None:
                continue
            if write.document["c"] in batch:
                later.append(job)  # two units begin the same conversation
            else:
                job.write = write
                batch[write.document["c"]] = job
        if batch:
            await self._insert(list(batch.values()))
        for job in later:
            self._queue(job)

    def _decided(self, job: _Job) -> Write | None:
        """The write to be flushed; None if the unit goes another way."""
        try:
            step = job.unit.decide()
        except Exception as exc:
            self._fail(job, exc)
            return None
        if isinstance(step, Settled):
            self._answer(job, step.value)
        elif isinstance(step, Look):
            job.attempts += 1
            if job.attempts > ATTEMPTS:
                self._fail(job, _overtaken())
            else:
                self._aside(job, step.first(), then_again=True)
        elif step.is_wide:
            job.write = step
            self._aside(job, self._write_wide(job, step))
        else:
            return step
        return None

    async def _insert(self, batch: list[_Job]) -> None:
        sent = time.monotonic()
        self._count(len(batch), sent)
        try:
            with spoken_plainly():
                batch = await self._insert_contacts(batch)
                refused = await self._insert_writes(batch)
        except Exception as exc:
            await self._insert_failed(batch, exc)
            return
        for index, job in enumerate(batch):
            if index in refused:
                self._refused(job, refused[index])
            else:
                self._stored(job, sent)

    def _count(self, units: int, now: float) -> None:
        if now - self._second >= 1:
            self._rate = self._counted if now - self._second < 2 else 0
            self._second, self._counted = now, 0
        self._counted += units

    async def _insert_failed(self, batch: list[_Job], error: Exception) -> None:
        """The server is gone: nobody is acknowledged. Else one document cannot be written: the others shall be."""
        if len(batch) > 1 and not isinstance(error, StoreUnavailable):
            for job in batch:
                await self._insert([job])
            return
        for job in batch:
            self._known.forget(job.unit.lane)
            self._fail(job, error)

    async def _insert_contacts(self, batch: list[_Job]) -> list[_Job]:
        """A contact without a conversation harms nobody, so it may come before; a known one sends its job back."""
        new = [job for job in batch if job.write and job.write.contact]
        if not new:
            return batch
        try:
            await self._contacts.insert_many([_contact_of(job) for job in new], ordered=False)
        except BulkWriteError as exc:
            taken = {id(new[index]) for index, _ in write_errors(exc)}
            for job in new:
                if id(job) in taken:
                    job.unit.refused(CONTACT)
                    self._again(job)
            return [job for job in batch if id(job) not in taken]
        return batch

    async def _insert_writes(self, batch: list[_Job]) -> dict[int, str]:
        documents = [job.write.document for job in batch if job.write]
        if not documents:
            return {}
        try:
            await self._journal.insert_many(documents, ordered=False)
        except BulkWriteError as exc:
            return dict(write_errors(exc))
        return {}

    # -- what becomes of a job -------------------------------------------------------------------------------

    def _stored(self, job: _Job, sent: float) -> None:
        assert job.write is not None
        head = job.write.placed.head
        self._known.keep(head, sent)
        self._heads.put(head)
        self._answer(job, job.unit.stored(job.write))

    def _refused(self, job: _Job, field_name: str) -> None:
        """By its place: somebody else wrote first. By its claims: it is a resend."""
        assert job.write is not None
        if field_name == "k" or job.write.before is None:
            self._aside(job, self._answer_resend(job, job.write))
        else:
            self._known.forget(job.write.document["c"])
            job.unit.refused(field_name)
            self._again(job)

    async def _answer_resend(self, job: _Job, write: Write) -> None:
        entries = await journal.claimed(self._journal, job.unit.claims(write))
        head = await journal.last_head(self._database, entries[0].conversation_id) if entries else None
        if head is None:  # no resend; or one that a majority does not have yet
            self._known.forget(write.document["c"])
            job.unit.refused("_id")
            self._again(job)
            return
        self._known.keep(head, job.unit.begun)
        self._answer(job, job.unit.duplicate(head, entries))

    async def _write_wide(self, job: _Job, write: Write) -> None:
        sent = time.monotonic()
        outcome = await self._wide.write([(write.before, write.plan, write.placed, write.document)], write.contact)
        if isinstance(outcome, Refused):
            self._answer(job, outcome)
        elif outcome is None:
            self._stored(job, sent)
        elif outcome == CONTACT:
            job.unit.refused(CONTACT)
            self._again(job)
        else:
            self._refused(job, outcome)

    def _again(self, job: _Job) -> None:
        """Ask once more, a little later if it was refused before; not for ever."""
        job.attempts += 1
        if job.attempts > ATTEMPTS:
            self._fail(job, _overtaken())
        elif job.attempts == 1:
            self._queue(job)
        else:
            self._aside(job, asyncio.sleep(_backoff(job.attempts)), then_again=True)

    def _aside(self, job: _Job, work: Awaitable[None], *, then_again: bool = False) -> None:
        """Do it beside the flushes. ``then_again``: the job is queued afterwards; else the work sees to it."""
        assert self._group is not None
        self._group.create_task(self._done_aside(job, work, then_again))

    async def _done_aside(self, job: _Job, work: Awaitable[None], then_again: bool) -> None:
        try:
            with spoken_plainly():
                await work
        except Exception as exc:
            self._fail(job, exc)
            return
        if then_again:
            self._queue(job)

    def _queue(self, job: _Job) -> None:
        self._ready.append(job)
        self._wake.set()

    def _answer(self, job: _Job, value: object) -> None:
        if not job.answer.done():
            job.answer.set_result(value)
        self._next_in(job.unit.lane)

    def _fail(self, job: _Job, error: Exception) -> None:
        if not job.answer.done():
            job.answer.set_exception(error)
        self._next_in(job.unit.lane)

    def _next_in(self, lane_name: str) -> None:
        lane = self._lanes.get(lane_name)
        if lane:
            self._queue(lane.popleft())
        else:
            self._lanes.pop(lane_name, None)


def _contact_of(job: _Job) -> Document:
    assert job.write is not None and job.write.contact is not None
    return job.write.contact


def _closed() -> StoreUnavailable:
    return StoreUnavailable("the store is closed")


def _overtaken() -> StoreUnavailable:
    return StoreUnavailable("too many writers on one conversation", hint="try again")


def _backoff(attempts: int) -> float:
    return float(min(BACKOFF_MAX_S, BACKOFF_S * 2 ** min(attempts, 10)) * random.uniform(0.5, 1.0))
