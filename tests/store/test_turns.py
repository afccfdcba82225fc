"""Contract: so many turns in a while, whoever asks, and again when the while is over."""

import asyncio
from datetime import timedelta

from contactcenter.ports import Store
from tests.store.samples import NOON, minutes

HOUR = timedelta(hours=1)


async def test_so_many_are_given_and_no_more(store: Store) -> None:
    assert [await store.take_turn("a.example", 3, HOUR, NOON) for _ in range(5)] == [True] * 3 + [False] * 2
    assert await store.take_turn("b.example", 3, HOUR, NOON)


async def test_the_window_slides(store: Store) -> None:
    for minute in (0, 30):
        assert await store.take_turn("a.example", 2, HOUR, NOON + minutes(minute))
    assert not await store.take_turn("a.example", 2, HOUR, NOON + minutes(59))
    assert await store.take_turn("a.example", 2, HOUR, NOON + minutes(60))
    assert not await store.take_turn("a.example", 2, HOUR, NOON + minutes(89))


async def test_many_at_once_get_no_more_than_there_are(store: Store) -> None:
    given = await asyncio.gather(*(store.take_turn("a.example", 7, HOUR, NOON) for _ in range(40)))
    assert sum(given) == 7
