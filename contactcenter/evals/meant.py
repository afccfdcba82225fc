"""What ``--semantic`` adds to the measures: what articles and questions mean, as a centre with the extra knows it."""

from __future__ import annotations

import asyncio
import os
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from contactcenter.config import load_config
from contactcenter.errors import OperatorError
from contactcenter.evals.input import InputError
from contactcenter.knowledge.article import ANYBODY, IndexedArticle
from contactcenter.knowledge.index import Hit, Index
from contactcenter.knowledge.signals import Candidate
from contactcenter.ports.embedder import Embedder, TextRole
from contactcenter.semantic.choosing import NANO, embedder_for, embedder_of

if TYPE_CHECKING:
    from contactcenter.knowledge.meaning import ArticleMeaning, Meanings
    from contactcenter.ports.embedder import Vectors

AT_ONCE = 8
BY_WORDS = 100  # articles that the words find, for the model to order


class Model:
    """The model that the environment names (CONTACTCENTER_SEMANTIC ...), else the one in the wheel."""

    def __init__(self, file: Path) -> None:
        """Raises InputError where there is none."""
        try:
            found = embedder_for(load_config(environ=os.environ)) or embedder_of(NANO, "", ("", ""))
        except OperatorError as exc:
            raise InputError(file, str(exc), field="--semantic") from exc
        assert found is not None
        self._file, self._embedder, self._runner = file, found, asyncio.Runner()

    def questions(self, texts: Sequence[str]) -> list[Vectors]:
        """Raises InputError if the model fails."""
        return [line for part in _parts(texts) for line in self._run(part, TextRole.QUESTION)]

    def meanings(self, articles: Iterable[IndexedArticle]) -> dict[str, Meanings]:
        """By language. Raises InputError if the model fails."""
        from contactcenter.knowledge.meaning import Meanings

        found: defaultdict[str, list[ArticleMeaning]] = defaultdict(list)
        for article in articles:
            found[article.language].append(self._meaning(article))
        return {language: Meanings(known) for language, known in found.items()}

    def _meaning(self, article: IndexedArticle) -> ArticleMeaning:
        import numpy as np

        from contactcenter.knowledge.meaning import ArticleMeaning, texts_of

        asked, said = texts_of(article)
        asks = np.stack(self.questions(asked))
        says = [line for part in _parts(said) for line in self._run(part, TextRole.PASSAGE)]
        return ArticleMeaning(article, asks, np.stack(says) if says else asks[:0], tuple(said))

    def _run(self, texts: Sequence[str], role: TextRole) -> Vectors:
        try:
            return self._runner.run(_embedded(self._embedder, texts, role))
        except OperatorError as exc:
            raise InputError(self._file, str(exc), field="--semantic") from exc


async def _embedded(embedder: Embedder, texts: Sequence[str], role: TextRole) -> Vectors:
    return await embedder.embed(texts, role)


def _parts(texts: Sequence[str]) -> list[Sequence[str]]:
    return [texts[at : at + AT_ONCE] for at in range(0, len(texts), AT_ONCE)]


class MeantSearch:
    """Search by words and meaning together; across languages by meaning, with the words in the question's own."""

    def __init__(self, index: Index, articles: Sequence[IndexedArticle], model: Model) -> None:
        from contactcenter.knowledge.likeness import Likeness

        self._model, self._meanings = model, model.meanings(articles)
        self._likeness = {language: Likeness(index.view(language)) for language in index.languages}

    def search(self, text: str, language: str, limit: int, *, cross: bool) -> list[Hit]:
        from contactcenter.knowledge.meaning import fused

        direction = self._model.questions([text])[0]
        hits: list[Hit] = []
        for other, meanings in self._meanings.items():
            if other == language:
                words = self._likeness[other].candidates(text, limit=BY_WORDS)
                found = fused(words, meanings, direction, ANYBODY, limit=limit)
            elif cross:
                found = fused((), meanings, direction, ANYBODY, limit=limit)
            else:
                continue
            hits += [Hit(article=one.article, score=_score(one, cross)) for one in found]
        return sorted(hits, key=lambda hit: (-hit.score, hit.article.key))[:limit]


def _score(found: Candidate, cross: bool) -> float:
    """Chances are comparable within one language, cosines between several."""
    meant = found.signals.meaning
    if meant is None or not cross:
        return meant.chance if meant else found.signals.chance
    return meant.nearest + meant.text
