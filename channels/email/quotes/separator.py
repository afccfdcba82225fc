"""The line that a mail program draws above a quoted or forwarded mail."""

from __future__ import annotations

import re
from enum import StrEnum

from .lines import Hint, Line
from .phrases import alternatives
from .words.separator import BEGINNINGS, FORWARDED, ORIGINAL, REPLY_ABOVE

_MAX_CHARS = 120
_DASHED = re.compile(r"[-_=*─—–>\s]{2,}(?P<words>[^\s\-_=*─—–].{0,80}?)[\s:：]*[-_=*─—–<]{2,}[\s:：]*")
_OPEN_DASHED = re.compile(r"[-_=─—–]{3,}\s?(?P<words>[^\s\-_=*─—–].{0,80}?)\s?[:：]?")
_ORIGINAL = frozenset(alternatives(ORIGINAL))
_FORWARDED = frozenset(alternatives(FORWARDED))
_BY = tuple(
    phrase for phrase in _FORWARDED if phrase.endswith((" by", " von", " par", " por", " da", " door", " przez"))
)
_REPLY_ABOVE = re.compile("|".join(map(re.escape, alternatives(REPLY_ABOVE))))
_BEGINNINGS = tuple(one for one in _FORWARDED if one.startswith(BEGINNINGS))


class Separator(StrEnum):
    ORIGINAL = "original"
    FORWARDED = "forwarded"
    DASHED = "dashed"  # unknown words between dashes, or known ones without: a separator if fields follow
    REPLY_ABOVE = "reply_above"


def separator_of(line: Line) -> Separator | None:
    """What kind of separator this line is, None for any other line."""
    text = line.bare.lower()
    if line.hint is Hint.HISTORY:
        return Separator.ORIGINAL
    if not text or len(text) > _MAX_CHARS:
        return None
    if (not text[0].isalnum() or len(text) < 60) and _REPLY_ABOVE.search(text):
        return Separator.REPLY_ABOVE
    if text.rstrip(":： ") in _BEGINNINGS:
        return Separator.FORWARDED
    return Separator.DASHED if text in _ORIGINAL else _dashed(text)


def _dashed(text: str) -> Separator | None:
    found = _DASHED.fullmatch(text) or _OPEN_DASHED.fullmatch(text)
    if found is None:
        return None
    words = found.group("words").strip(" :：-*_[]")
    if words in _ORIGINAL:
        return Separator.ORIGINAL
    if words in _FORWARDED or words.startswith(_BY):
        return Separator.FORWARDED
    return Separator.DASHED if _DASHED.fullmatch(text) and words.count(" ") < 6 else None
