"""Search and answers on the labelled set of tests/data/knowledge, by the commands that measure anybody's own data.

    python -m bench.knowledge_set [--write FOLDER] [--semantic]

``--write`` keeps the files, for ``contactcenter eval retrieval`` and ``contactcenter eval answers``. The split ``test``
is asked; search knows the phrasings of ``train``. ``--semantic`` asks a model of meanings too (the extra; two minutes).
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from contactcenter.evals import answers, retrieval
from contactcenter.evals.meant import Model
from contactcenter.knowledge.passage import passage_for
from tests.knowledge import eval_rows, labelled, several


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", type=Path)
    parser.add_argument("--semantic", action="store_true")
    args = parser.parse_args()
    folder = args.write
    with tempfile.TemporaryDirectory(prefix="bench-knowledge-") as temporary:
        _measure(folder or Path(temporary), semantic=args.semantic)


def _measure(folder: Path, *, semantic: bool) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    file = _written(folder / "retrieval.jsonl", eval_rows.retrieval_rows())
    model = Model(file) if semantic else None
    found = retrieval.measured(*retrieval.read_labelled(file), model=model)
    print("| search | n | r@1 | r@5 | mrr |\n|---|---|---|---|---|")
    for language, one in [*found["per_language"].items(), ("all", found)]:
        print(f"| {language} | {one['n']} | {one['r_at_1']:.3f} | {one['r_at_5']:.3f} | {one['mrr']:.3f} |")
    lines = answers.read_labelled(_written(folder / "answers.jsonl", eval_rows.answers_rows()))
    result = answers.measured(lines, 0.95, model)
    print("\nanswers, from phrasings alone, all three firms in one base")
    for name, value in result.items():
        print(f"  {name:22} {value}")
    _passages()
    _several()


def _passages() -> None:
    """How often what is sent holds the sentence that answers."""
    print("\n| at most | questions | hold the marked answer | of the article's length |\n|---|---|---|---|")
    for most in (1000, 600, 400, 300):
        asked = [(one, text) for one in labelled.articles() for text in one.asks_for_passage]
        sent = [(one, passage_for(one.body, text, one.language, max_chars=most)) for one, text in asked]
        held = sum(" ".join(one.passage.split()) in " ".join(found.markdown.split()) for one, found in sent)
        length = sum(len(found.markdown) / len(one.body) for one, found in sent) / len(sent)
        print(f"| {most} characters | {len(sent)} | {held / len(sent):.3f} | {length:.2f} |")


def _several() -> None:
    """Messages that ask several things, and long ones that ask one: all phrasings known, the default thresholds."""
    kinds = ("answered rightly", "answered wrongly", "handed over with parts", "handed over")
    print(f"\n| messages | n | seen to ask several | {' | '.join(kinds)} |\n|---|---|---|---|---|---|---|")
    for name, asks_several in (("several questions", True), ("one question", False)):
        for language in (*labelled.LANGUAGES, ""):
            found = [
                one
                for one in several.judged()
                if one.asks_several is asks_several and language in ("", one.message.language)
            ]
            counts = Counter(one.kind for one in found)
            seen = sum(bool(one.decision.parts) for one in found)
            figures = " | ".join(str(counts[kind]) for kind in kinds)
            print(f"| {name}, {language or 'all'} | {len(found)} | {seen} | {figures} |")


def _written(file: Path, rows: Iterator[dict[str, Any]]) -> Path:
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return file


if __name__ == "__main__":
    main()
