"""`contactcenter eval language FILE`: how often the detector names the right language on labelled lines."""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contactcenter.evals.input import InputError, mean, numbered_lines, percentile
from contactcenter.language import ALL_LANGUAGES, BROWSER_PRIOR, Detection, Detector, Prior
from contactcenter.language.tags import UNDETERMINED, agrees, canonical, reading

_TAG = re.compile(r"[A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8})*")


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledLine:
    """One line of the file: a text, the tag it is in (or `und`), what the browser said."""

    text: str
    language: str
    prior: Prior | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A labelled line with what the detector said of it and how long that took."""

    line: LabelledLine
    detection: Detection
    microseconds: float

    @property
    def got(self) -> str:
        return self.detection.language or UNDETERMINED

    @property
    def is_right(self) -> bool:
        return agrees(self.line.language, self.got)


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds `language` to the commands of `contactcenter eval`."""
    parser = subparsers.add_parser("language", help="accuracy and speed of language detection on a labelled TSV file")
    parser.add_argument("file", type=Path, metavar="FILE", help="lines: text<TAB>language[<TAB>browser language]")
    parser.add_argument("--languages", default="", help="the centre's languages, comma separated; default: all")
    parser.add_argument("--predictions", type=Path, metavar="OUT", help="write text, expected, got, confidence here")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Exit code: 0, or 2 with one line on standard error for input that cannot be used."""
    try:
        languages = _languages(args.languages, args.file)
        lines = read_labelled(args.file)
        detector = Detector(languages)
        detector.load()
        judged = [_judge(detector, line) for line in lines]
        if args.predictions is not None:
            _write_predictions(args.predictions, judged)
    except InputError as exc:
        print(exc, file=sys.stderr)
        return 2
    result = summary(judged)
    print(json.dumps(result, ensure_ascii=False) if args.json else _table(result))
    return 0


def read_labelled(file: Path) -> list[LabelledLine]:
    """The labelled lines of a TSV file. Raises InputError naming the first wrong field."""
    lines = [_labelled(file, number, line) for number, line in numbered_lines(file)]
    if not lines:
        raise InputError(file, "no lines", line=1, field="text")
    return lines


def summary(judged: Sequence[Judged]) -> dict[str, Any]:
    """The measures of one run; shares are 0 to 1, times in microseconds, null where nothing was there to measure."""
    per_language: dict[str, dict[str, int]] = {}
    for one in judged:
        if one.line.language != UNDETERMINED:
            counts = per_language.setdefault(one.line.language, {"n": 0, "correct": 0})
            counts["n"] += 1
            counts["correct"] += one.is_right
    neutral = [one.is_right for one in judged if one.line.language == UNDETERMINED]
    times = [one.microseconds for one in judged]
    return {
        "n": len(judged),
        "accuracy": mean([one.is_right for one in judged]),
        "macro_accuracy": mean([counts["correct"] / counts["n"] for counts in per_language.values()]),
        "undetermined_accuracy": mean(neutral),
        "per_language": dict(sorted(per_language.items())),
        "us_p50": round(percentile(times, 0.5), 1),
        "us_p95": round(percentile(times, 0.95), 1),
    }


def _judge(detector: Detector, line: LabelledLine) -> Judged:
    started = time.perf_counter_ns()
    detection = detector.detect(line.text, line.prior)
    return Judged(line=line, detection=detection, microseconds=(time.perf_counter_ns() - started) / 1000)


def _labelled(file: Path, number: int, line: str) -> LabelledLine:
    fields = line.split("\t")
    if not 2 <= len(fields) <= 3:
        name = "language" if len(fields) < 2 else "prior"
        raise InputError(file, f"expected 2 or 3 fields, got {len(fields)}", line=number, field=name)
    text, language, prior = (*fields, "")[:3]
    if language.lower() != UNDETERMINED and not _TAG.fullmatch(language):
        raise InputError(file, f"not a language tag: {language!r}", line=number, field="language")
    if prior and not _TAG.fullmatch(prior):
        raise InputError(file, f"not a language tag: {prior!r}", line=number, field="prior")
    spelled = UNDETERMINED if language.lower() == UNDETERMINED else language
    return LabelledLine(text=text, language=spelled, prior=Prior(prior, BROWSER_PRIOR) if prior else None)


def _languages(option: str, file: Path) -> Sequence[str]:
    asked = [tag.strip() for tag in option.split(",") if tag.strip()]
    for tag in asked:
        if reading(tag) not in ALL_LANGUAGES and tag.lower() != "zh":
            raise InputError(file, f"cannot be detected: {tag!r}", field="--languages")
    both_scripts = [one for tag in asked for one in (("zh-Hans", "zh-Hant") if tag.lower() == "zh" else (tag,))]
    return [canonical(tag) for tag in both_scripts] or ALL_LANGUAGES


def _write_predictions(out: Path, judged: Sequence[Judged]) -> None:
    rows = [
        f"{one.line.text}\t{one.line.language}\t{one.got}\t{one.detection.confidence:.4f}\n" for one in judged
    ]  # fmt: skip
    try:
        out.write_text("".join(rows), encoding="utf-8", newline="\n")
    except OSError as exc:
        raise InputError(out, exc.strerror or "cannot be written", field="--predictions") from exc


def _table(result: dict[str, Any]) -> str:
    lines = [f"{name:24} {value}" for name, value in result.items() if name != "per_language"]
    lines += [f"  {tag:22} {one['correct']}/{one['n']}" for tag, one in result["per_language"].items()]
    return "\n".join(lines)
