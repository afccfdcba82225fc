"""Rows of few terms out of many, as numpy arrays by row and by column: what products with dense matrices need."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Generic, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

T = TypeVar("T")  # a term, or its hash
Floats: TypeAlias = NDArray[np.float32]
Ints: TypeAlias = NDArray[np.int64]

_CHUNK = 200_000  # entries multiplied at once: their products are a dense block


class Vocabulary(Generic[T]):
    """Numbers for terms, in the order they were first seen."""

    def __init__(self, documents: Iterable[Mapping[T, float]]) -> None:
        self.number: dict[T, int] = {}
        for terms in documents:
            for term in terms:
                self.number.setdefault(term, len(self.number))

    def __len__(self) -> int:
        return len(self.number)


class SparseRows:
    """An immutable matrix in which every row has at least one entry (an empty one gets a zero in column 0)."""

    def __init__(self, starts: Ints, columns: Ints, values: Floats, width: int) -> None:
        self.starts, self.columns, self.values, self.width = starts, columns, values, max(1, width)

    @classmethod
    def of(cls, documents: Sequence[Mapping[T, float]], vocabulary: Vocabulary[T]) -> SparseRows:
        """Terms that the vocabulary does not know are left out."""
        rows = [[(vocabulary.number[t], v) for t, v in one.items() if t in vocabulary.number] for one in documents]
        rows = [row or [(0, 0.0)] for row in rows]
        starts = np.cumsum([0, *map(len, rows)], dtype=np.int64)
        flat = [pair for row in rows for pair in row]
        columns = np.fromiter((at for at, _ in flat), np.int64, len(flat))
        values = np.fromiter((value for _, value in flat), np.float32, len(flat))
        return cls(starts, columns, values, len(vocabulary))

    def __len__(self) -> int:
        return len(self.starts) - 1

    def times(self, dense: Floats) -> Floats:
        """This matrix times a dense one (width x any)."""
        product = np.empty((len(self), dense.shape[1]), np.float32)
        for start, end in self._chunks():
            low, high = self.starts[start], self.starts[end]
            parts = self.values[low:high, None] * dense[self.columns[low:high]]
            np.add.reduceat(parts, self.starts[start:end] - low, axis=0, out=product[start:end])
        return product

    def taken(self, rows: Ints) -> SparseRows:
        """Some of the rows, in the order given."""
        lengths = np.diff(self.starts)[rows]
        starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        inside = np.arange(starts[-1]) - np.repeat(starts[:-1], lengths)
        picked = np.repeat(self.starts[rows], lengths) + inside
        return SparseRows(starts, self.columns[picked], self.values[picked], self.width)

    @cached_property
    def transposed(self) -> SparseRows:
        """Columns as rows; those without an entry get a zero."""
        rows = np.repeat(np.arange(len(self)), np.diff(self.starts))
        missing = np.setdiff1d(np.arange(self.width), self.columns)
        columns = np.concatenate([self.columns, missing])
        order = np.argsort(columns, kind="stable")
        rows = np.concatenate([rows, np.zeros(len(missing), np.int64)])[order]
        values = np.concatenate([self.values, np.zeros(len(missing), np.float32)])[order]
        starts = np.searchsorted(columns[order], np.arange(self.width + 1))
        return SparseRows(starts.astype(np.int64), rows, values, len(self))

    def _chunks(self) -> Iterable[tuple[int, int]]:
        start = 0
        while start < len(self):
            end = int(np.searchsorted(self.starts, self.starts[start] + _CHUNK, side="right")) - 1
            end = min(len(self), max(end, start + 1))
            yield start, end
            start = end
