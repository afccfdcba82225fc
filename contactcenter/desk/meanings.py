"""What articles and questions mean, where the semantic extra is on: learnt in the background, never waited for long.

An article whose meaning is not known yet is found by its words; a model that fails leaves everything to the words.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from contactcenter.errors import ModelUnavailable
from contactcenter.knowledge.article import IndexedArticle
from contactcenter.ports.embedder import Embedder, TextRole

if TYPE_CHECKING:
    from contactcenter.knowledge.meaning import ArticleMeaning, Meanings
    from contactcenter.knowledge.meant import MeantQuestion

log = logging.getLogger(__name__)

QUESTION_CHARS = 2_000
QUESTION_S = 3.0
SHOWN_EVERY_S = 10.0  # while many are learnt, what is known so far is put together this often
AGAIN_S = 60.0  # after the model failed


class ArticleMeanings:
    """``questions`` and ``articles`` are one model; the second may remember (semantic.kept)."""

    def __init__(self, questions: Embedder, articles: Embedder) -> None:
        self._questions, self._articles = questions, articles
        self._known: dict[str, ArticleMeaning] = {}
        self._wanted: dict[str, IndexedArticle] = {}
        self._changed: set[str] = set()  # languages whose table is behind
        self._tables: dict[str, Meanings] = {}
        self._shown_at = 0.0
        self._rests_until = 0.0

    @property
    def waiting(self) -> int:
        """How many articles are not learnt yet."""
        return len(self._wanted)

    def expect(self, gone: Collection[str], articles: Iterable[IndexedArticle]) -> None:
        """These articles are in use from now on, those not."""
        for key in gone:
            self._wanted.pop(key, None)
            if (known := self._known.pop(key, None)) is not None:
                self._changed.add(known.article.language)
        self._wanted |= {one.key: one for one in articles}

    async def learn(self) -> None:
        """Work off what waits; returns when nothing does, or when the model fails."""
        if time.monotonic() < self._rests_until:
            return
        try:
            while self._wanted:
                await self._learn_one()
                if time.monotonic() - self._shown_at > SHOWN_EVERY_S:
                    await self._show()
        except ModelUnavailable as error:
            log.warning("the model of meanings does not work", extra={"problem": str(error)})
            self._rests_until = time.monotonic() + AGAIN_S
        await self._show()

    async def questions(self, texts: Sequence[str], language: str) -> Mapping[str, MeantQuestion]:
        """By their texts; empty where the model does not answer in time: the words decide alone."""
        from contactcenter.knowledge.meant import MeantQuestion

        if not self._tables:
            return {}
        try:
            async with asyncio.timeout(QUESTION_S):
                found = await self._questions.embed([text[:QUESTION_CHARS] for text in texts], TextRole.QUESTION)
        except (ModelUnavailable, TimeoutError) as error:
            log.warning("a question's meaning is not known", extra={"problem": str(error) or "no answer in time"})
            return {}
        fitting = {name: one for name, one in self._tables.items() if one.width == found.shape[1]}
        own, foreign = fitting.get(language), [one for name, one in fitting.items() if name != language]
        return {text: MeantQuestion(line, own, foreign) for text, line in zip(texts, found, strict=True)}

    async def _learn_one(self) -> None:
        from contactcenter.knowledge.meaning import ArticleMeaning, texts_of

        key, article = next(iter(self._wanted.items()))
        asked, said = texts_of(article)
        asks = await self._articles.embed(asked, TextRole.QUESTION)
        says = await self._articles.embed(said, TextRole.PASSAGE)
        if self._wanted.get(key) is article:  # else it changed meanwhile
            del self._wanted[key]
            self._known[key] = ArticleMeaning(article, asks, says, tuple(said))
            self._changed.add(article.language)

    async def _show(self) -> None:
        for language in sorted(self._changed):
            self._changed.discard(language)
            known = [one for one in self._known.values() if one.article.language == language]
            table = await asyncio.to_thread(_table, known)
            self._tables[language] = table
        self._shown_at = time.monotonic()


def _table(known: Sequence[ArticleMeaning]) -> Meanings:
    from contactcenter.knowledge.meaning import Meanings

    return Meanings(known)
