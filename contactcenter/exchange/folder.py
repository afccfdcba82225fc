"""Articles in files: a file, or a folder with one folder a language; each file read when its turn comes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path, PurePath

from contactcenter.exchange.files import SUFFIX, with_files
from contactcenter.exchange.found import Bad, Found
from contactcenter.exchange.front_matter import article_in
from contactcenter.exchange.html_page import page_in
from contactcenter.exchange.json_file import articles_in
from contactcenter.exchange.names import is_language, slug_of

MARKDOWN = frozenset({".md", ".markdown"})
HTML = frozenset({".html", ".htm"})
JSON = frozenset({".json", ".jsonl"})
MAX_PAGE_BYTES = 8 * 2**20
MAX_JSON_BYTES = 2**30


def read(path: Path, language: str) -> Iterator[Found | Bad]:
    """All articles in a file or folder, by their files' names; ``language`` is for those that name none."""
    if path.is_dir():
        for file in files_in(path):
            yield from _read_file(file, PurePath(file.relative_to(path)), language)
    else:
        yield from _read_file(path, PurePath(path.name), language)


def files_in(folder: Path) -> Sequence[Path]:
    """What may hold articles: not what is hidden, links out of the folder, or is a file of an article."""
    root = folder.resolve()
    found = (one for one in folder.rglob("*") if one.suffix.lower() in MARKDOWN | HTML | JSON)
    return sorted(
        one
        for one in found
        if one.is_file()
        and one.resolve().is_relative_to(root)
        and not any(part.startswith(".") or part.endswith(SUFFIX) for part in one.relative_to(folder).parts[:-1])
        and not one.name.startswith(".")
    )


def _read_file(file: Path, name: PurePath, language: str) -> Iterator[Found | Bad]:
    is_json = file.suffix.lower() in JSON
    text = _text(file, MAX_JSON_BYTES if is_json else MAX_PAGE_BYTES)
    if isinstance(text, Bad):
        yield text
    elif is_json:
        yield from articles_in(text, str(file))
    else:
        read_one = page_in if file.suffix.lower() in HTML else article_in
        one = _placed(read_one(text, str(file)), name, language)
        yield with_files(one, file) if isinstance(one, Found) and read_one is article_in else one


def _text(file: Path, most_bytes: int) -> str | Bad:
    try:
        if file.stat().st_size > most_bytes:
            return Bad(where=str(file), reason=f"is larger than {most_bytes // 2**20} MB")
        raw = file.read_bytes()
    except OSError as exc:
        return Bad(where=str(file), reason=f"cannot be read: {exc.strerror}")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as exc:
        return Bad(where=str(file), line=raw.count(b"\n", 0, exc.start) + 1, reason="is not UTF-8")


def _placed(one: Found | Bad, name: PurePath, language: str) -> Found | Bad:
    """With the language that its folder names and the slug that the rest of its path makes, where it says none."""
    if isinstance(one, Bad):
        return one
    parts = [*name.parts[:-1], name.stem]
    spoken = next((part for part in parts[:-1] if is_language(part)), None)
    rest = [part for part in parts if part != spoken]
    if len(rest) > 1 and re.fullmatch("index|readme", rest[-1], re.I):
        rest.pop()
    told = {"slug": slug_of("-".join(rest)), "language": spoken or language}
    return replace(one, fields=told | {name: value for name, value in one.fields.items() if value or name not in told})
