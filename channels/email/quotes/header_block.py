"""The block of From, Sent, To and Subject above a quoted mail, in any language and order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .lines import Line
from .phrases import alternatives, is_unspaced
from .words import header

_MAX_LINES = 40  # receivers of a long To field each on their own line
_MAX_LABEL_CHARS = 30
_DECORATION = "|*_ \t"
_LABEL_END = re.compile(r"[:：|]")
_KIND = {
    phrase.replace(" ", ""): kind
    for kind in ("copy", "to", "date", "subject", "sent", "from")
    for phrase in alternatives(getattr(header, kind.upper()))
} | dict.fromkeys(header.RAW.split("|"), "raw")
_LABELS = [
    phrase for kind in ("FROM", "SENT", "DATE", "TO", "SUBJECT") for phrase in alternatives(getattr(header, kind))
]
_INLINE_LABEL = re.compile(
    r"(?<![^\s*|])(" + "|".join(map(re.escape, sorted(set(_LABELS), key=len, reverse=True))) + r")\s?\*{0,2}\s?[:：]",
    re.IGNORECASE,
)
_BEFORE_COLON = re.compile(r"[^:：|]{1,30}[:：|]")


@dataclass(frozen=True, slots=True)
class Field:
    """`kind`: from, sent, date, to, copy, subject, raw."""

    kind: str
    value: str


def field_of(line: Line) -> Field | None:
    """The header field that this line begins, None if it begins none."""
    text = line.bare.lstrip(_DECORATION)
    found = _LABEL_END.search(text, 0, _MAX_LABEL_CHARS + 1)
    if found is None:
        return None
    label = text[: found.start()].strip(_DECORATION)
    kind = _KIND.get(label.lower().replace(" ", "").replace("\u3000", ""))
    if kind is None or (label[0].islower() and not is_unspaced(label)):  # `from:` is somebody's settings file
        return None
    return Field(kind, text[found.end() :].strip(_DECORATION))


def header_block_end(lines: Sequence[Line], start: int, *, announced: bool = False) -> int | None:
    """Where the header block that begins at `start` ends (exclusive), None if none begins there.

    `announced`: a separator stands above, so that fewer fields are enough.
    """
    first = field_of(lines[start])
    if first is None or first.kind in ("copy", "raw") or (start and _is_raw(lines[start - 1])):
        return None
    if _is_one_line_block(lines[start].bare):
        return start + 1
    fields, end = _fields(lines, start)
    return end if _is_of_mail(fields, announced) else None


def _fields(lines: Sequence[Line], start: int) -> tuple[list[Field], int]:
    fields: list[Field] = []
    end, blanks = start, 0
    for at in range(start, min(len(lines), start + _MAX_LINES)):
        line = lines[at]
        if not line.bare:
            blanks += 1
            if blanks > 2:
                break
            continue
        field = field_of(line)
        if field is not None and field.kind in ("from", "subject") and any(one.kind == field.kind for one in fields):
            break
        if field is None and (blanks or not _continues(lines, at)):
            break
        if field is not None:
            fields.append(field)
        end, blanks = at + 1, 0
    return fields, end


def _continues(lines: Sequence[Line], at: int) -> bool:
    """A folded field: more receivers, or a value on the line under its label."""
    before = lines[at - 1].bare
    return (
        lines[at].text[:1] in (" ", "\t")
        or before.endswith((";", ",", ":", "："))
        or ("@" in lines[at].bare and len(lines[at].bare) < 200 and lines[at].bare.count(" ") < 12)
    )


def _is_raw(line: Line) -> bool:
    return (field := field_of(line)) is not None and field.kind == "raw"


def _is_of_mail(fields: Sequence[Field], announced: bool) -> bool:
    kinds = {field.kind for field in fields}
    if "raw" in kinds:
        return False
    if announced:
        return "from" in kinds or len(kinds) > 1
    if "from" not in kinds or not kinds & {"sent", "date"}:
        return False
    has_address = any("@" in field.value for field in fields if field.kind in ("from", "to"))
    if "subject" in kinds:
        return bool(kinds & {"to", "sent"}) or has_address
    return has_address or {"sent", "to"} <= kinds


def _is_one_line_block(text: str) -> bool:
    kinds = {_KIND[found.group(1).lower().replace(" ", "")] for found in _INLINE_LABEL.finditer(text[:1500])}
    return (
        "from" in kinds
        and bool(kinds & {"sent", "date"})
        and bool(kinds & {"subject", "to"})
        and ("subject" in kinds or "@" in text)
    )
