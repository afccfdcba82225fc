"""`contactcenter eval retrieval` and `eval answers`: their formats, their arithmetic, and what they refuse."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from contactcenter.evals import answers, meant, retrieval
from contactcenter.evals.answers import Judged, Line
from contactcenter.evals.retrieval import Found, Query
from tests.semantic.concepts import ConceptModel

ROOT = Path(__file__).parents[2]


def written(folder: Path, *rows: Any) -> Path:
    file = folder / "labelled.jsonl"
    file.write_text("".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows), "utf-8")
    return file


def evaluated(capsys: pytest.CaptureFixture[str], what: str, file: Path, *options: str) -> tuple[int, Any, str]:
    from contactcenter.commands import evaluate

    parser = __import__("argparse").ArgumentParser()
    evaluate.register(parser.add_subparsers())
    code = evaluate.run(parser.parse_args(["eval", what, str(file), *options]))
    out, err = capsys.readouterr()
    return code, json.loads(out) if out.startswith("{") else out, err


def article(number: int, language: str, title: str, body: str = "", *phrasings: str) -> dict[str, Any]:
    return {"kind": "article", "id": f"a{number}", "language": language, "title": title, "body": body,
            "phrasings": list(phrasings)}  # fmt: skip


def query(text: str, language: str, right: str) -> dict[str, Any]:
    return {"kind": "query", "text": text, "language": language, "article": right}


ARTICLES = (
    query("the batteries are empty", "en", "a1"),  # in any order
    article(1, "en", "Batteries", "Change the four AA batteries."),
    article(2, "en", "Cuff", "Choose the size of the cuff."),
    article(1, "ru", "Батарейки", "Замените четыре батарейки."),
)


# --- retrieval ---------------------------------------------------------------------------------------------


def test_retrieval_prints_what_the_format_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path, *ARTICLES, query("размер манжеты", "ru", "a1"), query("cuff size", "en", "a2"))
    code, result, _ = evaluated(capsys, "retrieval", file, "--json")
    assert code == 0
    assert list(result) == ["n", "r_at_1", "r_at_5", "mrr", "per_language", "index_seconds", "ms_p50", "ms_p95"]
    assert (result["n"], result["r_at_1"], result["per_language"]["en"]["r_at_1"]) == (3, 2 / 3, 1.0)
    assert result["per_language"]["ru"] == {"n": 1, "r_at_1": 0.0, "r_at_5": 0.0, "mrr": 0.0}
    assert "r@1" in evaluated(capsys, "retrieval", file)[1]


def test_a_translation_counts_when_all_languages_are_searched(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path, *ARTICLES[1:], query("AA batteries", "de", "a1"))
    assert evaluated(capsys, "retrieval", file, "--json")[0] == 2  # no such article in German
    code, result, _ = evaluated(capsys, "retrieval", file, "--cross", "--json")
    assert (code, result["r_at_1"]) == (0, 1.0)


@pytest.mark.parametrize(
    ("before", "beside", "first", "five", "reciprocal"),
    [(0, 0, 1.0, 1.0, 1.0), (0, 1, 0.5, 1.0, 1 / 1.5), (1, 0, 0.0, 1.0, 0.5), (4, 3, 0.0, 0.5, 1 / 6.5),
     (5, 0, 0.0, 0.0, 1 / 6), (None, 0, 0.0, 0.0, 0.0)],
)  # fmt: skip
def test_equal_scores_count_half(before: int | None, beside: int, first: float, five: float, reciprocal: float) -> None:
    asked = Query(line=1, text="", language="en", article="a")
    found = Found(query=asked, before=before, beside=beside, milliseconds=0)
    assert (found.within(1), found.within(5), found.reciprocal) == (first, five, reciprocal)


def test_two_articles_alike_are_a_tie(tmp_path: Path) -> None:
    file = written(tmp_path, article(1, "en", "Cuff"), article(2, "en", "Cuff"), query("cuff", "en", "a2"))
    assert retrieval.measured(*retrieval.read_labelled(file))["r_at_1"] == 0.5


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (["{"], "line 1: not JSON"),
        (["[1]"], "line 1: expected an object"),
        ([query("x", "en", "a9")], "line 1, field article: no such article: a9"),
        ([article(1, "en", "x"), article(1, "en", "y"), query("x", "en", "a1")], "line 2, field id: given twice"),
        ([{"kind": "note"}], "line 1, field kind: neither article nor query"),
        ([article(1, "en", "x")], "field kind: no queries"),
        ([{**article(1, "en", "x"), "phrasings": "y"}], "line 1, field phrasings: expected a list of texts"),
        ([{**article(1, "en", "x"), "title": 5}], "line 1, field title: expected text"),
        ([{"kind": "query", "text": "x", "language": "en"}], "line 1, field article: missing"),
        (["[" * 100_000], "line 1: not JSON"),
    ],
)
def test_what_cannot_be_used_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], rows: list[Any], words: str
) -> None:
    code, out, err = evaluated(capsys, "retrieval", written(tmp_path, *rows), "--json")
    assert (code, out) == (2, "") and words in err and err.count("\n") == 1


# --- answers -----------------------------------------------------------------------------------------------

TOPICS = {
    "batteries": "which batteries does it need and how do I change the batteries",
    "cuff": "what size of cuff fits my arm and where do I order a cuff",
    "wifi": "how do I connect the monitor to my wifi network at home",
}
NOBODY = "do you have work for my cousin in the warehouse"


def labelled() -> list[dict[str, Any]]:
    """Every topic asked in many ways; what nobody answers is about work."""
    rows = []
    for number in range(30):
        for topic, words in TOPICS.items():
            spoken = words.split()
            text = " ".join([*spoken[number % 4 :], f"please{number % 7}"])
            split = ("train", "calibrate", "test")[number % 3]
            rows.append({"split": split, "text": text, "language": "en", "article": topic})
        rows.append({"split": ("train", "calibrate", "test")[number % 3], "text": f"{NOBODY} {number}",
                     "language": "en", "article": None})  # fmt: skip
    return rows


def test_answers_prints_what_the_format_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, result, _ = evaluated(capsys, "answers", written(tmp_path, *labelled()), "--json", "--target", "0.9")
    assert code == 0
    assert list(result) == [
        "n_test", "in_scope", "accuracy_in_scope", "target", "threshold", "achieved_precision", "coverage",
        "coverage_at_precision", "ece", "ms_p50",
    ]  # fmt: skip
    assert (result["n_test"], result["in_scope"], result["target"]) == (40, 30, 0.9)
    assert result["accuracy_in_scope"] == 1.0 and result["achieved_precision"] == 1.0
    assert set(result["coverage_at_precision"]) == {"0.95", "0.98"}
    assert result["coverage"] > 0.9 and 0 <= result["ece"] < 0.3


def test_the_same_file_gives_the_same_result(tmp_path: Path) -> None:
    lines = answers.read_labelled(written(tmp_path, *labelled()))
    first, second = (answers.measured(lines, 0.95) | {"ms_p50": 0} for _ in range(2))
    assert first == second


def test_too_little_to_calibrate_answers_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [row for row in labelled() if row["split"] != "calibrate"]
    result = evaluated(capsys, "answers", written(tmp_path, *rows), "--json")[1]
    assert (result["threshold"], result["coverage"], result["achieved_precision"]) == (None, 0.0, None)


def test_a_language_without_articles_is_never_answered(tmp_path: Path) -> None:
    rows = [*labelled(), {"split": "test", "text": "batteries", "language": "de", "article": None}]
    result = answers.measured(answers.read_labelled(written(tmp_path, *rows)), 0.9)
    assert (result["n_test"], result["achieved_precision"]) == (41, 1.0)


def judged(confidence: float, right: bool | None) -> Judged:
    """A test line; None = nothing answers it."""
    from contactcenter.knowledge.article import IndexedArticle
    from contactcenter.knowledge.signals import Candidate, Signals

    found = IndexedArticle(id="a", language="en", title="", body="")
    signals = Signals(chance=1, margin=1, nearest=0, centroid=0, linear=0, body=0, agreed=1, known=1)
    line = Line(split="test", text="", language="en", article=None if right is None else "a" if right else "b")
    return Judged(line=line, best=Candidate(article=found, signals=signals), confidence=confidence, milliseconds=1)


def test_coverage_takes_ties_together_and_the_largest_part_that_is_right_enough() -> None:
    sure = [judged(0.9, True)] * 38 + [judged(0.9, False)] * 2
    lucky = [judged(0.5, True)] * 10
    unsure = [judged(0.1, None)] * 10
    summary = answers._summary([*sure, *lucky, *unsure], 0.95, 0.9)
    assert summary["coverage_at_precision"] == {"0.95": 48 / 50, "0.98": 0.0}
    assert (summary["achieved_precision"], summary["coverage"]) == (38 / 40, 38 / 50)
    gaps = abs(0.9 * 40 - 38) + abs(0.5 * 10 - 10) + abs(0.1 * 10 - 0)
    assert summary["ece"] == pytest.approx(gaps / 60)


def test_fewer_than_twenty_are_no_coverage() -> None:
    assert answers._summary([judged(0.9, True)] * 19, 0.95, None)["coverage_at_precision"]["0.95"] == 0.0


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([{"split": "train"}], "line 1, field article: expected an id or null"),
        ([{"split": "dev", "text": "", "language": "en", "article": None}], "line 1, field split: not a split"),
        ([{"split": "train", "text": 1, "language": "en", "article": None}], "line 1, field text: expected text"),
        ([{"split": "train", "text": "", "language": "en", "article": "a"}], "no lines of the split test"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str], rows: list[Any], words: str) -> None:
    code, out, err = evaluated(capsys, "answers", written(tmp_path, *rows), "--json")
    assert (code, out) == (2, "") and words in err


def test_a_target_that_cannot_be_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = evaluated(capsys, "answers", written(tmp_path, *ARTICLES), "--target=1.5")
    assert code == 2 and "--target" in err


@pytest.mark.parametrize("what", ["answers", "retrieval"])
def test_a_model_that_is_not_there_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    monkeypatch.setenv("CONTACTCENTER_SEMANTIC", "word2vec")
    rows = labelled() if what == "answers" else ARTICLES
    code, out, err = evaluated(capsys, what, written(tmp_path, *rows), "--semantic", "--json")
    assert (code, out) == (2, "") and "--semantic" in err and "word2vec" in err


def test_with_a_model_both_are_measured(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The Chinese question shares no word with anything: only meaning finds the article, in another language."""
    monkeypatch.setattr(meant, "embedder_for", lambda config: ConceptModel())
    rows = (article(1, "en", "Refund", "We give a refund."), article(2, "en", "Parcel", "The parcel takes long."))
    asked = query("包裹 在哪里", "zh-Hans", "a2")
    _, found, _ = evaluated(capsys, "retrieval", written(tmp_path, *rows, asked), "--cross", "--semantic", "--json")
    assert found["r_at_1"] == 1.0
    code, answers, _ = evaluated(capsys, "answers", written(tmp_path, *labelled()), "--semantic", "--json")
    assert (code, answers["n_test"] > 0) == (0, True)


def test_both_run_from_the_command_line(tmp_path: Path) -> None:
    file = written(tmp_path, *ARTICLES)
    command = [sys.executable, "-m", "contactcenter", "eval", "retrieval", str(file), "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    assert json.loads(done.stdout)["n"] == 1
