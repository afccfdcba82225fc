"""How the tables of words become patterns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping


def alternatives(*tables: str | Mapping[str, str]) -> list[str]:
    """The phrases of tables, each once, longest first, so that the first that fits is the most telling."""
    found: dict[str, None] = {}
    for table in tables:
        for row in [table] if isinstance(table, str) else table.values():
            found.update(dict.fromkeys(phrase for phrase in row.split("|") if phrase))
    return sorted(found, key=len, reverse=True)


def pattern_of(phrases: Iterable[str]) -> re.Pattern[str]:
    """Any of the phrases as whole words, in lower case text; Han, kana and hangul phrases stand anywhere.

    Phrases are grouped by how they are bounded: one look at each place instead of one for each phrase.
    """
    groups: dict[tuple[str, str], list[str]] = {}
    for phrase in phrases:
        groups.setdefault(_bounds(phrase), []).append(_words(phrase))
    return re.compile("|".join(f"{before}(?:{'|'.join(words)}){after}" for (before, after), words in groups.items()))


def _words(phrase: str) -> str:
    return re.escape(phrase.rstrip("*")).replace(r"\ ", r"\s?" if is_unspaced(phrase) else r"\s")


def _bounds(phrase: str) -> tuple[str, str]:
    if is_unspaced(phrase):
        return "", ""
    before = r"(?<!\w)" if phrase[0].isalnum() else ""
    if phrase.endswith("*"):
        return before, r"\w{0,8}"
    return before, r"(?!\w)" if phrase[-1].isalnum() else ""


def is_unspaced(text: str) -> bool:
    """Whether the text has letters of a script that runs words together, or (hangul) glues endings to them."""
    return any("\u0e00" <= char <= "\u0eff" or "\u1100" <= char <= "\u11ff" or char >= "\u2e80" for char in text)
