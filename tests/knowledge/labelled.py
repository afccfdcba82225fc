"""The labelled knowledge set under tests/data/knowledge: its README says what the fields mean."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

FOLDER = Path(__file__).parents[1] / "data" / "knowledge"
LANGUAGES = ("en", "zh-Hans", "zh-Hant", "ru", "de", "es")

Split = Literal["train", "calibrate", "test"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledArticle:
    """One article in one language; `passage` stands in `body` letter for letter and answers `asks_for_passage`."""

    key: str
    language: str
    product: str
    topic: str
    title: str
    body: str
    passage: str
    phrasings: tuple[str, ...]
    asks_for_passage: tuple[str, ...]

    def split(self, name: Split) -> tuple[str, ...]:
        """The phrasings of one split: 1 to 6 train, 7 to 9 calibrate, 10 to 12 test."""
        return self.phrasings[_PHRASINGS_OF[name]]


class Line(NamedTuple):
    language: str
    text: str


class Part(NamedTuple):
    text: str
    article: str


@dataclass(frozen=True, slots=True)
class LabelledMessage:
    """A whole message and the questions in it, one or more."""

    text: str
    language: str
    parts: tuple[Part, ...]


@cache
def articles() -> tuple[LabelledArticle, ...]:
    """Every article in every language, by key, then in the order of LANGUAGES."""
    return tuple(one for file in sorted((FOLDER / "articles").glob("*.toml")) for one in _translations(file))


@cache
def out_of_scope(split: Split | None = None) -> tuple[Line, ...]:
    """Lines that no article answers: of each language 1 to 25 train, 26 to 37 calibrate, 38 to 50 test."""
    lines = _lines("out_of_scope.tsv")
    if split is None:
        return lines
    return tuple(
        line
        for language in LANGUAGES
        for line in [one for one in lines if one.language == language][_OUT_OF_SCOPE_OF[split]]
    )


@cache
def chat_lines() -> tuple[Line, ...]:
    return _lines("chat_lines.tsv")


@cache
def messages() -> tuple[LabelledMessage, ...]:
    """Messages with several questions, and long ones with a single question."""
    rows = (FOLDER / "several_questions.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(
        LabelledMessage(row["text"], row["language"], tuple(Part(**part) for part in row["parts"]))
        for row in map(json.loads, rows)
    )


_PHRASINGS_OF: dict[Split, slice] = {"train": slice(6), "calibrate": slice(6, 9), "test": slice(9, 12)}
_OUT_OF_SCOPE_OF: dict[Split, slice] = {"train": slice(25), "calibrate": slice(25, 37), "test": slice(37, 50)}


def _translations(file: Path) -> Iterator[LabelledArticle]:
    content = tomllib.loads(file.read_text(encoding="utf-8"))
    for language in LANGUAGES:
        fields = content[language]
        yield LabelledArticle(
            key=content["key"],
            language=language,
            product=content["product"],
            topic=content["topic"],
            title=fields["title"],
            body=fields["body"],
            passage=fields["passage"],
            phrasings=tuple(fields["phrasings"]),
            asks_for_passage=tuple(fields["phrasings"][place - 1] for place in content["passage_answers"]),
        )


def _lines(name: str) -> tuple[Line, ...]:
    rows = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return tuple(Line(*row.split("\t")) for row in rows)
