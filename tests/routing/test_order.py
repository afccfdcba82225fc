"""The line of a queue against a plain sorted list."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.order import BLOCK, Line

Key = tuple[float, float, int]
keys = st.tuples(st.integers(0, 5).map(float), st.just(0.0), st.integers(0, 30))


@given(st.lists(keys, unique=True), st.data())
def test_places_are_those_of_a_sorted_list_whoever_leaves(added: list[Key], data: st.DataObject) -> None:
    line = Line()
    for key in added:
        line.add(key)
    gone = data.draw(st.sets(st.sampled_from(added))) if added else set()
    for key in gone:
        line.remove(key)
    left = sorted(set(added) - gone)
    assert [line.place(key) for key in left] == list(range(1, len(left) + 1))
    assert len(line) == len(left)


def test_a_long_line_in_many_blocks_keeps_its_places() -> None:
    chance = random.Random(3)
    added = [(chance.random(), 0.0, number) for number in range(6 * BLOCK)]
    line = Line()
    for key in added:
        line.add(key)
    for key in added[::3]:
        line.remove(key)
    left = sorted(set(added) - set(added[::3]))
    assert [line.place(key) for key in left] == list(range(1, len(left) + 1))


def test_who_is_not_in_line_has_no_place() -> None:
    line = Line()
    line.add((1.0, 0.0, 1))
    with pytest.raises(ValueError, match="not in line"):
        line.place((0.5, 0.0, 2))
    with pytest.raises(ValueError, match="not in line"):
        line.remove((2.0, 0.0, 3))
