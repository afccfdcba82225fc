"""How much a question is like what each article is known to answer: the evidence behind a confidence."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from .analyzer import Terms, analyze
from .field import asked
from .postings import hashes, marked
from .rankers import NAMES, Rankers
from .signals import WORD_FOR_WORD, Candidate, Signals
from .sparse import Floats, Ints, SparseRows, Vocabulary
from .stacking import chances, fit_weights
from .view import View

WORD_WEIGHT, GRAM_WEIGHT = 0.6, 1.0  # pieces of words survive mistakes and inflection, and tell more than whole words
_GRAM_MARK = "\x00"  # pieces of words never meet whole words
START = np.array([12.0, 2.0, 12.0, 8.0], np.float32)  # of NAMES and the text, until a base has questions of its own
SURE = 6.0  # what a phrasing word for word adds
_FOLDS = 3
_MOST_TRIALS = 600


class Likeness:
    """What the articles of one view are asked with, ready to be compared with a question."""

    def __init__(self, view: View, out_of_scope: Sequence[str] = ()) -> None:
        """``out_of_scope``: questions known to be answered by none of the articles."""
        self.view = view
        # by key: what is learnt must not depend on where the articles stand
        numbers = sorted(np.flatnonzero(view.seen).tolist(), key=lambda at: view.article(at).key)
        self._numbers = np.array(numbers, np.int64)
        self._articles = [view.article(at) for at in numbers]
        owned = [(at, text) for at, one in enumerate(self._articles) for text in (one.title, *one.phrasings)]
        outside = len(self._articles)
        terms = [analyze(text, view.language) for text in (*(text for _, text in owned), *out_of_scope)]
        owner = np.array([*(at for at, _ in owned), *([outside] * len(out_of_scope))], np.int64)
        self._classes = outside + bool(out_of_scope)
        if not self._classes:
            return  # nothing to learn from, and nothing to give
        self._rarity = self._rarities(terms, terms[len(owned) :])
        vectors = [self._vector(one) for one in terms]
        self._vocabulary = Vocabulary(vectors)
        rows = SparseRows.of(vectors, self._vocabulary)
        self._rankers = Rankers.trained(rows, owner, self._classes)
        self._weights = fit_weights(list(self._trials(terms, rows, owner)), START)

    def candidates(
        self, question: str, limit: int = 4, products: Collection[str] = (), without: Collection[str] = ()
    ) -> list[Candidate]:
        """The articles that may answer `question`, most likely first; none that has nothing in common with it.

        products: left out before anything is ranked is what is about others; empty for any. without: keys of articles
        that are not to be given, but are as likely as ever: a question about one of them is about none of the others.
        """
        if not self._classes:
            return []
        terms = analyze(question, self.view.language)
        row = SparseRows.of([self._vector(terms)], self._vocabulary)
        kept, articles = self._kept(products)
        scores = self._scored(self._rankers, row, terms)[kept]
        if not scores[:, 1:].any():
            return []
        chance = self._chances(scores)
        order = np.argsort(-chance[:articles], kind="stable")
        best = [int(at) for at in order if scores[at].any() and self._articles[kept[at]].key not in without][:limit]
        firsts = [int(at) for at in scores[:articles].argmax(axis=0)] if articles else []
        known = self._known(terms.words)
        return [self._candidate(at, int(kept[at]), scores, chance, firsts, known) for at in best]

    def _kept(self, products: Collection[str]) -> tuple[Ints, int]:
        """The classes that may be ranked, and how many of them are articles; these come first."""
        allowed = self.view.allowed(products)
        articles = np.arange(len(self._articles))
        if allowed is not None:
            articles = articles[allowed[self._numbers]]
        return np.append(articles, np.arange(len(self._articles), self._classes)), len(articles)

    def _candidate(
        self, at: int, article: int, scores: Floats, chance: Floats, firsts: Sequence[int], known: float
    ) -> Candidate:
        linear, nearest, centroid, body = (min(1.0, max(0.0, float(one))) for one in scores[at])
        behind = float(np.delete(chance, at).max(initial=0.0))
        signals = Signals(
            chance=float(chance[at]),
            margin=max(0.0, float(chance[at]) - behind),
            nearest=nearest,
            centroid=centroid,
            linear=linear,
            body=body,
            agreed=sum(first == at for first in firsts) / len(firsts),
            known=known,
        )
        return Candidate(article=self._articles[article], signals=signals)

    def _chances(self, scores: Floats) -> Floats:
        said = scores[:, NAMES.index("nearest")] >= WORD_FOR_WORD
        return chances(np.column_stack([scores, said]), np.append(self._weights, np.float32(SURE)))

    def _scored(self, rankers: Rankers, row: SparseRows, terms: Terms) -> Floats:
        """A line a class: the ways of NAMES, and the article's own text."""
        body = np.zeros((self._classes, 1), np.float32)
        words = asked(terms)
        if len(words.terms) and self._articles:
            met = self.view.text.meet(words, within_budget=False)
            shares = self.view.text.scores(words, met) / self.view.text.most(words, met)
            body[: len(self._articles), 0] = shares[self._numbers]
        return np.hstack([rankers.scores(row), body])

    def _trials(self, terms: Sequence[Terms], rows: SparseRows, owner: Ints) -> Iterator[tuple[Floats, int]]:
        """Phrasings asked of rankers that have not seen them; those whose article has no other are left out."""
        shuffled = np.random.default_rng(0).permutation(len(rows))
        for fold in range(_FOLDS):
            asked = shuffled[fold::_FOLDS][: _MOST_TRIALS // _FOLDS]
            rest = np.setdiff1d(np.arange(len(rows)), shuffled[fold::_FOLDS])
            if not len(asked) or not len(rest):
                return
            rankers = Rankers.trained(rows.taken(rest), owner[rest], self._classes)
            seen = set(owner[rest].tolist())
            for at in asked:
                if int(owner[at]) in seen and terms[at].words:
                    scores = self._scored(rankers, rows.taken(np.array([at])), terms[at])
                    yield scores, int(owner[at])

    # -- vectors ---------------------------------------------------------------------------------------------

    def _vector(self, terms: Terms) -> dict[str, float]:
        counts = {term: WORD_WEIGHT * n for term, n in _damped(terms.words)}
        counts |= {_GRAM_MARK + gram: GRAM_WEIGHT * n for gram, n in _damped(terms.grams)}
        weights = {term: n * rarity for (term, n), rarity in zip(counts.items(), self._weighed(counts), strict=True)}
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return {term: weight / length for term, weight in weights.items()}

    def _weighed(self, terms: Collection[str]) -> list[float]:
        """The rarity of each term; those of no phrasing are looked up among the texts."""
        new = [term for term in terms if term not in self._rarity]
        found = dict(zip(new, self._rarity_in(self.view.text.found(hashes(new))).tolist(), strict=True)) if new else {}
        return [found[term] if term in found else self._rarity[term] for term in terms]

    def _known(self, words: Sequence[str]) -> float:
        """Share of the words, by rarity, that any article knows."""
        some = list(dict.fromkeys(words))
        weights = np.array(self._weighed(some))
        if not some or not weights.sum():
            return 0.0
        known = (self.view.text.found(hashes(some)) > 0) | np.array([word in self._rarity for word in some])
        return float(weights[known].sum() / weights.sum())

    def _rarities(self, phrasings: Sequence[Terms], out_of_scope: Sequence[Terms]) -> dict[str, float]:
        """Rarity of the terms of the phrasings, counted by article, in its text or in its phrasings.

        Not by phrasing: "can I" is in all articles and says nothing, however few phrasings have it. What is out of
        scope counts as one article.
        """
        terms = list(dict.fromkeys(term for one in phrasings for term in marked(one)))
        outside = {term for one in out_of_scope for term in marked(one)}
        found = self.view.text.found(hashes(terms)) + np.array([term in outside for term in terms], np.int64)
        return dict(zip(terms, self._rarity_in(found).tolist(), strict=True))

    def _rarity_in(self, articles: Ints) -> NDArray[np.float64]:
        size = len(self._articles)
        rarity: NDArray[np.float64] = np.log((1 + size) / (1 + np.minimum(articles, size))) + 0.1
        return rarity


def _damped(terms: Iterable[str]) -> Iterator[tuple[str, float]]:
    counts: Mapping[str, int] = Counter(terms)
    return ((term, 1 + math.log(n)) for term, n in counts.items())
