"""What the index keeps of an article, and who may see which."""

from __future__ import annotations

from dataclasses import dataclass

from contactcenter.model.article import ArticleAudience

_OPENNESS = {
    ArticleAudience.INTERNAL: 0,
    ArticleAudience.AGENTS: 1,
    ArticleAudience.COMPANIES: 2,
    ArticleAudience.CUSTOMERS: 3,
    ArticleAudience.PUBLIC: 4,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedArticle:
    """One article in one language; `body` is Markdown, `phrasings` are questions it is known to answer.

    `record` is what it is stored as, '' where there is no store.
    """

    id: str
    language: str
    title: str
    body: str
    phrasings: tuple[str, ...] = ()
    audience: ArticleAudience = ArticleAudience.PUBLIC
    companies: frozenset[str] = frozenset()
    products: tuple[str, ...] = ()
    short: str = ""
    version: int = 1
    record: str = ""

    @property
    def key(self) -> str:
        """What a later version of it replaces it by."""
        return self.record or f"{self.language} {self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who asks: the most closed audience they belong to, and for customers the companies they are with.

    `products` are those that they are known to have: what is about others is left out. Empty = not known.
    `versions` are pairs of a product and the version of it that they are known to have.
    """

    audience: ArticleAudience = ArticleAudience.PUBLIC
    companies: frozenset[str] = frozenset()
    products: frozenset[str] = frozenset()
    versions: frozenset[tuple[str, str]] = frozenset()


ANYBODY = Reader()
CUSTOMER = Reader(audience=ArticleAudience.CUSTOMERS)
AGENT = Reader(audience=ArticleAudience.AGENTS)


def may_see(reader: Reader, article: IndexedArticle) -> bool:
    """Whether `reader` may know that `article` exists. Staff see every company's articles, a company its own."""
    if article.audience is ArticleAudience.COMPANIES and _OPENNESS[reader.audience] >= 2:
        return not reader.companies.isdisjoint(article.companies)
    return _OPENNESS[article.audience] >= _OPENNESS[reader.audience]
