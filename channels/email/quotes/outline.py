"""An HTML mail as lines of visible text, each made of pieces that can be taken out of the source."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape

from .lines import Hint, Line
from .marks import Mark, mark_of
from .tags import Kind, Token, tokens_of

_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_BLOCKS = frozenset(
    "address article aside blockquote body center dd details div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 "
    "header hr html li main nav ol p pre section table tbody tfoot thead tr ul includetail".split()
)
_PARAGRAPHS = frozenset("blockquote dl form h1 h2 h3 h4 h5 h6 hr ol p pre table ul".split())
_CELLS = frozenset(("td", "th"))
_SPACES = re.compile(r"[ \t\r\n\f]+")
_KEEPS_LINES = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.IGNORECASE)


@dataclass(slots=True)
class Element:
    """One element: its tags' places in the source (`end` is None when nothing closes it) and its parent's index."""

    start: Token
    parent: int
    hint: Hint
    keeps_lines: bool
    end: Token | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """Something visible: `html[start:end]` in the element with that index, on the line with that index."""

    start: int
    end: int
    element: int
    line: int


@dataclass(slots=True)
class Outline:
    elements: list[Element] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)


def outline_of(html: str) -> Outline:
    return _Reader(html).read()


class _Reader:
    """Walks over the tokens once; every step costs a constant or is paid by the element it closes."""

    def __init__(self, html: str) -> None:
        self._html = html
        self._outline = Outline()
        self._open: list[int] = []
        self._open_names: Counter[str] = Counter()
        self._text: list[str] = []
        self._hint = Hint.NONE
        self._history_next = False

    def read(self) -> Outline:
        for token in tokens_of(self._html):
            if token.kind is Kind.TEXT:
                self._read_text(token)
            elif token.kind is Kind.START:
                self._read_start(token)
            elif token.kind is Kind.END:
                self._read_end(token)
        self._end_line()
        return self._outline

    def _read_text(self, token: Token) -> None:
        if not self._keeps_lines():
            self._add(token.start, token.end, _SPACES.sub(" ", unescape(self._html[token.start : token.end])))
            return
        start = token.start
        for part in self._html[token.start : token.end].splitlines(keepends=True):
            self._add(start, start + len(part), unescape(part).rstrip("\r\n"))
            start += len(part)
            if part.endswith(("\n", "\r")):
                self._end_line()

    def _read_start(self, token: Token) -> None:
        if token.name in _BLOCKS and self._text:
            self._end_line()
        if token.name in _PARAGRAPHS:
            self._leave_blank()
        if token.name in _CELLS and self._text:
            self._text.append(" ")
        mark = mark_of(token)
        self._history_next = self._history_next or mark is Mark.HISTORY
        if token.name in _VOID:
            self._read_void(token)
        else:
            self._push(token, mark)

    def _read_void(self, token: Token) -> None:
        if token.name in ("br", "hr", "img"):
            self._add(token.start, token.end, "")
        if token.name in ("br", "hr"):
            self._end_line()

    def _push(self, token: Token, mark: Mark) -> None:
        parent = self._open[-1] if self._open else -1
        keeps_lines = (
            token.name == "pre"
            or self._keeps_lines()
            or _KEEPS_LINES.search(token.attributes.get("style", "")) is not None
        )
        self._outline.elements.append(Element(token, parent, self._inherited(mark), keeps_lines))
        self._open.append(len(self._outline.elements) - 1)
        self._open_names[token.name] += 1

    def _inherited(self, mark: Mark) -> Hint:
        above = self._outline.elements[self._open[-1]].hint if self._open else Hint.NONE
        if above in (Hint.QUOTED, Hint.SIGNATURE) or mark in (Mark.NONE, Mark.HISTORY):
            return above
        return Hint(mark.value)

    def _read_end(self, token: Token) -> None:
        if token.name == "br":
            self._end_line()
        if token.name in _BLOCKS and self._text:
            self._end_line()
        if token.name in _PARAGRAPHS:
            self._leave_blank()
        if not self._open_names[token.name]:
            return
        while self._open:
            at = self._open.pop()
            element = self._outline.elements[at]
            self._open_names[element.start.name] -= 1
            if element.start.name == token.name:
                element.end = token
                return

    def _keeps_lines(self) -> bool:
        return bool(self._open) and self._outline.elements[self._open[-1]].keeps_lines

    def _add(self, start: int, end: int, text: str) -> None:
        """A visible piece belongs to the line being read; white space between blocks belongs to none."""
        if self._html[start] != "<" and not text.strip(" \t\r\n\f") and not self._text and not self._keeps_lines():
            return
        element = self._open[-1] if self._open else -1
        if text.strip() and self._hint is Hint.NONE and element >= 0:
            self._hint = self._outline.elements[element].hint
        self._outline.pieces.append(Piece(start, end, element, len(self._outline.lines)))
        self._text.append(text)

    def _leave_blank(self) -> None:
        """A paragraph stands apart from the next one as by a blank line."""
        if self._outline.lines and self._outline.lines[-1].bare and not self._text:
            self._outline.lines.append(Line(""))

    def _end_line(self) -> None:
        text = "".join(self._text).strip(" ") if not self._keeps_lines() else "".join(self._text)
        hint = self._hint
        if self._history_next and text.strip() and hint is Hint.NONE:
            hint, self._history_next = Hint.HISTORY, False
        self._outline.lines.append(Line(f"> {text}" if hint is Hint.QUOTED else text, hint))
        self._text, self._hint = [], Hint.NONE


def without(html: str, outline: Outline, lines: frozenset[int] | set[int]) -> str:
    """`html` without the pieces of these lines, and without elements that had pieces and lost them all."""
    gone = [(piece.start, piece.end) for piece in outline.pieces if piece.line in lines]
    gone += _emptied_tags(outline, lines)
    kept, at = [], 0
    for start, end in sorted(gone):
        kept.append(html[at:start])
        at = max(at, end)
    return "".join([*kept, html[at:]])


def _emptied_tags(outline: Outline, lines: frozenset[int] | set[int]) -> list[tuple[int, int]]:
    counts: Mapping[str, list[int]] = {"all": [0] * len(outline.elements), "left": [0] * len(outline.elements)}
    for piece in outline.pieces:
        if piece.element >= 0:
            counts["all"][piece.element] += 1
            counts["left"][piece.element] += piece.line not in lines
    tags: list[tuple[int, int]] = []
    for at in range(len(outline.elements) - 1, -1, -1):  # children come after their parents
        element = outline.elements[at]
        if element.parent >= 0:
            for count in counts.values():
                count[element.parent] += count[at]
        if (
            counts["all"][at]
            and not counts["left"][at]
            and element.end is not None
            and element.start.name not in ("body", "html")
        ):
            tags += [(element.start.start, element.start.end), (element.end.start, element.end.end)]
    return tags
