"""`contactcenter eval answers FILE`: how much is answered automatically, and how rightly, on questions nobody has seen.

Trained on the split `train` alone, calibrated and given a threshold on `calibrate` alone, measured on `test`.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from contactcenter.evals.input import InputError, objects, percentile, text_of
from contactcenter.evals.meant import Model
from contactcenter.knowledge.article import ANYBODY, IndexedArticle
from contactcenter.knowledge.calibrate import (
    DAY_ZERO,
    WITH_MEANING,
    Logistic,
    all_features,
    confidence,
    fit,
    threshold_for,
)  # fmt: skip
from contactcenter.knowledge.index import Index
from contactcenter.knowledge.likeness import Likeness
from contactcenter.knowledge.signals import Candidate

if TYPE_CHECKING:
    from contactcenter.knowledge.meaning import Meanings

Split = Literal["train", "calibrate", "test"]
TARGETS = (0.95, 0.98)
AT_LEAST = 20
BY_WORDS = 100
BINS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """``article`` None: nothing in the knowledge base answers it."""

    split: str
    text: str
    language: str
    article: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A line with the likeliest article and how sure the centre is of it."""

    line: Line
    best: Candidate | None
    confidence: float
    milliseconds: float

    @property
    def is_right(self) -> bool:
        return self.best is not None and self.line.article == self.best.article.id


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds `answers` to the commands of `contactcenter eval`."""
    parser = subparsers.add_parser("answers", help="precision and coverage of automatic answers")
    parser.add_argument("file", type=Path, metavar="FILE", help="JSON lines: split, text, language, article or null")
    parser.add_argument("--target", type=float, default=0.95, help="the precision that answers must keep")
    parser.add_argument("--semantic", action="store_true", help="with the semantic extra")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Exit code: 0, or 2 with one line on standard error for input that cannot be used."""
    try:
        if not 0 < args.target < 1:
            raise InputError(args.file, "expected a share between 0 and 1", field="--target")
        lines = read_labelled(args.file)
        result = measured(lines, args.target, Model(args.file) if args.semantic else None)
    except InputError as exc:
        print(exc, file=sys.stderr)
        return 2
    print(json.dumps(result, ensure_ascii=False) if args.json else _table(result))
    return 0


def read_labelled(file: Path) -> list[Line]:
    """Raises InputError naming the first wrong field."""
    lines = [_line(file, number, found) for number, found in objects(file)]
    for split in ("train", "test"):
        if not any(one.split == split for one in lines):
            raise InputError(file, f"no lines of the split {split}", field="split")
    return lines


def measured(lines: Sequence[Line], target: float, model: Model | None = None) -> dict[str, Any]:
    """The measures of one run; shares from 0 to 1, null where nothing was answered. ``model``: of meanings."""
    by_split: defaultdict[str, list[Line]] = defaultdict(list)
    for line in lines:
        by_split[line.split].append(line)
    known = trained(by_split["train"], model)
    sureness = calibrated(known, by_split["calibrate"])
    outcomes = [(one.confidence, one.is_right) for one in _judged(known, by_split["calibrate"], sureness)]
    threshold = threshold_for(outcomes, target, at_least=AT_LEAST)
    return _summary(_judged(known, by_split["test"], sureness), target, threshold)


@dataclass(frozen=True, slots=True)
class Known:
    """What a centre knows by words, a language, and with a model what those articles mean."""

    likeness: dict[str, Likeness]
    meanings: dict[str, Meanings]
    model: Model | None

    def best(self, line: Line) -> Candidate | None:
        like = self.likeness.get(line.language)
        if like is None:
            return None
        if self.model is None:
            return next(iter(like.candidates(line.text, limit=1)), None)
        from contactcenter.knowledge.meaning import fused

        found, direction = like.candidates(line.text, limit=BY_WORDS), self.model.questions([line.text])[0]
        return next(iter(fused(found, self.meanings[line.language], direction, ANYBODY, limit=1)), None)


def trained(lines: Iterable[Line], model: Model | None = None) -> Known:
    """From these phrasings and these questions out of scope."""
    phrasings: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    outside: defaultdict[str, list[str]] = defaultdict(list)
    for one in lines:
        if one.article is None:
            outside[one.language].append(one.text)
        else:
            phrasings[one.language, one.article].append(one.text)
    articles = [
        IndexedArticle(id=article, language=language, title="", body="", phrasings=tuple(texts))
        for (language, article), texts in phrasings.items()
    ]
    index = Index(articles)
    likeness = {language: Likeness(index.view(language), outside[language]) for language in index.languages}
    return Known(likeness, model.meanings(articles) if model else {}, model)


def calibrated(known: Known, lines: Sequence[Line]) -> Logistic:
    """The confidence that these outcomes teach; with none, or all alike, what every centre begins with."""
    start = WITH_MEANING if known.model else DAY_ZERO
    judged = [one for one in _judged(known, lines, start) if one.best is not None]
    if len({one.is_right for one in judged}) < 2:
        return start
    rows = [all_features(one.best.signals) for one in judged if one.best]
    return fit(rows, [one.is_right for one in judged], prior=start)


def _judged(known: Known, lines: Iterable[Line], model: Logistic) -> list[Judged]:
    return [_judge(known, line, model) for line in lines]


def _judge(known: Known, line: Line, model: Logistic) -> Judged:
    began = time.perf_counter()
    best = known.best(line)
    sure = confidence(best.signals, model) if best else 0.0
    return Judged(line=line, best=best, confidence=sure, milliseconds=1000 * (time.perf_counter() - began))


def _summary(judged: Sequence[Judged], target: float, threshold: float | None) -> dict[str, Any]:
    in_scope = [one for one in judged if one.line.article is not None]
    answered = [one for one in judged if threshold is not None and one.confidence >= threshold]
    right = sum(one.is_right for one in answered)
    return {
        "n_test": len(judged),
        "in_scope": len(in_scope),
        "accuracy_in_scope": sum(one.is_right for one in in_scope) / len(in_scope) if in_scope else None,
        "target": target,
        "threshold": threshold,
        "achieved_precision": right / len(answered) if answered else None,
        "coverage": right / len(in_scope) if in_scope else 0.0,
        "coverage_at_precision": {str(one): _coverage_at(judged, one, len(in_scope)) for one in TARGETS},
        "ece": _calibration_error(judged),
        "ms_p50": round(percentile([one.milliseconds for one in judged], 0.5), 3),
    }


def _coverage_at(judged: Sequence[Judged], precision: float, in_scope: int) -> float:
    """Right answers among the largest surest part of the lines that is right often enough; ties stay together."""
    ordered = sorted(judged, key=lambda one: -one.confidence)
    best = right = 0
    for n, one in enumerate(ordered, start=1):
        right += one.is_right
        is_last_of_its_value = n == len(ordered) or ordered[n].confidence < one.confidence
        if is_last_of_its_value and n >= AT_LEAST and right / n >= precision:
            best = right
    return best / in_scope if in_scope else 0.0


def _calibration_error(judged: Sequence[Judged]) -> float:
    """Expected calibration error (Naeini et al. 2015): how far said and true shares are apart, over equal bins."""
    bins: defaultdict[int, list[Judged]] = defaultdict(list)
    for one in judged:
        bins[min(BINS - 1, int(one.confidence * BINS))].append(one)
    gaps = (abs(sum(one.confidence - one.is_right for one in ones)) for ones in bins.values())
    return sum(gaps) / len(judged)


def _line(file: Path, number: int, found: dict[str, Any]) -> Line:
    split = text_of(file, number, found, "split")
    if split not in get_args(Split):
        raise InputError(file, f"not a split: {split}", line=number, field="split")
    article = found.get("article")
    if "article" not in found or not (article is None or isinstance(article, str)):
        raise InputError(file, "expected an id or null", line=number, field="article")
    text, language = text_of(file, number, found, "text"), text_of(file, number, found, "language")
    return Line(split=split, text=text, language=language, article=article)


def _table(result: dict[str, Any]) -> str:
    return "\n".join(f"{name:22} {value}" for name, value in result.items())
