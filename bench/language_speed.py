"""Microseconds to tell a message's language, beside bare langdetect on the same lines in the same run.

    python -m bench.language_speed [--rounds 5]

Rounds alternate between the two, so that a noisy machine hurts both; the median of the rounds' ratios counts. Lines
are those of tests/data/language (sentences and chat). Also shown: how often each names the right language without a
prior, and what `needs_detection` costs on a message whose language is settled.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

import langdetect

from contactcenter.evals.input import percentile
from contactcenter.evals.language import LabelledLine, read_labelled
from contactcenter.language import Detector, needs_detection
from contactcenter.language.tags import UNDETERMINED, agrees

DATA = Path(__file__).parents[1] / "tests" / "data" / "language"
LANGUAGES = ["en", "zh-Hans", "zh-Hant", "ru", "uk", "es", "fr", "de", "pt-BR", "ja", "ko", "ar"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    lines = [line for name in ("sentences", "chat") for line in read_labelled(DATA / f"{name}.tsv")]
    detector = Detector(LANGUAGES)
    detector.load()
    langdetect.DetectorFactory.seed = 0  # else it draws at random and even its accuracy varies

    ours, theirs, guards = [], [], []
    _times(_langdetect, lines[:5])  # it reads its 55 profiles at the first call
    for _ in range(rounds):
        ours.append(_times(lambda line: detector.detect(line.text).language, lines))
        theirs.append(_times(_langdetect, lines))
        guards.append(_times(lambda line: str(needs_detection(line.language, line.text)), lines))
    ratios = [median(slow) / median(fast) for fast, slow in zip(ours, theirs, strict=True)]
    right = _share_right(lambda line: detector.detect(line.text).language, lines)
    right_there = _share_right(_langdetect, lines)
    print(f"{len(lines)} lines, {rounds} rounds, medians; us a message")
    print("| | p50 | p95 | right without a prior |\n|---|---|---|---|")
    print(f"| detect | {_p(ours, 0.5)} | {_p(ours, 0.95)} | {right:.3f} |")
    print(f"| bare langdetect | {_p(theirs, 0.5)} | {_p(theirs, 0.95)} | {right_there:.3f} |")
    print(f"| needs_detection, language settled | {_p(guards, 0.5)} | {_p(guards, 0.95)} | |")
    print(f"langdetect / detect: {median(ratios):.1f} ({min(ratios):.1f} to {max(ratios):.1f})")


def _langdetect(line: LabelledLine) -> str | None:
    try:
        return {"zh-cn": "zh-Hans", "zh-tw": "zh-Hant"}.get(found := langdetect.detect(line.text), found)
    except langdetect.LangDetectException:
        return None


def _times(detect: Callable[[LabelledLine], str | None], lines: Sequence[LabelledLine]) -> list[float]:
    times = []
    for line in lines:
        started = time.perf_counter_ns()
        detect(line)
        times.append((time.perf_counter_ns() - started) / 1000)
    return times


def _share_right(detect: Callable[[LabelledLine], str | None], lines: Sequence[LabelledLine]) -> float:
    return sum(agrees(line.language, detect(line) or UNDETERMINED) for line in lines) / len(lines)


def _p(rounds: Sequence[list[float]], share: float) -> str:
    return f"{median(percentile(times, share) for times in rounds):.0f}"


if __name__ == "__main__":
    main()
