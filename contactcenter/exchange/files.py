"""Pictures and files of articles on disk: SLUG.files/NAME beside an exported one, anywhere below for others."""

from __future__ import annotations

import hashlib
import mimetypes
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from contactcenter.exchange.found import Found

MAX_FILE_BYTES = 25 * 2**20
SUFFIX = ".files"
_PICTURE = re.compile(r"(!\[[^\]\n]{0,500}\]\()<?([^)\s<>]{1,500})>?([)\s])")


def with_files(found: Found, file: Path) -> Found:
    """With what its front matter names, or else with the pictures that its text shows from beside or below it."""
    named = found.fields.get("files")
    if isinstance(named, list):
        folder = file.with_name(file.stem + SUFFIX)
        names = [str(one.get("name")) for one in named if isinstance(one, dict)]
        return replace(found, files={name: folder / name for name in names if is_plain(name)})
    return _with_pictures(found, file)


def is_plain(name: str) -> bool:
    return name not in ("", ".", "..") and not re.search(r"[/\\\0]", name)


def _with_pictures(found: Found, file: Path) -> Found:
    """Each picture under a name of its own, which takes the place of its path in the text."""
    paths: dict[str, Path] = {}
    described: list[Mapping[str, Any]] = []

    def renamed(match: re.Match[str]) -> str:
        path = _beside(file, unquote(match[2]))
        if path is None:
            return match[0]
        name = next((name for name, one in paths.items() if one == path), "") or _free(path.name, paths)
        if name not in paths:
            paths[name] = path
            described.append(_described(name, path))
        return f"{match[1]}{name}{match[3]}"

    body = _PICTURE.sub(renamed, str(found.fields.get("body", "")))
    if not paths:
        return found
    return replace(found, fields={**found.fields, "body": body, "files": described}, files=paths)


def _beside(file: Path, reference: str) -> Path | None:
    """The file that a path in the text means, if it lies in the article's folder or below it."""
    root = file.parent.resolve()
    try:
        path = (root / reference).resolve()
        fits = path.is_relative_to(root) and path.is_file() and 0 < path.stat().st_size <= MAX_FILE_BYTES
    except (OSError, ValueError):
        return None
    return path if fits else None


def _free(name: str, taken: Mapping[str, Path]) -> str:
    plain = re.sub(r"[^\w.-]+", "-", name).strip("-.") or "picture"
    return plain if plain not in taken else f"{len(taken) + 1}-{plain}"


def _described(name: str, path: Path) -> Mapping[str, Any]:
    content = path.read_bytes()
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return {
        "name": name,
        "blob_id": hashlib.sha256(content).hexdigest(),
        "content_type": kind,
        "size_bytes": len(content),
    }


def missing(wanted: Sequence[Mapping[str, Any]], present: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    """Of the files that an article names those that the centre's own does not."""
    here = {one["blob_id"] for one in present}
    return [one for one in wanted if one["blob_id"] not in here]
