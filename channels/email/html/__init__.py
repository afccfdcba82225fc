"""A mail's HTML as an agent's browser may show it, in a sandboxed frame.

First our own pass makes it well-formed, shallow and poor (``html_tree``, ``html_attributes``); then nh3, which parses
as browsers do, has the last word about what may stay. Remote pictures keep their address in ``data-blocked-src`` and
pictures of the same mail their id in ``data-cid``, neither with a ``src``: nothing is loaded until somebody asks.
"""

import re
from html import escape

import nh3

from channels.email.html.attributes import BLOCKED_SOURCE, CONTENT_ID, LINK, OWN, RASTER, SHARED, safe_attributes
from channels.email.html.text import html_text
from channels.email.html.tokens import Kind, Token, attributes
from channels.email.html.tree import ELEMENTS, tree

__all__ = ["blocked_images", "html_text", "sanitized"]

BLOCKED = re.compile(rf'<img\b[^>]*\s{BLOCKED_SOURCE}="')

ATTRIBUTES = {
    **{element: set(SHARED | OWN.get(element, frozenset())) for element in ELEMENTS},
    "img": set(SHARED | OWN["img"] | {BLOCKED_SOURCE, CONTENT_ID}),
}

# nh3 takes quadratic time for the references of one text: & and < pass it as characters that no text has
_STANDING_IN = str.maketrans({"&": "\ue000", "<": "\ue001", "\ue000": "\ufffd", "\ue001": "\ufffd", "\r": "\n"})
_REFERENCES = str.maketrans({"\ue000": "&amp;", "\ue001": "&lt;"})


def sanitized(html: str) -> str:
    """HTML that runs nothing, loads nothing and keeps the visible text; links open elsewhere and tell nothing."""
    cleaned = nh3.clean(
        "".join(_written(token) for token in tree(html)),
        tags=set(ELEMENTS),
        attributes=ATTRIBUTES,
        attribute_filter=_filtered,
        url_schemes={"http", "https", "mailto", "tel", "data"},
        url_relative="deny",
        link_rel="noopener noreferrer nofollow",
        set_tag_attribute_values={"a": {"target": "_blank"}},
    )
    return cleaned.translate(_REFERENCES)


def blocked_images(html: str) -> int:
    """How many pictures of sanitised HTML are kept from loading."""
    return sum(1 for _ in BLOCKED.finditer(html))


def _written(token: Token) -> str:
    if token.kind is Kind.TEXT:
        return token.value.replace("\r\n", "\n").translate(_STANDING_IN)
    if token.kind is Kind.END:
        return f"</{token.value}>"
    kept = safe_attributes(token.value, attributes(token.attributes))
    return f"<{token.value}{''.join(map(_pair, kept.items()))}>"


def _pair(attribute: tuple[str, str]) -> str:
    name, value = attribute
    return f' {name}="{escape(value)}"'


def _filtered(element: str, name: str, value: str) -> str | None:
    """Once more, as nh3 read it: addresses are where a mistake would hurt."""
    if name == "href":
        return value if LINK.match(value) else None
    if name == "src":
        return value if RASTER.fullmatch(value) else None
    return value
