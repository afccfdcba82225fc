"""What a message names: products, their versions, symptoms and restricted topics, read by their ids and names.

Pure, and compiled from the records once. Names are compared as runs of words: case, width and "ё" do not count, a
code may be written "BP200", "BP-200" or "bp 200", and words may be inflected as the stemmer of the name's language
undoes it. Scripts without spaces between words are compared sign by sign. What is not certain is not said: two
different products are none, and a number is a version only beside a word that says so or right after the product.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from contactcenter.knowledge.analyzer import stem
from contactcenter.model.bodies import FactStated
from contactcenter.model.fact import Fact, FactSource, FactState
from contactcenter.model.records import Product, RestrictedTopic, Symptom

MAX_CHARS = 5_000  # longer messages are read up to here

_UNSPACED = (
    r"\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
    r"\uf900-\ufaff\U00020000-\U000323af"
)
_SPACED = rf"[^\W{_UNSPACED}]"  # a letter or digit of a script that puts spaces between words
_TOKEN = re.compile(rf"\d+|[{_UNSPACED}]|[^\W\d_{_UNSPACED}]+")
_GAP = re.compile(r"[ \t\-\u2010-\u2015\u2212_,]{0,3}")  # between the words of one name
_GOES_ON = re.compile(rf"{_SPACED}|[.,\-]\d")  # behind a match: it was part of a longer word or code
_IS_SPACED = re.compile(_SPACED)
_KEY_CHARS = 4  # inflection leaves the beginning of a word
_VERSION_WORDS = r"versi\w*|versão|verze|verzi\w*|wersj\w*|верси\w*|версі\w*|版|バージョン|버전|sürüm\w*"
_VERSION_CUES = (
    rf"(?:{_VERSION_WORDS}|ver|v|rev|revisi\w*|firmware|hardware|fw|hw|прошивк\w*|ревизи\w*|版本|固件|韌體|韧体)"
)


@dataclass(frozen=True, slots=True)
class _Name:
    key: str  # of the fact
    record_id: str
    words: tuple[str, ...]
    language: str | None  # whose stemmer knows its forms; None = an id, which has none

    def length_at(self, plain: str, words: list[re.Match[str]], at: int) -> int:
        """How many words of the text from ``at`` on are this name; 0 = it does not stand there."""
        found = words[at : at + len(self.words)]
        if len(found) < len(self.words) or not all(map(self._is_same, self.words, (one.group() for one in found))):
            return 0
        if not all(_GAP.fullmatch(plain, before.end(), after.start()) for before, after in pairwise(found)):
            return 0
        return 0 if _is_part(plain, found[0], found[-1]) else len(found)

    def _is_same(self, own: str, other: str) -> bool:
        if own == other:
            return True
        if self.language is None or own[:_KEY_CHARS] != other[:_KEY_CHARS] or len(own) < _KEY_CHARS:
            return False
        return stem(own, self.language) == stem(other, self.language)


@dataclass(frozen=True, slots=True)
class Named:
    """What one message names: ``products`` with the places where each name ends."""

    mentions: "Mentions"
    plain: str
    products: Mapping[str, tuple[int, ...]]
    symptoms: frozenset[str]
    topics: frozenset[str] = frozenset()

    def facts(self, known: Mapping[str, Fact]) -> tuple[FactStated, ...]:
        """The facts that follow beside those known already, which stay as they are.

        Only "asked and not answered" gives way: the message is the answer.
        """
        found = {"product": _only(self.products), "symptom": _only(self.symptoms), "version": self._version(known)}
        return tuple(
            FactStated(key=key, value=value, source=FactSource.TEXT)
            for key, value in found.items()
            if value is not None and _is_open(known.get(key))
        )

    def _version(self, known: Mapping[str, Fact]) -> str | None:
        fact = known.get("product")
        product = fact.value if fact is not None and not _is_open(fact) else _only(self.products)
        if product is None or not self.products.keys() <= {product} or not _is_open(known.get("version")):
            return None
        return _only(self.mentions.versions(product, self.plain, self.products.get(product, ())))


class Mentions:
    """The names of all products and symptoms in use, by the beginning of their first word."""

    def __init__(
        self, products: Iterable[Product], symptoms: Iterable[Symptom], topics: Iterable[RestrictedTopic] = ()
    ) -> None:
        self._names: defaultdict[str, list[_Name]] = defaultdict(list)
        self._versions: dict[str, _Versions] = {}
        for product in products:
            if product.active:
                self._add("product", product.id, product.id, None)
                self._add_all("product", product.id, product.names)
                self._versions[product.id] = _Versions(product.versions)
        for symptom in symptoms:
            if symptom.active:
                self._add_all("symptom", symptom.id, symptom.names)
        for topic in topics:
            if topic.active:
                for language, words in topic.words.items():
                    for line in words.splitlines():
                        self._add("topic", topic.id, line, language)

    def read(self, text: str) -> Named:
        """What the text names. A text that names nothing costs some ten microseconds."""
        plain = _plain(text)
        named: dict[str, defaultdict[str, list[int]]] = {
            key: defaultdict(list) for key in ("product", "symptom", "topic")
        }
        if not self._names.keys().isdisjoint([word[:_KEY_CHARS] for word in _TOKEN.findall(plain)]):
            for name, end in self._found(plain):
                named[name.key][name.record_id].append(end)
        products = {product: tuple(ends) for product, ends in named["product"].items()}
        return Named(self, plain, products, frozenset(named["symptom"]), frozenset(named["topic"]))

    def versions(self, product: str, plain: str, ends: tuple[int, ...]) -> set[str]:
        """The versions of a product that a text names, whose name ends at ``ends`` in it."""
        known = self._versions.get(product)
        return known.named(plain, ends) if known else set()

    def _found(self, plain: str) -> Iterable[tuple[_Name, int]]:
        """Every name in the text with its end; of names that begin at the same word the longest."""
        words = list(_TOKEN.finditer(plain))
        at = 0
        while at < len(words):
            names = self._names.get(words[at].group()[:_KEY_CHARS], ())
            lengths = [(name, name.length_at(plain, words, at)) for name in names]
            longest = max((length for _, length in lengths), default=0)
            for name, length in lengths:
                if length and length == longest:
                    yield name, words[at + length - 1].end()
            at += longest or 1

    def _add_all(self, key: str, record_id: str, names: Mapping[str, str]) -> None:
        for language, name in names.items():
            self._add(key, record_id, name, language)

    def _add(self, key: str, record_id: str, name: str, language: str | None) -> None:
        words = tuple(_TOKEN.findall(_plain(name)))
        is_telling = sum(map(len, words)) >= 2 and any(not word.isdecimal() for word in words)
        if is_telling:  # a single letter or a bare number is no name that a sentence could be read by
            self._names[words[0][:_KEY_CHARS]].append(_Name(key, record_id, words, language))


class _Versions:
    """The versions of one product. "1.0" alone may be anything: a word for "version" or the product stands beside."""

    def __init__(self, versions: Iterable[str]) -> None:
        self._by_plain = {re.sub(r"^v(?=\d)", "", _plain(version)): version for version in versions if version.strip()}
        any_of = "|".join(re.escape(one) for one in sorted(self._by_plain, key=len, reverse=True))
        end = rf"(?!{_SPACED}|[.,\-]\d)"
        self._beside_word = re.compile(
            rf"(?:(?<!{_SPACED})|(?=[{_UNSPACED}])){_VERSION_CUES}[\s.:#№(\-]{{0,3}}v?({any_of}){end}"
            rf"|(?<![\w.,\-])({any_of})[ \-]?(?:{_VERSION_WORDS})"
        )
        self._behind_product = re.compile(rf"[ \t,(:\-]{{1,3}}v?({any_of}){end}")

    def named(self, plain: str, ends: tuple[int, ...]) -> set[str]:
        if not any(one in plain for one in self._by_plain):
            return set()
        found = [first or second for first, second in self._beside_word.findall(plain)]
        behind = (self._behind_product.match(plain, end) for end in ends)
        found += [one.group(1) for one in behind if one and not one.group(1).isdecimal()]
        return {self._by_plain[one] for one in found}


def _only(found: Iterable[str]) -> str | None:
    """The one that was found; none if there are several: no guess."""
    different = set(found)
    return different.pop() if len(different) == 1 else None


def _is_open(fact: Fact | None) -> bool:
    return fact is None or fact.state is FactState.UNANSWERED


def _is_part(plain: str, first: re.Match[str], last: re.Match[str]) -> bool:
    """Whether the match is a part of a longer word or number."""
    if first.start() and _joins(plain[first.start() - 1], first.group()):
        return True
    return _IS_SPACED.match(last.group()) is not None and _GOES_ON.match(plain, last.end()) is not None


def _joins(before: str, word: str) -> bool:
    return _IS_SPACED.match(before) is not None and _IS_SPACED.match(word) is not None


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text[:MAX_CHARS]).casefold().replace("ё", "е")
