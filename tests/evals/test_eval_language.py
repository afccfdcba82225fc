"""`contactcenter eval language`: its output, and what it says of a file it cannot use."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from contactcenter.evals import language


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    language.register(parser.add_subparsers())
    args = parser.parse_args(["language", *arguments])
    code: int = args.func(args)
    return code


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    file = tmp_path / "lines.tsv"
    file.write_text(
        "Where is my order?\ten\n退款\tzh\tzh-TW\nok\tund\tru\nГде мой заказ?\tde\t\n", encoding="utf-8", newline="\n"
    )
    return file


def test_the_result_counts_und_in_accuracy_but_not_in_the_macro(
    labelled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(str(labelled), "--json") == 0
    result = json.loads(capsys.readouterr().out)
    assert result["n"] == 4
    assert result["accuracy"] == 0.75
    assert result["macro_accuracy"] == pytest.approx(2 / 3)
    assert result["undetermined_accuracy"] == 1.0
    assert result["per_language"]["de"] == {"n": 1, "correct": 0}
    assert 0 < result["us_p50"] <= result["us_p95"]


def test_predictions_are_written_line_by_line(labelled: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.tsv"
    run(str(labelled), "--predictions", str(out), "--languages", "en,ru,zh,de")
    rows = [row.split("\t") for row in out.read_text(encoding="utf-8").splitlines()]
    assert rows[0][:3] == ["Where is my order?", "en", "en"]
    assert rows[2] == ["ok", "und", "und", "0.0000"]
    assert rows[3][2] == "ru"


def test_without_neutral_lines_their_accuracy_is_null(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "one.tsv"
    file.write_text("hello there\ten\n", encoding="utf-8")
    run(str(file), "--json")
    assert json.loads(capsys.readouterr().out)["undetermined_accuracy"] is None


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"hello\ten\nno label here\n", ("line 2", "language")),
        (b"a\tb\tc\td\n", ("line 1", "prior")),
        (b"hello\tEnglish!\n", ("line 1", "language")),
        (b"hello\ten\tnot a tag\n", ("line 1", "prior")),
        (b"hello\ten\n\xff\xfe\ten\n", ("line 2", "text")),
        (b"", ("line 1", "text")),
    ],
)
def test_bad_input_is_named_in_one_line(
    content: bytes, named: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "bad.tsv"
    file.write_bytes(content)
    assert run(str(file), "--json") == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert all(part in captured.err for part in (str(file), *named))


def test_a_missing_file_and_an_unknown_language_end_with_code_2(
    labelled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("/nonexistent.tsv", "--json") == 2
    assert run(str(labelled), "--languages", "en,tlh") == 2
    assert "tlh" in capsys.readouterr().err
