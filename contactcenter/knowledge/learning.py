"""What the phrasings of a base teach: a linear classifier, and what each way of ranking is worth there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from .analyzer import analyze
from .field import Asked, Met, asked
from .postings import Numbers, Values
from .rankers import Rankers
from .sparse import Floats, Ints, SparseRows, Vocabulary
from .stacking import fit_weights
from .view import View

WORD_WEIGHT, GRAM_WEIGHT = 0.6, 1.0  # pieces of words survive mistakes and inflection, and tell more than whole words
START = np.array([12.0, 2.0, 12.0, 8.0], np.float32)
"""What linear, nearest, centroid and text are worth until a base has questions of its own."""

MOST_PHRASINGS = 12_000  # 12 s; a larger base ranks by START, without a classifier
LEARNT_AT_ONCE = 150_000  # phrasings times articles: a second; with more a change would be seen too late
_FOLDS = 3
_MOST_TRIALS = 600


class Learnt:
    """``weights`` of the ways of ranking; ``linear`` scores articles by their numbers in the view."""

    def __init__(self, view: View, out_of_scope: Sequence[str] = (), *, later: bool = False) -> None:
        """``out_of_scope``: questions known to be answered by none of the articles, a class of their own.

        ``later``: learn nothing yet; ``is_due`` says whether there is something to learn.
        """
        self.view, self.weights = view, START
        self._rankers: Rankers | None = None
        self.is_due = later and 0 < view.phrasings.size <= MOST_PHRASINGS
        if later:
            return
        numbers, texts, owner = _phrasings(view)
        if not texts or len(texts) + len(out_of_scope) > MOST_PHRASINGS:
            return
        self._numbers = np.array(numbers, np.intp)
        self._has_nobody = bool(out_of_scope)
        owner += [len(numbers)] * len(out_of_scope)
        self._train([*texts, *out_of_scope], np.array(owner, np.int64), len(numbers) + self._has_nobody)

    def scores(self, words: Asked, met: Met) -> tuple[Values, Floats | None]:
        """Linear scores of all articles, and linear, nearest and centroid of what nobody answers if that is known."""
        linear = np.zeros(self.view.text.total)
        if self._rankers is None:
            return linear, None
        row = SparseRows.of([self._vector(words, met)], self._vocabulary)
        if not self._has_nobody:
            linear[self._numbers] = self._rankers.linear_scores(row)
            return linear, None
        found = self._rankers.scores(row)
        linear[self._numbers] = found[:-1, 0]
        return linear, found[-1]

    def _train(self, texts: Sequence[str], owner: Ints, classes: int) -> None:
        words = [asked(analyze(text, self.view.language)) for text in texts]
        vectors = [self._vector(one, self.view.text.meet(one)) for one in words]
        self._vocabulary = Vocabulary(vectors)
        rows = SparseRows.of(vectors, self._vocabulary)
        self._rankers = Rankers.trained(rows, owner, classes)
        self.weights = fit_weights(list(self._trials(words, rows, owner, classes)), START)

    def _trials(
        self, words: Sequence[Asked], rows: SparseRows, owner: Ints, classes: int
    ) -> Iterator[tuple[Floats, int]]:
        """Phrasings asked of rankers that have not seen them; those whose article has no other are left out."""
        shuffled = np.random.default_rng(0).permutation(len(rows))
        for fold in range(_FOLDS):
            asked_now = shuffled[fold::_FOLDS]
            rest = np.setdiff1d(np.arange(len(rows)), asked_now)
            if not len(rest):
                return
            rankers = Rankers.trained(rows.taken(rest), owner[rest], classes)
            seen = set(owner[rest].tolist())
            for at in asked_now[: _MOST_TRIALS // _FOLDS]:
                if int(owner[at]) in seen and len(words[at].terms):
                    ways = rankers.scores(rows.taken(np.array([at])))
                    yield np.hstack([ways, self._body(words[at], classes)]), int(owner[at])

    def _body(self, words: Asked, classes: int) -> Floats:
        """What the texts say, as a share of the most they could; nobody's is 0."""
        met = self.view.text.meet(words)
        body = np.zeros((classes, 1), np.float32)
        shares = self.view.text.scores(words, met)[self._numbers] / (self.view.text.most(words, met) or 1.0)
        body[: len(self._numbers), 0] = shares
        return body

    def _vector(self, words: Asked, met: Met) -> dict[int, float]:
        weights = term_weights(words, rarity(self.view, met.found))
        length = float(np.sqrt((weights * weights).sum())) or 1.0
        return dict(zip(words.terms.tolist(), (weights / length).tolist(), strict=True))


def takes_long(view: View) -> bool:
    """Whether learning takes longer than a change may take to be seen."""
    return view.size * view.phrasings.size > LEARNT_AT_ONCE


def term_weights(words: Asked, rare: Values) -> Values:
    """How much each term of a question tells."""
    weights: Values = np.where(words.is_gram, GRAM_WEIGHT, WORD_WEIGHT) * rare * (1 + np.log(words.counts))
    return weights


def rarity(view: View, articles: Numbers) -> Values:
    """The weight of terms that so many articles hold, in text or phrasing."""
    rare: Values = np.log((1 + view.size) / (1 + np.minimum(articles, view.size))) + 0.1
    return rare


def _phrasings(view: View) -> tuple[list[int], list[str], list[int]]:
    """The numbers of the articles that are seen; their titles and phrasings; and the place of each one's article."""
    found = [
        (part.segment.articles[at], start + at)
        for part, start in zip(view.parts, view.starts, strict=False)
        for at in np.flatnonzero(part.seen).tolist()
    ]
    found.sort(key=lambda one: one[0].key)  # wherever they stand, the same articles teach the same
    known = [[text for text in (article.title, *article.phrasings) if text] for article, _ in found]
    owner = [place for place, texts in enumerate(known) for _ in texts]
    return [number for _, number in found], [text for texts in known for text in texts], owner
