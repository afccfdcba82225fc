"""How much a question is like what each article is known to answer: the evidence behind a confidence."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .analyzer import Terms, analyze
from .article import IndexedArticle
from .index import View
from .postings import Postings

_GRAM_WEIGHT = 0.8
WORD_FOR_WORD = 0.98
"""From this cosine on a question is a phrasing that somebody wrote down: its article comes first."""

_GRAM_MARK = "\x00"  # pieces of words never meet whole words


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """Evidence that one article answers one question; every value from 0 to 1.

    nearest: cosine to the nearest phrasing or title. centroid: cosine to the middle of the article's phrasings.
    body: BM25 of its text as a share of the most that any text could reach. margin: how far the next article is
    behind. coverage: share of the question's words, weighted by rarity, that the article knows at all; known: the
    same for all articles together.
    """

    nearest: float
    centroid: float
    body: float
    margin: float
    coverage: float
    known: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An article with the evidence for it; the most likely first."""

    article: IndexedArticle
    signals: Signals


class Likeness:
    """Phrasings and middles of the articles of one view as vectors, found through their terms."""

    def __init__(self, view: View) -> None:
        self.view = view
        phrasings = view.phrasings()
        self._owner = phrasings.owner
        self._rarity = self._rarities(phrasings.terms)
        vectors = [self._vector(terms) for terms in phrasings.terms]
        self._phrasings = Postings(vectors)
        self._centroids = Postings(_centroids(vectors, self._owner, len(view.articles)))

    def candidates(self, question: str, limit: int = 4) -> list[Candidate]:
        """The articles that may answer `question`, most likely first."""
        terms = analyze(question, self.view.language)
        vector = self._vector(terms)
        nearest = self._nearest(vector)
        centroid = self._centroids.dot(vector)
        body = self.view.text_scores(terms)
        top = max(body.values(), default=0.0) or 1.0
        known_by = {at for at, cosine in nearest.items() if cosine >= WORD_FOR_WORD}
        rank = {
            at: nearest.get(at, 0.0) + centroid.get(at, 0.0) + body.get(at, 0.0) / top + 2 * (at in known_by)
            for at in {**nearest, **body}
        }
        best = sorted(rank, key=lambda at: (-rank[at], at))[:limit]
        covered, known = self._coverage(terms.words)
        return [
            Candidate(
                article=self.view.articles[at],
                signals=Signals(
                    nearest=nearest.get(at, 0.0),
                    centroid=centroid.get(at, 0.0),
                    body=body.get(at, 0.0),
                    margin=_margin(at, rank),
                    coverage=covered.get(at, 0.0),
                    known=known,
                ),
            )
            for at in best
        ]

    def _nearest(self, vector: Mapping[str, float]) -> dict[int, float]:
        """Cosine of the nearest phrasing of each article that shares a term."""
        found: dict[int, float] = {}
        for at, cosine in self._phrasings.dot(vector).items():
            owner = self._owner[at]
            found[owner] = max(found.get(owner, 0.0), min(1.0, cosine))
        return found

    def _vector(self, terms: Terms) -> dict[str, float]:
        counts = Counter(terms.words)
        weights = {term: (1 + math.log(n)) * self._rarity_of(term) for term, n in counts.items()}
        for gram, n in Counter(terms.grams).items():
            marked = _GRAM_MARK + gram
            weights[marked] = _GRAM_WEIGHT * (1 + math.log(n)) * self._rarity_of(marked)
        return _unit(weights)

    def _coverage(self, words: Sequence[str]) -> tuple[dict[int, float], float]:
        """Share of the words, by rarity, that each article knows, and that any knows."""
        total = known = 0.0
        covered: defaultdict[int, float] = defaultdict(float)
        for word in set(words):
            weight = self._rarity_of(word)
            owners = self._owners_of(word)
            total += weight
            known += weight if owners else 0.0
            for owner in owners:
                covered[owner] += weight
        return {owner: weight / total for owner, weight in covered.items()}, known / total if total else 0.0

    def _owners_of(self, word: str) -> set[int]:
        in_phrasings = {owner for owner, _ in self._centroids.of(word)}
        return in_phrasings.union(self.view.text_words.owners(word))

    def _rarities(self, phrasings: Sequence[Terms]) -> dict[str, float]:
        """Rarity of the terms of the phrasings, counted by article, in its text or in its phrasings.

        Not by phrasing: "can I" is in all articles and says nothing, however few phrasings have it.
        """
        owners: defaultdict[str, set[int]] = defaultdict(set)
        for owner, terms in zip(self._owner, phrasings, strict=True):
            for term in (*terms.words, *(_GRAM_MARK + gram for gram in terms.grams)):
                owners[term].add(owner)
        return {term: self._rarity_in(len(found.union(self._in_text(term)))) for term, found in owners.items()}

    def _rarity_of(self, term: str) -> float:
        if term in self._rarity:
            return self._rarity[term]
        return self._rarity_in(sum(1 for _ in self._in_text(term)))

    def _rarity_in(self, articles: int) -> float:
        return math.log((1 + len(self.view.articles)) / (1 + articles)) + 0.1

    def _in_text(self, term: str) -> Iterable[int]:
        if term.startswith(_GRAM_MARK):
            return self.view.text_grams.owners(term[len(_GRAM_MARK) :])
        return self.view.text_words.owners(term)


def _unit(vector: Mapping[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(weight * weight for weight in vector.values())) or 1.0
    return {term: weight / length for term, weight in vector.items()}


def _centroids(vectors: Sequence[Mapping[str, float]], owners: Iterable[int], size: int) -> list[dict[str, float]]:
    """The middle of each article's phrasings, as a unit vector."""
    sums: list[defaultdict[str, float]] = [defaultdict(float) for _ in range(size)]
    for owner, vector in zip(owners, vectors, strict=True):
        for term, weight in vector.items():
            sums[owner][term] += weight
    return [_unit(total) for total in sums]


def _margin(at: int, rank: Mapping[int, float]) -> float:
    behind = max((score for other, score in rank.items() if other != at), default=0.0)
    return max(0.0, min(1.0, (rank[at] - behind) / 2))
