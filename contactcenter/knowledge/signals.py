"""The evidence that an article answers a question, as values from 0 to 1."""

from __future__ import annotations

from dataclasses import dataclass

from .article import IndexedArticle

WORD_FOR_WORD = 0.98
"""From this cosine on a question is a phrasing that somebody wrote down: its article comes first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """Evidence that one article answers one question; every value from 0 to 1.

    nearest: cosine to the nearest phrasing or title. centroid: cosine to the middle of the article's phrasings.
    body: BM25 of its text as a share of the most that any text could reach. margin: how far the next article is
    behind. coverage: share of the question's words, weighted by rarity, that the article knows at all; known: the
    same for all articles together.
    """

    nearest: float
    centroid: float
    body: float
    margin: float
    coverage: float
    known: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An article with the evidence for it; the most likely first."""

    article: IndexedArticle
    signals: Signals
