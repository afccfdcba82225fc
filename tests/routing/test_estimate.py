"""Estimated waits against the distribution they stand for."""

import random

import pytest

from routing.estimate import estimated_wait


def test_nothing_is_estimated_from_too_few_starts() -> None:
    assert estimated_wait(1, [10.0, 20.0, 30.0, 40.0], now=50.0) is None
    assert estimated_wait(1, [10.0] * 5, now=5000.0, window=60.0) is None


@pytest.mark.parametrize("place", [1, 3, 10, 40])
def test_half_and_four_of_five_wait_at_most_the_estimate(place: int) -> None:
    chance = random.Random(5)
    found = estimated_wait(place, [float(at) for at in range(0, 1800, 30)], now=1799.0)
    assert found is not None
    waits = [sum(chance.expovariate(1 / 30) for _ in range(place)) for _ in range(4000)]
    assert sum(wait <= found.p50 for wait in waits) / 4000 == pytest.approx(0.5, abs=0.03)
    assert sum(wait <= found.p80 for wait in waits) / 4000 == pytest.approx(0.8, abs=0.03)


def test_a_place_further_back_waits_longer() -> None:
    starts = [float(at) for at in range(0, 1800, 60)]
    estimates = [estimated_wait(place, starts, now=1800.0) for place in range(1, 30)]
    p50s = [one.p50 for one in estimates if one is not None]
    assert len(p50s) == 29
    assert p50s == sorted(p50s)
