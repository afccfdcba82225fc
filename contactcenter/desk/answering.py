"""The knowledge base at hand: one index in memory, built from the store and kept up with it, swapped whole.

An article that changes is not used from the moment it is saved until its new form is taken in: whoever takes an
article away from customers must not find it in an answer a second later.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import count
from typing import TYPE_CHECKING

from contactcenter.desk.catalogue import Catalogue
from contactcenter.desk.limits import Limits
from contactcenter.desk.meanings import ArticleMeanings
from contactcenter.ids import ArticleId
from contactcenter.knowledge import several
from contactcenter.knowledge.answer import MAX_SUGGESTIONS, ArticleRef, Decision, Knowledge
from contactcenter.knowledge.article import CUSTOMER, IndexedArticle, Reader
from contactcenter.knowledge.index import Hit
from contactcenter.model.article import Article, ArticleKind, ArticleState
from contactcenter.model.bodies import AskedPart
from contactcenter.model.message import Source
from contactcenter.ports import Store

if TYPE_CHECKING:
    from contactcenter.knowledge.meant import MeantQuestion

ANSWERING_STATES = frozenset({ArticleState.VALIDATED, ArticleState.NOT_VALIDATED})


MANY_ARTICLES = 2_000
"""With more of them nobody waits for the first question: all languages are prepared at once."""


class Answering:
    """``decide`` and ``search`` read what is in memory; ``rebuild`` and ``take_in`` read the store and swap it in."""

    def __init__(self, meanings: ArticleMeanings | None = None) -> None:
        """``meanings``: where the semantic extra is on."""
        self.meanings = meanings
        self._knowledge: Knowledge | None = None
        self._building = asyncio.Lock()
        self._preparing = asyncio.Lock()
        self._changing: dict[ArticleId, int] = {}  # which change of it was the last
        self._changes = count()
        self._review_at: dict[ArticleId, datetime] = {}
        self._limits = Limits()
        self._catalogue: Catalogue | None = None

    @property
    def is_ready(self) -> bool:
        return self._knowledge is not None

    @property
    def knowledge(self) -> Knowledge:
        """Raises LookupError before the first build: callers treat it like any failure of the knowledge base."""
        if self._knowledge is None:
            raise LookupError("the knowledge index is not built yet")
        return self._knowledge

    @property
    def catalogue(self) -> Catalogue | None:
        """All articles by slug; None before the first build."""
        return self._catalogue

    @property
    def changing(self) -> frozenset[ArticleId]:
        """What was saved or removed, and is not taken in yet."""
        return frozenset(self._changing)

    @property
    def next_review(self) -> datetime | None:
        """When the next article is to leave because its review is due."""
        return min(self._review_at.values(), default=None)

    def changes(self, article_id: ArticleId) -> None:
        """The article was saved or removed: what is known of it is not used any more."""
        self._changing[article_id] = next(self._changes)

    async def rebuild(self, store: Store, now: datetime) -> None:
        """Build in a thread from all articles that may be used; readers keep the old index until it is done."""
        async with self._building:
            taken = dict(self._changing)
            usable: list[IndexedArticle] = []
            reviews: dict[ArticleId, datetime] = {}
            limited: list[Article] = []
            catalogue = Catalogue()
            async for page in _articles(store):  # page by page: each whole article is held twice for a moment only
                catalogue.replace((), page)
                usable += indexed(page, now)
                reviews |= _reviews(page, now)
                limited += [one for one in page if one.product_versions or one.kind is ArticleKind.PROCEDURE]
            self._knowledge = await asyncio.to_thread(_built, usable, self._knowledge)
            if self.meanings:
                self.meanings.expect((), usable)
            self._review_at, self._limits = reviews, Limits().changed((), limited)
            self._catalogue = catalogue
            self._taken_in(taken)

    async def take_in(self, store: Store, now: datetime) -> None:
        """Bring in what changed, and leave out what is past its review date; in a thread, swapped when done."""
        if self._knowledge is None:
            await self.rebuild(store, now)
            return
        async with self._building:
            taken = dict(self._changing)
            ids = {*taken, *(one for one, due in self._review_at.items() if due <= now)}
            if not ids:
                return
            articles = [one for id in sorted(ids) if (one := await store.record(Article, id)) is not None]
            usable = indexed(articles, now)
            self._knowledge = await asyncio.to_thread(self._knowledge.changed, ids, usable)
            if self.meanings:
                self.meanings.expect(ids, usable)
            self._review_at = {id: due for id, due in self._review_at.items() if id not in ids}
            self._review_at |= _reviews(articles, now)
            self._limits = self._limits.changed(ids, articles)
            if self._catalogue is not None:
                self._catalogue.replace(ids, articles)
            self._taken_in(taken)

    async def tidy(self) -> None:
        """Put in order what many changes left behind, and learn what takes longer; changes are taken in meanwhile."""
        if self._knowledge is None:
            return
        merged = await asyncio.to_thread(self._knowledge.merges)
        if merged is not None:
            async with self._building:
                self._knowledge = await asyncio.to_thread(merged, self._knowledge)
        for like, lesson in await asyncio.to_thread(self._knowledge.lessons):
            like.learnt = lesson

    def _taken_in(self, taken: Mapping[ArticleId, int]) -> None:
        """What changed again meanwhile stays out."""
        self._changing = {id: change for id, change in self._changing.items() if taken.get(id) != change}

    async def decide(self, text: str, language: str, reader: Reader = CUSTOMER, max_chars: int = 2000) -> Decision:
        knowledge = await self._ready(language, reader, to_search=False)
        without, others = {*self._changing, *self._limits.never_given}, self._limits.others(reader.versions)
        meant = await self._meant(text, knowledge.spoken(language))

        def ask(one: str, room: int) -> Decision:
            return knowledge.answer(
                one, language, reader, max_chars=room, without=without, others=others, meant=meant.get(one)
            )

        return several.decide(text, ask, max_chars)

    async def _meant(self, text: str, language: str) -> Mapping[str, MeantQuestion]:
        """What the message and each of its parts mean; empty without the extra."""
        if self.meanings is None:
            return {}
        return await self.meanings.questions(several.askable(text), language)

    async def search(self, text: str, language: str, reader: Reader, limit: int) -> list[Hit]:
        """Articles for people who look themselves, best first."""
        knowledge = await self._ready(language, reader, to_search=True)
        without = {*self._changing, *self._limits.others(reader.versions)}
        return knowledge.search(text, language, reader, limit, without=without)

    async def _ready(self, language: str, reader: Reader, *, to_search: bool) -> Knowledge:
        """The first question in a language waits for a thread (2 s with 2,000 articles) and holds up nobody else."""
        knowledge = self.knowledge
        if knowledge.missing(language, reader, to_search=to_search) is not None:
            async with self._preparing:
                work = knowledge.missing(language, reader, to_search=to_search)
                if work is not None:
                    knowledge.keep(await asyncio.to_thread(work))
        return knowledge


def _built(articles: Sequence[IndexedArticle], before: Knowledge | None) -> Knowledge:
    """The next knowledge base, ready for those who asked the one before: their next question must not wait."""
    knowledge = Knowledge(articles)
    if len(articles) > MANY_ARTICLES:
        knowledge.prepare((language, CUSTOMER) for language in sorted({one.language for one in articles}))
    knowledge.prepare(before.in_use if before else ())
    return knowledge


def _reviews(articles: Iterable[Article], now: datetime) -> dict[ArticleId, datetime]:
    return {one.id: one.review_at for one in articles if one.review_at is not None and now < one.review_at}


def sources_of(decision: Decision) -> tuple[Source, ...]:
    """The article that answers, or those that are suggested; of several questions each one's likeliest."""
    if decision.parts:
        return tuple(dict.fromkeys(_source(part.decision.found[0]) for part in decision.parts if part.decision.found))
    named = (decision.article,) if decision.article else decision.suggestions
    return tuple(_source(one) for one in named)


def asked(decision: Decision) -> tuple[AskedPart, ...]:
    """The questions of a message that asks several, with what was found for each."""
    return tuple(
        AskedPart(
            text=part.text,
            confidence=part.decision.confidence,
            sources=tuple(_source(one) for one in part.decision.found[:MAX_SUGGESTIONS]),
        )
        for part in decision.parts
    )


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
            short=article.short,
            version=article.version,
            record=article.id,
        )
        for article in articles
        if article.state in ANSWERING_STATES and (article.review_at is None or now < article.review_at)
    )


async def _articles(store: Store) -> AsyncIterator[Sequence[Article]]:
    after: str | None = None
    while True:
        page = await store.records(Article, after, 100)
        yield page.items
        if page.next is None:
            return
        after = page.next
