"""Text to search terms, one analyzer for all languages.

Two fields: *words* (Snowball stems, Han and kana pairs, Thai triples) say what a text is about, *grams* (pieces of
words, single Han characters) survive typing mistakes, compounds and inflection that no stemmer knows.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

MAX_CHARS = 100_000
"""Longer texts are analysed up to here."""

_GRAM = 4
_RUN = re.compile(
    r"(?P<east>[\u3005\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]+)"
    r"|(?P<unspaced>[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]+)"
    r"|(?P<hangul>[\u1100-\u11ff\uac00-\ud7af]+)"
    r"|(?P<word>(?:(?![\u3005\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0eff\uac00-\ud7af])[^\W_])+)"
)
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
    """The terms of `text`; `language` (a BCP-47 tag) chooses the stemmer only, every script is understood."""
    words: list[str] = []
    grams: list[str] = []
    stem = _stemmer(language.partition("-")[0].lower())
    plain = unicodedata.normalize("NFKC", text[:MAX_CHARS]).casefold()
    for run in _RUN.finditer(plain):
        _ADD[run.lastgroup or "word"](run.group(), stem, words, grams)
    return Terms(tuple(words), tuple(grams))


def stem(word: str, language: str) -> str:
    """The stem of a lower-case word in a language; the word itself where there is no stemmer."""
    return _stemmer(language.partition("-")[0].lower())(word)


def _add_word(run: str, stem: Callable[[str], str], words: list[str], grams: list[str]) -> None:
    words.append(stem(run))
    grams += [run[at : at + _GRAM] for at in range(max(1, len(run) - _GRAM + 1))]
    if not run.isalpha():  # BP200 is also found as "BP 200"
        parts = _CODE_PARTS.findall(run)
        words += parts if len(parts) > 1 else []


def _add_hangul(run: str, stem: Callable[[str], str], words: list[str], grams: list[str]) -> None:
    words.append(run)
    grams += _pieces(run, 2)


def _add_east_asian(run: str, stem: Callable[[str], str], words: list[str], grams: list[str]) -> None:
    words += _pieces(run, 2)
    grams += run


def _add_unspaced(run: str, stem: Callable[[str], str], words: list[str], grams: list[str]) -> None:
    words += _pieces(run, 3)
    grams += _pieces(run, 2)


_ADD = {"word": _add_word, "hangul": _add_hangul, "east": _add_east_asian, "unspaced": _add_unspaced}


def _pieces(run: str, size: int) -> list[str]:
    return [run[at : at + size] for at in range(max(1, len(run) - size + 1))]


@cache
def _stemmer(primary: str) -> Callable[[str], str]:
    algorithm = _STEMMERS.get(primary)
    if algorithm is None:
        return str
    import Stemmer  # type: ignore[import-not-found]  # a C extension: loaded with the first article, not at start

    stem: Callable[[str], str] = Stemmer.Stemmer(algorithm).stemWord
    return stem
