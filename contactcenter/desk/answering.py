"""The knowledge base at hand: one index in memory, built from the store, swapped whole when articles change."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from datetime import datetime

from contactcenter.knowledge.answer import ArticleRef, Decision, Knowledge
from contactcenter.knowledge.article import CUSTOMER, IndexedArticle, Reader
from contactcenter.knowledge.index import Hit
from contactcenter.model.bodies import Source
from contactcenter.model.records import Article, ArticleState
from contactcenter.ports import Store

ANSWERING_STATES = frozenset({ArticleState.VALIDATED, ArticleState.NOT_VALIDATED})


class Answering:
    """``decide`` and ``search`` read what is in memory; ``rebuild`` reads the store and swaps it in."""

    def __init__(self) -> None:
        self._knowledge: Knowledge | None = None
        self._building = asyncio.Lock()
        self._preparing = asyncio.Lock()

    @property
    def is_ready(self) -> bool:
        return self._knowledge is not None

    @property
    def knowledge(self) -> Knowledge:
        """Raises LookupError before the first build: callers treat it like any failure of the knowledge base."""
        if self._knowledge is None:
            raise LookupError("the knowledge index is not built yet")
        return self._knowledge

    async def rebuild(self, store: Store, now: datetime) -> None:
        """Build in a thread from all articles that may be used; readers keep the old index until it is done."""
        async with self._building:
            articles = [article async for article in _articles(store)]
            self._knowledge = await asyncio.to_thread(_built, indexed(articles, now), self._knowledge)

    async def decide(self, text: str, language: str, reader: Reader = CUSTOMER, max_chars: int = 2000) -> Decision:
        knowledge = await self._ready(language, reader, to_search=False)
        return knowledge.answer(text, language, reader, max_chars=max_chars)

    async def search(self, text: str, language: str, reader: Reader, limit: int) -> list[Hit]:
        """Articles for people who look themselves, best first."""
        knowledge = await self._ready(language, reader, to_search=True)
        return knowledge.search(text, language, reader, limit)

    async def _ready(self, language: str, reader: Reader, *, to_search: bool) -> Knowledge:
        """The first question in a language waits for a thread (2 s with 2,000 articles) and holds up nobody else."""
        knowledge = self.knowledge
        if knowledge.missing(language, reader, to_search=to_search) is not None:
            async with self._preparing:
                work = knowledge.missing(language, reader, to_search=to_search)
                if work is not None:
                    knowledge.keep(await asyncio.to_thread(work))
        return knowledge


def _built(articles: tuple[IndexedArticle, ...], before: Knowledge | None) -> Knowledge:
    """The next knowledge base, ready for those who asked the one before: their next question must not wait."""
    knowledge = Knowledge(articles)
    knowledge.prepare(before.in_use if before else ())
    return knowledge


def sources_of(decision: Decision) -> tuple[Source, ...]:
    """The article that answers, or those that are suggested."""
    named = (decision.article,) if decision.article else decision.suggestions
    return tuple(_source(one) for one in named)


def _source(article: ArticleRef) -> Source:
    return Source(article_id=article.id, language=article.language, title=article.title, version=article.version)


def indexed(articles: Iterable[Article], now: datetime) -> tuple[IndexedArticle, ...]:
    """Articles that may answer: not archived or unfinished, and not past their review date."""
    return tuple(
        IndexedArticle(
            id=article.slug,
            language=article.language,
            title=article.title,
            body=article.body,
            phrasings=article.phrasings,
            audience=article.audience,
            companies=frozenset(article.companies),
            products=article.products,
            version=article.version,
        )
        for article in articles
        if article.state in ANSWERING_STATES and (article.review_at is None or now < article.review_at)
    )


async def _articles(store: Store) -> AsyncIterator[Article]:
    after: str | None = None
    while True:
        page = await store.records(Article, after, 100)
        for article in page.items:
            yield article
        if page.next is None:
            return
        after = page.next
