"""HTML of mails: made safe to show, and as text."""

import re
from html import unescape

import nh3

_NOT_SHOWN = re.compile(
    r"<!--.*?(?:-->|\Z)|<(?:style|script|head|title)\b.*?(?:</(?:style|script|head|title)\s*>|\Z)", re.I | re.S
)
_BREAKS = re.compile(r"<(?:br|/p|/div|/tr|/li|/h[1-6])\b[^<>]*>", re.IGNORECASE)
_TAGS = re.compile(r"<[^<>]*>")


def sanitized(html: str) -> str:
    return nh3.clean(html, url_schemes={"http", "https", "mailto", "cid"})


def html_text(html: str) -> str:
    flat = re.sub(r"\s+", " ", _NOT_SHOWN.sub("", html))
    text = unescape(_TAGS.sub("", _BREAKS.sub("\n", flat)))
    return "\n".join(line.strip() for line in text.split("\n")).strip()
