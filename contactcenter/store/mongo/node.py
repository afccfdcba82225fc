"""This node's part of a centre on MongoDB: what there is between open and close, and how it is read."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from contactcenter.errors import StoreUnavailable
from contactcenter.store.mongo import folding, search
from contactcenter.store.mongo.appender import Appender
from contactcenter.store.mongo.connection import connected
from contactcenter.store.mongo.contacts import KnownOwners
from contactcenter.store.mongo.driver import Client, Database, database_of, spoken_plainly
from contactcenter.store.mongo.heads import HeadWriter, KnownHeads
from contactcenter.store.mongo.schema import migrate
from contactcenter.store.mongo.units import Reading
from contactcenter.store.mongo.wide import Wide

LISTS_AT_ONCE = 5  # the driver has ten threads: lists and searches shall not keep messages waiting


@dataclass(slots=True)
class Parts:
    """What there is between open and close."""

    client: Client
    database: Database
    reading: Reading
    heads: HeadWriter
    wide: Wide
    appender: Appender
    running: asyncio.Task[None]
    listing: asyncio.Semaphore
    windows: search.Windows


class Node:
    def __init__(self, url: str) -> None:
        self._url = url
        self._parts: Parts | None = None

    async def open(self) -> None:
        client = await connected(self._url)
        try:
            database = database_of(client)
            with spoken_plainly():
                await migrate(database)
                await folding.repair_heads(database)
        except BaseException:
            client.close()
            raise
        self._parts = _begin(client, database)

    async def close(self) -> None:
        """Whoever still waits for a write is told that it was not acknowledged."""
        parts, self._parts = self._parts, None
        if parts is None:
            return
        parts.running.cancel()
        await asyncio.gather(parts.running, return_exceptions=True)
        await parts.heads.finish()
        parts.client.close()

    @property
    def parts(self) -> Parts:
        """Raises errors.StoreUnavailable before open() and after close()."""
        if self._parts is None:
            raise StoreUnavailable("the store is not open")
        return self._parts

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Database]:
        database = self.parts.database
        with spoken_plainly():
            yield database

    @asynccontextmanager
    async def listing(self) -> AsyncIterator[Database]:
        """For what reads derived heads: this node's own writes are in them by then."""
        parts = self.parts
        await parts.heads.settled()
        async with parts.listing, self.reading() as database:
            yield database


def _begin(client: Client, database: Database) -> Parts:
    known, heads = KnownHeads(), HeadWriter(database)
    reading, wide = Reading(database, known, KnownOwners()), Wide(client, database)
    appender = Appender(database, known, heads, wide)
    running = asyncio.create_task(_run(appender, heads), name="mongo writer")
    listing, windows = asyncio.Semaphore(LISTS_AT_ONCE), search.Windows(database)
    return Parts(client, database, reading, heads, wide, appender, running, listing, windows)


async def _run(appender: Appender, heads: HeadWriter) -> None:
    async with asyncio.TaskGroup() as group:
        group.create_task(appender.run())
        group.create_task(heads.run())
