"""Checks the catalogues against each other and against the sources: `python -m contactcenter.commands.catalogues`.

For whoever changes the product; `make check` runs it in a source tree.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from contactcenter.texts import COMPLETE, FALLBACK, Catalogue, Text, parse_catalogue, plural_forms, slots_of

ROOT = Path(__file__).resolve().parents[2]
SERVER_AREAS = ("notice", "mail", "page")  # first words of the keys that Python sources write out

_LITERAL = re.compile(r"""["'`](?:virtual:text/)?([a-z][\w-]*(?:\.[\w-]+)+)["'`]""")
_PREFIX = re.compile(r"""["'`]([a-z][\w-]*(?:\.[\w-]*)+)\$?\{""")


def problems(catalogues: Mapping[str, Catalogue], sources: Iterable[str], python: Iterable[str]) -> Iterator[str]:
    """One line for each thing wrong; `sources` use keys, those of `python` must not use unknown ones."""
    reference = catalogues.get(FALLBACK, {})
    for tag in COMPLETE:
        if tag not in catalogues:
            yield f"{tag}: no catalogue, but the language is said to be complete"
    for tag, catalogue in catalogues.items():
        yield from _against_reference(tag, catalogue, reference)
    used, prefixes = _used([*sources, *python])
    for key in reference:
        if key not in used and not key.startswith(tuple(prefixes)):
            yield f"{FALLBACK}: {key} is used nowhere"
    unknown = {key for key in _used(python)[0] if key.split(".")[0] in SERVER_AREAS} - reference.keys()
    yield from (f"{FALLBACK}: {key} is used but missing" for key in sorted(unknown))


def _against_reference(tag: str, catalogue: Catalogue, reference: Catalogue) -> Iterator[str]:
    for key in sorted(catalogue.keys() - reference.keys()):
        yield f"{tag}: {key} is not in {FALLBACK}"
    for key, text in reference.items():
        if key in catalogue:
            yield from _text_problems(tag, key, catalogue[key], _slots(text))
        elif tag in COMPLETE:
            yield f"{tag}: {key} is missing"


def _text_problems(tag: str, key: str, text: Text, slots: frozenset[str]) -> Iterator[str]:
    forms = {"": text} if isinstance(text, str) else text
    if not isinstance(text, str) and set(text) != plural_forms(tag):
        yield f"{tag}: {key} has the plural forms {sorted(text)}, the language has {sorted(plural_forms(tag))}"
    for form, words in forms.items():
        where = f"{key}[{form}]" if form else key
        for slot in sorted(slots_of(words) - slots):
            yield f"{tag}: {where} has the unknown slot {{{slot}}}"
        # "one message" may do without its number, every other form may not
        missing = slots - slots_of(words) - ({"count"} if form not in ("", "other") else set())
        for slot in sorted(missing):
            yield f"{tag}: {where} lacks the slot {{{slot}}}"


def _slots(text: Text) -> frozenset[str]:
    return slots_of(text) if isinstance(text, str) else slots_of(text.get("other", ""))


def _used(sources: Iterable[str]) -> tuple[set[str], set[str]]:
    """Keys written out in the sources, and beginnings of keys that are completed at run time."""
    used: set[str] = set()
    prefixes: set[str] = set()
    for source in sources:
        used.update(_LITERAL.findall(source))
        prefixes.update(_PREFIX.findall(source))
    return used, prefixes


def _read(folder: Path, *suffixes: str) -> list[str]:
    paths = (path for path in sorted(folder.rglob("*")) if path.suffix in suffixes)
    return [
        path.read_text("utf-8") for path in paths if "node_modules" not in path.parts and "static" not in path.parts
    ]


def main() -> int:
    catalogues = {}
    for path in sorted((ROOT / "contactcenter" / "locales").glob("*.json")):
        try:
            catalogues[path.stem] = parse_catalogue(path.read_text("utf-8"))
        except ValueError as exc:
            print(f"{path.name}: {exc}")
            return 1
    found = list(
        problems(
            catalogues,
            _read(ROOT / "widgets", ".ts", ".tsx", ".html"),
            [source for package in ("contactcenter", "channels") for source in _read(ROOT / package, ".py")],
        )
    )
    print(*found, sep="\n", end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
