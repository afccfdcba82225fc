"""One `store` fixture over every backend: each test of the contract runs once on each."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from contactcenter.clock import ManualClock
from contactcenter.ports import Store
from tests.store.samples import NOON

BACKENDS: tuple[str, ...] = ()


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(NOON)


@pytest.fixture(params=BACKENDS)
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty store is to be opened."""
    return f"sqlite:///{tmp_path}/data/centre.db"


@pytest.fixture
async def store(store_url: str, tmp_path: Path, clock: ManualClock) -> AsyncIterator[Store]:
    from contactcenter.store import open_store

    opened = open_store(store_url, tmp_path / "data", clock)
    await opened.open()
    yield opened
    await opened.close()
