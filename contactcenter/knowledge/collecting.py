"""From texts to postings: some thousand documents are analysed, counted with arrays, and put in their places."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .analyzer import runs, terms_of
from .postings import MAX_COUNT, Hashes, Postings, hashes, marked, spread

_FLUSH_TERMS = 1_000_000
_MAX_RUNS = 200_000
_STEP = 20_000
_COUNT_BITS = 12  # MAX_COUNT fits
_DOCUMENT_BITS = 24
MAX_DOCUMENTS = 1 << _DOCUMENT_BITS


@dataclass(frozen=True, slots=True)
class _Counted:
    """The entries of some documents, by term: each term with its number of entries, then all entries."""

    terms: NDArray[np.int64]
    sizes: NDArray[np.int64]
    owners: NDArray[np.int32]
    counts: NDArray[np.uint16]


class Collector:
    """Takes in documents in order; up to MAX_DOCUMENTS. Then ``postings`` and ``lengths``, once."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._terms: dict[str, int] = {}
        self._words: list[int] = []
        self._grams: list[int] = []
        self._done: list[_Counted] = []
        self._runs = _Runs(language, self._terms)
        self._begin()

    def _begin(self) -> None:
        self._read = array("i")
        self._owner = array("i")
        self._counting = array("b")
        self._waiting = 0

    def add(self, text: str, *, besides: Iterable[str] = ()) -> None:
        """One document. The terms of what stands `besides` it are entered too, with no repetitions."""
        document = len(self._words)
        words, grams = self._take_in(text, document, 1)
        self._words.append(words)
        self._grams.append(grams)
        for one in besides:
            self._take_in(one, document, 0)
        if self._waiting > _FLUSH_TERMS:
            self._flush()

    def _take_in(self, text: str, document: int, counting: int) -> tuple[int, int]:
        numbers = [self._runs[run] for run in runs(text)]
        self._read.extend(numbers)
        self._owner.extend([document] * len(numbers))
        self._counting.extend([counting] * len(numbers))
        words, grams = sum([self._runs.words[at] for at in numbers]), sum([self._runs.grams[at] for at in numbers])
        self._waiting += words + grams
        return words, grams

    def _flush(self) -> None:
        self._done.append(_counted(self._runs, self._read, self._owner, self._counting))
        if len(self._runs) > _MAX_RUNS:  # in scripts without spaces nearly every run is a new one
            self._runs = _Runs(self._language, self._terms)
        self._begin()

    def lengths(self) -> NDArray[np.int32]:
        """Words (row 0) and pieces (row 1) of each document, with repetitions."""
        return np.array([self._words, self._grams], dtype=np.int32)

    def postings(self) -> Postings:
        """Everything taken in."""
        self._flush()
        names, is_gram = _emptied(self._terms)
        order = np.argsort(names)
        place = np.empty(len(order), dtype=np.int64)
        place[order] = np.arange(len(order))
        return _assembled(names[order], is_gram[order], place, self._done)


class _Runs(dict[str, int]):
    """The number of each run of letters, with the terms that it has; filled as runs are met."""

    def __init__(self, language: str, terms: dict[str, int]) -> None:
        super().__init__()
        self._language = language
        self._known = terms
        self.terms = array("i")
        self.ends = array("i")
        self.words: list[int] = []
        self.grams: list[int] = []

    def __missing__(self, run: str) -> int:
        terms = terms_of(run, self._language)
        self.terms.extend([self._known.setdefault(term, len(self._known)) for term in marked(terms)])
        self.ends.append(len(self.terms))
        self.words.append(len(terms.words))
        self.grams.append(len(terms.grams))
        self[run] = number = len(self)
        return number


def _emptied(terms: dict[str, int]) -> tuple[Hashes, NDArray[np.bool_]]:
    """The hashes of the terms in their order, and which are pieces.

    In steps: a million terms hashed or freed in one call would hold up the other threads for 200 ms.
    """
    names = np.empty(len(terms), dtype=np.int64)
    is_gram = np.empty(len(terms), dtype=np.bool_)
    while terms:
        some = [terms.popitem()[0] for _ in range(min(_STEP, len(terms)))][::-1]
        names[len(terms) : len(terms) + len(some)] = hashes(some)
        is_gram[len(terms) : len(terms) + len(some)] = [term[:1] == "\x00" for term in some]
    return names, is_gram


def _counted(runs: _Runs, read: array[int], owner: array[int], counting: array[int]) -> _Counted:
    """Term, document and repetitions lie in one number each, so that sorting is all the work."""
    ends = np.frombuffer(runs.ends, dtype=np.int32) if runs.ends else np.zeros(0, dtype=np.int32)
    sizes = np.diff(ends, prepend=0)
    at = np.array(read, dtype=np.intp)
    places = spread((ends - sizes)[at], sizes[at])
    terms = np.array(runs.terms, dtype=np.int64)[places]
    documents = np.repeat(np.array(owner, dtype=np.int64), sizes[at])
    counts = np.repeat(np.array(counting, dtype=np.int64), sizes[at])
    keys = ((terms << _DOCUMENT_BITS | documents) << _COUNT_BITS) | counts
    keys.sort()
    pairs = keys >> _COUNT_BITS
    firsts = np.flatnonzero(np.diff(pairs, prepend=-1))
    repeated = np.add.reduceat(keys & MAX_COUNT, firsts) if len(firsts) else firsts
    pairs = pairs[firsts]
    found, sizes_of_terms = np.unique(pairs >> _DOCUMENT_BITS, return_counts=True)
    owners = (pairs & (MAX_DOCUMENTS - 1)).astype(np.int32)
    return _Counted(found, sizes_of_terms, owners, np.minimum(repeated, MAX_COUNT).astype(np.uint16))


def _assembled(names: Hashes, is_gram: NDArray[np.bool_], place: NDArray[np.int64], done: list[_Counted]) -> Postings:
    """The entries of all rounds by the place of their term; rounds follow one another in the order of documents."""
    totals = np.zeros(len(names), dtype=np.int64)
    for one in done:
        totals[place[one.terms]] += one.sizes
    starts = np.concatenate([[0], np.cumsum(totals)]).astype(np.int64)
    owners = np.empty(int(starts[-1]), dtype=np.int32)
    counts = np.empty(int(starts[-1]), dtype=np.uint16)
    free = starts[:-1].copy()
    while done:
        one = done.pop(0)
        at = spread(free[place[one.terms]], one.sizes)
        owners[at] = one.owners
        counts[at] = one.counts
        free[place[one.terms]] += one.sizes
    return Postings(terms=names, is_gram=is_gram, starts=starts, owners=owners, counts=counts)
