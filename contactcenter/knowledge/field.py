"""One kind of document, the texts of articles or their phrasings, in all segments of a view: BM25, within a budget.

A question's rare terms find the documents; its common ones, which stand nearly everywhere, only settle the order of
the best of those. So a question costs the same among 10,000 articles and among 100,000, and below the budget, which
is where nearly all centres are, nothing is left out at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from .analyzer import Terms
from .postings import Entries, Flags, Hashes, Numbers, Postings, Values, hashes, joined, marked

K1 = 1.2
B = 0.75
GRAM_WEIGHT = 0.5
BUDGET = 75_000
"""Entries that one question reads in one field: some 2 ms."""

_KEPT = 50_000


@dataclass(frozen=True, slots=True)
class Asked:
    """The distinct terms of a question, in its order: hashes, repetitions, and which are pieces of words."""

    terms: Hashes
    counts: Values
    is_gram: Flags


def asked(terms: Terms) -> Asked:
    """Each term once."""
    found: dict[str, int] = {}
    for term in marked(terms):
        found[term] = found.get(term, 0) + 1
    counts = np.fromiter(found.values(), dtype=np.float64, count=len(found))
    is_gram = np.fromiter((term[:1] == "\x00" for term in found), dtype=np.bool_, count=len(found))
    return Asked(hashes(list(found)), counts, is_gram)


@dataclass(frozen=True, slots=True, eq=False)
class Documents:
    """The documents of one segment; those not seen count for nothing. `lengths`: words (row 0) and pieces (row 1)."""

    postings: Postings
    lengths: NDArray[np.int32]
    seen: Flags
    all_seen: bool
    known: dict[int, tuple[int, int]]

    @classmethod
    def of(cls, postings: Postings, lengths: NDArray[np.int32], seen: Flags) -> Documents:
        """Nothing counted yet."""
        return cls(postings, lengths, seen, bool(seen.all()), {})

    def found(self, numbers: Numbers) -> NDArray[np.int64]:
        """How many documents hold each term at all (row 0), and with repetitions (row 1); -1 is held by none."""
        if self.all_seen:
            return np.where(numbers < 0, 0, np.stack([self.postings.sizes, self.postings.really])[:, numbers])
        counts = [self.known.get(number) for number in numbers.tolist()]
        missing = [number for number, count in zip(numbers.tolist(), counts, strict=True) if count is None]
        fresh = self._counted(missing) if missing else {}
        found = [count or fresh[number] for number, count in zip(numbers.tolist(), counts, strict=True)]
        return np.array(found, dtype=np.int64).reshape(-1, 2).T

    def _counted(self, missing: list[int]) -> dict[int, tuple[int, int]]:
        """Common words are asked for again and again, by several threads: what was counted is kept."""
        numbers = np.array(missing, dtype=np.intp)
        entries = self.entries(numbers)
        at_all = np.bincount(entries.which, minlength=len(numbers)).tolist()
        really = np.bincount(entries.which[entries.counts > 0], minlength=len(numbers)).tolist()
        fresh = dict(zip(missing, zip(at_all, really, strict=True), strict=True))
        if len(self.known) > _KEPT:
            self.known.clear()
        self.known.update(fresh)
        return fresh

    def entries(self, numbers: Numbers) -> Entries:
        """Where the terms stand in what is seen."""
        entries = self.postings.entries(numbers)
        return entries if self.all_seen else entries.where(self.seen[entries.owners])


@dataclass(frozen=True, slots=True)
class Met:
    """Where a question's terms stand in a field.

    numbers: of each term in each segment. found: documents that hold each term at all; really: with repetitions.
    telling: the terms that `entries` are of.
    """

    numbers: Sequence[Numbers]
    found: Numbers
    really: Numbers
    telling: Flags
    entries: Entries


class Field:
    """Documents are numbered through all segments."""

    def __init__(self, parts: Sequence[Documents]) -> None:
        self._parts = parts
        ends = np.cumsum([0, *(len(one.seen) for one in parts)])
        self._starts: list[int] = ends.tolist()
        self.total = self._starts[-1]
        self.size = sum(int(np.count_nonzero(one.seen)) for one in parts)

    @cached_property
    def _norms(self) -> Values:
        """What a document's length takes away, for words and then for pieces."""
        lengths = np.concatenate([np.zeros((2, 0), np.int32), *(one.lengths for one in self._parts)], axis=1)
        seen = np.concatenate([np.zeros(0, np.bool_), *(one.seen for one in self._parts)])
        averages = lengths[:, seen].sum(axis=1, dtype=np.int64) / max(1, self.size)
        averages[averages == 0] = 1.0
        norms: Values = K1 * (1 - B + B * lengths / averages[:, None])
        return norms.ravel()

    def meet(self, asked: Asked) -> Met:
        """The documents that the most telling terms stand in."""
        numbers = [one.postings.numbers(asked.terms) for one in self._parts]
        counts = np.zeros((2, len(asked.terms)), dtype=np.int64)
        for part, own in zip(self._parts, numbers, strict=True):
            counts += part.found(own)
        telling = _telling(counts[0])
        entries = joined(
            [
                part.entries(np.where(telling, own, -1)).behind(start)
                for part, own, start in zip(self._parts, numbers, self._starts, strict=False)
            ]
        )
        return Met(numbers, counts[0], counts[1], telling, entries)

    def among(self, met: Met, documents: Numbers) -> Entries:
        """Where the other terms stand in some documents (ascending, seen), called by their place among these."""
        rest = np.flatnonzero(~met.telling)
        ends = np.searchsorted(documents, self._starts).tolist()
        spans = zip(self._parts, met.numbers, self._starts[:-1], ends[:-1], ends[1:], strict=True)
        found: list[Entries] = []
        for part, own, start, first, last in spans:
            # as the owners are, else numpy would turn all of them into what these are
            inside = (documents[first:last] - start).astype(np.int32)
            found.append(part.postings.among(rest, own[rest], inside).behind(first))
        return joined(found)

    def rarity(self, asked: Asked, met: Met) -> Values:
        """Inverse document frequency of each term by the documents that really hold it; less for pieces."""
        inverse: Values = np.log(1 + (self.size - met.really + 0.5) / (met.really + 0.5))
        return inverse * np.where(asked.is_gram, GRAM_WEIGHT, 1.0)

    def scores(self, asked: Asked, met: Met) -> Values:
        """BM25 score of each document by the telling terms."""
        return summed(met.entries, self._gains(asked, met, met.entries, met.entries.owners), self.total)

    def scores_among(self, asked: Asked, met: Met, entries: Entries, documents: Numbers) -> Values:
        """What the other terms add to the scores of some documents."""
        return summed(entries, self._gains(asked, met, entries, documents[entries.owners]), len(documents))

    def _gains(self, asked: Asked, met: Met, entries: Entries, owners: NDArray[np.integer]) -> Values:
        counts = entries.counts.astype(np.float64)
        norms = self._norms[owners + self.total * asked.is_gram[entries.which]]
        gains: Values = self.rarity(asked, met)[entries.which] * (K1 + 1) * counts / (counts + norms)
        return gains

    def most(self, asked: Asked, met: Met) -> float:
        """The score of a document that holds each of the terms without end."""
        return float(self.rarity(asked, met).sum() * (K1 + 1))


def summed(entries: Entries, gains: Values, documents: int) -> Values:
    """What each document gains by its entries."""
    return np.bincount(entries.owners, gains, minlength=documents).astype(np.float64, copy=False)


def _telling(found: Numbers) -> Flags:
    """The rarest terms, as many as the budget allows; at least one that is found."""
    order = np.argsort(found, kind="stable")
    spent = np.cumsum(found[order])
    telling = np.empty(len(found), dtype=np.bool_)
    telling[order] = (spent <= BUDGET) | (spent == found[order])
    return telling
