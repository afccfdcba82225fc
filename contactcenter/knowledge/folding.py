"""Spellings that look or read alike made one: width, case, invisible characters, accents, look-alike letters.

Whoever types quickly leaves accents out, and whoever wants to slip past a filter writes a Latin "a" into a Cyrillic
word. Articles and questions are folded alike, so neither changes what is found.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SLICE_CHARS = 512
"""Ordering the marks on one letter takes quadratic time: 50,000 of them 1.9 s as a whole, 20 ms in slices."""

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200d-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]+"
    "|(?<![\u0600-\u06ff])\u200c"  # in Persian it parts a word as a space does
)
_LOOSE_MARKS = re.compile("[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670]+")
"""Marks that no letter took up, Hebrew and Arabic vowel signs, and the line that stretches Arabic words."""

_OWN_LETTERS = "йїўѓќ"
_NEEDED = {"es": "ñ", "sv": "åäö", "fi": "åäö", "da": "å", "no": "å", "nb": "å", "et": "õäöü", "tr": "çğıöşü",
           "az": "çğöşü", "hu": "őű", "is": "ðþáéíóú"}  # fmt: skip
"""Letters with a mark that the language has for letters of their own: año is no ano."""

_CYRILLIC = "авекмнорстухіјѕһ"
_LATIN = "abekmhopctyxijsh"
_TO_LATIN = str.maketrans(_CYRILLIC, _LATIN)
_TO_CYRILLIC = str.maketrans({"a": "а", "b": "в", "c": "с", "e": "е", "h": "н", "i": "і", "j": "ј", "k": "к", "m": "м",
                              "o": "о", "p": "р", "s": "ѕ", "t": "т", "x": "х", "y": "у"})  # fmt: skip
_IS_LATIN = re.compile("[a-zà-ɏ]")
_IS_CYRILLIC = re.compile("[\u0400-\u052f]")
_ONLY_LOOKALIKES = re.compile(f"[{_CYRILLIC}\\d]+")
_IN_CYRILLIC = frozenset("be bg kk ky mk mn ru sr tg uk".split())


def plain(text: str) -> str:
    """The text without what nobody sees, in compatible forms and lower case; still with the accents of its letters."""
    if text.isascii():
        return text.lower()
    most = 2 * len(text)  # a single sign can stand for a sentence of eighteen letters
    text = _INVISIBLE.sub("", text)
    if not unicodedata.is_normalized("NFKC", text):
        slices = (text[at : at + _SLICE_CHARS] for at in range(0, len(text), _SLICE_CHARS))
        text = "".join(unicodedata.normalize("NFKC", one) for one in slices)
    # the Russian stemmer knows no ё, so that goes before it; other accents stay until the stemmer has used them
    return _LOOSE_MARKS.sub("", text[:most].casefold()).replace("ё", "е")


def of_one_script(word: str, language: str) -> str:
    """A word that mixes Latin and Cyrillic letters in the script that most of it, or its language, is written in.

    A code ("ВР200" typed with a Russian keyboard) is Latin. What is no look-alike of the other script stays.
    """
    if word.isascii() or not _IS_CYRILLIC.search(word):
        return word
    if not _IS_LATIN.search(word):
        is_code = not word.isalpha() and _ONLY_LOOKALIKES.fullmatch(word) is not None
        return word.translate(_TO_LATIN) if is_code else word
    latin, cyrillic = word.translate(_TO_LATIN), word.translate(_TO_CYRILLIC)
    fits_latin, fits_cyrillic = not _IS_CYRILLIC.search(latin), not _IS_LATIN.search(cyrillic)
    if fits_latin and fits_cyrillic:
        return cyrillic if language.partition("-")[0].lower() in _IN_CYRILLIC else latin
    return latin if fits_latin else cyrillic if fits_cyrillic else word


def without_accents(word: str, language: str) -> str:
    """The word as somebody writes it who leaves accents out, but for letters that the language has for its own."""
    return word if word.isascii() else _bare(word, _NEEDED.get(language.partition("-")[0].lower(), ""))


def _bare(word: str, needed: str) -> str:
    return "".join(one if one in needed else _bare_letter(one) for one in word)


@lru_cache(maxsize=4096)
def _bare_letter(letter: str) -> str:
    decomposed = unicodedata.normalize("NFD", letter)
    base, marks = decomposed[0], decomposed[1:]
    bare = bool(marks) and letter not in _OWN_LETTERS and ("a" <= base <= "z" or "\u0370" <= base <= "\u052f")
    return base if bare else letter
