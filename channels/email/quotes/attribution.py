"""The line that introduces quoted text: "On Monday Ann wrote:", also wrapped over several lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .lines import Line
from .phrases import alternatives, pattern_of
from .words.attribution import OPENERS, WEEKDAYS_AND_MONTHS, WROTE

_MAX_CHARS = 400
_MAX_LINES = 4
_WROTE = pattern_of(alternatives(WROTE))
_WROTE_AT_END = re.compile(rf"(?:{_WROTE.pattern})(?:\s?님)?[\s*_]*[:：]?[\s*_]*$")
_OPENER = pattern_of(alternatives(OPENERS))
_TIME_WORDS = frozenset(WEEKDAYS_AND_MONTHS.split())
_YEAR = re.compile(r"(?<!\d)(?:19|20|٢٠|۲۰)\d\d(?!\d)")
_NUMERIC_DATE = re.compile(r"(?<!\d)\d{1,4}(?:[./-]\s?)\d{1,2}(?:[./-]\s?)\d{2,4}(?!\d)")
_TIME = re.compile(
    r"(?<!\d)\d{1,2}\s?(?:[:：hH]|時|时|点|點|시)\s?\d{2}(?!\d)|(?:kl\.?|klo)\s?\d{1,2}\.\d{2}|\d{1,2}\s?[ap]\.?m\b|[上下]午\s?\d",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"[^\s<>@()\[\]]{1,80}@[^\s<>@()\[\]]{1,80}")
_ENCLOSED_ADDRESS = re.compile(r"[<(\[]\s?(?:mailto:)?[^\s<>@()\[\]]{1,80}@[^\s<>@()\[\]]{1,80}\s?(?:[>)\]]|\|)")
_COLON_END = re.compile(r"[:：][\s*_>]*$")
_FIRST_WORD = re.compile(r"[^\W\d_][\w'’]*")
_FIRST_PERSON = re.compile(  # no program writes so of its user
    r"(?<!\w)(?:i|my|me|your|ich|mir|mich|ihr|je|m['’]a|j['’]ai|votre|yo|me|su|eu|seu|sua|io|mi|ik|mij|uw|ja|mnie|я|мне|ваша?|мені)(?!\w)"
)
_COLON_INSIDE = re.compile(r"[:：](?=\s)")


@dataclass(frozen=True, slots=True)
class Attribution:
    """`end`: the line after it. `is_sure`: what follows is quoted even if nothing marks it."""

    end: int
    is_sure: bool


def attribution_at(lines: Sequence[Line], start: int, *, before_quote: bool = False) -> Attribution | None:
    """The attribution that begins at line `start`. `before_quote` is asked for lines just above marked quotes."""
    text = lines[start].bare
    if not text or len(text) > _MAX_CHARS or lines[start].is_quoted:
        return None
    if is_attribution(text) or _has_tail(text):
        return Attribution(start + 1, True)
    wrapped = _wrapped(lines, start)
    if wrapped is not None or not before_quote:
        return wrapped
    return Attribution(start + 1, False) if _introduces(text) else None


def is_attribution(text: str) -> bool:
    """Whether the whole text is an attribution as a mail program writes it."""
    low = text.lower().strip("*_ ")
    if low.startswith("--") and low.endswith("--"):  # Zoho draws dashes on both sides and no colon
        low = low.strip("-— ") + ":"
    if not _COLON_END.search(low):
        return False
    address = _ENCLOSED_ADDRESS.search(low) if "@" in low else None
    if address and len(low) - len(address.group()) < 160 and _WROTE.search(low):
        return True
    if not (_has_date(low) and _TIME.search(low)):
        return False
    if address or ("@" in low and _ADDRESS.search(low)):
        return _begins_like_one(low)
    if _FIRST_PERSON.search(low):
        return False
    return len(low) < 200 and _WROTE.search(low) is not None and (_begins_like_one(low) or _names_then_wrote(text))


def _wrapped(lines: Sequence[Line], start: int) -> Attribution | None:
    first = lines[start].bare
    if not _begins_like_one(first.lower()):
        return None
    parts = [first]
    for at in range(start + 1, min(len(lines), start + _MAX_LINES)):
        part = lines[at].bare
        if not part or len(part) > _MAX_CHARS or lines[at].is_quoted:
            return None
        parts.append(part)
        if _COLON_END.search(part):
            sure = is_attribution(" ".join(parts)) and not _is_whole(" ".join(parts[1:]))
            return Attribution(at + 1, True) if sure else None
    return None


def _is_whole(text: str) -> bool:
    """An attribution with its date: then the line above it belongs to somebody's text."""
    return is_attribution(text) and _has_date(text) and _TIME.search(text) is not None


def _has_tail(text: str) -> bool:
    """Yahoo's app writes the quoted text behind the attribution, on the same line."""
    if "@" not in text or not _begins_like_one(text.lower()):
        return False
    for colon in _COLON_INSIDE.finditer(text, 0, 300):
        head = text[: colon.end()]
        if _ENCLOSED_ADDRESS.search(head) and _has_date(head) and is_attribution(head):
            return True
    return False


def _introduces(text: str) -> bool:
    """A short line above marked quotes: "Ann wrote:", "3 May 2021, Ann <ann@example.org>"."""
    low = text.lower()
    if len(low) > 200:
        return False
    ends = _COLON_END.search(low) is not None
    address = _ENCLOSED_ADDRESS.search(low) is not None
    if (ends and len(low) < 80 and _WROTE_AT_END.search(low)) or (ends and address and len(low) < 160):
        return True
    if not (_has_date(low) and (_begins_like_one(low) or _names_then_wrote(text))):
        return False
    return address or _WROTE_AT_END.search(low) is not None or (ends and _TIME.search(low) is not None)


def _has_date(text: str) -> bool:
    return _YEAR.search(text) is not None or _NUMERIC_DATE.search(text) is not None


def _begins_like_one(low: str) -> bool:
    low = low.lstrip("\"'„“*_-–— ")
    if low[:1].isdigit() or _OPENER.match(low):
        return True
    word = _FIRST_WORD.match(low)
    if word and word.group() in _TIME_WORDS:
        return True
    return "<" in low[:80] or "@" in low[:60]


def _names_then_wrote(text: str) -> bool:
    """ "Ann Walker/Example wrote on 3 May 2021 10:15:": a name and nothing else before the verb."""
    found = _WROTE.search(text.lower())
    if found is None:
        return False
    before = text[: found.start()].split()
    return len(before) <= 5 and all(not word[:1].islower() for word in before)
