"""How much a question is like what each article is known to answer: the evidence behind a confidence."""

from __future__ import annotations

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .analyzer import Terms, analyze
from .article import IndexedArticle
from .index import View

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
        phrasings = [
            (owner, analyze(text, view.language))
            for owner, article in enumerate(view.articles)
            for text in (article.title, *article.phrasings)
        ]
        wholes = [analyze(_whole(article), view.language) for article in view.articles]
        self._rarity = _rarities(wholes)
        self._owner = array("I", [owner for owner, _ in phrasings])
        self._phrasings: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
        self._centroids: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
        self._words = [frozenset(terms.words) for terms in wholes]
        self._all_words = frozenset().union(*self._words)
        sums: defaultdict[int, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
        for at, (owner, terms) in enumerate(phrasings):
            for term, weight in self._vector(terms).items():
                self._phrasings[term].append((at, weight))
                sums[owner][term] += weight
        for owner, total in sums.items():
            for term, weight in _unit(total).items():
                self._centroids[term].append((owner, weight))

    def candidates(self, question: str, limit: int = 4) -> list[Candidate]:
        """The articles that may answer `question`, most likely first."""
        terms = analyze(question, self.view.language)
        vector = self._vector(terms)
        nearest = self._nearest(vector)
        centroid = _dot(vector, self._centroids)
        body = self.view.text_scores(terms)
        top = max(body.values(), default=0.0) or 1.0
        known_by = {at for at, cosine in nearest.items() if cosine >= WORD_FOR_WORD}
        rank = {
            at: nearest.get(at, 0.0) + centroid.get(at, 0.0) + body.get(at, 0.0) / top + 2 * (at in known_by)
            for at in {**nearest, **body}
        }
        best = sorted(rank, key=lambda at: (-rank[at], at))[:limit]
        known = self._coverage(terms.words, self._all_words)
        return [
            Candidate(
                article=self.view.articles[at],
                signals=Signals(
                    nearest=nearest.get(at, 0.0),
                    centroid=centroid.get(at, 0.0),
                    body=body.get(at, 0.0),
                    margin=_margin(at, rank),
                    coverage=self._coverage(terms.words, self._words[at]),
                    known=known,
                ),
            )
            for at in best
        ]

    def _nearest(self, vector: Mapping[str, float]) -> dict[int, float]:
        """Cosine of the nearest phrasing of each article that shares a term."""
        found: dict[int, float] = {}
        for at, cosine in _dot(vector, self._phrasings).items():
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

    def _coverage(self, words: Sequence[str], known: frozenset[str]) -> float:
        rarity = {word: self._rarity_of(word) for word in words}
        total = sum(rarity.values())
        return sum(weight for word, weight in rarity.items() if word in known) / total if total else 0.0

    def _rarity_of(self, term: str) -> float:
        return self._rarity.get(term, self._rarity[""])


def _rarities(articles: Sequence[Terms]) -> dict[str, float]:
    """How few articles hold each term; '' stands for a term never seen.

    Counted by article, not by phrasing: "can I" is in all of them and says nothing, however few phrasings have it.
    """
    found: Counter[str] = Counter()
    for terms in articles:
        found.update(set(terms.words))
        found.update({_GRAM_MARK + gram for gram in terms.grams})
    size = len(articles)
    rarities = {term: math.log((1 + size) / (1 + n)) + 0.1 for term, n in found.items()}
    return {**rarities, "": math.log(1 + size) + 0.1}


def _whole(article: IndexedArticle) -> str:
    return "\n".join((article.title, article.body, *article.phrasings))


def _unit(vector: Mapping[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(weight * weight for weight in vector.values())) or 1.0
    return {term: weight / length for term, weight in vector.items()}


def _dot(vector: Mapping[str, float], postings: Mapping[str, Iterable[tuple[int, float]]]) -> dict[int, float]:
    products: defaultdict[int, float] = defaultdict(float)
    for term, weight in vector.items():
        for at, other in postings.get(term, ()):
            products[at] += weight * other
    return products


def _margin(at: int, rank: Mapping[int, float]) -> float:
    behind = max((score for other, score in rank.items() if other != at), default=0.0)
    return max(0.0, min(1.0, (rank[at] - behind) / 2))
