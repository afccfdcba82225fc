"""The farewell at the end of a mail and the block of name, title and address under it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import IntEnum

from .phrases import alternatives, is_unspaced, pattern_of
from .words.signoff import CONTACT, NAME_PARTICLES, OWN_MATTER, STRONG, TALK, WEAK

_MAX_CHARS = 80
_MAX_BLOCK = 16
_TRIM = " \t!.,;:~，。、！；：…-–—*_()（）❤️🙂😊👍🙏"
_STRONG = frozenset(alternatives(STRONG))
_WEAK = frozenset(alternatives(WEAK))
_JOINING = re.compile(r"(?:and|und|et|y|e|i|и|та|й|en|&|mit|with|of|/|\|)\s", re.IGNORECASE)
_PARTICLES = frozenset(NAME_PARTICLES.split())
_CONTACT_LABEL = re.compile(
    r"(?:" + "|".join(map(re.escape, alternatives(CONTACT))) + r")\s?(?:[.:：|/]|\s(?=[+\d(]))", re.IGNORECASE
)
_LINK = re.compile(r"https?://|www\.|[^\s@]{1,64}@[^\s@]{1,64}\.\w")
_PHONE = re.compile(r"(?:\+|\(0|\b0)[\d\s()./-]{6,24}")
_MATTER = re.compile("|".join(map(re.escape, alternatives(OWN_MATTER))))
_HAS_NUMBER = re.compile(r"\d{3}")
_TALK_WORDS = frozenset(TALK.split())
_SENTENCE_END = re.compile(r"[?？]|[!！。]\s*$")
_POSTSCRIPT = re.compile(r"(?:p\.?\s?s\.?\b|ps:|з\.?\s?ы\.?|附：|追伸|추신)", re.IGNORECASE)
_TALK = frozenset("请請我你您的了吗嗎是不要有没沒快给給这這那就会會能可想吧呢")
_HIRAGANA = re.compile(r"[\u3040-\u309f]")
_KOREAN_TALK = re.compile(r"(?:다|요|까|죠|네)[.!?]?$")
_COMPANY = pattern_of(
    "株式会社|有限会社|公司|集团|集團|有限|部门|采购部|採購部|财务部|購買部|営業部|总务|大学|医院|주식회사|(주)|㈜|드림|올림|배상|部|科|課|室".split(
        "|"
    )
)
_STOP = frozenset((".", "。", "…", ";", ","))


class Farewell(IntEnum):
    NONE = 0
    WEAK = 1
    STRONG = 2


def signoff_start(texts: Sequence[str], end: int) -> int | None:
    """Where the farewell begins with which `texts[:end]` ends, None if there is none or more than a block follows."""
    below: list[str] = []
    for at in range(end - 1, max(-1, end - 2 * _MAX_BLOCK), -1):
        kind = farewell_of(texts[at])
        if kind is not Farewell.NONE:
            return at if _is_block(kind, below) else None
        if texts[at]:
            below.append(texts[at])
        if len(below) > _MAX_BLOCK:
            return None
    return None


def farewell_of(text: str, depth: int = 0) -> Farewell:
    """How much of a farewell the line is: a phrase, maybe two, maybe with the name behind it."""
    text = text.strip(_TRIM)
    if not text or len(text) > _MAX_CHARS or depth > 3:
        return Farewell.NONE
    for size in _phrase_ends(text):
        kind = _kind(text[:size].strip(_TRIM).lower())
        rest = text[size:].strip(_TRIM)
        if kind is Farewell.NONE:
            continue
        if not rest:
            return kind
        joined = farewell_of(_JOINING.sub("", rest, count=1), depth + 1)
        if joined is not Farewell.NONE:
            return max(kind, joined)
        if _is_name(rest) or (kind is Farewell.STRONG and (_is_place(rest) or is_name_or_contact(rest))):
            return kind
    return Farewell.NONE


def _phrase_ends(text: str) -> list[int]:
    """Where a phrase at the beginning may end, longest first."""
    if is_unspaced(text[0]):
        return list(range(min(len(text), 26), 1, -1))
    ends = [found.start() for found in re.finditer(r"[\s,.!/|;:–-]", text)][:10]
    return [len(text), *reversed(ends)]


def _kind(phrase: str) -> Farewell:
    phrase = phrase.replace("’", "'")
    if phrase in _STRONG or phrase.replace(" ", "") in _STRONG:
        return Farewell.STRONG
    return Farewell.WEAK if phrase in _WEAK else Farewell.NONE


def _is_place(text: str) -> bool:
    words = text.split()
    return len(words) <= 4 and words[0].lower() in ("from", "aus", "vom", "de", "da", "из", "з", "z", "uit", "to", "an")


def _is_block(kind: Farewell, below: Sequence[str]) -> bool:
    if kind is Farewell.STRONG:
        return all(map(is_signature_line, below))
    return 0 < len(below) <= 10 and all(map(is_name_or_contact, below))


def is_signature_line(text: str) -> bool:
    """A line that may stand under a farewell: short, no sentence, nothing about the matter."""
    if _POSTSCRIPT.match(text) or len(text) > 160:
        return False
    if is_contact(text):
        return True
    if _SENTENCE_END.search(text) or len(text) > 90 or len(text.split()) > 12:
        return False
    if _HAS_NUMBER.search(text) and _MATTER.search(text.lower()):
        return False
    if not _TALK_WORDS.isdisjoint(word.strip(",!;:") for word in text.lower().split()) and not _is_name(text):
        return False
    if sum(char in _TALK for char in text) >= 2 or (is_unspaced(text) and _KOREAN_TALK.search(text)):
        return False
    return not (text.endswith(".") and (len(text.split()) >= 5 or text[0].islower()))


def is_name_or_contact(text: str) -> bool:
    """A line that is a name, a title, an address or a way to reach somebody, and cannot well be anything else."""
    if _POSTSCRIPT.match(text) or _SENTENCE_END.search(text):
        return False
    if is_contact(text):
        return True
    return len(text) <= 90 and all(
        _is_name(part) or _is_address(part) for part in re.split(r"\s[|•·/–-]\s|,\s", text) if part
    )


def is_contact(text: str) -> bool:
    if len(text) > 160 or "?" in text:
        return False
    if text.startswith("〒"):
        return True
    if _CONTACT_LABEL.match(text) and (any(char.isdigit() for char in text) or _LINK.search(text) or is_unspaced(text)):
        return True
    link = _LINK.search(text) or _PHONE.search(text)
    return (
        link is not None
        and len(text.split()) <= 12
        and not _MATTER.search(text.lower())
        and len(re.findall(r"\b[a-zа-я]{2,}\b", _LINK.sub(" ", text))) <= 5
    )


def _is_name(text: str) -> bool:
    text = text.strip(_TRIM + "\"'„“")
    if not text or any(char.isdigit() for char in text):
        return False
    if is_unspaced(text[0]) or is_unspaced(text[-1]):
        return _is_eastern_name(text)
    words = text.split()
    return (
        len(words) <= 6
        and not words[0].islower()
        and all(word[:1].isupper() or word.lower() in _PARTICLES or not word[0].isalpha() for word in words)
    )


def _is_eastern_name(text: str) -> bool:
    if len(text) > 24 or any(sign in text for sign in "，。、,；") or _HIRAGANA.search(text):
        return False
    if _COMPANY.search(text):
        return True
    if any(char in _TALK for char in text):
        return False
    letters = sum(char.isalpha() for char in text)
    if any("\uac00" <= char <= "\ud7a3" for char in text):
        return letters <= 6 and not _KOREAN_TALK.search(text)
    return letters <= 4 or (" " in text and letters <= 10) or any("\u30a0" <= char <= "\u30ff" for char in text)


def _is_address(text: str) -> bool:
    """ "12 Harbour Street", "LS1 4AB", "10115 Berlin": numbers and words with capital letters only."""
    words = text.split()
    if len(words) > 7 or _MATTER.search(text.lower()) or is_unspaced(text):
        return False
    return (
        any(char.isalpha() for char in text)
        and len(words) > 1
        and all(word[:1].isupper() or word[:1].isdigit() or word.lower() in _PARTICLES for word in words)
    )
