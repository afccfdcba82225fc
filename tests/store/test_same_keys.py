"""A node with other keys than the store's is refused; one with a rotated ring is welcome."""

import pytest

from contactcenter.clock import ManualClock
from contactcenter.desk.same_keys import require_same_keys
from contactcenter.errors import KeyringError
from contactcenter.keys import Keyring, new_key
from contactcenter.ports import Store


async def test_the_same_ring_is_welcome_again(store: Store, clock: ManualClock) -> None:
    ring = Keyring([new_key()])
    await require_same_keys(store, ring, clock)
    await require_same_keys(store, ring, clock)


async def test_another_ring_is_refused_and_changes_nothing(store: Store, clock: ManualClock) -> None:
    ring = Keyring([new_key()])
    await require_same_keys(store, ring, clock)
    with pytest.raises(KeyringError, match=ring.fingerprint[:8]):
        await require_same_keys(store, Keyring([new_key()]), clock)
    await require_same_keys(store, ring, clock)


async def test_a_rotated_ring_is_welcome_and_the_old_one_no_longer(store: Store, clock: ManualClock) -> None:
    ring = Keyring([new_key()])
    await require_same_keys(store, ring, clock)
    await require_same_keys(store, ring.rotated(), clock)
    with pytest.raises(KeyringError):
        await require_same_keys(store, ring, clock)
