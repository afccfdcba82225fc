"""Group commit: units of work run one after another in one transaction, which a thread makes durable.

The writer never waits for company: it takes what is queued (at most BATCH units), runs them, hands the commit to the
thread that waits for the disk, and answers all of them when it is done; meanwhile the next units gather. Units run on
the event loop: each is some tens of microseconds of Python and SQLite's page cache, and two threads that pass Python's
lock to and fro at every statement cost more than the statements (docs/decisions.md). Long units (indexing) run on the
thread. Readers have threads and connections of their own.
"""

import asyncio
import logging
import sqlite3
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import Any, TypeVar

from contactcenter.errors import StoreUnavailable
from contactcenter.store.sqlite.connection import migrate, open_reader, open_writer
from contactcenter.store.sqlite.conversation_rows import write_heads
from contactcenter.store.sqlite.heads import Heads, Kept
from contactcenter.store.sqlite.known_contacts import KnownContacts
from contactcenter.store.sqlite.transaction import Transaction

log = logging.getLogger(__name__)
T = TypeVar("T")

BATCH = 128
READERS = 2
BUSY = 500
"""Units a second from which on work that can wait should."""

# The unit alone is at fault: a broken rule, a value that SQLite cannot hold. Other sqlite3 errors end the batch.
_OWN_FAULTS = (sqlite3.IntegrityError, sqlite3.ProgrammingError, sqlite3.DataError, sqlite3.InterfaceError)


@dataclass(slots=True)
class _Unit:
    work: Callable[[Transaction], Any]
    guarded: bool
    long: bool
    future: asyncio.Future[Any]
    result: Any = None
    error: BaseException | None = None


class Engine:
    """Used on the event loop only; ``write`` and ``read`` take the functions that use a connection."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.heads = Heads()
        self._contacts = KnownContacts()
        self._queue: deque[_Unit] = deque()
        self._writing = False  # a batch is on its way, or about to start
        self._idle = asyncio.Event()
        self._second, self._counted, self._rate = 0.0, 0, 0.0
        self._jobs: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._connection: sqlite3.Connection | None = None
        self._local = threading.local()
        self._reader_connections: list[sqlite3.Connection] = []

    async def open(self) -> None:
        """Raises errors.StoreRefused for a newer schema, errors.StoreUnavailable if the file cannot be used."""
        self._loop = asyncio.get_running_loop()
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="store-reader")
        try:
            self._connection = await asyncio.to_thread(self._prepare)
        except (sqlite3.Error, OSError) as exc:
            raise StoreUnavailable(f"cannot open {self._path}: {exc}", hint="look at the disk and its rights") from exc
        self._thread = threading.Thread(target=self._work, name="store-writer", daemon=True)
        self._thread.start()
        self._idle.set()

    async def close(self) -> None:
        """After everything that was queued."""
        thread, self._thread = self._thread, None
        if thread:
            await self._idle.wait()
            self._jobs.put(None)
            await asyncio.to_thread(thread.join)
            await asyncio.to_thread(self._readers.shutdown)
        for connection in (*self._reader_connections, self._connection):
            if connection:
                await asyncio.to_thread(connection.close)
        self._reader_connections.clear()
        self._connection = None

    def is_busy(self) -> bool:
        """Whether many units were written in the last second or two."""
        return self._loop.time() - self._second < 2 and max(self._rate, self._counted) > BUSY

    def write(
        self, work: Callable[[Transaction], T], *, guarded: bool = False, long: bool = False
    ) -> "asyncio.Future[T]":
        """The unit's result, once it is durable.

        ``guarded``: it leaves nothing behind when it raises or refuses, and needs no savepoint. ``long``: it takes
        milliseconds, and must not hold up the event loop. Raises errors.StoreUnavailable if it could not be made
        durable, and whatever the unit raised.
        """
        future: asyncio.Future[T] = self._loop.create_future()
        if self._thread is None:
            future.set_exception(StoreUnavailable("the store is closed"))
            return future
        self._queue.append(_Unit(work, guarded, long, future))
        if not self._writing:
            self._writing = True
            self._idle.clear()
            self._loop.call_soon(self._start_batch)
        return future

    async def read(self, query: Callable[[sqlite3.Connection], T]) -> T:
        """Run a query on a reader's connection: it sees everything that was answered before."""
        try:
            return await self._loop.run_in_executor(self._readers, self._query, query)
        except sqlite3.OperationalError as exc:
            raise StoreUnavailable(f"cannot read {self._path}: {exc}") from exc

    def _query(self, query: Callable[[sqlite3.Connection], T]) -> T:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = open_reader(self._path)
            self._reader_connections.append(connection)
        return query(connection)

    # -- on the event loop -----------------------------------------------------------------------------------

    def _start_batch(self) -> None:
        if not self._queue:
            self._writing = False
            self._idle.set()
            return
        batch = self._next_batch()
        if batch[0].long or self._connection is None:
            self._jobs.put(lambda: self._run_and_commit(batch))
            return
        try:
            written = self._run(batch)
        except Exception as exc:
            failure = exc
            self._jobs.put(lambda: self._give_up(batch, failure))
        else:
            self._jobs.put(lambda: self._commit(batch, written))

    def _next_batch(self) -> list[_Unit]:
        """A long unit alone, or short ones up to the next long one."""
        batch = [self._queue.popleft()]
        while self._queue and len(batch) < BATCH and not batch[0].long and not self._queue[0].long:
            batch.append(self._queue.popleft())
        return batch

    def _finish_batch(self, batch: list[_Unit], written: list[Kept]) -> None:
        self.heads.commit(written)
        self._count(len(batch))
        for unit in batch:
            if unit.future.done():  # cancelled
                continue
            if unit.error is None:
                unit.future.set_result(unit.result)
            else:
                unit.future.set_exception(unit.error)
        self._loop.call_soon(self._start_batch)  # after those who were answered: what they write next comes along

    def _count(self, units: int) -> None:
        passed = self._loop.time() - self._second
        if passed >= 1:
            self._rate, self._counted, self._second = self._counted / passed, 0, self._loop.time()
        self._counted += units

    # -- on the loop or the thread, never on both at once ----------------------------------------------------

    def _run(self, batch: list[_Unit]) -> list[Kept]:
        """Everything but the commit."""
        if self._connection is None:
            self._connection = open_writer(self._path)
        transaction = Transaction(self._connection, self.heads, self._contacts)
        transaction.execute("BEGIN IMMEDIATE")
        for unit in batch:
            _run_unit(unit, transaction)
        return write_heads(transaction)

    # -- on the thread ---------------------------------------------------------------------------------------

    def _work(self) -> None:
        while job := self._jobs.get():
            job()

    def _run_and_commit(self, batch: list[_Unit]) -> None:
        try:
            written = self._run(batch)
        except Exception as exc:
            self._give_up(batch, exc)
        else:
            self._commit(batch, written)

    def _commit(self, batch: list[_Unit], written: list[Kept]) -> None:
        try:
            assert self._connection is not None
            self._connection.execute("COMMIT")
        except Exception as exc:
            self._give_up(batch, exc)
        else:
            self._tell(batch, written)

    def _give_up(self, batch: list[_Unit], exc: Exception) -> None:
        """Nothing of the batch is acknowledged; the next one begins with a fresh connection."""
        log.error("commit failed", extra={"count": len(batch), "reason": str(exc)})
        self.heads.forget()
        self._contacts.forget()
        for unit in batch:
            unit.error = StoreUnavailable(f"the store could not write: {exc}", hint="look at the disk")
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(sqlite3.Error):
                connection.close()  # rolls back
        self._tell(batch, [])

    def _tell(self, batch: list[_Unit], written: list[Kept]) -> None:
        with suppress(RuntimeError):  # the loop is closed: nobody is left to be told
            self._loop.call_soon_threadsafe(self._finish_batch, batch, written)

    def _prepare(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        connection = open_writer(self._path)
        try:
            migrate(connection, self._path)
        except BaseException:
            connection.close()
            raise
        return connection


def _run_unit(unit: _Unit, transaction: Transaction) -> None:
    try:
        if unit.guarded:
            unit.result = unit.work(transaction)
        else:
            unit.result = transaction.undoable(lambda: unit.work(transaction))
    except _OWN_FAULTS as exc:
        unit.error = exc
    except sqlite3.Error:
        raise
    except Exception as exc:
        unit.error = exc
