"""When people write: by the hour of their own day, and the day of the week."""

import math
import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from contactcenter.demo import content

A_WEEK = 2_500
HOURS = (  # by local hour
    0.25, 0.15, 0.1, 0.1, 0.1, 0.2, 0.5, 1.1, 2.0, 2.8, 3.0, 2.8,
    2.2, 2.2, 2.4, 2.4, 2.3, 2.2, 2.1, 2.2, 2.1, 1.6, 1.0, 0.5,
)  # fmt: skip
WEEKDAYS = (1.25, 1.15, 1.1, 1.05, 1.0, 0.75, 0.7)  # Monday first
HOUR = timedelta(hours=1)


def arrivals(rng: random.Random, begin: datetime, until: datetime) -> Iterator[tuple[datetime, str]]:
    """Times and regions of new conversations in [begin, until), ascending; A_WEEK of them a week."""
    scale = A_WEEK / (sum(HOURS) * sum(WEEKDAYS) * sum(one.weight for one in content.regions()))
    hour = begin
    while hour < until:
        width = min(HOUR, until - hour)
        found = [
            (hour + width * rng.random(), region.id)
            for region in content.regions()
            for _ in range(_poisson(rng, scale * region.weight * _curve(hour, region.utc_offset) * (width / HOUR)))
        ]
        yield from sorted(found)
        hour += width


def _curve(hour: datetime, utc_offset: int) -> float:
    local = hour + timedelta(hours=utc_offset)
    return HOURS[local.hour] * WEEKDAYS[local.weekday()]


def _poisson(rng: random.Random, mean: float) -> int:
    """Knuth's method: means here are far below 100."""
    limit, product, count = math.exp(-mean), rng.random(), 0
    while product > limit:
        product *= rng.random()
        count += 1
    return count
