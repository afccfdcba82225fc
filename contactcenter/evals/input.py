"""Reading labelled files: every mistake in one is told with its file, line and field."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from math import ceil
from pathlib import Path
from typing import Any


class InputError(Exception):
    """A labelled file that cannot be used. Its text is one line naming file, line and field."""

    def __init__(self, file: Path, problem: str, *, line: int | None = None, field: str | None = None) -> None:
        place = [str(file)]
        if line is not None:
            place.append(f"line {line}")
        if field is not None:
            place.append(f"field {field}")
        super().__init__(f"{', '.join(place)}: {problem}")


def numbered_lines(file: Path) -> Iterator[tuple[int, str]]:
    """The lines of a UTF-8 file with their numbers from 1, ends removed; only newlines end a line.

    Raises InputError for a file that cannot be read or is not UTF-8.
    """
    try:
        content = file.read_bytes().removeprefix(b"\xef\xbb\xbf")
    except OSError as exc:
        raise InputError(file, exc.strerror or "cannot be read") from exc
    lines = content.split(b"\n")
    if lines[-1] == b"":
        lines.pop()
    for number, line in enumerate(lines, start=1):
        try:
            yield number, line.removesuffix(b"\r").decode("utf-8")
        except UnicodeDecodeError as exc:
            raise InputError(file, f"not UTF-8 at byte {exc.start}", line=number, field="text") from exc


def objects(file: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a file of JSON lines with the numbers of their lines; blank lines are passed over.

    Raises InputError.
    """
    for number, line in numbered_lines(file):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
        except (json.JSONDecodeError, RecursionError) as exc:
            raise InputError(file, f"not JSON: {exc}", line=number) from exc
        if not isinstance(found, dict):
            raise InputError(file, "expected an object", line=number)
        yield number, found


def text_of(file: Path, number: int, found: dict[str, Any], field: str, default: str | None = None) -> str:
    """A field that holds text. Raises InputError where it is missing without a default, or holds something else."""
    value = found.get(field, default)
    if not isinstance(value, str):
        raise InputError(file, "expected text" if field in found else "missing", line=number, field=field)
    return value


def mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None


def percentile(values: list[float], share: float) -> float:
    """Nearest-rank percentile of at least one value; `share` from 0 to 1."""
    return sorted(values)[max(0, ceil(share * len(values)) - 1)]
