"""What articles mean, as directions: where a model of meanings is at hand, it helps the words.

An article has a direction for its title and each phrasing (texts that ask) and one for each section (texts that say).
The cosine with a question's direction is evidence beside that of the words, and the only evidence across languages.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from .article import IndexedArticle, Reader, may_see
from .passage import sections_of
from .postings import Flags, Numbers, Values
from .signals import NO_WORDS, Candidate, Meant
from .sparse import Floats
from .stacking import chances

if TYPE_CHECKING:
    from contactcenter.ports.embedder import Vectors

WEIGHTS = np.array([5.8, 13.8, 24.2, 74.4], np.float32)
"""What the words' chance (its logarithm by 10), nearest, middle and text are worth: `python -m bench.meanings`."""

PASSAGE_CHARS = 800
MAX_PASSAGES, MAX_ASKED = 24, 200  # an article of 10,000 headings is not read whole
_FLOOR = 1e-4  # the chance of an article that the words do not name
_NEAR = 10
_LIKE_NEAREST = 0.3
_MASKS = 64


@dataclass(frozen=True, slots=True, eq=False)
class ArticleMeaning:
    """Lines of length 1: one a text that asks, one a section; ``sections`` are the texts of these."""

    article: IndexedArticle
    asked: Vectors
    said: Vectors
    sections: tuple[str, ...]


def texts_of(article: IndexedArticle) -> tuple[list[str], list[str]]:
    """What of an article is embedded: texts that ask, and texts that say."""
    asked = [text for text in (article.title, *article.phrasings) if text.strip()][:MAX_ASKED]
    said: list[str] = []
    for section in sections_of(article.body):
        text = section.markdown
        said += [text[at : at + PASSAGE_CHARS] for at in range(0, len(text), PASSAGE_CHARS)]
        if len(said) >= MAX_PASSAGES:
            break
    return asked or [article.id], [f"{article.title}\n{text}".strip() for text in said[:MAX_PASSAGES]]


class Meanings:
    """The meanings of one language's articles, as far as they are known. Never changed: the next one is made."""

    def __init__(self, of: Iterable[ArticleMeaning] = ()) -> None:
        self.of: tuple[ArticleMeaning, ...] = tuple(of)
        self.position = {one.article.key: at for at, one in enumerate(self.of)}
        self._asked, self._asked_starts = _stacked([one.asked for one in self.of])
        self._said, self._said_starts = _stacked([one.said if len(one.said) else one.asked[:1] for one in self.of])
        self._is_silent = np.array([not len(one.said) for one in self.of], np.bool_)
        self._masks: dict[tuple[Reader, frozenset[str]], Flags] = {}

    @property
    def width(self) -> int:
        """Of the directions."""
        return int(self._asked.shape[1])

    def allowed(self, reader: Reader, products: Collection[str]) -> Flags:
        """What the reader may see and is not about products they do not have: the filter before any ranking."""
        wanted = frozenset(products)
        sight = replace(reader, products=frozenset(), versions=frozenset()), wanted
        if sight not in self._masks:
            if len(self._masks) >= _MASKS:
                self._masks.clear()
            found = (may_see(reader, one.article) and _is_about(one.article, wanted) for one in self.of)
            self._masks[sight] = np.fromiter(found, np.bool_, len(self.of))
        return self._masks[sight]

    def ways(self, question: Vectors) -> Values:
        """For each article: cosine with its nearest text that asks, the mean of those, and its nearest section.

        An article without text says what it is asked with.
        """
        asked, said = self._asked @ question, self._said @ question
        sizes = np.diff(np.append(self._asked_starts, len(asked)))
        nearest = np.maximum.reduceat(asked, self._asked_starts)
        middle = np.add.reduceat(asked, self._asked_starts) / sizes
        text = np.maximum.reduceat(said, self._said_starts)
        text = np.where(self._is_silent, _LIKE_NEAREST * nearest + (1 - _LIKE_NEAREST) * middle, text)
        return np.stack([nearest, middle, text], axis=1).astype(np.float64)

    def section(self, key: str, question: Vectors) -> str:
        """The section of an article that is nearest to the question."""
        one = self.of[self.position[key]]
        return one.sections[int(np.argmax(one.said @ question))] if one.sections else one.article.title


def fused(
    found: Sequence[Candidate],
    meanings: Meanings,
    question: Vectors,
    reader: Reader,
    *,
    products: Collection[str] = (),
    without: Collection[str] = (),
    others: Collection[str] = (),
    limit: int = 4,
) -> list[Candidate]:
    """The likeliest articles by words and meaning together; ``found`` are all that the words found.

    ``without``: keys that are not given, ``others``: that are not ranked either. While some articles' meanings are not
    known yet, the words alone rank: a question must not go to the next best because the best is not learnt.
    """
    if not meanings.of or any(one.article.key not in meanings.position for one in found[:limit]):
        return _given(found, without, limit)
    allowed = meanings.allowed(reader, products).copy()
    allowed[[meanings.position[key] for key in others if key in meanings.position]] = False
    places = np.flatnonzero(allowed)
    if not len(places):
        return _given(found, without, limit)
    by_words = {one.article.key: one for one in found}
    ways = meanings.ways(question)[places]
    lines = _lines(meanings, places.tolist(), by_words, ways)
    chance = chances(lines, WEIGHTS)
    order = [
        at for at in np.argsort(-chance, kind="stable").tolist() if meanings.of[places[at]].article.key not in without
    ]
    return [_candidate(meanings.of[places[at]].article, by_words, _meant(ways, chance, at)) for at in order[:limit]]


def _candidate(article: IndexedArticle, by_words: Mapping[str, Candidate], meant: Meant) -> Candidate:
    known = by_words.get(article.key)
    return Candidate(article=article, signals=replace(known.signals if known else NO_WORDS, meaning=meant))


def _given(found: Sequence[Candidate], without: Collection[str], limit: int) -> list[Candidate]:
    return [one for one in found if one.article.key not in without][:limit]


def _lines(meanings: Meanings, places: list[int], by_words: Mapping[str, Candidate], ways: Values) -> Floats:
    keys = (meanings.of[at].article.key for at in places)
    words = [by_words[key].signals.chance if key in by_words else 0.0 for key in keys]
    said = np.log(np.maximum(words, _FLOOR)) / 10
    return np.column_stack([said, ways - ways.mean(axis=0)]).astype(np.float32)


def _meant(ways: Values, chance: Floats, at: int) -> Meant:
    nearest = ways[:, 0]
    tenth = np.partition(nearest, max(0, len(nearest) - _NEAR))[max(0, len(nearest) - _NEAR)]
    behind = float(np.delete(chance, at).max(initial=0.0))
    return Meant(
        chance=float(chance[at]),
        margin=max(0.0, float(chance[at]) - behind),
        nearest=float(nearest[at]),
        lead=float(nearest[at] - tenth),
        text=float(ways[at, 2]),
    )


def _is_about(article: IndexedArticle, products: frozenset[str]) -> bool:
    return not products or not article.products or not products.isdisjoint(article.products)


def _stacked(vectors: Sequence[Vectors]) -> tuple[Vectors, Numbers]:
    """All lines under one another, and where those of each article begin."""
    if not vectors:
        return np.zeros((0, 0), np.float32), np.zeros(0, np.intp)
    sizes = [len(one) for one in vectors]
    return np.vstack(vectors), np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.intp)
