"""The message that is answered, quoted below the answer: within limits, in text and in HTML."""

import html
import re
from datetime import UTC
from itertools import groupby

from channels.email.composing.fields import one_line
from channels.email.composing.hypertext import linked
from contactcenter.model.text import clean
from contactcenter.ports import Quoted

MAX_QUOTED_CHARS = 10_000
MAX_LEVELS = 2  # the message, and what it quoted itself; what lies deeper its readers have in older mails

# The line above a quote, in words that mail programs and our own reader know as such.
_ATTRIBUTION = {
    "ar": "في {at}، كتب {author}:",
    "de": "Am {at} schrieb {author}:",
    "en": "On {at}, {author} wrote:",
    "es": "El {at}, {author} escribió:",
    "fr": "Le {at}, {author} a écrit :",
    "ja": "{at} {author}:",
    "ko": "{at} {author} 작성:",
    "pt": "Em {at}, {author} escreveu:",
    "ru": "{at}, {author} пишет:",
    "uk": "{at}, {author} пише:",
    "zh": "{author} 于 {at} 写道：",
    "zh-hant": "{author} 於 {at} 寫道：",
}
_NEUTRAL = "{at}, {author}:"
_TRADITIONAL = ("zh-hant", "zh-tw", "zh-hk", "zh-mo")
_MARKS = re.compile(r"(?:> ?)*")
_RULE = "border-inline-start:2px solid #ccc;margin:0 0 0 0.5em;padding:0 0 0 0.8em;color:#555"


def attribution(quoted: Quoted, language: str | None) -> str:
    """``On 2026-11-25 10:40 UTC, Ann wrote:`` in the reader's language, neutral where we have no words."""
    tag = (language or "").lower().replace("_", "-")
    key = "zh-hant" if tag.startswith(_TRADITIONAL) else tag.partition("-")[0]
    at = quoted.at.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
    return _ATTRIBUTION.get(key, _NEUTRAL).format(at=at, author=one_line(quoted.author) or "?")


def quoted_lines(text: str) -> list[tuple[int, str]]:
    """(level, line) of what is quoted, level 1 for the message itself, cut to the limits with "…" at the cut."""
    whole = clean(text[: 2 * MAX_QUOTED_CHARS]).strip()
    cut = whole[:MAX_QUOTED_CHARS]
    if len(whole) > len(cut):
        cut = cut.rpartition("\n")[0] if "\n" in cut[MAX_QUOTED_CHARS // 2 :] else cut
        cut += "\n…"
    levels = ((1 + line[: _end_of_marks(line)].count(">"), line[_end_of_marks(line) :]) for line in cut.split("\n"))
    return [(level, line) for level, line in levels if level <= MAX_LEVELS]


def _end_of_marks(line: str) -> int:
    found = _MARKS.match(line)
    return found.end() if found else 0


def quote_as_text(quoted: Quoted, language: str | None) -> str:
    lines = (f"{'> ' * level}{line}".rstrip() for level, line in quoted_lines(quoted.text))
    return "\n".join([attribution(quoted, language), *lines])


def quote_as_html(quoted: Quoted, language: str | None) -> str:
    """A blockquote; each paragraph finds its own direction, for its language need not be ours."""
    inner = ""
    for level, group in groupby(quoted_lines(quoted.text), key=lambda one: one[0]):
        shown = "<br>\n".join(linked(line) for _, line in group)
        block = f'<div dir="auto">{shown}</div>\n'
        inner += block if level == 1 else f'<blockquote style="{_RULE}">\n{block}</blockquote>\n'
    said = html.escape(attribution(quoted, language))
    return f'<div>{said}</div>\n<blockquote type="cite" style="{_RULE}">\n{inner}</blockquote>\n'
