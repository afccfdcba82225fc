"""The evidence that an article answers a question: what a confidence is made of."""

from __future__ import annotations

from dataclasses import dataclass

from .article import IndexedArticle

WORD_FOR_WORD = 0.98
"""From this cosine on a question is a phrasing that somebody wrote down: its article comes first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """Evidence of a model of meanings, with the words' in it. chance, margin: as in Signals, of both together.

    nearest: cosine with the nearest title or phrasing. lead: how far that is from the tenth article's. text: cosine
    with the nearest section.
    """

    chance: float
    margin: float
    nearest: float
    lead: float
    text: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """Evidence that one article answers one question; every value from 0 to 1.

    chance: probability among the articles (and what none answers), by all ways of ranking together. margin: how far
    the next one is behind. nearest, centroid, linear: cosine to the nearest phrasing, to the middle of the phrasings,
    and the linear classifier's score. body: BM25 of its text as a share of the most that any text could reach.
    agreed: share of these four that put it first. known: share of the question's words, weighted by rarity, that any
    article knows at all. meaning: where a model of meanings was asked.
    """

    chance: float
    margin: float
    nearest: float
    centroid: float
    linear: float
    body: float
    agreed: float
    known: float
    meaning: Meant | None = None


NO_WORDS = Signals(chance=0, margin=0, nearest=0, centroid=0, linear=0, body=0, agreed=0, known=0)
"""Of an article that shares no word with the question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An article with the evidence for it; the most likely first."""

    article: IndexedArticle
    signals: Signals
