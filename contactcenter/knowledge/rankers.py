"""Three ways to see which article a question is like, from the phrasings that people used for each.

None is best everywhere: with few phrasings an article their middle tells most, with many a linear classifier, and a
phrasing that was asked word for word before settles it. What each is worth is learnt (stacking.py).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .ridge import class_weights
from .sparse import Floats, Ints, SparseRows

NAMES = ("linear", "nearest", "centroid")
MOST_WEIGHTS = 60_000_000  # of the linear classifier, 240 MB: a knowledge base larger than that goes without it


@dataclass(frozen=True, slots=True)
class Rankers:
    """Trained on unit rows, each owned by a class; ``linear`` is None for too large a base."""

    rows: SparseRows
    owner: Ints
    classes: int
    linear: Floats | None
    centroids: Floats

    @classmethod
    def trained(cls, rows: SparseRows, owner: Ints, classes: int) -> Rankers:
        small = rows.width * classes <= MOST_WEIGHTS
        linear = class_weights(rows, owner, classes) if small else None
        return cls(rows, owner, classes, linear, _lengths(rows, owner, classes))

    def linear_scores(self, question: SparseRows) -> Floats:
        """Of the classifier alone, a line a class."""
        if self.linear is None:
            return np.zeros(self.classes, np.float32)
        scores: Floats = question.times(self.linear)[0]
        return scores

    def scores(self, question: SparseRows) -> Floats:
        """For one row: a column a way (NAMES), a line a class."""
        like = self._likeness(question)
        nearest = np.zeros(self.classes, np.float32)
        np.maximum.at(nearest, self.owner, like)
        summed = np.bincount(self.owner, weights=like, minlength=self.classes)
        linear = self.linear_scores(question)
        return np.stack([linear, nearest, summed / self.centroids], axis=1).astype(np.float32)

    def _likeness(self, question: SparseRows) -> Floats:
        """The cosine to every row; only the columns of the question's own terms are read."""
        like, columns = np.zeros(len(self.rows), np.float32), self.rows.transposed
        for term, weight in zip(question.columns, question.values, strict=True):
            start, end = columns.starts[term], columns.starts[term + 1]
            like[columns.columns[start:end]] += weight * columns.values[start:end]
        return like


def _lengths(rows: SparseRows, owner: Ints, classes: int) -> Floats:
    """How long the sum of each class's rows is."""
    lengths = np.zeros(classes, np.float32)
    order = np.argsort(owner, kind="stable")
    bounds = np.searchsorted(owner[order], np.arange(classes + 1))
    for at in range(classes):
        own = rows.taken(order[bounds[at] : bounds[at + 1]])
        sums = np.bincount(own.columns, weights=own.values) if len(own) else np.zeros(1)
        lengths[at] = np.sqrt((sums**2).sum())
    return np.maximum(lengths, 1e-6)
