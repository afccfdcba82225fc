"""The evidence behind a confidence where a knowledge base is too large to be learnt: without a classifier, from arrays.

A change of one of 100,000 articles has to be known within a second, in which nothing can be trained.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from .analyzer import analyze
from .field import Asked, Met, asked, summed
from .likeness import GRAM_WEIGHT, START, SURE, WORD_WEIGHT
from .postings import Entries, Flags, Numbers, Postings, Values
from .segment import Segment
from .signals import WORD_FOR_WORD, Candidate, Signals
from .view import CANDIDATES, View, best

_BLOCK = 1_000_000  # entries: some 20 ms of work
_LOG = 1 + np.log(np.maximum(1, np.arange(4096)))  # of repetitions
_WAYS = 4  # as many as Likeness has; the classifier never puts an article first here


class WideLikeness:
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
        """The articles that may answer `question`, most likely first; what is left out is as in Likeness."""
        view = self.view
        words = asked(analyze(question, view.language))
        if not view.size or not len(words.terms):
            return []
        in_text, in_phrasings = view.text.meet(words), view.phrasings.meet(words)
        rarity = self._rarity(in_text.found)
        most = view.text.most(words, in_text)
        body, cosines = view.text.scores(words, in_text) / most, self._cosines(words, rarity, in_phrasings)
        rough = _value(body, np.maximum.reduceat(cosines, view.first_phrasings), self._to_middles(cosines))
        allowed = view.allowed(products)
        few = view.candidates(rough, allowed, CANDIDATES)
        rest = view.text.among(in_text, few.articles)
        body = body[few.articles] + view.text.scores_among(words, in_text, rest, few.articles) / most
        cosines = cosines[few.phrasings] + self._cosines_among(words, rarity, in_phrasings, few.phrasings)
        nearest, centroid = few.nearest(cosines), few.sums(cosines) / self._middle_lengths[few.articles]
        value = _value(body, nearest, centroid)
        chance = _chances(value, rough, few.articles, view.seen if allowed is None else view.seen & allowed)
        order = best(value, few.order, len(value))
        known = _known(words, rarity, in_text)
        firsts = [int(one.argmax()) for one in (body, nearest, centroid) if len(one)]
        articles = [view.article(at) for at in few.articles.tolist()]
        return [
            Candidate(
                article=articles[at],
                signals=Signals(
                    chance=float(chance[at]),
                    margin=_margin(at, order, chance),
                    nearest=min(1.0, float(nearest[at])),
                    centroid=min(1.0, float(centroid[at])),
                    linear=0.0,
                    body=min(1.0, float(body[at])),
                    agreed=firsts.count(at) / _WAYS,
                    known=known,
                ),
            )
            for at in [at for at in order.tolist() if articles[at].key not in without][:limit]
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


def _known(words: Asked, rarity: Values, in_text: Met) -> float:
    """Share of the question's words, by rarity, that any article knows."""
    weights = np.where(words.is_gram, 0.0, rarity)
    total = float(weights.sum())
    return float(weights[in_text.found > 0].sum()) / total if total else 0.0


def _products(words: Asked, rarity: Values, entries: Entries) -> Values:
    """What each entry of the phrasings adds to the product of its vector with the question's, which has length 1."""
    weights = np.where(words.is_gram, GRAM_WEIGHT, WORD_WEIGHT) * rarity
    question = weights * (1 + np.log(words.counts))
    length = np.sqrt(np.sum(question * question))
    products: Values = (question / length * weights)[entries.which] * _LOG[entries.counts]
    return products


def _value(body: Values, nearest: Values, centroid: Values) -> Values:
    """What the ways of ranking say together, with the weights that every centre begins with."""
    _, of_nearest, of_centroid, of_body = START.tolist()
    said = SURE * (nearest >= WORD_FOR_WORD)
    value: Values = of_nearest * np.minimum(1.0, nearest) + of_centroid * centroid + of_body * body + said
    return value


def _chances(value: Values, rough: Values, few: Numbers, ranked: Flags) -> Values:
    """The probability of a few articles among all that are ranked, of which only the rough value is known."""
    if not len(value):
        return value
    others = rough.copy()
    others[few] = -np.inf
    top = float(value.max())
    raised: Values = np.exp(value - top)
    chances: Values = raised / (raised.sum() + np.exp(others[ranked] - top).sum())
    return chances


def _margin(at: int, order: Numbers, chance: Values) -> float:
    behind = max((float(chance[other]) for other in order.tolist() if other != at), default=0.0)
    return max(0.0, float(chance[at]) - behind)


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
    weights = rarity * np.where(segment.phrasing.is_gram, GRAM_WEIGHT, WORD_WEIGHT)
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
