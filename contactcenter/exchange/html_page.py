"""An article out of a page of HTML: its title, its language and the Markdown of what it is about.

Pages come from anywhere: an HTML5 parser (nh3) makes well-formed HTML of a few elements first, whatever was there.
"""

from __future__ import annotations

import re
from html import unescape

import nh3

from contactcenter.exchange.found import Bad, Found
from contactcenter.exchange.markdown_of_html import BLOCKS, INLINE, markdown_of

MAX_TAGS = 30_000  # the time that a tower of them takes grows with its square: 2 s
_DROPPED = {
    "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "nav", "header", "footer", "aside",
    "form", "button", "select", "dialog", "head", "title",
}  # fmt: skip
_TITLE = re.compile(r"<title\b[^>]{0,1000}>([^<]{1,2000})</title", re.I)
_LANG = re.compile(r"""<html\b[^>]{0,2000}?\slang\s*=\s*["']?([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3})\b""", re.I)
_HEADING = re.compile(r"\A# ([^\n]+)\n*")
_HEAD_CHARS = 100_000


def page_in(text: str, where: str) -> Found | Bad:
    """Title and language where the page names them, and its main part as Markdown."""
    if text.count("<") > MAX_TAGS:
        return Bad(where=where, reason=f"has more than {MAX_TAGS} tags")
    body = markdown_of(_main(nh3.clean(text, tags=BLOCKS | INLINE, clean_content_tags=_DROPPED,
                                       attributes={"a": {"href"}, "ol": {"start"}},
                                       url_schemes={"http", "https", "mailto", "tel"}, link_rel=None)))  # fmt: skip
    fields: dict[str, object] = {}
    if language := _LANG.search(text[:_HEAD_CHARS]):
        fields["language"] = language[1]
    heading, named = _HEADING.match(body), _TITLE.search(text[:_HEAD_CHARS])
    if heading:
        fields["title"], body = _plain(heading[1]), body[heading.end() :]
    elif named:
        fields["title"] = " ".join(unescape(named[1]).split())
    if not body.strip():
        return Bad(where=where, reason="there is no text in this page")
    return Found(where=where, fields=fields | {"body": body})


def _main(html: str) -> str:
    """What stands in <main>, else in the one <article>, else all of it."""
    for tag in ("main", "article"):
        start, end = html.find(f"<{tag}>"), html.rfind(f"</{tag}>")
        if 0 <= start < end and (tag == "main" or html.count(f"<{tag}>") == 1):
            return html[start + len(tag) + 2 : end]
    return html


def _plain(markdown: str) -> str:
    return re.sub(r"\\([^\w\s])", r"\1", re.sub(r"[*_`]{1,3}(?=\S)|(?<=[^\s\\])[*_`]{1,3}", "", markdown)).strip()
