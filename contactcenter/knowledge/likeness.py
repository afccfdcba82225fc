"""How much a question is like what each article is known to answer: the evidence behind a confidence."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from .analyzer import Terms, analyze
from .index import View
from .rankers import NAMES, Rankers
from .signals import WORD_FOR_WORD, Candidate, Signals
from .sparse import Floats, Ints, SparseRows, Vocabulary
from .stacking import chances, fit_weights

_WORD_WEIGHT, _GRAM_WEIGHT = 0.6, 1.0  # pieces of words survive mistakes and inflection, and tell more than whole words
_GRAM_MARK = "\x00"  # pieces of words never meet whole words
_START = np.array([12.0, 2.0, 12.0, 8.0], np.float32)  # of NAMES and the text, until a base has questions of its own
_SURE = 6.0  # what a phrasing word for word adds
_FOLDS = 3
_MOST_TRIALS = 600


class Likeness:
    """What the articles of one view are asked with, ready to be compared with a question."""

    def __init__(self, view: View, out_of_scope: Sequence[str] = ()) -> None:
        """``out_of_scope``: questions known to be answered by none of the articles."""
        self.view = view
        phrasings = view.phrasings()
        terms = [*phrasings.terms, *(analyze(text, view.language) for text in out_of_scope)]
        owner = np.array([*phrasings.owner, *([len(view.articles)] * len(out_of_scope))], np.int64)
        self._classes = len(view.articles) + bool(out_of_scope)
        self._rarity = self._rarities(terms, owner)
        vectors = [self._vector(one) for one in terms]
        self._vocabulary = Vocabulary(vectors)
        rows = SparseRows.of(vectors, self._vocabulary)
        self._rankers = Rankers.trained(rows, owner, self._classes)
        self._weights = fit_weights(list(self._trials(terms, rows, owner)), _START)

    def candidates(self, question: str, limit: int = 4) -> list[Candidate]:
        """The articles that may answer `question`, most likely first; none that has nothing in common with it."""
        terms = analyze(question, self.view.language)
        row = SparseRows.of([self._vector(terms)], self._vocabulary)
        scores = self._scored(self._rankers, row, terms)
        if not scores[:, 1:].any():
            return []
        chance = self._chances(scores)
        articles = len(self.view.articles)
        best = [int(at) for at in np.argsort(-chance[:articles], kind="stable")[:limit] if scores[at].any()]
        firsts = [int(at) for at in scores[:articles].argmax(axis=0)]
        known = self._known(terms.words)
        return [self._candidate(at, scores, chance, firsts, known) for at in best]

    def _candidate(self, at: int, scores: Floats, chance: Floats, firsts: Sequence[int], known: float) -> Candidate:
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
        return Candidate(article=self.view.articles[at], signals=signals)

    def _chances(self, scores: Floats) -> Floats:
        said = scores[:, NAMES.index("nearest")] >= WORD_FOR_WORD
        return chances(np.column_stack([scores, said]), np.append(self._weights, np.float32(_SURE)))

    def _scored(self, rankers: Rankers, row: SparseRows, terms: Terms) -> Floats:
        """A line a class: the ways of NAMES, and the article's own text."""
        body = np.zeros((self._classes, 1), np.float32)
        for at, share in self.view.text_scores(terms).items():
            body[at] = share
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
        weights = {term: _WORD_WEIGHT * n * self._rarity_of(term) for term, n in _damped(terms.words)}
        for gram, n in _damped(terms.grams):
            marked = _GRAM_MARK + gram
            weights[marked] = _GRAM_WEIGHT * n * self._rarity_of(marked)
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return {term: weight / length for term, weight in weights.items()}

    def _known(self, words: Sequence[str]) -> float:
        """Share of the words, by rarity, that any article knows."""
        total = known = 0.0
        for word in set(words):
            weight = self._rarity_of(word)
            total += weight
            known += weight if word in self._rarity or any(True for _ in self._in_text(word)) else 0.0
        return known / total if total else 0.0

    def _rarities(self, phrasings: Sequence[Terms], owner: Ints) -> dict[str, float]:
        """Rarity of the terms of the phrasings, counted by article, in its text or in its phrasings.

        Not by phrasing: "can I" is in all articles and says nothing, however few phrasings have it.
        """
        owners: defaultdict[str, set[int]] = defaultdict(set)
        for at, terms in zip(owner.tolist(), phrasings, strict=True):
            for term in (*terms.words, *(_GRAM_MARK + gram for gram in terms.grams)):
                owners[term].add(at)
        return {term: self._rarity_in(len(found.union(self._in_text(term)))) for term, found in owners.items()}

    def _rarity_of(self, term: str) -> float:
        if term in self._rarity:
            return self._rarity[term]
        return self._rarity_in(sum(1 for _ in self._in_text(term)))

    def _rarity_in(self, articles: int) -> float:
        return math.log((1 + len(self.view.articles)) / (1 + min(articles, len(self.view.articles)))) + 0.1

    def _in_text(self, term: str) -> Iterable[int]:
        if term.startswith(_GRAM_MARK):
            return self.view.text_grams.owners(term[len(_GRAM_MARK) :])
        return self.view.text_words.owners(term)


def _damped(terms: Iterable[str]) -> Iterator[tuple[str, float]]:
    counts: Mapping[str, int] = Counter(terms)
    return ((term, 1 + math.log(n)) for term, n in counts.items())
