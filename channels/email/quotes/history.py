"""Which lines of a mail are not older history: not marked, nor under a separator, a header block or an attribution."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .attribution import attribution_at
from .header_block import header_block_end
from .lines import Hint, Line, next_written
from .marked import quotations
from .separator import Separator, separator_of


@dataclass(frozen=True, slots=True)
class _Opening:
    """What opens older history at a line: the line after it, and whether an attribution only."""

    end: int
    is_attribution: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """`rows`: indices of the lines of this mail itself. `history_at`: the first cut line, None if none was cut."""

    rows: tuple[int, ...]
    history_at: int | None


def present_lines(lines: Sequence[Line]) -> Present:
    """The lines that were written for this mail; answers between quoted lines are among them."""
    openings = {at: one for at in range(len(lines)) if (one := _opening(lines, at)) is not None}
    quoted = quotations(lines, attributed=bool(openings))
    keep = _walk(lines, openings, quoted)
    _drop_rules_above(lines, keep)
    rows = tuple(at for at, kept in enumerate(keep) if kept)
    return Present(rows=rows, history_at=next((at for at, kept in enumerate(keep) if not kept), None))


def _opening(lines: Sequence[Line], at: int) -> _Opening | None:
    line = lines[at]
    if not line.bare or line.is_quoted:
        return None
    separator = separator_of(line)
    below = _below_separator(lines, at, separator) if separator is not None else None
    if below is not None:
        return below
    if line.hint is Hint.ATTRIBUTION:
        return _Opening(at + 1, is_attribution=True)
    end = header_block_end(lines, at)
    if end is not None:
        return _Opening(end)
    found = attribution_at(lines, at)
    return _Opening(found.end, is_attribution=True) if found else None


def _below_separator(lines: Sequence[Line], at: int, separator: Separator) -> _Opening | None:
    below = next_written(lines, at + 1)
    end = header_block_end(lines, below, announced=True) if below < len(lines) else None
    if end is not None:
        return _Opening(end)
    return None if separator is Separator.DASHED else _Opening(at + 1)


def _walk(lines: Sequence[Line], openings: dict[int, _Opening], quoted: list[bool]) -> list[bool]:
    keep = [not cut for cut in quoted]
    last_quoted = max((at for at, cut in enumerate(quoted) if cut), default=-1)
    wrote, after_quote, at = False, False, 0
    while at < len(lines):
        if quoted[at] or not lines[at].bare:
            after_quote = quoted[at] or after_quote
            at += 1
            continue
        opening = openings.get(at) or _weak_opening(lines, at, quoted)
        if opening is None:
            wrote, after_quote, at = True, False, at + 1
            continue
        keep[at : opening.end] = [False] * (opening.end - at)
        below = next_written(lines, opening.end)
        if (
            below < len(lines)
            and not quoted[below]
            and below not in openings
            and not (opening.is_attribution and (after_quote or (not wrote and last_quoted > at)))
        ):
            keep[opening.end :] = [False] * (len(lines) - opening.end)
            break
        at = opening.end
    return keep


def _weak_opening(lines: Sequence[Line], at: int, quoted: list[bool]) -> _Opening | None:
    """A line that introduces only because marked lines follow it."""
    below = next_written(lines, at + 1)
    if below >= len(lines) or not quoted[below] or below - at > 3:
        return None
    found = attribution_at(lines, at, before_quote=True)
    return _Opening(found.end, is_attribution=True) if found else None


def _drop_rules_above(lines: Sequence[Line], keep: list[bool]) -> None:
    """A line drawn above the history goes with it (Outlook on the web draws underscores)."""
    for at in range(len(lines) - 1, 0, -1):
        if keep[at] or not keep[at - 1]:
            continue
        above = at - 1
        while above > 0 and at - above < 3 and not lines[above].bare:
            above -= 1
        if lines[above].is_rule and keep[above]:
            keep[above:at] = [False] * (at - above)
