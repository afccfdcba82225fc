"""From evidence to a probability, and from labelled outcomes to the threshold that keeps a promise."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .signals import WORD_FOR_WORD, Signals

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


DAY_ZERO = Logistic((3.671, 2.01, 1.398, 0.789, 0.426), 0.882)
"""What a centre starts with, before any outcome of its own: fitted by `python -m bench.answers --fit`."""

_SURE_ENOUGH = 0.97


def confidence(signals: Signals, model: Logistic = DAY_ZERO) -> float:
    """The probability that the article these signals speak for answers the question."""
    learnt = model.probability(features(signals))
    if signals.nearest >= WORD_FOR_WORD and signals.margin > 0:
        return max(learnt, _SURE_ENOUGH)
    return learnt


def features(signals: Signals) -> tuple[float, ...]:
    """The values a model weighs, each growing with the evidence."""
    return (
        signals.centroid,
        signals.body,
        math.log(0.05 + signals.margin),
        signals.coverage,
        signals.known,
    )


def fit(rows: Sequence[Sequence[float]], outcomes: Sequence[bool], *, ridge: float = 1.0, steps: int = 40) -> Logistic:
    """The logistic model of these outcomes, by Newton's method with a ridge; the same input gives the same model."""
    width = len(rows[0]) + 1
    design = [(*row, 1.0) for row in rows]
    beta = [0.0] * width
    for _ in range(steps):
        gradient = [-ridge * value for value in beta[:-1]] + [0.0]
        hessian = [[ridge if i == j and i < width - 1 else 0.0 for j in range(width)] for i in range(width)]
        for row, outcome in zip(design, outcomes, strict=True):
            p = Logistic(tuple(beta[:-1]), beta[-1]).probability(row[:-1])
            slope = max(1e-9, p * (1 - p))
            for i, value in enumerate(row):
                gradient[i] += (outcome - p) * value
                for j in range(i, width):
                    hessian[i][j] += slope * value * row[j]
        beta = [value + change for value, change in zip(beta, _solve(_mirrored(hessian), gradient), strict=True)]
    return Logistic(tuple(beta[:-1]), beta[-1])


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


def _mirrored(upper: list[list[float]]) -> list[list[float]]:
    return [[upper[min(i, j)][max(i, j)] for j in range(len(upper))] for i in range(len(upper))]


def _solve(matrix: list[list[float]], vector: list[float]) -> list[float]:
    """Gauss elimination with pivoting; the ridge keeps the matrix regular."""
    size = len(vector)
    rows = [[*row, value] for row, value in zip(matrix, vector, strict=True)]
    for at in range(size):
        pivot = max(range(at, size), key=lambda i: abs(rows[i][at]))
        rows[at], rows[pivot] = rows[pivot], rows[at]
        for i in range(at + 1, size):
            factor = rows[i][at] / rows[at][at]
            rows[i] = [a - factor * b for a, b in zip(rows[i], rows[at], strict=True)]
    result = [0.0] * size
    for i in reversed(range(size)):
        known = sum(rows[i][j] * result[j] for j in range(i + 1, size))
        result[i] = (rows[i][size] - known) / rows[i][i]
    return result
