"""An article in another language, found by what it means, for a question that none of its own language answers."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .article import IndexedArticle, Reader
from .calibrate import ACROSS
from .meaning import Meanings

if TYPE_CHECKING:
    from contactcenter.ports.embedder import Vectors

_NEAR = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Across:
    """The nearest article, and the evidence: cosines with its nearest text that asks and section; how far their sum is
    from the next article's, and from the tenth's."""

    article: IndexedArticle
    section: str
    nearest: float
    text: float
    margin: float
    lead: float

    @property
    def confidence(self) -> float:
        return ACROSS.probability(across_features(self))


def across_features(found: Across) -> tuple[float, ...]:
    return found.nearest, found.text, found.margin, found.lead


def across(
    languages: Iterable[Meanings],
    question: Vectors,
    reader: Reader,
    *,
    products: Collection[str] = (),
    without: Collection[str] = (),
) -> Across | None:
    """The nearest of all articles; translations of one are one."""
    best: dict[str, tuple[float, Meanings, int, float, float]] = {}
    for meanings in languages:
        if not meanings.of:
            continue
        ways = meanings.ways(question)
        for at in np.flatnonzero(meanings.allowed(reader, products)).tolist():
            article = meanings.of[at].article
            nearest, _, text = ways[at].tolist()
            if article.key not in without and nearest + text > best.get(article.id, (-2.0,))[0]:
                best[article.id] = (nearest + text, meanings, at, nearest, text)
    ranked = sorted(best.values(), key=lambda one: -one[0])
    return _first(ranked, question) if ranked else None


def _first(ranked: list[tuple[float, Meanings, int, float, float]], question: Vectors) -> Across:
    score, meanings, at, nearest, text = ranked[0]
    article = meanings.of[at].article
    return Across(
        article=article,
        section=meanings.section(article.key, question),
        nearest=nearest,
        text=text,
        margin=score - ranked[1][0] if len(ranked) > 1 else 0.0,
        lead=score - ranked[min(len(ranked), _NEAR) - 1][0],
    )
