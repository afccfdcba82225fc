"""The texts of the centre: one catalogue a language for server and browser, locales/TAG.json.

A catalogue is one flat object. A value is a text with `{name}` slots, or an object with a text for each plural form
of the language (CLDR), chosen by the slot `count`. Nothing is ever put together from parts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import TypeAlias

from babel import Locale, UnknownLocaleError
from babel.numbers import format_decimal

# Languages in which every text must exist, or `make check` fails. Others fall back text by text.
COMPLETE = ("en", "zh-Hans", "zh-Hant", "ru")
FALLBACK = "en"

Text: TypeAlias = str | Mapping[str, str]
Catalogue: TypeAlias = Mapping[str, Text]

_SLOT = re.compile(r"\{(\w+)\}")
_TRADITIONAL = {"TW", "HK", "MO"}


class Texts:
    """All catalogues; `text` finds the words in the nearest language that has them."""

    def __init__(self, catalogues: Mapping[str, Catalogue]) -> None:
        self._catalogues = catalogues

    @property
    def languages(self) -> tuple[str, ...]:
        """Every language that has a catalogue, complete or not."""
        return tuple(sorted(self._catalogues))

    def text(self, key: str, language: str, **slots: object) -> str:
        """The text of `key` in `language` (BCP-47) or the nearest one that has it, its slots filled.

        A plural is chosen by the slot `count`; numbers are written as the language writes them. A key that no
        catalogue has shows itself, and so does a slot that is not given.
        """
        for tag in chain(language, self._catalogues):
            text = self._catalogues[tag].get(key)
            if text is not None:
                return _fill(_form(text, tag, slots.get("count")), tag, slots)
        return key

    def language_name(self, tag: str, language: str) -> str:
        """How `language` calls the language `tag` (BCP-47); the tag itself where nobody knows."""
        for name in chain(language, self._catalogues):
            try:
                found = Locale.parse(tag, sep="-").get_display_name(Locale.parse(name, sep="-"))
            except (UnknownLocaleError, ValueError):
                return tag
            return str(found or tag)
        return tag


@lru_cache(maxsize=1)
def load_texts() -> Texts:
    """The catalogues that lie in contactcenter/locales."""
    folder = files("contactcenter") / "locales"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".json"))
    return Texts({name.removesuffix(".json"): parse_catalogue((folder / name).read_text("utf-8")) for name in names})


def parse_catalogue(text: str) -> Catalogue:
    """The catalogue written in `text`. Raises ValueError for what is not one, a key given twice included."""
    catalogue = json.loads(text, object_pairs_hook=_without_doubles)
    if not isinstance(catalogue, dict):
        raise ValueError("expected one object: key -> text")
    for key, value in catalogue.items():
        forms = value.values() if isinstance(value, dict) else [value]
        if not all(isinstance(form, str) and form for form in forms) or not forms:
            raise ValueError(f"{key}: expected a text, or an object with a text for each plural form")
    return catalogue


def _without_doubles(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        raise ValueError(f"{next(key for key in keys if keys.count(key) > 1)}: given twice")
    return found


def chain(language: str, available: Iterable[str]) -> tuple[str, ...]:
    """The tags of `available` to look in for `language`, nearest first, English last.

    Chinese goes by script: `zh-TW` reads zh-Hant before zh-Hans. Otherwise the tag itself, then without its last
    parts, then its sisters (`pt` reads pt-BR).
    """
    there = {tag.lower(): tag for tag in available}
    parts = language.replace("_", "-").split("-")
    wanted = ["-".join(parts[:count]) for count in range(len(parts), 0, -1)]
    if parts[0].lower() == "zh":
        wanted = [*wanted[:-1], *_chinese(parts[1:]), "zh"]
    sisters = sorted(tag for tag in there if tag.split("-")[0] == parts[0].lower())
    found = [there[tag.lower()] for tag in [*wanted, *sisters, FALLBACK] if tag.lower() in there]
    return tuple(dict.fromkeys(found))


def _chinese(subtags: list[str]) -> tuple[str, str]:
    titles = {subtag.title() for subtag in subtags}
    traditional = "Hant" in titles or ("Hans" not in titles and _TRADITIONAL & {subtag.upper() for subtag in subtags})
    return ("zh-Hant", "zh-Hans") if traditional else ("zh-Hans", "zh-Hant")


def plural_forms(language: str) -> frozenset[str]:
    """The plural forms of `language` that whole numbers use (CLDR), `other` among them."""
    rule = _locale(language).plural_form
    return frozenset({"other", *(rule(number) for number in range(1001)), rule(1_000_000)})


def slots_of(text: str) -> frozenset[str]:
    """The names of the slots in one text."""
    return frozenset(_SLOT.findall(text))


@lru_cache(maxsize=64)
def _locale(language: str) -> Locale:
    return Locale.parse(language, sep="-")


def _form(text: Text, tag: str, count: object) -> str:
    if isinstance(text, str):
        return text
    form = _locale(tag).plural_form(count) if isinstance(count, int | float) else "other"
    return text.get(form) or text["other"]


def _fill(text: str, tag: str, slots: Mapping[str, object]) -> str:
    def value(match: re.Match[str]) -> str:
        if match[1] not in slots:
            return match[0]
        filler = slots[match[1]]
        if isinstance(filler, int | float) and not isinstance(filler, bool):
            return str(format_decimal(filler, locale=_locale(tag)))
        return str(filler)

    return _SLOT.sub(value, text)
