"""Linear classification by ridge regression on class indicators, solved in its dual by conjugate gradients.

Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, 2nd ed., 4.2 (indicator matrix), 12.3.7 (dual).
Hestenes and Stiefel 1952 for the iteration, which runs for all classes side by side.
"""

from __future__ import annotations

import numpy as np

from .sparse import Floats, Ints, SparseRows

STEPS = 30
_DONE = 1e-3  # of the length of the right side


def class_weights(rows: SparseRows, owner: Ints, classes: int, *, ridge: float = 1.0) -> Floats:
    """One column of term weights a class: ``rows.times`` of them scores how much a row is like the class's rows."""
    wanted = np.zeros((len(rows), classes), np.float32)
    wanted[np.arange(len(rows)), owner] = 1.0
    return rows.transposed.times(_solved(rows, wanted, ridge))


def _solved(rows: SparseRows, wanted: Floats, ridge: float) -> Floats:
    """The solution A of (X Xt + ridge) A = wanted."""
    found = np.zeros_like(wanted)
    rest, way = wanted.copy(), wanted.copy()
    length = (rest**2).sum(0)
    enough = _DONE**2 * np.maximum(length, 1e-12)
    for _ in range(STEPS):
        image = rows.times(rows.transposed.times(way)) + ridge * way
        step = length / np.maximum((way * image).sum(0), 1e-12)
        found += step * way
        rest -= step * image
        after = (rest**2).sum(0)
        if bool((after <= enough).all()):
            break
        way = rest + after / np.maximum(length, 1e-12) * way
        length = after
    return found
