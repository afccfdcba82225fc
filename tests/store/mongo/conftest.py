"""Stores as several nodes of one centre have them, and a server of a test's own."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient
from pymongo.database import Database

from contactcenter.clock import ManualClock
from contactcenter.ports import Store
from contactcenter.store import open_store
from tests.servers.mongod import Mongod, emptied, free_port, require_binary
from tests.store.samples import NOON

NAME = "contactcenter-test-nodes"
Starts = Callable[[], Awaitable[Store]]


@pytest.fixture
def url(mongodb: str) -> str:
    """A database that holds nothing."""
    return emptied(mongodb, NAME)


@pytest.fixture
def raw(url: str) -> Iterator[Database[dict[str, Any]]]:
    """The database as a plain driver sees it."""
    client: MongoClient[dict[str, Any]] = MongoClient(url)
    yield client[NAME]
    client.close()


@pytest.fixture
async def starts(url: str, tmp_path: Path) -> AsyncIterator[Starts]:
    """Starts a node; all are closed at the end."""
    async with AsyncExitStack() as stack:

        async def start() -> Store:
            node = open_store(url, tmp_path, ManualClock(NOON))
            await node.open()
            stack.push_async_callback(node.close)
            return node

        yield start


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Mongod]:
    """A replica set that a test may kill."""
    server = Mongod(require_binary(), tmp_path / "db", free_port())
    server.start()
    yield server
    server.stop()
