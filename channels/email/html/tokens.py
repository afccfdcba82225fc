"""HTML of mails cut into texts, start tags and end tags, in linear time and whatever the input is.

Comments (Outlook's conditional ones with what is in them), declarations and the content of what never shows text are
left out. Tags end where the HTML standard ends them, so a > in a quoted value does not; after a tag that never ends
that way the rest is read without respect for quotes, since nothing of a mail's text may be lost.
"""

import html
import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

MAX_CHARS = 10_000_000  # pictures in data: addresses count
MAX_TOKENS = 50_000  # half a second; behind them tags are dropped unread
MAX_ATTRIBUTES = 60

WITHOUT_TEXT = frozenset("script style title iframe noembed noframes".split())
TO_THE_END = frozenset(("script", "style"))  # what follows an unclosed one is no text

_VALUE = r"""\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+|(?=>))"""
STRICT = re.compile(rf"<(/?)([a-zA-Z][^\s/>]*+)((?:[\s/]*+[^\s/>][^\s/>=]*+(?:{_VALUE})?+)*+[\s/]*+)>")
LENIENT = re.compile(r"<(/?)([a-zA-Z][^\s/>]*+)([^>]*+)>")
ATTRIBUTE = re.compile(r"""[\s/]*+([^\s/>][^\s/>=]*+)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s>"'][^\s>]*+)?))?+""")
LETTER = re.compile(r"/?[a-zA-Z]")
COMMENT_END = re.compile(r"--!?>")
CLOSERS = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in WITHOUT_TEXT}
HUGE_REFERENCE = re.compile(r"&#(?:[0-9]{8,}|[xX][0-9a-fA-F]{7,});?")  # int() of 5,000 digits is an error


class Kind(Enum):
    TEXT = "text"
    START = "start"
    END = "end"


class Token(NamedTuple):
    """``value`` is a text with its references resolved or a name in lower case, ``attributes`` still as written."""

    kind: Kind
    value: str
    attributes: str = ""


def tokens(source: str) -> Iterator[Token]:
    """At most MAX_TOKENS of them; what is left then comes as one text."""
    cutter = _Cutter(source[:MAX_CHARS].replace("\0", "\ufffd"))
    for _ in range(MAX_TOKENS):
        if cutter.is_at_end:
            return
        if token := cutter.next():
            yield token
    yield Token(Kind.TEXT, unescaped(cutter.rest()))


def attributes(written: str) -> dict[str, str]:
    """Of double ones the first counts, as in browsers."""
    found: dict[str, str] = {}
    for number, match in enumerate(ATTRIBUTE.finditer(written)):
        if number >= MAX_ATTRIBUTES:
            break
        value = match[2] or match[3] or match[4] or ""
        found.setdefault(match[1].lower(), unescaped(value) if "&" in value else value)
    return found


def unescaped(text: str) -> str:
    """With character references resolved."""
    return html.unescape(HUGE_REFERENCE.sub("\ufffd", text)) if "&" in text else text


class _Cutter:
    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._tag = STRICT
        self._endless: set[str] = set()  # what has no end any more: not looked for again, or time would be quadratic

    @property
    def is_at_end(self) -> bool:
        return self._at >= len(self._source)

    def next(self) -> Token | None:
        """The text or tag that begins here; None for what is left out."""
        begin = self._source.find("<", self._at)
        if begin == self._at:
            return self._markup()
        return self._text(begin if begin >= 0 else len(self._source))

    def rest(self) -> str:
        return re.sub(r"<[^<>]*>?", " ", self._source[self._at :])

    def _text(self, end: int) -> Token:
        text = self._source[self._at : end]
        self._at = end
        return Token(Kind.TEXT, unescaped(text))

    def _markup(self) -> Token | None:
        following = self._source[self._at + 1 : self._at + 3]
        if LETTER.match(following):
            return self._element()
        if following[:1] in ("!", "?") or following[:1] == "/":
            return self._declaration()
        return self._text(self._at + 1)  # a < that begins nothing

    def _element(self) -> Token | None:
        match = None if ">" in self._endless else self._tag.match(self._source, self._at)
        if match is None and self._tag is STRICT:
            self._tag = LENIENT
            return self._element()
        if match is None:
            self._endless.add(">")
            return self._text(self._at + 1)
        self._at = match.end()
        name = match[2].lower()
        if match[1]:
            return Token(Kind.END, name)
        if name in WITHOUT_TEXT:
            self._leave_out(name)
            return None
        return Token(Kind.START, name, match[3])

    def _leave_out(self, name: str) -> None:
        closer = None if name in self._endless else CLOSERS[name].search(self._source, self._at)
        if closer:
            self._at = closer.start()
            return
        self._endless.add(name)
        if name in TO_THE_END:
            self._at = len(self._source)

    def _declaration(self) -> Token | None:
        """``<!-- -->``, ``<!doctype>``, ``<![if !mso]>``, ``<?xml ?>``, ``</>``."""
        if self._source.startswith("<!--", self._at) and "-->" not in self._endless:
            if end := COMMENT_END.search(self._source, self._at + 2):
                self._at = end.end()
                return None
            self._endless.add("-->")
        close = -1 if ">" in self._endless else self._source.find(">", self._at)
        if close < 0:
            self._endless.add(">")
            return self._text(self._at + 1)
        self._at = close + 1
        return None
