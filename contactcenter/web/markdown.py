"""Articles as HTML: Markdown without raw HTML, then through an allow-list; nothing is fetched from elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_TAGS = {
    "a", "blockquote", "br", "code", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre",
    "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip


@lru_cache(maxsize=512)
def html_of(markdown: str, files: tuple[tuple[str, str], ...] = ()) -> str:
    """Safe HTML: no scripts, no styles; links open outside with no referrer.

    ``files``: pairs of a name in the Markdown and the address that it stands for; other pictures leave their words.
    """
    import nh3

    addresses = dict(files)
    return nh3.clean(
        _renderer().render(markdown),
        tags=_TAGS | {"img"} if files else _TAGS,
        attributes={"a": {"href"}, "ol": {"start"}, "img": {"src", "alt"}},
        attribute_filter=lambda tag, name, value: _attribute(addresses, tag, name, value),
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer nofollow",
        set_tag_attribute_values={"a": {"target": "_blank"}},
    )


def _attribute(addresses: Mapping[str, str], tag: str, name: str, value: str) -> str | None:
    """Addresses of pictures are those of files alone, of links those of files or what they were."""
    if (tag, name) == ("img", "src"):
        return addresses.get(unquote(value))
    if (tag, name) == ("a", "href"):
        return addresses.get(unquote(value), value)
    return value


@cache
def _renderer() -> MarkdownIt:
    """Imported with the first article that is shown: 20 ms of a start that does not need it."""
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table")
