"""A mail's HTML as text to be read, answered, searched and translated.

Paragraphs, lists, table rows and quotes keep their shape, links their address, pictures their description. What a mail
hides from its reader (preview texts, blocks for another client) is left out, unless nothing else is there.
"""

import re
from dataclasses import dataclass, field

from channels.email.html.attributes import link
from channels.email.html.tokens import Kind, Token, attributes
from channels.email.html.tree import BLOCKS, CELLS, HEADINGS, VOID, tree

MAX_LINK_CHARS = 1000
MAX_INDENT = 8
MAX_QUOTES = 8

HIDDEN = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|max-height\s*:\s*0(?:px)?\s*(?:;|!|$)"
    r"|opacity\s*:\s*0(?:\.0*)?\s*(?:;|!|$))",
    re.IGNORECASE,
)
PADDING = re.compile(r"(?:[\u00ad\u034f\u200b-\u200f\u2007\ufeff]\s*){3,}")  # keeps the text behind it out of previews
WHITE = re.compile(r"[ \t\r\n\f\u00a0]+")
SPACED = HEADINGS | frozenset("p blockquote dl ol pre table ul".split())  # with an empty line around them
CITED = re.compile(r"\bgmail_quote\b|\byahoo_quoted\b|\bprotonmail_quote\b")


def html_text(html: str) -> str:
    """The readable text, newlines as \\n, never more than one empty line; linear in its input, for any input."""
    return _Page(skips_hidden=True).read(html) or _Page(skips_hidden=False).read(html)


@dataclass(slots=True)
class _Link:
    address: str
    said: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Row:
    has_text: bool = False
    is_long: bool = False  # a cell needed more than a line


class _Page:
    """Writes from the top to the bottom. Line breaks wait until something follows them."""

    def __init__(self, skips_hidden: bool) -> None:
        self._skips_hidden = skips_hidden
        self._written: list[str] = []
        self._breaks = 0  # newlines due before the next text
        self._space = False  # white space due before the next text
        self._lead = ""  # a bullet or a cell's border due before the next text; it allows no break behind it
        self._is_fresh_cell = False  # nothing stands in it yet: no break belongs before its first block
        self._rows: list[_Row] = []
        self._numbers: list[int | None] = []  # of the open lists; None = bullets
        self._quotes = 0
        self._cited: list[bool] = []
        self._pre = 0
        self._depth = 0
        self._hidden_at: int | None = None
        self._links: list[_Link] = []

    def read(self, html: str) -> str:
        for token in tree(html):
            if token.kind is Kind.TEXT:
                self._text(token.value)
            elif token.kind is Kind.START:
                self._start(token)
            else:
                self._end(token.value)
        return "".join(self._written).strip("\n")

    def _start(self, token: Token) -> None:
        name = token.value
        self._depth += name not in VOID
        if self._hidden_at is not None:
            return
        told = attributes(token.attributes) if token.attributes else {}
        if self._skips_hidden and name not in VOID and ("hidden" in told or HIDDEN.search(told.get("style", ""))):
            self._hidden_at = self._depth
            return
        if name in BLOCKS or name in ("tr", "caption"):
            self._break(2 if name in SPACED and not (self._numbers and name in ("ul", "ol")) else 1)
        self._open(name, told)

    def _open(self, name: str, told: dict[str, str]) -> None:
        if name == "br":
            self._new_line()
        elif name == "hr":
            self._write("---")
            self._break(1)
        elif name == "img":
            self._text(told.get("alt", ""))
        elif name == "a":
            self._links.append(_Link(link(told.get("href", ""))))
        elif name in ("ul", "ol"):
            begin = told.get("start", "1").strip()
            self._numbers.append((int(begin) if re.fullmatch(r"\d{1,6}", begin) else 1) if name == "ol" else None)
        elif name == "li":
            self._item()
        elif name == "blockquote":
            self._cited.append(told.get("type", "").lower() == "cite" or bool(CITED.search(told.get("class", ""))))
            self._quotes += self._cited[-1]
        elif name == "pre":
            self._pre += 1
        elif name == "tr":
            self._rows.append(_Row())
        elif name in CELLS:
            self._cell()

    def _end(self, name: str) -> None:
        self._depth -= 1
        if self._hidden_at is not None:
            self._hidden_at = None if self._depth < self._hidden_at else self._hidden_at
            return
        if name == "a" and self._links:
            self._end_link(self._links.pop())
        elif name in ("ul", "ol") and self._numbers:
            self._numbers.pop()
        elif name == "blockquote" and self._cited:
            self._break(1)
            self._quotes -= self._cited.pop()
        elif name == "pre":
            self._pre -= 1
        if name in ("tr", "li"):
            self._lead, self._is_fresh_cell = "", False
        if name == "tr" and self._rows:
            self._end_row()
        if name in BLOCKS or name in ("tr", "caption"):
            self._break(2 if name in SPACED and not (self._numbers and name in ("ul", "ol", "p")) else 1)

    def _text(self, text: str) -> None:
        if self._hidden_at is not None:
            return
        text = PADDING.sub(" ", text)
        if self._pre:
            self._preformatted(text)
            return
        words = WHITE.sub(" ", text)
        self._space = self._space or words[:1] == " "
        if words.strip(" "):
            self._write(words.strip(" "))
            self._space = words[-1:] == " "

    def _preformatted(self, text: str) -> None:
        for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n")):
            if number:
                self._new_line()
            if line.strip():
                self._write(line.rstrip())

    def _write(self, words: str) -> None:
        is_new_line = self._breaks > 0 or not self._written
        if self._written:
            self._written.append("\n" * self._breaks)
        if is_new_line:
            self._written.append("> " * min(self._quotes, MAX_QUOTES) + self._indent())
        elif self._space and not self._lead:
            self._written.append(" ")
            if self._links:
                self._links[-1].said.append(" ")
        self._written.append(self._lead + words)
        if self._rows:
            self._rows[-1].is_long |= self._rows[-1].has_text and is_new_line
            self._rows[-1].has_text = True
        if self._links:
            self._links[-1].said.append(words)
        self._breaks, self._space, self._lead, self._is_fresh_cell = 0, False, "", False

    def _indent(self) -> str:
        return "  " * min(max(0, len(self._numbers) - bool(self._lead)), MAX_INDENT)

    def _break(self, newlines: int) -> None:
        """At least so many newlines before what follows: 1 ends the line, 2 leaves one empty."""
        if not self._lead and not self._is_fresh_cell:
            self._breaks = max(self._breaks, newlines)
            self._space = False

    def _new_line(self) -> None:
        if not self._lead and not self._is_fresh_cell:
            self._breaks = min(self._breaks + 1, 2)
            self._space = False

    def _item(self) -> None:
        self._breaks = 1 if self._breaks == 0 else self._breaks
        if not self._numbers or self._numbers[-1] is None:
            self._lead = "- "
            return
        self._lead = f"{self._numbers[-1]}. "
        self._numbers[-1] += 1

    def _cell(self) -> None:
        """Cells stand on one line as long as none before them in the row needed more."""
        row = self._rows[-1] if self._rows else _Row()
        if row.is_long:
            self._break(1)
        elif row.has_text:
            self._breaks, self._lead = 0, " | "
        self._is_fresh_cell = True

    def _end_row(self) -> None:
        ended = self._rows.pop()
        self._breaks = 2 if ended.is_long else min(self._breaks, 1)
        if self._rows and ended.has_text:
            self._rows[-1].is_long = True

    def _end_link(self, ended: _Link) -> None:
        said = "".join(ended.said).strip()
        address = ended.address.removeprefix("mailto:").removeprefix("tel:")
        if self._links:
            self._links[-1].said.append(said)
        if said and address and len(address) <= MAX_LINK_CHARS and not _is_same(said, address):
            self._written.append(f" ({address})")  # before the breaks that are due


def _is_same(said: str, address: str) -> bool:
    """Whether a link's text is its address, with or without scheme."""
    bare = [re.sub(r"^(?:https?://)?(?:www\.)?", "", each.strip("<> ").lower()).rstrip("/") for each in (said, address)]
    return bare[0] == bare[1]
