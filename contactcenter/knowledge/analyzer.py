"""Text to search terms, one analyzer for all languages.

Two fields: *words* (Snowball stems, Han and kana pairs, Thai triples) say what a text is about, *grams* (pieces of
words, single Han characters) survive typing mistakes, compounds and inflection that no stemmer knows.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from .folding import of_one_script, plain, without_accents

MAX_CHARS = 100_000
"""Longer texts are analysed up to here: some 30 ms."""

_GRAM = 4
_EAST = r"\u3005\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_UNSPACED = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
_HANGUL = r"\u1100-\u11ff\uac00-\ud7af"
_MARKS = r"\u0900-\u0903\u093a-\u094d\u0951-\u0957\u0962-\u0963\u0981-\u0983\u09bc-\u09cd\u0a3c-\u0a4d\u0abc-\u0acd" \
         r"\u0b3c-\u0b4d\u0bbe-\u0bcd\u0c3e-\u0c4d\u0cbc-\u0ccd\u0d3e-\u0d4d"  # fmt: skip
"""Vowel signs of Indian scripts, which are no letters but stand inside words."""

_RUN = re.compile(
    rf"[{_EAST}]+|[{_UNSPACED}]+|[{_HANGUL}]+|[^\W_{_EAST}{_UNSPACED}{_HANGUL}](?:[^\W_{_EAST}{_UNSPACED}{_HANGUL}]|[{_MARKS}])*"
)
_KIND = re.compile(rf"(?P<east>[{_EAST}])|(?P<unspaced>[{_UNSPACED}])|(?P<hangul>[{_HANGUL}])|(?P<word>.)", re.DOTALL)
_HAS_DIGIT = re.compile(r"\d")
_CODE_PARTS = re.compile(r"\d+|[^\W\d_]+")
_STEMMERS = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "es": "spanish", "et": "estonian", "eu": "basque", "fa": "persian", "fi": "finnish", "fr": "french",
    "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian",
    "lt": "lithuanian", "ne": "nepali", "nl": "dutch", "no": "norwegian", "pl": "polish", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish", "ta": "tamil", "tr": "turkish",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Terms:
    """The search terms of one text, in order, with repetitions."""

    words: tuple[str, ...]
    grams: tuple[str, ...]


def analyze(text: str, language: str) -> Terms:
    """The terms of `text`; `language` (a BCP-47 tag) chooses stemmer and accents only, every script is understood."""
    words: list[str] = []
    grams: list[str] = []
    for run in runs(text):
        terms = terms_of(run, language)
        words += terms.words
        grams += terms.grams
    return Terms(tuple(words), tuple(grams))


def runs(text: str) -> list[str]:
    """The runs of letters and digits of one kind of script, in order; of the first MAX_CHARS characters."""
    return _RUN.findall(plain(text[:MAX_CHARS]))


def terms_of(run: str, language: str) -> Terms:
    """The terms of one run."""
    kind = _KIND.match(run)
    return _TERMS[(kind and kind.lastgroup) or "word"](run, language)


def stem(word: str, language: str) -> str:
    """The stem of a lower-case word in a language; the word itself where there is no stemmer."""
    return _stemmer(language.partition("-")[0].lower())(word)


def _word(run: str, language: str) -> Terms:
    run = of_one_script(run, language)
    words = [without_accents(stem(run, language), language)]
    bare = without_accents(run, language)
    if _HAS_DIGIT.search(bare):  # BP200 is also found as "BP 200"
        parts = _CODE_PARTS.findall(bare)
        words += parts if len(parts) > 1 else []
    return Terms(tuple(words), _pieces(bare, _GRAM))


def _hangul(run: str, language: str) -> Terms:
    return Terms((run,), _pieces(run, 2))


def _east_asian(run: str, language: str) -> Terms:
    return Terms(_pieces(run, 2), tuple(run))


def _unspaced(run: str, language: str) -> Terms:
    return Terms(_pieces(run, 3), _pieces(run, 2))


_TERMS = {"word": _word, "hangul": _hangul, "east": _east_asian, "unspaced": _unspaced}


def _pieces(run: str, size: int) -> tuple[str, ...]:
    return tuple([run[at : at + size] for at in range(max(1, len(run) - size + 1))])


@cache
def _stemmer(primary: str) -> Callable[[str], str]:
    algorithm = _STEMMERS.get(primary)
    if algorithm is None:
        return str
    import Stemmer  # type: ignore[import-not-found]  # a C extension: loaded with the first article, not at start

    stem: Callable[[str], str] = Stemmer.Stemmer(algorithm).stemWord
    return stem
