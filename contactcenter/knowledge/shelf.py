"""All articles of one language: a few segments, with what has changed since in later segments and struck out here.

A shelf is never changed. The next one shares its segments, so taking in a change costs what the change costs.
"""

from __future__ import annotations

import operator
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from .article import IndexedArticle
from .postings import Flags
from .segment import MAX_ARTICLES, Segment

MAX_SEGMENTS = 8
_MOST_STRUCK = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """A segment, and which of its articles still stand."""

    segment: Segment
    stands: Flags

    @property
    def size(self) -> int:
        return int(np.count_nonzero(self.stands))

    def articles(self) -> list[IndexedArticle]:
        """Those that still stand."""
        return [self.segment.articles[at] for at in np.flatnonzero(self.stands)]

    def without(self, keys: Collection[str]) -> Standing:
        """The same with some struck out; itself if it has none of them."""
        struck = [at for key in keys if (at := self.segment.position.get(key)) is not None and self.stands[at]]
        if not struck:
            return self
        stands = self.stands.copy()
        stands[struck] = False
        return replace(self, stands=stands)


@dataclass(frozen=True, slots=True, eq=False)
class Shelf:
    """The articles of `language`, each in one segment."""

    language: str
    standing: tuple[Standing, ...]

    def changed(self, keys: Collection[str], articles: Sequence[IndexedArticle]) -> Shelf:
        """The shelf without the articles of these keys, and with these articles."""
        kept = [one.without(keys) for one in self.standing]
        if not articles and all(map(operator.is_, kept, self.standing)):
            return self
        return Shelf(self.language, (*(one for one in kept if one.size), *_stood(articles, self.language)))

    @property
    def companies(self) -> frozenset[str]:
        """Those that articles are written for."""
        return frozenset().union(*(one.segment.companies for one in self.standing))

    @property
    def is_untidy(self) -> bool:
        """Whether ``merge`` would find something worth its time."""
        return bool(self._worth_merging())

    def merge(self) -> Merge:
        """Segments that stand in others' way, made one. May take seconds: in any thread."""
        before = self._worth_merging()
        articles = [article for one in before for article in one.articles()]
        return Merge(tuple(one.segment for one in before), _stood(articles, self.language))

    def merged(self, merge: Merge) -> Shelf:
        """The same articles with what was merged in the place of what it was made of, of which some may be gone."""
        others = [one for one in self.standing if one.segment not in merge.before]
        alive = {article.key for one in self.standing if one not in others for article in one.articles()}
        news = [one.without(one.segment.position.keys() - alive) for one in merge.after]
        return Shelf(self.language, (*others, *(one for one in news if one.size)))

    def _worth_merging(self) -> list[Standing]:
        """What is struck out for the most part, and the smaller ones where there are many."""
        wasted = [one for one in self.standing if one.size < (1 - _MOST_STRUCK) * len(one.segment.articles)]
        partial = [one for one in self.standing if one.size < MAX_ARTICLES // 2 and one not in wasted]
        if len(wasted) + len(partial) <= MAX_SEGMENTS:
            return wasted
        return wasted + sorted(partial, key=lambda one: one.size)[: MAX_SEGMENTS * 3 // 4]


@dataclass(frozen=True, slots=True, eq=False)
class Merge:
    """The segments that were merged, and what came of them."""

    before: tuple[Segment, ...]
    after: tuple[Standing, ...]


def shelf_of(articles: Iterable[IndexedArticle], language: str) -> Shelf:
    """A new shelf."""
    return Shelf(language, _stood(list(articles), language))


def _stood(articles: Sequence[IndexedArticle], language: str) -> tuple[Standing, ...]:
    parts = [articles[at : at + MAX_ARTICLES] for at in range(0, len(articles), MAX_ARTICLES)]
    return tuple(Standing(Segment(part, language), np.ones(len(part), dtype=np.bool_)) for part in parts)
