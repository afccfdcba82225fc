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
from .postings import Flags, Values
from .signals import NO_WORDS, Candidate, Meant
from .sparse import Floats
from .stacking import chances

if TYPE_CHECKING:
    from contactcenter.ports.embedder import Vectors

WEIGHTS = np.array([5.5, 12.9, 24.4, 79.2], np.float32)
"""What the words' chance (its logarithm by 10), nearest, middle and text are worth: `python -m bench.answers --fit`."""

PASSAGE_CHARS = 800
MAX_PASSAGES, MAX_ASKED = 24, 200  # an article of 10,000 headings is not read whole
_FLOOR = 1e-4  # the chance of an article that the words do not name
_NEAR = 10
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
    under_title = [f"{article.title}\n{text}".strip() for text in said[:MAX_PASSAGES]]
    return asked or [article.id], under_title or [article.title]


class Meanings:
    """The meanings of one language's articles, as far as they are known. Never changed: the next one is made."""

    def __init__(self, of: Iterable[ArticleMeaning] = ()) -> None:
        self.of: tuple[ArticleMeaning, ...] = tuple(of)
        self.position = {one.article.key: at for at, one in enumerate(self.of)}
        self._asked, self._asked_starts = _stacked([one.asked for one in self.of])
        self._said, self._said_starts = _stacked([one.said for one in self.of])
        self._masks: dict[tuple[Reader, frozenset[str]], Flags] = {}

    def allowed(self, reader: Reader, products: Collection[str]) -> Flags:
        """What the reader may see and is not about products they do not have: the filter before any ranking."""
        wanted = frozenset(products)
        sight = replace(reader, products=frozenset()), wanted
        if sight not in self._masks:
            if len(self._masks) >= _MASKS:
                self._masks.clear()
            found = (may_see(reader, one.article) and _is_about(one.article, wanted) for one in self.of)
            self._masks[sight] = np.fromiter(found, np.bool_, len(self.of))
        return self._masks[sight]

    def ways(self, question: Vectors) -> Values:
        """For each article: cosine with its nearest text that asks, the mean of those, and its nearest section."""
        asked, said = self._asked @ question, self._said @ question
        sizes = np.diff(np.append(self._asked_starts, len(asked)))
        nearest = np.maximum.reduceat(asked, self._asked_starts)
        middle = np.add.reduceat(asked, self._asked_starts) / sizes
        text = np.maximum.reduceat(said, self._said_starts)
        return np.stack([nearest, middle, text], axis=1).astype(np.float64)

    def section(self, key: str, question: Vectors) -> str:
        """The section of an article that is nearest to the question."""
        one = self.of[self.position[key]]
        return one.sections[int(np.argmax(one.said @ question))]


def fused(
    found: Sequence[Candidate],
    meanings: Meanings,
    question: Vectors,
    reader: Reader,
    *,
    products: Collection[str] = (),
    without: Collection[str] = (),
    limit: int = 4,
) -> list[Candidate]:
    """The likeliest articles by words and meaning together; ``found`` are all that the words found.

    An article whose meaning is not known yet keeps what the words say of it.
    """
    places = np.flatnonzero(meanings.allowed(reader, products)) if meanings.of else np.zeros(0, np.intp)
    if not len(places):
        return list(found[:limit])
    by_words = {one.article.key: one for one in found}
    ways = meanings.ways(question)[places]
    lines = _lines(meanings, places.tolist(), by_words, ways)
    chance = chances(lines, WEIGHTS)
    order = np.argsort(-chance, kind="stable")
    given: list[Candidate] = []
    for at in order.tolist():
        article = meanings.of[places[at]].article
        if article.key in without:
            continue
        known = by_words.get(article.key)
        signals = replace(known.signals if known else NO_WORDS, meaning=_meant(ways, chance, at))
        given.append(Candidate(article=article, signals=signals))
        if len(given) == limit:
            break
    return given or list(found[:limit])


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


def _stacked(vectors: Sequence[Vectors]) -> tuple[Vectors, Values]:
    """All lines under one another, and where those of each article begin."""
    if not vectors:
        return np.zeros((0, 0), np.float32), np.zeros(0, np.intp)
    sizes = [len(one) for one in vectors]
    return np.vstack(vectors), np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.intp)
