"""What an element's class, id and style say about who wrote its content."""

from __future__ import annotations

import re
from enum import StrEnum

from .tags import Token
from .words import markup

_SETS = {name: frozenset(value.split()) for name, value in vars(markup).items() if name.isupper()}
_PREFIX = re.compile(r"^(?:x_|ydp[0-9a-f]+|ydp)+")  # Outlook and Yahoo rename the classes of what they quote
_NUMBER = re.compile(r"[_-]?\d{4,}$")
_QUOTED_NAME = re.compile(r"(?:^|[_-])(?:quoted|blockquote|quote)(?:$|[_-](?:text|body|content|container|message)$)")
_LEFT_BORDER = re.compile(r"border-left\s*:\s*(?!\s*(?:none|0|medium none))", re.IGNORECASE)


class Mark(StrEnum):
    NONE = "none"
    QUOTED = "quoted"
    ATTRIBUTION = "attribution"
    HISTORY = "history"
    SIGNATURE = "signature"


def mark_of(token: Token) -> Mark:
    """The mark of one start tag. A top border marks nothing: boxes have it too, and under Outlook's stands a header."""
    attributes = token.attributes
    if not attributes:
        return Mark.NONE
    classes = [_plain(name) for name in attributes.get("class", "").lower().split()[:20]]
    own_id = _plain(attributes.get("id", "").lower())
    marker, name = attributes.get("data-marker", "").lower(), attributes.get("name", "").lower()
    for mark, prefix in (
        (Mark.SIGNATURE, "SIGNATURE"),
        (Mark.HISTORY, "HISTORY"),
        (Mark.ATTRIBUTION, "ATTRIBUTION"),
        (Mark.QUOTED, "QUOTED"),
    ):
        if _is_of(prefix, classes, own_id, marker, name):
            return mark
    if "data-signature-widget" in attributes or attributes.get("data-smartmail", "") == "gmail_signature":
        return Mark.SIGNATURE
    return Mark.QUOTED if _is_quote(token, classes, own_id) else Mark.NONE


def _is_of(prefix: str, classes: list[str], own_id: str, marker: str, name: str) -> bool:
    return (
        not _SETS[f"{prefix}_CLASSES"].isdisjoint(classes)
        or own_id in _SETS.get(f"{prefix}_IDS", ())
        or marker in _SETS.get(f"{prefix}_MARKERS", ())
        or name in _SETS.get(f"{prefix}_NAMES", ())
    )


def _is_quote(token: Token, classes: list[str], own_id: str) -> bool:
    if token.name == "blockquote":
        if token.attributes.get("type", "").lower() == "cite" or "cite" in token.attributes or "gmail_quote" in classes:
            return True
        return _LEFT_BORDER.search(token.attributes.get("style", "")) is not None
    names = [one for one in classes if one not in ("gmail_quote", "gmail_quote_container", "moz-quote-pre")]
    return any(_QUOTED_NAME.search(one) for one in (*names, own_id))


def _plain(name: str) -> str:
    return _NUMBER.sub("", _PREFIX.sub("", name))
