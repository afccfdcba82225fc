"""All articles by slug, in memory: who may know of which, in which languages, without reading the store.

It says where to look and what lists show. What a page shows is read from the store and judged again there.
"""

import asyncio
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from contactcenter.ids import ArticleId
from contactcenter.model.article import Article, ArticleAudience, ArticleState

SHOWN = frozenset({ArticleState.VALIDATED, ArticleState.NOT_VALIDATED})


@dataclass(frozen=True, slots=True)
class Line:
    """An article in a list; ``is_public``: anybody may read it."""

    id: ArticleId
    slug: str
    language: str
    title: str
    products: tuple[str, ...]
    is_public: bool


@dataclass(frozen=True, slots=True)
class Chapter:
    """Articles about one product ('' = about none), each in the language nearest to the reader's, by title."""

    product: str
    lines: tuple[Line, ...]


class Catalogue:
    """Kept up by whoever builds the index, in the loop's thread; what lists need is worked out in another."""

    def __init__(self) -> None:
        self._by_id: dict[ArticleId, Line] = {}
        self._by_slug: dict[str, dict[ArticleId, Line]] = {}
        self._chapters: dict[str, tuple[Chapter, ...]] = {}

    def replace(self, gone: Iterable[ArticleId], articles: Iterable[Article]) -> None:
        """Without the articles of these ids, and with these."""
        for id in gone:
            self._drop(id)
        for article in articles:
            self._drop(article.id)
            line = line_of(article)
            self._by_id[line.id] = self._by_slug.setdefault(line.slug, {})[line.id] = line
        self._chapters = {}

    def _drop(self, id: ArticleId) -> None:
        line = self._by_id.pop(id, None)
        if line is not None:
            some = self._by_slug[line.slug]
            del some[id]
            if not some:
                del self._by_slug[line.slug]

    def ids(self, slug: str) -> tuple[ArticleId, ...]:
        """All articles with this slug: one a language."""
        return tuple(self._by_slug.get(slug, ()))

    @property
    def public_languages(self) -> tuple[str, ...]:
        """Those that articles for everybody are written in."""
        return tuple(sorted({line.language for line in self._by_id.values() if line.is_public}))

    async def chapters(self, language: str) -> tuple[Chapter, ...]:
        """What everybody may read, by product, for a reader of this language; kept until an article changes."""
        kept = self._chapters
        if language not in kept:
            groups = [tuple(some.values()) for some in self._by_slug.values()]
            kept[language] = await asyncio.to_thread(_chapters, groups, language)
        return kept[language]


def line_of(article: Article) -> Line:
    return Line(
        id=article.id,
        slug=article.slug,
        language=article.language,
        title=article.title,
        products=article.products,
        is_public=is_public(article),
    )


def is_public(article: Article) -> bool:
    """Whether anybody may read it."""
    return article.audience is ArticleAudience.PUBLIC and article.state in SHOWN


def nearness(language: str, wanted: str) -> tuple[bool, bool, bool, str]:
    """Sorts languages for a reader: the same tag, the same language, English, any."""
    primary = wanted.split("-")[0].lower()
    return language != wanted, language.split("-")[0].lower() != primary, language != "en", language


def without(chapters: Iterable[Chapter], ids: Collection[ArticleId]) -> list[Chapter]:
    """The same without some articles; what is empty then goes."""
    if not ids:
        return list(chapters)
    left = (Chapter(one.product, tuple(line for line in one.lines if line.id not in ids)) for one in chapters)
    return [one for one in left if one.lines]


def _chapters(groups: Iterable[Collection[Line]], language: str) -> tuple[Chapter, ...]:
    found: dict[str, list[Line]] = {}
    for some in groups:
        public = [line for line in some if line.is_public]
        if public:
            line = min(public, key=lambda one: nearness(one.language, language))
            for product in line.products or ("",):
                found.setdefault(product, []).append(line)
    return tuple(Chapter(product, tuple(sorted(lines, key=_by_title))) for product, lines in sorted(found.items()))


def _by_title(line: Line) -> tuple[str, str]:
    return line.title.casefold(), line.id
