"""What each way of ranking is worth, learnt from questions whose article is known.

Conditional logit: McFadden 1974, Conditional logit analysis of qualitative choice behavior.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .sparse import Floats

STEPS = 25
_TRUST = 6.0  # how many questions the starting weights count for, a weight


def fit_weights(trials: Sequence[tuple[Floats, int]], start: Floats) -> Floats:
    """Weights that make the right lines the likeliest; each trial is its lines' scores and the number of the right one.

    Newton's method with a ridge that pulls towards ``start``: few trials move the weights little.
    """
    weights = start.copy()
    for _ in range(STEPS if trials else 0):
        slope = -_TRUST * (weights - start) / np.maximum(start**2, 0.25)
        bend = np.diag(_TRUST / np.maximum(start**2, 0.25))
        for scores, right in trials:
            chance = chances(scores, weights)
            mean = chance @ scores
            slope += scores[right] - mean
            bend += (scores * chance[:, None]).T @ scores - np.outer(mean, mean)
        step = np.linalg.solve(bend, slope)
        weights = np.maximum(0.0, weights + np.clip(step, -3, 3)).astype(np.float32)
        if float(np.abs(step).max()) < 1e-3:
            break
    return weights


def chances(scores: Floats, weights: Floats, others: int = 0) -> Floats:
    """The probability of each line; ``others``: how many more there are that have nothing."""
    value = (scores * weights).sum(axis=1)  # a product by BLAS warns of invalid values that are not there
    highest = max(0.0, float(value.max()))
    raised = np.exp(value - highest)
    return np.asarray(raised / (raised.sum() + others * np.exp(-highest)))
