"""Two things a message can want that no article answers: a person, or nothing at all.

Every language is tried on every message: people switch. Asking for a person must not be missed, or they argue with a
machine; it must not be heard in "the person who bought it", or they wait for an answer the centre has.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from .intent_words import PERSON, SMALL_TALK, AskingForPerson

_MAX_CHARS = 400
"""Longer messages tell a story; who wants a person says so in a few words, at its beginning or end."""

_GAP = r"[^.!?。！？؟\n]{0,%d}?"
_NEAR, _CLOSE = 24, 14
_SHORT_CHARS = 160
_SENTENCES_ONLY = re.compile(r"[.!?。！？؟\n]+")
_WORDS = re.compile(r"[\w'-]+")
_NOT_LETTERS = re.compile(r"[\W_]+")
_SENTENCES = re.compile(r"[.!?,;。！？，、؟\n]+")


@lru_cache(maxsize=256)  # asked of the same message before the knowledge base is, and by it
def asks_for_person(text: str) -> bool:
    """Whether the writer wants a person instead of an automatic answer, in any of the twelve languages.

    True for the bare word ("agent", "оператор", "人工") and for asking inside a short text; False where a person is
    only talked about.
    """
    plain = _plain(text)
    if len(plain) > _MAX_CHARS:
        return any(map(asks_for_person, _opening_and_closing(text)))
    if not plain:
        return False
    return any(_is_bare(plain, language) or _is_asking(plain, language) for language in PERSON)


def _opening_and_closing(text: str) -> list[str]:
    """The first two and the last two sentences of a story, where they are short."""
    ends = f"{text[:_MAX_CHARS]}\n{text[-_MAX_CHARS:]}"
    sentences = [one for one in _SENTENCES_ONLY.split(ends) if one.strip()]
    return [one for one in (*sentences[:2], *sentences[-2:]) if len(one) <= _SHORT_CHARS]


def is_small_talk(text: str) -> bool:
    """Whether a message is only greetings, thanks, a yes or a no, or has no words: nothing an article answers."""
    said = [_NOT_LETTERS.sub("", sentence) for sentence in _SENTENCES.split(_plain(text))]
    return all(sentence in _small_talk() for sentence in said if sentence)


def _is_asking(plain: str, language: str) -> bool:
    return any(pattern.search(plain) for pattern in _patterns(language))


def _is_bare(plain: str, language: str) -> bool:
    """Whether nothing is left beside the named person but words of asking."""
    words = PERSON[language]
    rest, named = _named(language).subn(" ", plain)
    if not named:
        return False
    if words.spaced:
        return _fillers(language).issuperset(_WORDS.findall(rest))
    return not _NOT_LETTERS.sub("", _filler(language).sub(" ", rest))


@cache
def _named(language: str) -> re.Pattern[str]:
    words = PERSON[language]
    edge = r"\b" if words.spaced else ""
    return re.compile(f"{edge}(?:{_either(f'{words.people}|{words.humans}')}){edge}")


@cache
def _fillers(language: str) -> frozenset[str]:
    return frozenset(PERSON[language].filler.split("|"))


@cache
def _filler(language: str) -> re.Pattern[str]:
    return re.compile(_either(PERSON[language].filler))


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], ...]:
    words = PERSON[language]
    reaching = _near(words, words.reach, f"{words.humans}|{words.people}", _NEAR)
    wanting = _near(words, words.want, words.humans, _CLOSE)
    return tuple(re.compile(pattern) for pattern in (*reaching, *wanting))


def _near(words: AskingForPerson, verbs: str, people: str, distance: int) -> list[str]:
    edge = r"\b" if words.spaced else ""
    verb, person = f"{edge}(?:{_either(verbs)}){edge}", f"{edge}(?:{_either(people)}){edge}"
    unless = rf"(?!\s*(?:{_either(words.unless)}))" if words.unless else ""
    gap = _GAP % (distance if words.spaced else distance // 4)
    patterns = [f"{verb}{gap}{person}{unless}"]
    if words.verb_last:
        patterns.append(f"{person}{unless}{_GAP % (distance if words.spaced else distance // 2)}{verb}")
    return patterns


def _either(words: str) -> str:
    """A pattern for any of the words, the longest first, a space standing for any space."""
    ones = sorted(set(words.split("|")), key=lambda one: (-len(one), one))
    return "|".join(one.replace(" ", r"\s+") for one in ones)


@cache
def _small_talk() -> frozenset[str]:
    return frozenset(_NOT_LETTERS.sub("", one) for one in SMALL_TALK.replace("\n", "").split("|"))


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text[: 4 * _MAX_CHARS]).casefold().replace("’", "'")
    return " ".join(folded.split())
