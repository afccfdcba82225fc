"""The articles of one language that one kind of reader may see, searchable.

What a reader may not see is left out before anything is counted, so that neither ranks nor word statistics depend on
it. What is left out for other reasons (another product, a change on its way) is left out before anything is ranked.
"""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from .analyzer import analyze
from .article import ANYBODY, IndexedArticle, Reader, may_see
from .field import Documents, Field, asked
from .index import Hit
from .postings import Flags, Numbers, Values, spread
from .shelf import Shelf, Standing

_MAX_QUERY_CHARS = 2_000


CANDIDATES = 100
PHRASING_WEIGHT = 0.4
"""They are short: one that shares a common word with a query must not outweigh a whole text."""


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """A few articles (ascending numbers), their phrasings, and the place where those of each begin."""

    articles: Numbers
    phrasings: Numbers
    firsts: Numbers
    order: NDArray[np.uint32]

    def nearest(self, scores: Values) -> Values:
        """The best score of each article's phrasings."""
        return np.maximum.reduceat(scores, self.firsts) if len(scores) else scores

    def sums(self, scores: Values) -> Values:
        """The sum of the scores of each article's phrasings."""
        return np.add.reduceat(scores, self.firsts) if len(scores) else scores


class Part:
    """A segment as one kind of reader sees it; kept from view to view while neither changes."""

    def __init__(self, standing: Standing, reader: Reader) -> None:
        self.standing = standing
        self.segment = segment = standing.segment
        self.seen = standing.stands & _seen_by(reader, segment.articles)
        self.text = Documents.of(segment.text, segment.text_lengths, self.seen)

    @cached_property
    def phrasings(self) -> Documents:
        """The known phrasings with each title, as small documents of their own."""
        return Documents.of(self.segment.phrasing, self.segment.phrasing_lengths, self.seen[self.segment.article_of])


class View:
    """Articles are numbered through all segments of the shelf, seen or not; `seen` tells for each."""

    def __init__(self, shelf: Shelf, reader: Reader = ANYBODY, before: View | None = None) -> None:
        """`before`: a view of the same reader, whose parts are used again where nothing changed."""
        known: dict[Standing, Part] = {part.standing: part for part in before.parts} if before else {}
        self.shelf = shelf
        self.language = shelf.language
        self.parts: list[Part] = [known.get(one) or Part(one, reader) for one in shelf.standing]
        self.starts: list[int] = [0, *itertools.accumulate(len(part.seen) for part in self.parts)]
        self.text = Field([part.text for part in self.parts])

    @property
    def size(self) -> int:
        """How many articles are seen."""
        return self.text.size

    @cached_property
    def phrasings(self) -> Field:
        """The known phrasings with each title, as small documents of their own."""
        return Field([part.phrasings for part in self.parts])

    @cached_property
    def first_phrasings(self) -> Numbers:
        """The first phrasing of each article."""
        before = 0
        firsts = [np.zeros(0, np.int64)]
        for part in self.parts:
            firsts.append(part.segment.phrasing_starts[:-1] + before)
            before += int(part.segment.phrasing_starts[-1])
        return np.concatenate(firsts).astype(np.intp)

    @cached_property
    def order(self) -> NDArray[np.uint32]:
        """Decides between equals: the same for an article wherever it stands."""
        return np.concatenate([np.zeros(0, np.uint32), *(part.segment.order for part in self.parts)])

    @property
    def is_searchable(self) -> bool:
        """Whether ``search`` has all it needs: it is made by ``make_searchable``, else by the first search."""
        return "order" in self.__dict__

    def make_searchable(self) -> None:
        """Work out what the first search would wait for; in any thread."""
        _ = self.phrasings, self.first_phrasings, self.order

    def article(self, at: int) -> IndexedArticle:
        """The article with this number."""
        part = bisect.bisect_right(self.starts, at) - 1
        found: IndexedArticle = self.parts[part].segment.articles[at - self.starts[part]]
        return found

    def search(
        self, query: str, limit: int, products: Collection[str] = (), without: Collection[str] = ()
    ) -> list[Hit]:
        """The best `limit` articles for `query`, best first, by their text and their nearest phrasing.

        products: left out is what is about others; empty for any. without: keys of articles to leave out.
        """
        if not self.size:
            return []
        words = asked(analyze(query[:_MAX_QUERY_CHARS], self.language))
        in_text, in_phrasings = self.text.meet(words), self.phrasings.meet(words)
        text, phrasings = self.text.scores(words, in_text), self.phrasings.scores(words, in_phrasings)
        rough = text + PHRASING_WEIGHT * np.maximum.reduceat(phrasings, self.first_phrasings)
        few = self.candidates(rough, self.allowed(products, without), max(limit, CANDIDATES))
        text = text[few.articles] + self.text.scores_among(
            words, in_text, self.text.among(in_text, few.articles), few.articles
        )
        phrasings = phrasings[few.phrasings] + self.phrasings.scores_among(
            words, in_phrasings, self.phrasings.among(in_phrasings, few.phrasings), few.phrasings
        )
        scores = text + PHRASING_WEIGHT * few.nearest(phrasings)
        ranked = best(scores, few.order, limit).tolist()
        return [Hit(article=self.article(int(few.articles[at])), score=float(scores[at])) for at in ranked]

    def candidates(self, scores: Values, allowed: Flags | None, limit: int) -> Candidates:
        """The articles that the telling terms find first: the other terms put these in order."""
        found = np.flatnonzero(scores > 0 if allowed is None else (scores > 0) & allowed)
        articles = np.sort(found[best(scores[found], self.order[found], limit)])
        ends = np.append(self.first_phrasings, self.phrasings.total)
        sizes = ends[articles + 1] - ends[articles]
        firsts = np.cumsum(sizes) - sizes
        return Candidates(articles, spread(ends[articles], sizes), firsts, self.order[articles])

    def allowed(self, products: Collection[str], without: Collection[str] = ()) -> Flags | None:
        """Which articles may be ranked; None = all that are seen."""
        if not products and not without:
            return None
        allowed = np.full(self.text.total, not products)
        for part, before in zip(self.parts, self.starts, strict=False):
            segment = part.segment
            for product in ("", *products) if products else ():
                allowed[segment.about.get(product, _NOWHERE) + before] = True
            allowed[[before + at for key in without if (at := segment.position.get(key)) is not None]] = False
        return allowed


def best(scores: Values, order: NDArray[np.uint32], limit: int) -> Numbers:
    """Where the highest scores stand, highest first; `order` decides between equals."""
    found = np.arange(len(scores))
    if len(found) > limit > 0:
        found = np.flatnonzero(scores >= np.partition(scores, len(scores) - limit)[len(scores) - limit])
    ranked: Numbers = found[np.lexsort((order[found], -scores[found]))][: max(0, limit)]
    return ranked


_NOWHERE = np.zeros(0, np.int32)


def _seen_by(reader: Reader, articles: tuple[IndexedArticle, ...]) -> Flags:
    return np.fromiter((may_see(reader, one) for one in articles), np.bool_, len(articles))
