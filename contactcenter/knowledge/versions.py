"""Ranges of a product's versions: what an article applies to. What is not known never leaves anything out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import zip_longest
from typing import TypeAlias

Key: TypeAlias = tuple[tuple[int, str], ...]

MAX_CHARS = 200
_BOUND = re.compile(r"(>=|<=|>|<|=)?\s*([^\s<>=,|]+)")
_PARTS = re.compile(r"\d{1,18}|[^\W\d_]+")


@lru_cache(maxsize=4096)
def applies(range_text: str, version: str) -> bool:
    """Whether a version lies in a range such as ``>=2.1 <3``, ``2.0`` or ``<1.4 || 2``; empty = all.

    Raises ValueError for what is no range.
    """
    alternatives = bounds_of(range_text)
    return not alternatives or any(all(_holds(sign, bound, version) for sign, bound in one) for one in alternatives)


def bounds_of(range_text: str) -> Sequence[Sequence[tuple[str, str]]]:
    """Alternatives, each with the bounds that hold together. Raises ValueError."""
    if len(range_text) > MAX_CHARS:
        raise ValueError("a range of versions this long is not read")
    return [_together(part) for part in range_text.split("||")] if range_text.strip() else []


def _together(text: str) -> Sequence[tuple[str, str]]:
    found = [(sign or "=", version) for sign, version in _BOUND.findall(text)]
    if not found or _BOUND.sub("", text).replace(",", "").strip():
        raise ValueError("expected a range of versions such as >=2.1 <3")
    return found


def _holds(sign: str, bound: str, version: str) -> bool:
    order = _compared(key_of(version), key_of(bound))
    return {">=": order >= 0, "<=": order <= 0, ">": order > 0, "<": order < 0, "=": order == 0}[sign]


def key_of(version: str) -> Key:
    """Numbers count as numbers, words as words: 2.10 is behind 2.9, 1.0b before 1.0c. A leading v says nothing."""
    bare = re.sub(r"\Av(?=\d)", "", version.strip().casefold())
    return tuple((int(part), "") if part[0].isdecimal() else (-1, part) for part in _PARTS.findall(bare))


def _compared(a: Key, b: Key) -> int:
    """-1, 0 or 1; missing numbers are zeros, so 2 equals 2.0, and 2.0rc is before 2.0."""
    for one, other in zip_longest(a, b, fillvalue=(0, "")):
        if one != other:
            return 1 if one > other else -1
    return 0
