"""One writer thread with group commit, and a few reader threads on their own connections.

The writer never waits for company: it takes what is queued (at most BATCH units), runs each, commits once, and only
then answers. While it waits for the disk the next units gather.
"""

import asyncio
import logging
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from contactcenter.errors import StoreUnavailable
from contactcenter.store.sqlite.connection import migrate, open_reader, open_writer
from contactcenter.store.sqlite.conversation_rows import write_heads
from contactcenter.store.sqlite.heads import Heads
from contactcenter.store.sqlite.known_contacts import KnownContacts
from contactcenter.store.sqlite.transaction import Transaction

log = logging.getLogger(__name__)
T = TypeVar("T")

BATCH = 128
READERS = 2

# The unit alone is at fault: a broken rule, a value that SQLite cannot hold. Other sqlite3 errors end the batch.
_OWN_FAULTS = (sqlite3.IntegrityError, sqlite3.ProgrammingError, sqlite3.DataError, sqlite3.InterfaceError)


@dataclass(slots=True)
class _Unit:
    work: Callable[[Transaction], Any]
    guarded: bool  # the unit sees to its own savepoint
    future: asyncio.Future[Any]
    result: Any = None
    error: BaseException | None = None


class Engine:
    """Open and closed on the event loop; ``write`` and ``read`` take functions that run on its threads."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._heads = Heads()
        self._contacts = KnownContacts()
        self._queue: SimpleQueue[_Unit | None] = SimpleQueue()
        self._writer: threading.Thread | None = None
        self._connection: sqlite3.Connection | None = None
        self._local = threading.local()
        self._reader_connections: list[sqlite3.Connection] = []

    @property
    def heads(self) -> Heads:
        return self._heads

    async def open(self) -> None:
        """Raises errors.StoreRefused for a newer schema, errors.StoreUnavailable if the file cannot be used."""
        self._loop = asyncio.get_running_loop()
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="store-reader")
        try:
            self._connection = await asyncio.to_thread(self._prepare)
        except (sqlite3.Error, OSError) as exc:
            raise StoreUnavailable(f"cannot open {self._path}: {exc}", hint="look at the disk and its rights") from exc
        self._writer = threading.Thread(target=self._run, name="store-writer", daemon=True)
        self._writer.start()

    async def close(self) -> None:
        """After everything that was queued."""
        if self._writer:
            self._queue.put(None)
            await asyncio.to_thread(self._writer.join)
            self._writer = None
            await asyncio.to_thread(self._readers.shutdown)
        for connection in (*self._reader_connections, self._connection):
            if connection:
                connection.close()
        self._reader_connections.clear()
        self._connection = None

    def write(self, work: Callable[[Transaction], T], *, guarded: bool = False) -> "asyncio.Future[T]":
        """The unit's result, once it is durable. ``guarded``: it leaves nothing behind when it raises.

        Raises errors.StoreUnavailable if it could not be made durable, and whatever the unit raised.
        """
        future: asyncio.Future[T] = self._loop.create_future()
        if self._writer is None:
            future.set_exception(StoreUnavailable("the store is closed"))
        else:
            self._queue.put(_Unit(work, guarded, future))
        return future

    async def read(self, query: Callable[[sqlite3.Connection], T]) -> T:
        """Run a query on a reader's connection: it sees everything that was answered before."""
        try:
            return await self._loop.run_in_executor(self._readers, self._query, query)
        except sqlite3.OperationalError as exc:
            raise StoreUnavailable(f"cannot read {self._path}: {exc}") from exc

    # -- the readers' threads --------------------------------------------------------------------------------

    def _query(self, query: Callable[[sqlite3.Connection], T]) -> T:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = open_reader(self._path)
            self._reader_connections.append(connection)
        return query(connection)

    # -- the writer's thread ---------------------------------------------------------------------------------

    def _prepare(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        connection = open_writer(self._path)
        try:
            migrate(connection, self._path)
        except BaseException:
            connection.close()
            raise
        return connection

    def _run(self) -> None:
        while (first := self._queue.get()) is not None:
            batch = [first]
            stopping = False
            with suppress(Empty):
                while len(batch) < BATCH:
                    following = self._queue.get_nowait()
                    if following is None:
                        stopping = True
                        break
                    batch.append(following)
            self._settle(batch)
            if stopping:
                return

    def _settle(self, batch: list[_Unit]) -> None:
        try:
            self._commit(batch)
        except Exception as exc:
            self._recover(batch, exc)
        with suppress(RuntimeError):  # the loop is closed: nobody is left to be told
            self._loop.call_soon_threadsafe(_answer, batch)

    def _commit(self, batch: list[_Unit]) -> None:
        if self._connection is None:
            self._connection = open_writer(self._path)
        transaction = Transaction(self._connection, self._heads, self._contacts)
        transaction.execute("BEGIN IMMEDIATE")
        for unit in batch:
            _run_unit(unit, transaction)
        written = write_heads(transaction)
        transaction.execute("COMMIT")
        self._heads.commit(written)

    def _recover(self, batch: list[_Unit], exc: Exception) -> None:
        """Nothing of the batch is acknowledged; the next one begins with a fresh connection."""
        log.error("commit failed", extra={"units": len(batch), "error": str(exc)})
        self._heads.forget()
        self._contacts.forget()
        for unit in batch:
            unit.error = StoreUnavailable(f"the store could not write: {exc}", hint="look at the disk")
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(sqlite3.Error):
                connection.close()  # rolls back


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


def _answer(batch: list[_Unit]) -> None:
    for unit in batch:
        if unit.future.done():  # cancelled
            continue
        if unit.error is None:
            unit.future.set_result(unit.result)
        else:
            unit.future.set_exception(unit.error)
