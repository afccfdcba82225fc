"""Articles in one JSON file: an array with one article a line, so that a bad one has a line and spoils no other."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

from contactcenter.exchange.found import Bad, Found
from contactcenter.exchange.front_matter import LEFT_OUT

_DECODER = json.JSONDecoder()


def json_of(articles: Iterable[Mapping[str, object]]) -> str:
    lines = [
        json.dumps({name: value for name, value in one.items() if name not in LEFT_OUT}, ensure_ascii=False)
        for one in articles
    ]
    return "[\n" + ",\n".join(lines) + "\n]\n"


def articles_in(text: str, where: str) -> Iterator[Found | Bad]:
    """Each article of an array, or of JSON lines. After one that is broken it goes on at the next line with a brace."""
    text = text.removeprefix("\ufeff")
    at, counted, line = _skipped(text, 0, "["), 0, 1
    while at < len(text):
        line, counted = line + text.count("\n", counted, at), at
        if text[at] == "]" and not text[at + 1 :].strip():
            return
        try:
            value, at = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError) as exc:
            yield Bad(where=where, line=line, reason=f"is not JSON: {getattr(exc, 'msg', 'nested too deeply')}")
            at = text.find("\n{", at) + 1 or len(text)
            continue
        yield _article(value, where, line)
        at = _skipped(text, at, ",")


def _article(value: object, where: str, line: int) -> Found | Bad:
    if isinstance(value, dict):
        return Found(where=where, line=line, fields=value)
    return Bad(where=where, line=line, reason="expected an object: an article")


def _skipped(text: str, at: int, sign: str) -> int:
    """Behind white space and at most one ``sign``."""
    at = _behind_space(text, at)
    return _behind_space(text, at + 1) if text[at : at + 1] == sign else at


def _behind_space(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\r\n":
        at += 1
    return at
