"""The HTML of a mail without what its writer did not write in it."""

from __future__ import annotations

from collections.abc import Sequence

from .attribution import attribution_at
from .lines import Hint, Line, next_written
from .outline import Element, Outline, outline_of, without
from .own import own_lines

_MAX_ROUNDS = 3
_MAX_TAGS = 200_000  # a thread of years has some ten thousand


def strip_html(html: str) -> str:
    """`html` without quoted history, signature, disclaimer and banner, otherwise byte for byte as it was.

    Follows the same rules as `strip_text` on the visible lines, and besides the marks that mail programs leave in tags.
    Nothing is made safe here. Never without visible text when the input had some.
    A mail with more than 200,000 tags comes back whole.
    """
    if html.count("<") > _MAX_TAGS:
        return html
    for _ in range(_MAX_ROUNDS):
        stripped = _stripped(html)
        if stripped == html:
            break
        html = stripped
    return html


def visible_text(html: str) -> str:
    """The lines of text that a reader of `html` sees, without blank ones."""
    return "\n".join(line.bare for line in _plain(outline_of(html).lines) if line.bare)


def _stripped(html: str) -> str:
    outline = outline_of(html)
    shown = set(own_lines(_with_answered_quotes(outline)).shown)
    if not any(outline.lines[at].bare for at in shown):
        return html
    return without(html, outline, set(range(len(outline.lines))) - shown)


def _with_answered_quotes(outline: Outline) -> list[Line]:
    """The lines, with a blockquote that no program marked taken as quoted when an attribution stands above it."""
    lines = list(outline.lines)
    spans = _blockquote_spans(outline)
    for start, end in spans:
        above = start - 1
        while above >= 0 and not lines[above].bare:
            above -= 1
        if above >= 0 and lines[above].hint is not Hint.QUOTED and _attributes(lines, above):
            lines[start:end] = [_quoted(line) for line in lines[start:end]]
    return lines


def _attributes(lines: Sequence[Line], at: int) -> bool:
    """Whether an attribution ends at this line, which may have begun up to two lines above."""
    return any(
        (found := attribution_at(lines, start)) is not None
        and next_written(lines, found.end) > at
        and found.end == at + 1
        for start in range(max(0, at - 2), at + 1)
    )


def _blockquote_spans(outline: Outline) -> list[tuple[int, int]]:
    """First and last line (exclusive) of the outermost blockquotes without a mark."""
    owner = _outermost_blockquotes(outline.elements)
    spans: dict[int, tuple[int, int]] = {}
    for piece in outline.pieces:
        quote = owner[piece.element] if piece.element >= 0 else -1
        if quote >= 0:
            start, _ = spans.get(quote, (piece.line, 0))
            spans[quote] = (start, piece.line + 1)
    return list(spans.values())


def _outermost_blockquotes(elements: Sequence[Element]) -> list[int]:
    """For each element the index of the outermost unmarked blockquote around it, -1 for none."""
    owner: list[int] = []
    for at, element in enumerate(elements):
        above = owner[element.parent] if element.parent >= 0 else -1
        is_plain = element.start.name == "blockquote" and element.hint is Hint.NONE
        owner.append(above if above >= 0 else at if is_plain else -1)
    return owner


def _quoted(line: Line) -> Line:
    return line if line.hint is Hint.QUOTED else Line(f"> {line.text}", Hint.QUOTED)


def _plain(lines: Sequence[Line]) -> list[Line]:
    return [Line(line.text[2:]) if line.hint is Hint.QUOTED else line for line in lines]
