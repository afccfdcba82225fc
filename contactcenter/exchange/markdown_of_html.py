"""Markdown of well-formed HTML with few elements, in one pass: what has no form in Markdown leaves its text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html.parser import HTMLParser
from itertools import takewhile

BLOCKS = {
    "p", "div", "main", "article", "section", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre",
    "hr", "table", "thead", "tbody", "tr", "th", "td", "dl", "dt", "dd", "figure", "figcaption", "details", "summary",
}  # fmt: skip
INLINE = {"a", "em", "i", "strong", "b", "code", "br"}
MAX_DEPTH = 12
_MARKS = {"em": "*", "i": "*", "strong": "**", "b": "**"}
_SPECIAL = re.compile(r"([\\`*_\[\]<>|])")
_LINE_SIGNS = re.compile(r"\A(\s*)([-+#]|\d{1,9}[.)])(?=\s|\Z)")


def markdown_of(html: str) -> str:
    writer = _Writer()
    writer.feed(html)
    writer.close()
    return writer.text()


class _Writer(HTMLParser):
    """Gathers the inline text of one block and writes it when the block ends, behind the marks of its lists."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[str] = []
        self._inline: list[str] = []
        self._prefixes: list[str] = []  # of blockquotes and list items around
        self._lists: list[int | None] = []  # next number, None = bullets
        self._around: list[str] = []  # prefixes of the block before
        self._mark = ""  # of the list item that begins here
        self._is_new_list = False
        self._pre = False
        self._heading = 0
        self._href: list[str] = []
        self._row: list[str] | None = None
        self._rows = 0

    def text(self) -> str:
        self._end_block()
        return re.sub(r"\n{3,}", "\n\n", "\n".join(self._lines)).strip("\n")

    def handle_data(self, data: str) -> None:
        if self._pre:
            self._inline.append(data)
        elif data := re.sub(r"\s+", " ", data):
            self._inline.append(_SPECIAL.sub(r"\\\1", data))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in _MARKS:
            self._put(_MARKS[tag])
        elif tag == "code":
            self._put("`")
        elif tag == "br":
            self._inline.append("\n" if self._pre else " " if self._row is not None else "\\\n")
        elif tag == "a":
            self._href.append(values.get("href") or "")
            self._put("[" if self._href[-1] else "")
        elif self._row is not None and tag not in ("th", "td", "tr"):
            self._inline.append(" ")  # a table's cell holds one line
        else:
            self._begin(tag, values)

    def handle_endtag(self, tag: str) -> None:
        if tag in _MARKS:
            self._close(_MARKS[tag])
        elif tag == "code":
            self._close("`")
        elif tag == "a" and self._href:
            href = self._href.pop()
            self._put(f"]({_address(href)})" if href else "")
        elif self._row is not None and tag not in ("th", "td", "tr", "table"):
            self._inline.append(" ")
        else:
            self._finish(tag)

    def _put(self, mark: str) -> None:
        if not self._pre:
            self._inline.append(mark)

    def _close(self, mark: str) -> None:
        """A closing mark stands at its word: what was a space before it comes behind it."""
        if self._pre:
            return
        if self._inline and self._inline[-1] == mark:
            self._inline.pop()
            return
        last = self._inline[-1] if self._inline else ""
        if last.endswith(" "):
            self._inline[-1] = last.rstrip(" ")
            self._inline += [mark, " "]
        else:
            self._inline.append(mark)

    def _begin(self, tag: str, values: dict[str, str | None]) -> None:
        self._end_block()
        if tag in ("ul", "ol"):
            self._is_new_list = not self._lists
            start = values.get("start") or "1"
            self._lists.append((int(start) if start.isdecimal() and len(start) < 6 else 1) if tag == "ol" else None)
        elif tag == "li":
            self._begin_item()
        elif tag == "blockquote":
            self._prefixes.append("> ")
        elif tag == "pre":
            self._pre = True
        elif tag == "hr":
            self._write("---")
        elif tag == "table":
            self._rows = 0
        elif tag == "tr":
            self._row = []
        elif tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self._heading = int(tag[1])

    def _begin_item(self) -> None:
        number = self._lists[-1] if self._lists else None
        if number is not None:
            self._lists[-1] = number + 1
        self._mark = "- " if number is None else f"{number}. "
        self._prefixes.append(" " * len(self._mark))

    def _finish(self, tag: str) -> None:
        if tag in ("th", "td") and self._row is not None:
            self._row.append(" ".join("".join(self._inline).split()))
            self._inline.clear()
            return
        if tag == "tr" and self._row is not None:
            self._end_row(self._row)
            return
        self._end_block()
        if tag in ("li", "blockquote") and self._prefixes:
            self._prefixes.pop()
            self._mark = ""
        elif tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        elif tag == "pre":
            self._pre = False
        elif tag == "table":
            self._row = None

    def _end_row(self, row: list[str]) -> None:
        self._row = None
        self._write("| " + " | ".join(row) + " |", tight=self._rows > 0)
        if self._rows == 0:
            self._write("|" + " --- |" * len(row), tight=True)
        self._rows += 1

    def _end_block(self) -> None:
        text = "".join(self._inline)
        self._inline.clear()
        heading, self._heading = self._heading, 0
        if self._pre:
            self._write_code(text)
            return
        lines = [line.strip() for line in text.split("\n")]
        while lines and lines[-1] in ("", "\\"):
            lines.pop()
        words = "\n".join(lines).removesuffix("\\").strip()
        if not words:
            return
        if heading:
            self._write(f"{'#' * heading} {' '.join(words.replace(chr(92) + chr(10), ' ').split())}")
        else:
            self._write(_LINE_SIGNS.sub(_escaped_sign, words))

    def _write_code(self, text: str) -> None:
        if text.strip("\n"):
            fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
            self._write(f"{fence}\n{text.strip(chr(10))}\n{fence}")

    def _write(self, text: str, *, tight: bool = False) -> None:
        around = self._prefixes[-MAX_DEPTH:]
        prefix = "".join(around)
        first = prefix[: len(prefix) - len(self._mark)] + self._mark
        if self._lines and not tight and not (self._mark and not self._is_new_list):
            self._lines.append("".join(_shared(self._around, around)).rstrip())
        self._mark, self._is_new_list, self._around = "", False, around
        for at, line in enumerate(text.split("\n")):
            self._lines.append(f"{first if at == 0 else prefix}{line}".rstrip())


def _shared(before: Sequence[str], now: Sequence[str]) -> Sequence[str]:
    """The prefixes that two blocks one after the other have in common."""
    return [one for one, _ in takewhile(lambda pair: pair[0] == pair[1], zip(before, now, strict=False))]


def _escaped_sign(found: re.Match[str]) -> str:
    sign = found[2]
    return found[1] + (f"\\{sign}" if len(sign) == 1 else f"{sign[:-1]}\\{sign[-1]}")


def _address(href: str) -> str:
    return re.sub(r"[\s<>()\\]", lambda found: f"%{ord(found[0]):02X}", href)
