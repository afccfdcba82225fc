"""A node with other keys than the store's is refused; one with a rotated ring is welcome."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from contactcenter.clock import ManualClock
from contactcenter.desk.same_keys import require_same_keys
from contactcenter.errors import KeyringError
from contactcenter.keys import Keyring, new_key
from contactcenter.ports import Store
from contactcenter.store import open_store

CLOCK = ManualClock(datetime(2026, 11, 23, 12, tzinfo=UTC))


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = open_store(f"sqlite:///{tmp_path}/centre.sqlite", tmp_path, CLOCK)
    await opened.open()
    yield opened
    await opened.close()


async def test_the_same_ring_is_welcome_again(store: Store) -> None:
    ring = Keyring([new_key()])
    await require_same_keys(store, ring, CLOCK)
    await require_same_keys(store, ring, CLOCK)


async def test_another_ring_is_refused_and_changes_nothing(store: Store) -> None:
    ring = Keyring([new_key()])
    await require_same_keys(store, ring, CLOCK)
    with pytest.raises(KeyringError, match=ring.fingerprint[:8]):
        await require_same_keys(store, Keyring([new_key()]), CLOCK)
    await require_same_keys(store, ring, CLOCK)


async def test_a_rotated_ring_is_welcome_and_the_old_one_no_longer(store: Store) -> None:
    ring = Keyring([new_key()])
    await require_same_keys(store, ring, CLOCK)
    await require_same_keys(store, ring.rotated(), CLOCK)
    with pytest.raises(KeyringError):
        await require_same_keys(store, ring, CLOCK)
