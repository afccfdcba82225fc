"""How long things take in the generated history, by channel."""

import random
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Medians: until the contact writes again, until an agent answers, and how long an agent is kept by it."""

    contact: timedelta
    agent: timedelta
    handling: timedelta


PACES = MappingProxyType(
    {
        "chat": Pace(contact=timedelta(seconds=45), agent=timedelta(seconds=50), handling=timedelta(minutes=14)),
        "email": Pace(contact=timedelta(hours=5), agent=timedelta(minutes=25), handling=timedelta(minutes=9)),
        "telegram": Pace(contact=timedelta(minutes=4), agent=timedelta(minutes=3), handling=timedelta(minutes=12)),
        "whatsapp": Pace(contact=timedelta(minutes=6), agent=timedelta(minutes=3), handling=timedelta(minutes=12)),
        "wechat": Pace(contact=timedelta(minutes=3), agent=timedelta(minutes=2), handling=timedelta(minutes=12)),
        "push": Pace(contact=timedelta(minutes=20), agent=timedelta(minutes=10), handling=timedelta(minutes=10)),
    }
)


def around(rng: random.Random, median: timedelta) -> timedelta:
    """A duration spread as people's are: half of them shorter than the median, few more than five times it."""
    return median * min(rng.lognormvariate(0, 0.7), 8.0)
