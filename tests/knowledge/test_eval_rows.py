"""The labelled set reads as input of the eval commands."""

from __future__ import annotations

import json
from collections import Counter

from tests.knowledge.eval_rows import answers_rows, language_rows, retrieval_rows
from tests.knowledge.labelled import articles


def test_each_query_finds_its_article_in_its_language_and_is_not_among_the_phrasings() -> None:
    rows = list(retrieval_rows())
    known = {(row["language"], row["id"]): row["phrasings"] for row in rows if row["kind"] == "article"}
    queries = [row for row in rows if row["kind"] == "query"]
    assert len(known) == len(articles()) and len(queries) == 3 * len(articles())
    assert [row for row in queries if row["text"] in known[row["language"], row["article"]]] == []


def test_answers_are_split_six_three_three_with_half_of_the_out_of_scope_lines_to_learn_from() -> None:
    counts = Counter((row["split"], row["article"] is None) for row in answers_rows())
    assert counts == {
        ("train", False): 2160, ("calibrate", False): 1080, ("test", False): 1080,
        ("train", True): 150, ("calibrate", True): 72, ("test", True): 78,
    }  # fmt: skip


def test_rows_can_be_written_as_json_and_as_tabs() -> None:
    assert all(json.loads(json.dumps(row)) for row in (*retrieval_rows(), *answers_rows()))
    assert {line.count("\t") for line in language_rows()} == {1}
