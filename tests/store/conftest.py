"""One `store` fixture over every backend: each test of the contract runs once on each."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from contactcenter.clock import ManualClock
from contactcenter.ports import Blobs, Store
from contactcenter.store import open_blobs, open_store
from tests.servers.mongod import emptied
from tests.store.samples import NOON

BACKENDS = ("sqlite", "mongodb")


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(NOON)


@pytest.fixture(params=BACKENDS)
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty store is to be opened."""
    if request.param == "mongodb":
        return emptied(request.getfixturevalue("mongodb"), "contactcenter-test-contract")
    return f"sqlite:///{tmp_path}/data/centre.db"


@pytest.fixture
async def store(store_url: str, tmp_path: Path, clock: ManualClock) -> AsyncIterator[Store]:
    opened = open_store(store_url, tmp_path / "data", clock)
    await opened.open()
    yield opened
    await opened.close()


@pytest.fixture
def blobs(store: Store, tmp_path: Path) -> Blobs:
    return open_blobs(store, tmp_path / "data")
