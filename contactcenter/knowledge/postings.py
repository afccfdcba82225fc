"""Which documents hold a term, and with what weight: three flat arrays instead of a list a term."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence


class Postings:
    """An inverted index over documents given as term weights; documents are their positions."""

    def __init__(self, documents: Sequence[Mapping[str, float]]) -> None:
        found: Counter[str] = Counter()
        for terms in documents:
            found.update(terms.keys())
        self._number = {term: at for at, term in enumerate(found)}
        self._starts = array("I", [0])
        for n in found.values():
            self._starts.append(self._starts[-1] + n)
        self._owners = array("I", bytes(4 * self._starts[-1]))
        self._weights = array("f", bytes(4 * self._starts[-1]))
        free = self._starts[:-1]
        for owner, terms in enumerate(documents):
            for term, weight in terms.items():
                number = self._number[term]
                self._owners[free[number]] = owner
                self._weights[free[number]] = weight
                free[number] += 1

    def __contains__(self, term: str) -> bool:
        return term in self._number

    def found_in(self, term: str) -> int:
        """How many documents hold the term."""
        number = self._number.get(term)
        return 0 if number is None else self._starts[number + 1] - self._starts[number]

    def of(self, term: str) -> Iterator[tuple[int, float]]:
        """The documents that hold the term, each with its weight."""
        number = self._number.get(term)
        if number is None:
            return iter(())
        start, end = self._starts[number], self._starts[number + 1]
        return zip(self._owners[start:end], self._weights[start:end], strict=True)

    def owners(self, term: str) -> Sequence[int]:
        """The documents that hold the term."""
        number = self._number.get(term)
        return () if number is None else self._owners[self._starts[number] : self._starts[number + 1]]

    def dot(self, vector: Mapping[str, float]) -> defaultdict[int, float]:
        """The product of `vector` with each document that shares a term with it."""
        products: defaultdict[int, float] = defaultdict(float)
        for term, weight in vector.items():
            for owner, other in self.of(term):
                products[owner] += weight * other
        return products
