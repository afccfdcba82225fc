"""The labelled set as the lines that `contactcenter eval retrieval`, `answers` and `language` read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

from tests.knowledge.labelled import Split, articles, chat_lines, out_of_scope


def retrieval_rows() -> Iterator[dict[str, Any]]:
    """Every article with its train phrasings, and each test phrasing as a query."""
    for one in articles():
        yield {
            "kind": "article",
            "id": one.key,
            "language": one.language,
            "title": one.title,
            "body": one.body,
            "phrasings": one.split("train"),
        }
        for text in one.split("test"):
            yield {"kind": "query", "text": text, "language": one.language, "article": one.key}


def answers_rows() -> Iterator[dict[str, Any]]:
    """Every phrasing and every out-of-scope line in its split."""
    for split in get_args(Split):
        for one in articles():
            for text in one.split(split):
                yield {"split": split, "text": text, "language": one.language, "article": one.key}
        for line in out_of_scope(split):
            yield {"split": split, "text": line.text, "language": line.language, "article": None}


def language_rows() -> Iterator[str]:
    """The chat lines as `text<TAB>language`, without a prior."""
    return (f"{line.text}\t{line.language}" for line in chat_lines())
