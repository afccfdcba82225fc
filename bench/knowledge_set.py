"""Search and answers on the labelled set of tests/data/knowledge, by the commands that measure anybody's own data.

    python -m bench.knowledge_set [--write FOLDER]

``--write`` keeps the files, for ``contactcenter eval retrieval`` and ``contactcenter eval answers``. Questions are the
splits ``calibrate`` and ``test`` for search, ``test`` for answers; the other phrasings are known.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

from contactcenter.evals import answers, retrieval
from tests.knowledge import labelled


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", type=Path)
    folder = parser.parse_args().write
    with tempfile.TemporaryDirectory(prefix="bench-knowledge-") as temporary:
        _measure(folder or Path(temporary))


def _measure(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    found = retrieval.measured(*retrieval.read_labelled(_written(folder / "retrieval.jsonl", _search_lines())))
    print("| search | n | r@1 | r@5 | mrr |\n|---|---|---|---|---|")
    for language, one in [*found["per_language"].items(), ("all", found)]:
        print(f"| {language} | {one['n']} | {one['r_at_1']:.3f} | {one['r_at_5']:.3f} | {one['mrr']:.3f} |")
    result = answers.measured(answers.read_labelled(_written(folder / "answers.jsonl", _answer_lines())), 0.95)
    print("\nanswers, from phrasings alone")
    for name, value in result.items():
        print(f"  {name:22} {value}")


def _search_lines() -> Iterator[dict[str, Any]]:
    for one in labelled.articles():
        article = {"id": one.key, "language": one.language, "title": one.title, "body": one.body}
        yield {"kind": "article", **article, "phrasings": one.split("train")}
        for text in (*one.split("calibrate"), *one.split("test")):
            yield {"kind": "query", "text": text, "language": one.language, "article": one.key}


def _answer_lines() -> Iterator[dict[str, Any]]:
    for split in get_args(labelled.Split):
        for one in labelled.articles():
            for text in one.split(split):
                yield {"split": split, "text": text, "language": one.language, "article": one.key}
        for line in labelled.out_of_scope(split):
            yield {"split": split, "text": line.text, "language": line.language, "article": None}


def _written(file: Path, rows: Iterator[dict[str, Any]]) -> Path:
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return file


if __name__ == "__main__":
    main()
