"""How long somebody at a place in line will wait, from how often the queue's conversations were taken lately."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from routing.demand import Seconds

FEWEST = 5  # starts of service below which no estimate is honest
QUANTILES = {50: 0.0, 80: 0.8416212335729143}  # of the standard normal distribution


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """Half of those at this place wait at most ``p50``, four of five at most ``p80``."""

    p50: Seconds
    p80: Seconds


def estimated_wait(place: int, starts: Sequence[Seconds], now: Seconds, window: Seconds = 1800.0) -> Estimate | None:
    """The wait from now on at this place in line (from 1); ``starts`` = moments at which the queue's service began.

    The rate is that of the starts within ``window`` before ``now``. Starts come at random (Poisson), so the wait for
    the place-th one is Gamma distributed; quantiles by Wilson and Hilferty (1931). None with too few starts to say.
    """
    recent = [at for at in starts if now - window < at <= now]
    if len(recent) < FEWEST or place < 1:
        return None
    gap = window / len(recent)
    return Estimate(p50=_quantile(place, 50) * gap, p80=_quantile(place, 80) * gap)


def _quantile(place: int, percent: int) -> float:
    """The quantile of a Gamma distribution with this shape and scale 1."""
    ninth = 1 / (9 * place)
    return place * max(0.0, 1 - ninth + QUANTILES[percent] * sqrt(ninth)) ** 3
