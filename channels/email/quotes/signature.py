"""Where a mail's own text ends and its signature, device line or disclaimer begins."""

from __future__ import annotations

from collections.abc import Sequence

from .footer import footer_start, is_added_note, is_device_line
from .lines import Hint, Line
from .signoff import is_contact, is_name_or_contact, is_signature_line, signoff_start

_MAX_BLOCK_LINES = 40
_MAX_CUTS = 100  # signatures, notes and disclaimers under each other
_LONGEST_DELIMITED = 25  # RFC 3676 asks for four lines; companies do not care


def text_end(lines: Sequence[Line]) -> int:
    """How many of the lines are own text, counted from the top. Never only blank ones, unless all are."""
    texts = [line.bare for line in lines]
    first = next((at for at, text in enumerate(texts) if text), 0)
    end = _written_end(texts, len(texts))
    for _ in range(_MAX_CUTS):
        start = _cut_at(lines, texts, end)
        if start is None or (start := _above_rules(lines, texts, start)) <= first:
            break
        end = start
    return end


def _cut_at(lines: Sequence[Line], texts: Sequence[str], end: int) -> int | None:
    """Where the lowest part that is no own text begins."""
    if end == 0:
        return None
    if lines[end - 1].hint is Hint.SIGNATURE or is_device_line(texts[end - 1]):
        return end - 1
    for found in (footer_start(texts, end), _delimited_start(lines, texts, end), signoff_start(texts, end)):
        if found is not None:
            return found
    return None


def _delimited_start(lines: Sequence[Line], texts: Sequence[str], end: int) -> int | None:
    """Where the block under the last delimiter or drawn line begins, if it looks like a signature."""
    bottom = _written_end(texts, end - 1) if lines[end - 1].is_rule else end
    for at in range(bottom - 1, max(-1, end - _MAX_BLOCK_LINES), -1):
        if not (lines[at].is_delimiter or lines[at].is_rule):
            continue
        block = [text for text in texts[at + 1 : bottom] if text]
        return at if _is_signature_block(lines[at], block) else None
    return None


def _is_signature_block(above: Line, block: Sequence[str]) -> bool:
    if not block:
        return above.is_delimiter and not above.is_rule
    if is_added_note(" ".join(block).lower()):
        return True
    if above.text.rstrip("\r") == "-- ":
        return len(block) <= _LONGEST_DELIMITED
    if above.is_delimiter:
        return len(block) <= 15 and all(map(is_signature_line, block))
    return len(block) <= 10 and all(map(is_name_or_contact, block)) and (above.is_piped or any(map(is_contact, block)))


def _above_rules(lines: Sequence[Line], texts: Sequence[str], start: int) -> int:
    """Leaves out blank lines, drawn lines and a delimiter above what was cut."""
    while start > 0 and (not texts[start - 1] or lines[start - 1].is_rule or lines[start - 1].is_delimiter):
        start -= 1
    return start


def _written_end(texts: Sequence[str], end: int) -> int:
    while end > 0 and not texts[end - 1]:
        end -= 1
    return end
