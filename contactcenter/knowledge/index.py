"""Articles found by their words: BM25 over stems and over pieces of words, for one language and one kind of reader.

An index is immutable: its owner builds a new one and swaps it in. What a reader may not see is left out before
anything is counted, so that neither ranks nor word statistics depend on it.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from .analyzer import Terms, analyze
from .article import ANYBODY, IndexedArticle, Reader, may_see
from .postings import Postings

_K1 = 2.0
_B = 0.75
_GRAM_WEIGHT = 1.0
_PHRASING_WEIGHT = 0.6  # they are short: one that shares a common word with a query must not outweigh a whole text
_TITLE_TIMES = 2
_MAX_VIEWS = 16
_MAX_QUERY_CHARS = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An article that was found; scores are comparable within one search only."""

    article: IndexedArticle
    score: float


class Index:
    """All articles, with one view a language and reader, made when first asked for."""

    def __init__(self, articles: Iterable[IndexedArticle]) -> None:
        self._by_language: defaultdict[str, list[IndexedArticle]] = defaultdict(list)
        for article in articles:
            self._by_language[article.language].append(article)
        self._views: OrderedDict[tuple[str, Reader], View] = OrderedDict()

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages articles are written in, as they spell them."""
        return tuple(self._by_language)

    def spoken(self, language: str) -> str | None:
        """The language of articles that serves a reader of `language`: the same one, or Chinese in the other script."""
        wanted = language.lower().split("-")
        if wanted[0] != "zh":
            return next((one for one in self._by_language if one.lower().split("-")[0] == wanted[0]), None)
        chinese = [one for one in self._by_language if one.lower().startswith("zh")]
        return next((one for one in chinese if one.lower() == language.lower()), chinese[0] if chinese else None)

    def holds(self, view: View) -> bool:
        """Whether a view is still kept."""
        return any(kept is view for kept in self._views.values())

    def view(self, language: str, reader: Reader = ANYBODY) -> View:
        """What `reader` may see in exactly this language; empty for a language without articles."""
        view = self.kept(language, reader) or self.made(language, reader)
        self.keep(language, reader, view)
        return view

    def search_everywhere(self, query: str, limit: int, reader: Reader = ANYBODY) -> list[Hit]:
        """The best articles of all languages; each language reads the query with its own stems."""
        found = [hit for one in self._by_language for hit in self.view(one, reader).search(query, limit)]
        return sorted(found, key=lambda hit: -hit.score)[: max(0, limit)]

    def kept(self, language: str, reader: Reader) -> View | None:
        """The view, if it was asked for lately."""
        return self._views.get((language, reader))

    def made(self, language: str, reader: Reader) -> View:
        """A new view, which is not kept yet; in any thread."""
        return View([one for one in self._by_language.get(language, ()) if may_see(reader, one)], language)

    def keep(self, language: str, reader: Reader, view: View) -> None:
        """The one to use from now on; the one unused for longest goes."""
        self._views[language, reader] = view
        self._views.move_to_end((language, reader))
        if len(self._views) > _MAX_VIEWS:
            self._views.popitem(last=False)


@dataclass(frozen=True, slots=True)
class Phrasings:
    """The terms of each phrasing, and the position of the article it belongs to."""

    owner: array[int]
    terms: list[Terms]


class View:
    """The articles of one language that one kind of reader may see, searchable."""

    def __init__(self, articles: Sequence[IndexedArticle], language: str) -> None:
        self.articles = tuple(articles)
        self.language = language
        self.text_words, self.text_grams = _fields(
            [analyze(f"{article.title}\n" * _TITLE_TIMES + article.body, language) for article in articles]
        )

    def phrasings(self) -> Phrasings:
        """The known phrasings with each title, as small documents of their own; analysed anew, never kept."""
        owned = [(at, text) for at, one in enumerate(self.articles) for text in (one.title, *one.phrasings)]
        return Phrasings(array("I", [at for at, _ in owned]), [analyze(text, self.language) for _, text in owned])

    @property
    def is_searchable(self) -> bool:
        """Whether ``search`` has all it needs: it is made by ``make_searchable``, else by the first search."""
        return "_phrasing_fields" in self.__dict__

    def make_searchable(self) -> None:
        """Work out what the first search would wait for; in any thread."""
        _ = self._phrasing_fields

    @cached_property
    def _phrasing_fields(self) -> tuple[array[int], Field, Field]:
        phrasings = self.phrasings()
        return phrasings.owner, *_fields(phrasings.terms)

    def search(self, query: str, limit: int) -> list[Hit]:
        """The best `limit` articles for `query`, best first, by their text and their nearest phrasing."""
        terms = analyze(query[:_MAX_QUERY_CHARS], self.language)
        scores = _both(self.text_words, self.text_grams, terms)
        owners, words, grams = self._phrasing_fields
        nearest: dict[int, float] = {}
        for at, score in _both(words, grams, terms).items():
            owner = owners[at]
            nearest[owner] = max(score, nearest.get(owner, 0.0))
        for owner, score in nearest.items():
            scores[owner] += _PHRASING_WEIGHT * score
        best = sorted(scores.items(), key=lambda item: (-item[1], item[0]))[: max(0, limit)]
        return [Hit(article=self.articles[at], score=score) for at, score in best]

    def text_scores(self, terms: Terms) -> dict[int, float]:
        """BM25 of each article's own text as a share, 0 to 1, of the most that any text could reach."""
        most = self.text_words.most(terms.words) + _GRAM_WEIGHT * self.text_grams.most(terms.grams)
        scores = _both(self.text_words, self.text_grams, terms)
        return {at: score / most for at, score in scores.items()} if most > 0 else {}


class Field:
    """BM25 over one field, its weights worked out beforehand."""

    def __init__(self, documents: Sequence[Sequence[str]]) -> None:
        self.size = len(documents)
        average = sum(map(len, documents)) / max(1, self.size) or 1.0
        self._postings = Postings([_saturated(terms, average) for terms in documents])

    def rarity(self, term: str) -> float:
        """Inverse document frequency; a term that is nowhere is as rare as can be."""
        found = self._postings.found_in(term)
        return math.log(1 + (self.size - found + 0.5) / (found + 0.5))

    def owners(self, term: str) -> Iterable[int]:
        """The documents that hold the term."""
        return self._postings.owners(term)

    def most(self, terms: Iterable[str]) -> float:
        """The score of a document that holds each of `terms` without end."""
        return sum(self.rarity(term) * (_K1 + 1) for term in set(terms))

    def scores(self, terms: Iterable[str]) -> defaultdict[int, float]:
        """BM25 score of each document that holds any of `terms`."""
        return self._postings.dot({term: self.rarity(term) for term in terms if term in self._postings})


def _saturated(terms: Sequence[str], average: float) -> dict[str, float]:
    norm = _K1 * (1 - _B + _B * len(terms) / average)
    return {term: count * (_K1 + 1) / (count + norm) for term, count in Counter(terms).items()}


def _fields(documents: Sequence[Terms]) -> tuple[Field, Field]:
    return Field([terms.words for terms in documents]), Field([terms.grams for terms in documents])


def _both(words: Field, grams: Field, terms: Terms) -> defaultdict[int, float]:
    scores = words.scores(terms.words)
    for at, score in grams.scores(terms.grams).items():
        scores[at] += _GRAM_WEIGHT * score
    return scores
