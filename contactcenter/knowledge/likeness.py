"""How much a question is like what each article is known to answer: the evidence behind a confidence."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from .analyzer import analyze
from .field import Asked, Met, asked, summed
from .learning import GRAM_WEIGHT, WORD_WEIGHT, Learnt, rarity, takes_long, term_weights
from .postings import Entries, Flags, Numbers, Postings, Values
from .segment import Segment
from .signals import WORD_FOR_WORD, Candidate, Signals
from .sparse import Floats
from .stacking import chances
from .view import CANDIDATES, View, best

_SURE = 6.0  # what a phrasing word for word adds
_BLOCK = 1_000_000  # entries: some 20 ms of work
_LOG = 1 + np.log(np.maximum(1, np.arange(4096)))  # of repetitions


class Likeness:
    """Phrasings and middles of the articles of one view as vectors, found through their terms.

    The weight of a term is its rarity, counted by article, in its text or in its phrasings. Not by phrasing: "can I"
    is in all articles and says nothing, however few phrasings have it. So every change of an article changes the
    lengths of all vectors a little, and they are worked out anew for each view.
    """

    def __init__(self, view: View, out_of_scope: Sequence[str] = (), *, at_once: bool = False) -> None:
        """``out_of_scope``: questions known to be answered by none of the articles.

        ``at_once``: what takes long to learn is left for ``lesson``.
        """
        view.make_searchable()
        self.view = view
        self.learnt = Learnt(view, out_of_scope, later=at_once and takes_long(view))
        found = [_found_in(part.segment, part.seen) for part in view.parts]
        segments = [part.segment for part in view.parts]
        together = _together(segments, found)
        lengths = [_lengths(segment, rarity(view, one)) for segment, one in zip(segments, together, strict=True)]
        self._phrasing_lengths = np.concatenate([np.zeros(0), *(of_phrasings for of_phrasings, _ in lengths)])
        self._middle_lengths = np.concatenate([np.zeros(0), *(of_middles for _, of_middles in lengths)])

    def lesson(self) -> Learnt | None:
        """What was left to learn, to be used as ``learnt``. Takes up to a minute, in any thread."""
        return Learnt(self.view) if self.learnt.is_due else None

    def candidates(
        self,
        question: str,
        limit: int = 4,
        products: Collection[str] = (),
        without: Collection[str] = (),
        others: Collection[str] = (),
    ) -> list[Candidate]:
        """The articles that may answer `question`, most likely first.

        products: left out before anything is ranked is what is about others; empty for any. others: keys of articles
        that are left out like that. without: keys of articles
        that are not to be given, but are as likely as ever: a question about one of them is about none of the others.
        """
        view = self.view
        words = asked(analyze(question, view.language))
        if not view.size or not len(words.terms):
            return []
        in_text, in_phrasings = view.text.meet(words), view.phrasings.meet(words)
        rare = rarity(view, in_text.found)
        body, cosines = view.text.scores(words, in_text), self._cosines(words, rare, in_phrasings)
        nearest, centroid = np.maximum.reduceat(cosines, view.first_phrasings), self._to_middles(cosines)
        top = float(body.max())
        few = view.candidates(_rank(body, top, nearest, centroid), view.allowed(products, others), CANDIDATES)
        rest = view.text.among(in_text, few.articles)
        body = body[few.articles] + view.text.scores_among(words, in_text, rest, few.articles)
        cosines = cosines[few.phrasings] + self._cosines_among(words, rare, in_phrasings, few.phrasings)
        nearest, centroid = few.nearest(cosines), few.sums(cosines) / self._middle_lengths[few.articles]
        linear, nobody = self.learnt.scores(words, in_text)
        body = body / (view.text.most(words, in_text) or 1.0)
        ways = np.stack([linear[few.articles], np.minimum(1.0, nearest), centroid, body], axis=1)
        chance = self._chances(ways, nobody)
        order = [at for at in best(chance, few.order, len(chance)).tolist() if chance[at] > 0]
        given = [at for at in order if view.article(int(few.articles[at])).key not in without][:limit]
        firsts = (ways == ways.max(axis=0, initial=0.0)) & (ways > 0)
        known = _known(words, rare, in_text)
        return [self._candidate(few.articles, at, ways, chance, firsts, known) for at in given]

    def _candidate(
        self, articles: Numbers, at: int, ways: Values, chance: Values, firsts: Flags, known: float
    ) -> Candidate:
        linear, nearest, centroid, body = np.clip(ways[at], 0.0, 1.0).tolist()
        behind = float(np.delete(chance, at).max(initial=0.0))
        signals = Signals(
            chance=float(chance[at]),
            margin=max(0.0, float(chance[at]) - behind),
            nearest=nearest,
            centroid=centroid,
            linear=linear,
            body=body,
            agreed=float(firsts[at].mean()),
            known=known,
        )
        return Candidate(article=self.view.article(int(articles[at])), signals=signals)

    def _chances(self, ways: Values, nobody: Floats | None) -> Values:
        """Of the articles; what is left to 1 is that nobody answers it."""
        lines = ways if nobody is None else np.vstack([ways, [*nobody, 0.0]])
        said = lines[:, 1] >= WORD_FOR_WORD
        if not len(lines):
            return np.zeros(0)
        weights = np.append(self.learnt.weights, np.float32(_SURE))
        others = self.view.size - len(ways) + 1  # one more than there are: the only article is not sure by that alone
        found = chances(np.column_stack([lines, said]).astype(np.float32), weights, others)
        return found[: len(ways)].astype(np.float64)

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


def _known(words: Asked, rare: Values, in_text: Met) -> float:
    """Share of the question's words, by rarity, that any article knows."""
    weights = np.where(words.is_gram, 0.0, rare)
    total = float(weights.sum())
    return float(weights[in_text.found > 0].sum()) / total if total else 0.0


def _products(words: Asked, rarity: Values, entries: Entries) -> Values:
    """What each entry of the phrasings adds to the product of its vector with the question's, which has length 1."""
    weights = np.where(words.is_gram, GRAM_WEIGHT, WORD_WEIGHT) * rarity
    question = term_weights(words, rarity)
    length = np.sqrt(np.sum(question * question))
    products: Values = (question / length * weights)[entries.which] * _LOG[entries.counts]
    return products


def _rank(body: Values, top: float, nearest: Values, centroid: Values) -> Values:
    rank: Values = np.minimum(1.0, nearest) + centroid + body / (top or 1.0) + 2 * (nearest >= WORD_FOR_WORD)
    return rank


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
