"""What a model of meanings adds: fits its weights and confidence as bench.answers fits those of the words.

    python -m bench.meanings [--kept FILE]     prints WEIGHTS (meaning.py), WITH_MEANING and ACROSS (calibrate.py)

Needs the extra `semantic`; the directions of some 8,000 texts take two minutes the first time and are kept in FILE.
"""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from bench.answers import FOLDS, OUT_OF_SCOPE, OUT_OF_SCOPE_EVERY, _bases, labelled_questions
from contactcenter.knowledge import meaning
from contactcenter.knowledge.across import Across, across, across_features
from contactcenter.knowledge.article import ANYBODY, IndexedArticle
from contactcenter.knowledge.calibrate import Logistic, all_features, fit
from contactcenter.knowledge.index import Index
from contactcenter.knowledge.likeness import Likeness
from contactcenter.knowledge.meaning import ArticleMeaning, Meanings, fused, texts_of
from contactcenter.knowledge.signals import Candidate
from contactcenter.knowledge.sparse import Floats
from contactcenter.knowledge.stacking import fit_weights
from contactcenter.ports.embedder import TextRole
from contactcenter.semantic.kept import KeptVectors
from contactcenter.semantic.nano import NanoEmbedder

if TYPE_CHECKING:
    from contactcenter.ports.embedder import Vectors

START = Logistic((0.3, 0.3, 0.5, 0.7, 0.7, 0.5, 0.05, 0.6, 0.5, 0.3, 2.0, 2.0, 2.0), -5.0)
START_ACROSS = Logistic((2.0, 2.0, 5.0, 5.0), -5.0)
RIDGE, RIDGE_ACROSS = 10.0, 0.3  # cosines differ by hundredths: alone, a strong pull would not let them speak

Trial: TypeAlias = "tuple[list[Candidate], Meanings, Vectors, str | None]"


class Directions:
    """Directions of texts, worked out together and then looked up."""

    def __init__(self, kept: Path) -> None:
        self._nano = NanoEmbedder()
        self._kept = KeptVectors(self._nano, kept)
        self._runner = asyncio.Runner()

    def of(self, texts: list[str], role: TextRole) -> Vectors:
        return self._runner.run(self._kept.embed(texts, role))

    def meaning(self, article: IndexedArticle) -> ArticleMeaning:
        asked, said = texts_of(article)
        asks, says = self.of(asked, TextRole.QUESTION), self.of(said, TextRole.PASSAGE)
        return ArticleMeaning(article, asks, says, tuple(said))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kept", type=Path, default=Path("/tmp/contactcenter-bench-vectors.sqlite"))
    directions = Directions(parser.parse_args().kept)
    trials = [trial for base in _bases() for trial in _trials(base, directions)]
    weights = _weights(trials)
    print("WEIGHTS", [round(float(one), 1) for one in weights])
    meaning.WEIGHTS = weights
    judged = [(found[0], right) for found, right in map(_judged, trials) if found]
    model = fit([all_features(one.signals) for one, _ in judged],
                [one.article.id == right for one, right in judged], prior=START, ridge=RIDGE)  # fmt: skip
    print("WITH_MEANING", _shown(model))
    _print_across(directions)


def _trials(articles: list[IndexedArticle], directions: Directions) -> Iterator[Trial]:
    """As bench.answers: each phrasing asked without it, each article left out in turn, and other walks of life."""
    language, number = articles[0].language, 0
    for fold in range(FOLDS):
        rest = [replace(one, phrasings=_others(one.phrasings, fold)) for one in articles]
        asked = [(text, one.id) for one in articles for text in one.phrasings[fold::FOLDS]]
        yield from _asked(rest, asked, directions)
        others = [one for at, one in enumerate(articles) if at % FOLDS != fold]
        texts = [text for one in articles[fold::FOLDS] for text in one.phrasings]
        yield from _asked(others, [(text, None) for text in texts[number % 4 :: OUT_OF_SCOPE_EVERY]], directions)
        number += len(texts)
    outside = [(one.text, None) for one in labelled_questions(OUT_OF_SCOPE) if one.language == language]
    yield from _asked(articles, outside, directions)


def _asked(
    articles: list[IndexedArticle], questions: Sequence[tuple[str, str | None]], directions: Directions
) -> Iterator[Trial]:
    if not questions:
        return
    likeness = Likeness(Index(articles).view(articles[0].language))
    meanings = Meanings(directions.meaning(one) for one in articles)
    vectors = directions.of([text for text, _ in questions], TextRole.QUESTION)
    for (text, right), vector in zip(questions, vectors, strict=True):
        yield likeness.candidates(text, limit=100), meanings, vector, right


def _weights(trials: list[Trial]) -> Floats:
    rows = []
    for found, meanings, vector, right in trials:
        places = [at for at, one in enumerate(meanings.of) if one.article.id == right]
        if places:
            by_words = {one.article.key: one for one in found}
            everywhere = list(range(len(meanings.of)))
            rows.append((meaning._lines(meanings, everywhere, by_words, meanings.ways(vector)), places[0]))
    return fit_weights(rows, np.array([10, 20, 20, 60], np.float32))


def _judged(trial: Trial) -> tuple[list[Candidate], str | None]:
    found, meanings, vector, right = trial
    return fused(found, meanings, vector, ANYBODY, limit=1), right


def _print_across(directions: Directions) -> None:
    """Each phrasing asked of the articles of all other languages; its own article is left out in turn."""
    bases = {base[0].language: base for base in _bases()}
    labelled = {language: base for language, base in bases.items() if language in ("ru", "zh-Hans", "en", "de")}
    meanings = {language: Meanings(directions.meaning(one) for one in base) for language, base in labelled.items()}
    rows, outcomes = [], []
    for language, base in labelled.items():
        others = [some for other, some in meanings.items() if other != language]
        for number, one in enumerate(base):
            vectors = directions.of(list(one.phrasings[::3]), TextRole.QUESTION)
            for at, vector in enumerate(vectors):
                gone = [f"{other} {one.id}" for other in labelled] if (number + at) % 3 == 0 else []
                best = across(others, vector, ANYBODY, without=gone)
                if isinstance(best, Across):
                    rows.append(across_features(best))
                    outcomes.append(best.article.id == one.id)
    model = fit(rows, outcomes, prior=START_ACROSS, ridge=RIDGE_ACROSS)
    print("ACROSS", _shown(model), f"of {len(rows)} right {sum(outcomes) / len(outcomes):.3f}")
    sure = [(model.probability(row), right) for row, right in zip(rows, outcomes, strict=True)]
    for threshold in (0.6, 0.8, 0.9):
        given = [right for value, right in sure if value >= threshold]
        print(f"from {threshold}: {len(given)} given, right {sum(given) / max(1, len(given)):.3f}")


def _others(phrasings: tuple[str, ...], fold: int) -> tuple[str, ...]:
    return tuple(text for at, text in enumerate(phrasings) if at % FOLDS != fold)


def _shown(model: Logistic) -> str:
    return f"Logistic({tuple(round(weight, 2) for weight in model.weights)}, {model.bias:.2f})"


if __name__ == "__main__":
    main()
