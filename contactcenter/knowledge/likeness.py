"""How much a question is like what each article is known to answer: the evidence behind a confidence."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .analyzer import analyze
from .field import Asked, Met, asked, summed
from .postings import Entries, Flags, Numbers, Postings, Values
from .segment import Segment
from .signals import WORD_FOR_WORD, Candidate, Signals
from .view import CANDIDATES, View, best

_GRAM_WEIGHT = 0.8
_BLOCK = 1_000_000  # entries: some 20 ms of work
_LOG = 1 + np.log(np.maximum(1, np.arange(4096)))  # of repetitions


class Likeness:
    """Phrasings and middles of the articles of one view as vectors, found through their terms.

    The weight of a term is its rarity, counted by article, in its text or in its phrasings. Not by phrasing: "can I"
    is in all articles and says nothing, however few phrasings have it. So every change of an article changes the
    lengths of all vectors a little, and they are worked out anew for each view.
    """

    def __init__(self, view: View) -> None:
        view.make_searchable()
        self.view = view
        found = [_found_in(part.segment, part.seen) for part in view.parts]
        segments = [part.segment for part in view.parts]
        together = _together(segments, found)
        lengths = [_lengths(segment, self._rarity(one)) for segment, one in zip(segments, together, strict=True)]
        self._phrasing_lengths = np.concatenate([np.zeros(0), *(of_phrasings for of_phrasings, _ in lengths)])
        self._middle_lengths = np.concatenate([np.zeros(0), *(of_middles for _, of_middles in lengths)])

    def candidates(
        self, question: str, limit: int = 4, products: Collection[str] = (), without: Collection[str] = ()
    ) -> list[Candidate]:
        """The articles that may answer `question`, most likely first; what is left out is as in View.search."""
        view = self.view
        words = asked(analyze(question, view.language))
        if not view.size or not len(words.terms):
            return []
        in_text, in_phrasings = view.text.meet(words), view.phrasings.meet(words)
        rarity = self._rarity(in_text.found)
        body, cosines = view.text.scores(words, in_text), self._cosines(words, rarity, in_phrasings)
        nearest, centroid = np.maximum.reduceat(cosines, view.first_phrasings), self._to_middles(cosines)
        top = float(body.max())
        few = view.candidates(_rank(body, top, nearest, centroid), view.allowed(products, without), CANDIDATES)
        rest = view.text.among(in_text, few.articles)
        body = body[few.articles] + view.text.scores_among(words, in_text, rest, few.articles)
        cosines = cosines[few.phrasings] + self._cosines_among(words, rarity, in_phrasings, few.phrasings)
        nearest, centroid = few.nearest(cosines), few.sums(cosines) / self._middle_lengths[few.articles]
        rank = _rank(body, max(top, float(body.max(initial=0))), nearest, centroid)
        order = best(rank, few.order, max(2, limit))
        covering = Covering(words, rarity, in_text, rest)
        most = view.text.most(words, in_text)
        return [
            Candidate(
                article=view.article(int(few.articles[at])),
                signals=Signals(
                    nearest=min(1.0, float(nearest[at])),
                    centroid=float(centroid[at]),
                    body=float(body[at]) / most,
                    margin=_margin(at, order, rank),
                    coverage=covering.of(int(few.articles[at]), at),
                    known=covering.of_all,
                ),
            )
            for at in order[:limit].tolist()
        ]

    def _cosines(self, words: Asked, rarity: Values, met: Met) -> Values:
        """Of the question with each phrasing, by the telling terms."""
        products = _products(words, rarity, met.entries)
        cosines: Values = summed(met.entries, products, self.view.phrasings.total) / self._phrasing_lengths
        return cosines

    def _cosines_among(self, words: Asked, rarity: Values, met: Met, phrasings: Numbers) -> Values:
        """What the other terms add for some phrasings."""
        entries = self.view.phrasings.among(met, phrasings)
        added = summed(entries, _products(words, rarity, entries), len(phrasings))
        cosines: Values = added / self._phrasing_lengths[phrasings]
        return cosines

    def _to_middles(self, cosines: Values) -> Values:
        """The cosine with the middle of an article's phrasings is the sum of theirs, by the length of their sum."""
        middles: Values = np.add.reduceat(cosines, self.view.first_phrasings) / self._middle_lengths
        return middles

    def _rarity(self, articles: Numbers) -> Values:
        """The weight of terms that so many articles hold."""
        rarity: Values = np.log((1 + self.view.size) / (1 + articles)) + 0.1
        return rarity


@dataclass(frozen=True, slots=True)
class Covering:
    """How much of a question's words is known, by rarity. `rest`: where its less telling terms stand in some texts."""

    words: Asked
    rarity: Values
    in_text: Met
    rest: Entries

    @property
    def _weights(self) -> Values:
        return np.where(self.words.is_gram, 0.0, self.rarity)

    @property
    def of_all(self) -> float:
        """The share that any article knows."""
        return self._share(self.in_text.found > 0)

    def of(self, article: int, place: int) -> float:
        """The share that an article knows, which has a number and a place among those some texts are of."""
        known = np.zeros(len(self.rarity), dtype=np.bool_)
        known[self.in_text.entries.which[self.in_text.entries.owners == article]] = True
        known[self.rest.which[self.rest.owners == place]] = True
        return self._share(known)

    def _share(self, known: Flags) -> float:
        weights = self._weights
        total = float(weights.sum())
        return float(weights[known].sum()) / total if total else 0.0


def _products(words: Asked, rarity: Values, entries: Entries) -> Values:
    """What each entry of the phrasings adds to the product of its vector with the question's, which has length 1."""
    weights = np.where(words.is_gram, _GRAM_WEIGHT, 1.0) * rarity
    question = weights * (1 + np.log(words.counts))
    length = np.sqrt(np.sum(question * question))
    products: Values = (question / length * weights)[entries.which] * _LOG[entries.counts]
    return products


def _rank(body: Values, top: float, nearest: Values, centroid: Values) -> Values:
    rank: Values = np.minimum(1.0, nearest) + centroid + body / (top or 1.0) + 2 * (nearest >= WORD_FOR_WORD)
    return rank


def _margin(at: int, order: Numbers, rank: Values) -> float:
    behind = max((float(rank[other]) for other in order.tolist() if other != at), default=0.0)
    return max(0.0, min(1.0, (float(rank[at]) - behind) / 2))


def _found_in(segment: Segment, seen: Flags) -> Numbers:
    """In how many of the articles that are seen each term of the texts stands, in text or phrasing."""
    text = segment.text
    if seen.all():
        return text.sizes
    found = np.zeros(len(text.terms), dtype=np.int64)
    for first, last in text.blocks(_BLOCK):
        start, end = text.starts[first], text.starts[last]
        kept = seen[text.owners[start:end]]
        found[first:last] = np.add.reduceat(kept, text.starts[first:last] - start, dtype=np.int64)
    return found


def _together(segments: list[Segment], found: list[Numbers]) -> list[Numbers]:
    """In how many articles of all segments each term of the phrasings of each segment stands."""
    together = []
    for own, in_own in zip(segments, found, strict=True):
        total = in_own[own.in_text]
        for other, in_other in zip(segments, found, strict=True):
            if other is not own:
                numbers = other.text.numbers(own.phrasing.terms)
                total = total + np.where(numbers < 0, 0, in_other[numbers])
        together.append(total)
    return together


def _lengths(segment: Segment, rarity: Values) -> tuple[Values, Values]:
    """The length of the vector of each phrasing, and of the sum of each article's unit vectors."""
    weights = rarity * np.where(segment.phrasing.is_gram, _GRAM_WEIGHT, 1.0)
    blocks = segment.phrasing.blocks(_BLOCK)
    squares = np.zeros(len(segment.article_of))
    for block in blocks:
        _, owners, values = _weighted(segment.phrasing, weights, block)
        squares += np.bincount(owners, values * values, minlength=len(squares))
    lengths = np.sqrt(squares)
    lengths[lengths == 0] = 1.0
    squares = np.zeros(len(segment.articles))
    for block in blocks:
        terms, owners, values = _weighted(segment.phrasing, weights, block)
        articles = segment.article_of[owners]  # the phrasings of one article stand together
        firsts = np.flatnonzero((np.diff(terms, prepend=-1) != 0) | (np.diff(articles, prepend=-1) != 0))
        sums = np.add.reduceat(values / lengths[owners], firsts)
        squares += np.bincount(articles[firsts], sums * sums, minlength=len(squares))
    middles = np.sqrt(squares)
    middles[middles == 0] = 1.0
    return lengths, middles


def _weighted(postings: Postings, weights: Values, block: tuple[int, int]) -> tuple[Numbers, NDArray[np.int32], Values]:
    """The entries of some terms: term, phrasing, and the weight of the one in the other."""
    first, last = block
    start, end = postings.starts[first], postings.starts[last]
    sizes = np.diff(postings.starts[first : last + 1])
    values = np.repeat(weights[first:last], sizes) * _LOG[postings.counts[start:end]]
    return np.repeat(np.arange(first, last), sizes), postings.owners[start:end], values
