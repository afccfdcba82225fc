"""The pages that a site's own sitemap names (sitemaps.org, protocol 0.9), fetched through the guarded client."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

from contactcenter.exchange.found import Bad, Found
from contactcenter.exchange.html_page import page_in
from contactcenter.exchange.names import is_language, slug_of
from contactcenter.guarded_http import Fetched, GuardedHttp, NotFetched

MAX_SITEMAPS = 50
MAX_PAGES = 50_000  # of one sitemap, by the protocol
MAX_SITEMAP_BYTES = 50 * 2**20  # by the protocol
MAX_PAGE_BYTES = 8 * 2**20
AT_ONCE = 4
_DECLARATION = re.compile(rb"<!(DOCTYPE|ENTITY)", re.I)
_CHARSET = re.compile(rb"""<meta\b[^>]{0,200}?charset\s*=\s*["']?([A-Za-z0-9_-]{1,40})""", re.I)


async def pages(http: GuardedHttp, url: str, language: str) -> AsyncIterator[Found | Bad]:
    """Each page under the sitemap's own origin, in order; a page that cannot be read is named."""
    addresses, bad = await _addresses(http, url)
    for one in bad:
        yield one
    for start in range(0, len(addresses), AT_ONCE):
        group = addresses[start : start + AT_ONCE]
        for found in await asyncio.gather(*(_page(http, address, language) for address in group)):
            yield found


async def _addresses(http: GuardedHttp, url: str) -> tuple[Sequence[str], Sequence[Bad]]:
    """The pages' addresses, each once, through sitemaps of sitemaps."""
    origin = _origin(url)
    waiting, seen = [url], {url}
    addresses: dict[str, None] = {}
    bad: list[Bad] = []
    while waiting:
        sitemap = waiting.pop(0)
        try:
            fetched = await http.get(sitemap, most_bytes=MAX_SITEMAP_BYTES, may_visit=lambda to: _origin(to) == origin)
            further, named = _read(fetched.content)
        except NotFetched as exc:
            bad.append(Bad(where=sitemap, reason=str(exc)))
            continue
        bad += [Bad(where=one, reason="is not of this site") for one in (*further, *named) if _origin(one) != origin]
        fresh = [one for one in dict.fromkeys(further) if one not in seen and _origin(one) == origin]
        for one in fresh[: MAX_SITEMAPS - len(seen)]:
            seen.add(one)
            waiting.append(one)
        addresses |= dict.fromkeys(one for one in named if _origin(one) == origin)
    return list(addresses)[:MAX_PAGES], bad


def _read(content: bytes) -> tuple[Sequence[str], Sequence[str]]:
    """Addresses of further sitemaps, and of pages. Raises NotFetched for what is no sitemap."""
    if _DECLARATION.search(content):
        raise NotFetched("is no sitemap: it declares entities")
    try:
        root = ElementTree.fromstring(content)
    except ElementTree.ParseError as exc:
        raise NotFetched(f"is no sitemap: {exc}") from exc
    named = {"sitemap": list[str](), "url": list[str]()}
    for entry in root:
        kind = entry.tag.rpartition("}")[2]
        for part in entry:
            if kind in named and part.tag.rpartition("}")[2] == "loc" and part.text:
                named[kind].append(part.text.strip())
    return named["sitemap"], named["url"]


async def _page(http: GuardedHttp, url: str, language: str) -> Found | Bad:
    origin = _origin(url)
    try:
        fetched = await http.get(url, most_bytes=MAX_PAGE_BYTES, may_visit=lambda to: _origin(to) == origin)
    except NotFetched as exc:
        return Bad(where=url, reason=str(exc))
    if fetched.content_type not in ("text/html", "application/xhtml+xml"):
        return Bad(where=url, reason=f"is {fetched.content_type or 'of no known type'}, not HTML")
    found = await asyncio.to_thread(page_in, _text(fetched), url)
    if isinstance(found, Bad):
        return found
    spoken = str(found.fields.get("language") or "") or _language_of(url) or language
    return replace(found, fields={"slug": _slug(url, spoken), **found.fields, "language": spoken})


def _text(page: Fetched) -> str:
    inside = _CHARSET.search(page.content[:4096])
    charset = page.charset or (inside[1].decode() if inside else "utf-8")
    try:
        return page.content.decode(charset, errors="replace")
    except LookupError:
        return page.content.decode("utf-8", errors="replace")


def _language_of(url: str) -> str:
    return next((part for part in urlsplit(url).path.split("/")[:-1] if is_language(part)), "")


def _slug(url: str, language: str) -> str:
    """Of the path without its language: translations at /de/x and /en/x find together as `x`."""
    path = unquote(urlsplit(url).path)
    path = re.sub(r"(/index)?\.x?html?\Z|/index\Z|\.php\Z", "", path)
    parts = [part for part in path.split("/") if part and not (is_language(part) and language.startswith(part[:2]))]
    query = urlsplit(url).query
    return slug_of("-".join(parts + ([query] if query else [])) or "start")


def _origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc.lower()
