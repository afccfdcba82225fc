"""From evidence to a probability, and from labelled outcomes to the threshold that keeps a promise."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from .signals import WORD_FOR_WORD, Signals

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array: TypeAlias = NDArray[np.float64]

_Z_90_ONE_SIDED = 1.2815515655446004


@dataclass(frozen=True, slots=True)
class Logistic:
    """A logistic model: one weight a feature, and a bias."""

    weights: tuple[float, ...]
    bias: float

    def probability(self, values: Sequence[float]) -> float:
        """The probability that values like these go with a right answer."""
        score = self.bias + sum(weight * value for weight, value in zip(self.weights, values, strict=True))
        return 1 / (1 + math.exp(-max(-60.0, min(60.0, score))))


DAY_ZERO = Logistic((0.36, 0.37, 0.51, 0.74, 0.69, 0.49, 0.05, 0.66), -0.86)
"""What a centre starts with, before any outcome of its own: fitted by `python -m bench.answers --fit`."""

WITH_MEANING = Logistic((-0.04, 0.16, -0.56, 0.17, -0.27, 0.7, -0.18, 0.51, 0.58, 0.28, 2.0, 1.69, 2.28), -4.16)
"""The same where a model of meanings is asked too; fitted by `python -m bench.meanings`."""

ACROSS = Logistic((10.9, 0.24, 12.89, 12.03), -10.61)
"""That the nearest article in another language answers; fitted by `python -m bench.meanings`."""

_SURE_ENOUGH = 0.97
_CLEAR_LEAD = 0.3  # whoever else claims the same phrasing is close behind


def confidence(signals: Signals, model: Logistic | None = None) -> float:
    """The probability that the article these signals speak for answers the question; ``model`` None = day zero's."""
    chosen = model or (WITH_MEANING if signals.meaning else DAY_ZERO)
    learnt = chosen.probability(all_features(signals))
    if signals.nearest >= WORD_FOR_WORD and signals.margin >= _CLEAR_LEAD:
        return max(learnt, _SURE_ENOUGH)
    return learnt


def features(signals: Signals) -> tuple[float, ...]:
    """The values a model weighs, each growing with the evidence."""
    chance = min(0.999, max(0.001, signals.chance))
    return (
        math.log(chance / (1 - chance)),
        math.log(0.05 + signals.margin),
        signals.nearest,
        signals.centroid,
        signals.linear,
        signals.body,
        signals.agreed,
        signals.known,
    )


def all_features(signals: Signals) -> tuple[float, ...]:
    """The same with what a model of meanings adds."""
    meant = signals.meaning
    if meant is None:
        return features(signals)
    chance = min(0.999, max(0.001, meant.chance))
    together = math.log(chance / (1 - chance)), math.log(0.05 + meant.margin)
    return (*features(signals), *together, meant.nearest, meant.lead, meant.text)


def fit(
    rows: Sequence[Sequence[float]],
    outcomes: Sequence[bool],
    *,
    prior: Logistic | None = None,
    ridge: float = 1.0,
    steps: int = 40,
) -> Logistic:
    """The logistic model of these outcomes, by Newton's method with a ridge; the same input gives the same model.

    The ridge pulls towards ``prior`` (its bias is free), or towards zero: few outcomes change it little.
    """
    import numpy as np  # 12 MB: loaded by whoever trains, not by whoever only asks

    design = np.column_stack([np.array(rows, float), np.ones(len(rows))])
    wanted = np.array(outcomes, float)
    start = np.array([*prior.weights, prior.bias]) if prior else np.zeros(design.shape[1])
    pull = np.diag([ridge] * (design.shape[1] - 1) + [1e-6])

    def height(at: Array) -> float:
        away = at - start
        return float(wanted @ (design @ at) - np.logaddexp(0, design @ at).sum() - away @ pull @ away / 2)

    beta, reached = start.copy(), -math.inf
    for _ in range(steps):
        p = 1 / (1 + np.exp(-np.clip(design @ beta, -60, 60)))
        slope = design.T @ (wanted - p) - pull @ (beta - start)
        bend = (design * np.maximum(1e-9, p * (1 - p))[:, None]).T @ design + pull
        beta, value = _climbed(height, beta, np.linalg.solve(bend, slope))
        if value - reached < 1e-9:
            break
        reached = value
    return Logistic(tuple(float(one) for one in beta[:-1]), float(beta[-1]))


def _climbed(height: Callable[[Array], float], beta: Array, step: Array) -> tuple[Array, float]:
    """The step, or as much of it as goes up: far from the top Newton's steps lead over it."""
    here = height(beta)
    for _ in range(30):
        if (value := height(beta + step)) > here:
            return beta + step, value
        step = step / 2
    return beta, here


def threshold_for(judged: Iterable[tuple[float, bool]], target: float, *, at_least: int = 20) -> float | None:
    """The smallest confidence from which on answers are right often enough, None if there is none.

    Often enough: the one-sided 90 % Wilson lower bound of their precision is >= `target`, on `at_least` answers.
    """
    ordered = sorted(judged, key=lambda one: -one[0])
    best, right = None, 0
    for n, (value, is_right) in enumerate(ordered, start=1):
        right += is_right
        is_last_of_its_value = n == len(ordered) or ordered[n][0] < value
        if is_last_of_its_value and n >= at_least and wilson_lower_bound(right, n) >= target:
            best = value
    return best


def wilson_lower_bound(right: int, n: int, z: float = _Z_90_ONE_SIDED) -> float:
    """Lower end of the Wilson interval for `right` out of `n` (default: one-sided 90 %)."""
    if n == 0:
        return 0.0
    share = right / n
    middle = share + z * z / (2 * n)
    spread = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return (middle - spread) / (1 + z * z / n)
