"""Words of conversations and contacts as search terms, the same for both stores.

A document becomes a set of terms; a query becomes groups of alternatives: every group must be met by one of its
alternatives, each a whole term or the beginning of one. Plain words are stems; ``#`` begins the tail of a number or
code, so that a part of it is the beginning of a tail; ``~`` begins a word of a name with at most one letter left out.
"""

import re
import threading
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

MAX_CHARS = 20_000  # longer texts are found by their beginning
MAX_QUERY_CHARS = 200
MAX_GROUPS = 12
_MAX_WORD_CHARS = 40
_SHORTEST_TAIL = 3
_SHORTEST_PREFIX = 3
_SHORTEST_MISSPELT = 4

_RUN = re.compile(
    r"(?P<pairs>[\u3005\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af\U00020000-\U000323af]+)"
    r"|(?P<triples>[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]+)"
    r"|(?P<word>(?:(?![\u3005\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0eff\u1000-\u109f\uac00-\ud7af])[^\W_])+)"
)
_LATIN = {
    "en": "english", "de": "german", "es": "spanish", "fr": "french", "pt": "portuguese", "it": "italian",
    "nl": "dutch", "sv": "swedish", "pl": "polish", "tr": "turkish",
}  # fmt: skip
_OTHER_SCRIPTS = (
    ("\u0400", "\u052f", "russian"),
    ("\u0370", "\u03ff", "greek"),
    ("\u0600", "\u06ff", "arabic"),
    ("\u0900", "\u097f", "hindi"),
    ("\u0530", "\u058f", "armenian"),
    ("\u0b80", "\u0bff", "tamil"),
)


@dataclass(frozen=True, slots=True)
class Term:
    """One alternative of a query: the whole term, or its beginning if ``prefix``."""

    text: str
    prefix: bool = False

    def is_in(self, terms: Collection[str]) -> bool:
        if not self.prefix:
            return self.text in terms
        return any(term.startswith(self.text) for term in terms)


def document_terms(text: str, language: str | None = None) -> frozenset[str]:
    """The terms under which a text is found; ``language`` (a BCP-47 tag) chooses the stemmer of Latin words."""
    terms: set[str] = set()
    algorithm = _LATIN.get((language or "en").partition("-")[0].lower(), "english")
    for kind, run in _runs(text[:MAX_CHARS]):
        if kind == "word":
            terms.update(_word_terms(run, algorithm))
        else:
            size = 2 if kind == "pairs" else 3
            terms.update(run[at : at + size] for at in range(len(run)))
    return frozenset(terms)


def query_groups(text: str) -> tuple[tuple[Term, ...], ...]:
    """What a text must hold to be found by this query; empty = nothing can be searched by."""
    groups: list[tuple[Term, ...]] = []
    for kind, run in _runs(text[:MAX_QUERY_CHARS]):
        if kind == "word":
            groups.append(_word_alternatives(run))
        else:
            groups += _piece_groups(run, 2 if kind == "pairs" else 3)
    return tuple(dict.fromkeys(groups))[:MAX_GROUPS]


def matches(groups: Iterable[Iterable[Term]], terms: Collection[str]) -> bool:
    return all(any(term.is_in(terms) for term in alternatives) for alternatives in groups)


def name_terms(*texts: str) -> frozenset[str]:
    """The terms under which a contact is found by name or address, also with one letter wrong in a word."""
    terms: set[str] = set()
    for kind, run in _runs(" ".join(texts)[:1_000]):
        if kind != "word":
            size = 2 if kind == "pairs" else 3
            terms.update(run[at : at + size] for at in range(len(run)))
        elif _has_digit(run):
            terms.update(_tails(run))
        else:
            terms.add(run)
            terms.update(_misspellings(run))
    return frozenset(terms)


def name_groups(text: str) -> tuple[tuple[Term, ...], ...]:
    """What a contact's terms must hold. The first alternative of a group is the exact one."""
    groups: list[tuple[Term, ...]] = []
    for kind, run in _runs(text[:MAX_QUERY_CHARS]):
        if kind != "word":
            groups += _piece_groups(run, 2 if kind == "pairs" else 3)
        elif _has_digit(run):
            groups.append(_number_alternatives(run))
        else:
            prefix = [Term(run, prefix=True)] if len(run) >= _SHORTEST_PREFIX else []
            groups.append((Term(run), *prefix, *(Term(term) for term in sorted(_misspellings(run)))))
    return tuple(dict.fromkeys(groups))[:MAX_GROUPS]


# -- runs ----------------------------------------------------------------------------------------------------


def _runs(text: str) -> Iterable[tuple[str, str]]:
    plain = unicodedata.normalize("NFKC", text).casefold()
    if not plain.isascii():
        plain = _without_accents(plain)
    for run in _RUN.finditer(plain):
        kind = run.lastgroup or "word"
        yield kind, run.group()[:_MAX_WORD_CHARS] if kind == "word" else run.group()


def _without_accents(text: str) -> str:
    """Latin letters without their marks, and the Russian letters that are often written without theirs."""
    return "".join(_bare(character) if character > "\x7f" else character for character in text)


def _bare(character: str) -> str:
    if character == "\u0451":  # Russian yo is written as ye
        return "\u0435"
    if character < "\u0250" or "\u1e00" <= character < "\u1f00":
        return unicodedata.normalize("NFKD", character)[0]
    return character


def _has_digit(word: str) -> bool:
    return any(character.isdigit() for character in word)


# -- words ---------------------------------------------------------------------------------------------------


def _word_terms(word: str, latin: str) -> Iterable[str]:
    if _has_digit(word):
        return _tails(word)
    return (_stem(word, _algorithm(word) or latin),)


def _word_alternatives(word: str) -> tuple[Term, ...]:
    if _has_digit(word):
        return _number_alternatives(word)
    algorithm = _algorithm(word)
    stems = {_stem(word, algorithm)} if algorithm else {_stem(word, latin) for latin in _LATIN.values()}
    found = [Term(stem) for stem in sorted(stems)]
    if len(word) >= _SHORTEST_PREFIX:
        found.append(Term(word, prefix=True))
    return tuple(found)


def _tails(word: str) -> Iterable[str]:
    """Every end of a number or code that has three characters, and the whole."""
    return {f"#{word}", *(f"#{word[at:]}" for at in range(1, len(word) - _SHORTEST_TAIL + 1))}


def _number_alternatives(word: str) -> tuple[Term, ...]:
    return (Term(f"#{word}", prefix=len(word) >= _SHORTEST_TAIL),)


def _piece_groups(run: str, size: int) -> list[tuple[Term, ...]]:
    if len(run) < size:
        return [(Term(run, prefix=True),)]
    return [(Term(run[at : at + size]),) for at in range(len(run) - size + 1)]


def _misspellings(word: str) -> set[str]:
    """The word with at most one letter left out: two words that differ in one letter share one of these."""
    if len(word) < _SHORTEST_MISSPELT:
        return set()
    return {f"~{word}", *(f"~{word[:at]}{word[at + 1 :]}" for at in range(len(word)))}


# -- stems ---------------------------------------------------------------------------------------------------

_stemmers: dict[str, Any] = {}
_stemming = threading.Lock()  # a stemmer keeps its state in C: one thread at a time


def _algorithm(word: str) -> str | None:
    """The stemmer of the word's script; None for Latin, where the language decides, and what has none."""
    first = word[0]
    return next((name for begin, end, name in _OTHER_SCRIPTS if begin <= first <= end), None)


@lru_cache(maxsize=10_000)  # most words are common ones
def _stem(word: str, algorithm: str) -> str:
    with _stemming:
        stemmer = _stemmers.get(algorithm)
        if stemmer is None:
            import Stemmer  # type: ignore[import-not-found]  # in C, loaded with the first search

            stemmer = _stemmers[algorithm] = Stemmer.Stemmer(algorithm)
        stem: str = stemmer.stemWord(word)
    return stem
