"""The pieces of a message that could be questions of their own.

People put two matters into one message: in two sentences, in a numbered list, or joined by "and". Nothing here knows
what a piece is about; that is judged by what the articles say to each (several.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .intent import is_small_talk
from .parts_words import ASKING, JOINTS, JOINTS_UNSPACED, SPACED_ASKING, WHAT_TO_DO

MAX_PIECES = 8
MAX_CHARS = 2_000
"""A longer message tells a story: it is judged as a whole."""

_MIN_WORDS = 3
_MIN_HAN = 3

_BULLET = re.compile(r"^\s*(?:\d{1,2}\s?[.)、．:]|[-*•–])\s*(?=\S)")
# a point ends a sentence only after a word: not in "e.g. this", "3.90" and "No. 5"
_SENTENCE = re.compile(r"(?<=[!?…؟])\s+|(?<=[^\W\d]{3}[.])\s+|(?<=\d{2}[.])\s+|(?<=[。！？；])|[\r\n]+")
_CLAUSE = re.compile(
    rf"\s*[,;:，；：、]\s*(?:(?:{JOINTS})\s+|(?:{JOINTS_UNSPACED}))?|\s+(?:{JOINTS})\s+|(?:{JOINTS_UNSPACED})",
    re.IGNORECASE,
)
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0eff]")
_WHAT_TO_DO = re.compile(rf"\W*(?:{WHAT_TO_DO})\W*", re.IGNORECASE)
_ASKS = re.compile(rf"[?？؟]|{ASKING}|\b(?:{SPACED_ASKING})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Piece:
    """``asks``: by its form, a question mark or a word that asks."""

    text: str
    asks: bool


def pieces_of(text: str) -> tuple[Piece, ...]:
    """The clauses of a message in order, without greetings and thanks; none in a story."""
    if len(text) > MAX_CHARS:
        return ()
    lines = [_BULLET.sub("", line, count=1) for line in text.splitlines()]
    sentences = [one for line in lines for one in _SENTENCE.split(line) if one]
    clauses = [one for sentence in sentences for one in _clauses(sentence)]
    said = [one for one in clauses if _says_something(one)]
    if len(said) > MAX_PIECES:
        return ()
    return tuple(Piece(one, bool(_ASKS.search(one))) for one in said)


def asks_something(text: str) -> bool:
    """Whether a text asks by its form, apart from "what can I do?" and the like."""
    return _ASKS.search(_WHAT_TO_DO.sub(" ", text)) is not None


def count_words(text: str) -> int:
    """Words of a text; two signs of a script without spaces count as one."""
    return len(re.findall(r"\w+", _HAN.sub(" ", text))) + (len(_HAN.findall(text)) + 1) // 2


def _clauses(sentence: str) -> list[str]:
    """Cut where something is joined on, if both sides are long enough to say something."""
    clauses: list[str] = []
    start = 0
    for joint in _CLAUSE.finditer(sentence):
        if _is_long_enough(sentence[start : joint.start()]) and _is_long_enough(sentence[joint.end() :]):
            clauses.append(sentence[start : joint.start()].strip())
            start = joint.end()
    return [*clauses, sentence[start:].strip()]


def _says_something(clause: str) -> bool:
    return _is_long_enough(clause) and not is_small_talk(clause) and not _WHAT_TO_DO.fullmatch(clause)


def _is_long_enough(clause: str) -> bool:
    return len(_HAN.findall(clause)) >= _MIN_HAN or len(re.findall(r"\w+", clause)) >= _MIN_WORDS
