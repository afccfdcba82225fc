"""Articles found by their words: one shelf a language, one view for each kind of reader that asks.

An index is immutable but for what it works out when it is first needed: its owner makes the next one and swaps it in.
Nothing here needs numpy before somebody asks; with it the centre would start with 17 MB more.
"""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .article import ANYBODY, IndexedArticle, Reader

if TYPE_CHECKING:
    from .shelf import Merge, Shelf
    from .view import View

_MAX_VIEWS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An article that was found; scores are comparable within one search only."""

    article: IndexedArticle
    score: float


class Index:
    """All articles. ``made`` and ``changed`` may be called in any thread, what keeps something in the owner's."""

    def __init__(self, articles: Iterable[IndexedArticle] = ()) -> None:
        waiting: defaultdict[str, list[IndexedArticle]] = defaultdict(list)
        for article in articles:
            waiting[article.language].append(article)
        self._waiting: dict[str, list[IndexedArticle]] = waiting
        self._shelves: dict[str, Shelf] = {}
        self._views: OrderedDict[tuple[str, Reader], View] = OrderedDict()

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages articles are written in, as they spell them."""
        return tuple(dict.fromkeys([*self._shelves, *self._waiting]))

    def spoken(self, language: str) -> str | None:
        """The language of articles that serves a reader of `language`: the same one, or Chinese in the other script."""
        wanted = language.lower().split("-")
        if wanted[0] != "zh":
            return next((one for one in self.languages if one.lower().split("-")[0] == wanted[0]), None)
        chinese = [one for one in self.languages if one.lower().startswith("zh")]
        return next((one for one in chinese if one.lower() == language.lower()), chinese[0] if chinese else None)

    def view(self, language: str, reader: Reader = ANYBODY) -> View:
        """What `reader` may see in exactly this language; empty for a language without articles."""
        view = self.kept(language, reader) or self.made(language, reader)
        self.keep(language, reader, view)
        return view

    def search_everywhere(self, query: str, limit: int, reader: Reader = ANYBODY) -> list[Hit]:
        """The best `limit` articles of all languages; a translation is an article of its own."""
        views = (self.view(language, reader) for language in self.languages)
        hits = [hit for view in views for hit in view.search(query, limit, reader.products)]
        return sorted(hits, key=lambda hit: (-hit.score, hit.article.key))[: max(0, limit)]

    def kept(self, language: str, reader: Reader) -> View | None:
        """The view, if it was asked for lately."""
        return self._views.get(self._sight(language, reader))

    def made(self, language: str, reader: Reader, before: View | None = None) -> View:
        """A new view, which is not kept yet; in any thread. `before`: one of this reader in an earlier index."""
        from .shelf import shelf_of
        from .view import View

        shelf = self._shelves.get(language) or shelf_of(self._waiting.get(language, ()), language)
        return View(shelf, reader, before)

    def keep(self, language: str, reader: Reader, view: View) -> None:
        """The one to use from now on, with its shelf; the one unused for longest goes."""
        if self._waiting.pop(language, None) is not None:
            self._shelves[language] = view.shelf
        sight = self._sight(language, reader)
        self._views[sight] = view
        self._views.move_to_end(sight)
        if len(self._views) > _MAX_VIEWS:
            self._views.popitem(last=False)

    def holds(self, view: View) -> bool:
        """Whether a view is still kept."""
        return any(kept is view for kept in self._views.values())

    @property
    def in_use(self) -> tuple[tuple[str, Reader], ...]:
        """The views that are kept, by language and reader."""
        return tuple(self._views)

    def changed(self, keys: Collection[str], articles: Iterable[IndexedArticle]) -> Index:
        """The next index: without the articles of these keys, and with these; in any thread.

        What is of other languages is shared, with its views.
        """
        added = Index(articles)._waiting
        gone = {*keys, *(one.key for some in added.values() for one in some)}
        shelves = {name: shelf.changed(gone, added.pop(name, ())) for name, shelf in list(self._shelves.items())}
        waiting = {name: [one for one in some if one.key not in gone] for name, some in list(self._waiting.items())}
        for name, some in added.items():
            waiting.setdefault(name, []).extend(some)
        return self._next(shelves, waiting)

    def merges(self) -> dict[str, Merge]:
        """Segments of untidy shelves made one. May take seconds: in any thread."""
        return {name: shelf.merge() for name, shelf in list(self._shelves.items()) if shelf.is_untidy}

    def merged(self, merges: Mapping[str, Merge]) -> Index:
        """The next index, with what was merged in its place."""
        shelves = {name: shelf.merged(merges[name]) if name in merges else shelf
                   for name, shelf in list(self._shelves.items())}  # fmt: skip
        return self._next(shelves, {name: list(some) for name, some in list(self._waiting.items())})

    def _next(self, shelves: dict[str, Shelf], waiting: dict[str, list[IndexedArticle]]) -> Index:
        index = Index()
        index._shelves = {name: shelf for name, shelf in shelves.items() if shelf.standing}
        index._waiting = {name: some for name, some in waiting.items() if some}
        kept = [(sight, view) for sight, view in list(self._views.items()) if shelves.get(sight[0]) is view.shelf]
        index._views = OrderedDict(kept)
        return index

    def _sight(self, language: str, reader: Reader) -> tuple[str, Reader]:
        """Readers that see the same share a view: companies count that articles are for, products never."""
        companies = reader.companies
        if companies and language in self._shelves:
            companies &= self._shelves[language].companies
        return language, Reader(audience=reader.audience, companies=companies)
