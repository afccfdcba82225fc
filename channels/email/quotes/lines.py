"""Lines of a mail, as the stripper looks at them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

MAX_LINE_CHARS = 8000
"""What is looked at of a line: no mail program writes longer ones around a quote."""

_INVISIBLE = dict.fromkeys(
    code
    for code in (*range(0x10000), *range(0xE0000, 0xE0080))
    if unicodedata.category(chr(code)) in ("Cc", "Cf") and not chr(code).isspace()
)
_SPACES = re.compile(r"\s+")
_QUOTE_MARK = re.compile(r"[ \t]{0,3}(?:>|＞)")
_PIPES = re.compile(r"[|\s]{1,20}")  # what is left of a table around a signature (NetEase)
_RULE = re.compile(r"[-_=*~─━—–＿－#.·•+ ]{3,200}")
_DELIMITERS = frozenset({"--", "—", "––", "- -", "__", "——", "－－"})


class Hint(StrEnum):
    """What the markup says about a line."""

    NONE = "none"
    QUOTED = "quoted"
    ATTRIBUTION = "attribution"
    HISTORY = "history"  # from here on somebody else's mail
    SIGNATURE = "signature"


@dataclass(frozen=True)
class Line:
    """One line as it came, without its end."""

    text: str
    hint: Hint = Hint.NONE

    @cached_property
    def bare(self) -> str:
        """The line without invisible characters, outer and double spaces, cut at a limit; '' when it is blank."""
        text = self.text if len(self.text) <= MAX_LINE_CHARS else self.text.lstrip()[:MAX_LINE_CHARS]
        return _SPACES.sub(" ", text.translate(_INVISIBLE)).strip()

    @cached_property
    def is_quoted(self) -> bool:
        return self.hint is Hint.QUOTED or _QUOTE_MARK.match(self.text) is not None

    @cached_property
    def is_rule(self) -> bool:
        """A line drawn with signs, nothing else."""
        return _RULE.fullmatch(self.bare) is not None or self.is_piped

    @cached_property
    def is_piped(self) -> bool:
        return bool(self.bare) and _PIPES.fullmatch(self.bare) is not None

    @cached_property
    def is_delimiter(self) -> bool:
        """The line above a signature (RFC 3676, 4.3), also when its space was trimmed, and what people draw for it."""
        return self.bare in _DELIMITERS


MAX_LINES = 200_000
"""Mails with more are not looked at: five million blank lines would cost a minute and a gigabyte."""


def is_too_long(text: str) -> bool:
    return text.count("\n") + text.count("\r") > MAX_LINES


def lines_of(text: str) -> list[Line]:
    """Splits at CR LF, LF and CR only: other separators of Unicode may stand inside a line."""
    return [Line(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]


def next_written(lines: Sequence[Line], start: int) -> int:
    """The first line at or after `start` that is not blank, else the number of lines."""
    while start < len(lines) and not lines[start].bare:
        start += 1
    return start
