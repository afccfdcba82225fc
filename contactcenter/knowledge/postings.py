"""Which documents hold a term, and how often: flat arrays, sorted, never changed.

A term is known by its 64-bit hash, which is the same within one process: a million terms take 8 MB and not 130.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from .analyzer import Terms

Hashes = NDArray[np.int64]
Numbers = NDArray[np.intp]
Flags = NDArray[np.bool_]
Values = NDArray[np.float64]

MAX_COUNT = 4095
"""Repetitions of a term in one document beyond these count for nothing."""

_GRAM_MARK = "\x00"  # pieces of words never meet whole words


def marked(terms: Terms) -> list[str]:
    """The terms in one list: words first, then the pieces with a mark."""
    return [*terms.words, *(_GRAM_MARK + gram for gram in terms.grams)]


@dataclass(frozen=True, slots=True)
class Entries:
    """Some terms in the documents that hold them: which of the terms, in which document, how often."""

    which: Numbers
    owners: NDArray[np.int32]
    counts: NDArray[np.uint16]

    def where(self, kept: Flags) -> Entries:
        """Some of the entries."""
        return Entries(self.which[kept], self.owners[kept], self.counts[kept])

    def behind(self, documents: int) -> Entries:
        """The same where so many other documents come before."""
        return Entries(self.which, self.owners + np.int32(documents), self.counts) if documents else self


def joined(parts: Sequence[Entries]) -> Entries:
    """All entries, one part after the other."""
    if len(parts) == 1:
        return parts[0]
    return Entries(
        np.concatenate([np.zeros(0, np.intp), *(one.which for one in parts)]),
        np.concatenate([np.zeros(0, np.int32), *(one.owners for one in parts)]),
        np.concatenate([np.zeros(0, np.uint16), *(one.counts for one in parts)]),
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class Postings:
    """An inverted index. The entries of term n are `starts[n]` to `starts[n + 1]`, ordered by document.

    terms: ascending hashes; is_gram: whether each is a piece of a word; owners, counts: document and repetitions.
    """

    terms: Hashes
    is_gram: Flags
    starts: NDArray[np.int64]
    owners: NDArray[np.int32]
    counts: NDArray[np.uint16]

    def numbers(self, terms: Hashes) -> Numbers:
        """The number of each term, -1 where it is not held."""
        if not len(self.terms):
            return np.full(len(terms), -1, dtype=np.intp)
        found: Numbers = np.minimum(np.searchsorted(self.terms, terms), len(self.terms) - 1)
        found[self.terms[found] != terms] = -1
        return found

    @cached_property
    def sizes(self) -> NDArray[np.int64]:
        """How many documents hold each term."""
        return np.diff(self.starts)

    @cached_property
    def really(self) -> NDArray[np.int64]:
        """How many documents hold each term with repetitions."""
        if not len(self.counts):
            return self.sizes
        return np.add.reduceat(self.counts > 0, self.starts[:-1], dtype=np.int64)

    def entries(self, numbers: Numbers) -> Entries:
        """All entries of the terms, term by term; -1 has none."""
        held = np.flatnonzero(numbers >= 0)
        sizes = self.sizes[numbers[held]]
        at = spread(self.starts[numbers[held]], sizes)
        return Entries(np.repeat(held, sizes), self.owners[at], self.counts[at])

    def among(self, which: Numbers, numbers: Numbers, documents: NDArray[np.int32]) -> Entries:
        """The entries of the terms, which are called `which`, in some documents, called by their place among these."""
        found = [Entries(which[:0], self.owners[:0], self.counts[:0])]
        for name, number in zip(which.tolist(), numbers.tolist(), strict=True):
            if number >= 0 and len(documents):
                found.append(self._among(name, int(self.starts[number]), int(self.starts[number + 1]), documents))
        return joined(found)

    def _among(self, name: int, start: int, end: int, documents: NDArray[np.int32]) -> Entries:
        owners = self.owners[start:end]
        at = np.minimum(np.searchsorted(owners, documents), len(owners) - 1)
        places = np.flatnonzero(owners[at] == documents).astype(np.int32)
        return Entries(np.full(len(places), name, dtype=np.intp), places, self.counts[start:end][at[places]])

    def blocks(self, most: int) -> list[tuple[int, int]]:
        """Ranges of terms with at most so many entries (or one term): what is worked out in one go."""
        ranges, first = [], 0
        while first < len(self.terms):
            last = int(np.searchsorted(self.starts, self.starts[first] + most, side="right")) - 1
            last = max(first + 1, min(last, len(self.terms)))
            ranges.append((first, last))
            first = last
        return ranges


def hashes(terms: Sequence[str]) -> Hashes:
    """The hash of each term."""
    return np.fromiter(map(hash, terms), dtype=np.int64, count=len(terms))


def spread(starts: NDArray[np.integer], sizes: NDArray[np.integer]) -> Numbers:
    """The positions of ranges, one range after the other: 5, 9 with sizes 2, 3 give 5 6 9 10 11."""
    ends = np.cumsum(sizes)
    total = int(ends[-1]) if len(ends) else 0
    places: Numbers = np.arange(total, dtype=np.intp) + np.repeat(starts - (ends - sizes), sizes)
    return places
