"""The help centre: what everybody may read, by product, and searched; plain pages that need no script.

Who may read what is the index's and the catalogue's filter, before anything is ranked or listed.
"""

import html
import re
from collections.abc import Iterable
from typing import Annotated
from urllib.parse import quote, urlencode

import msgspec
from aiohttp import hdrs, web

from contactcenter.desk.access import Permission
from contactcenter.desk.catalogue import Chapter, without
from contactcenter.desk.desk import Desk
from contactcenter.errors import NotFound
from contactcenter.knowledge.article import ANYBODY
from contactcenter.knowledge.index import Hit
from contactcenter.knowledge.passage import plain_text
from contactcenter.model.article import Article
from contactcenter.model.records import Product
from contactcenter.texts import COMPLETE
from contactcenter.web.article_files import public_html
from contactcenter.web.articles import closest, readable
from contactcenter.web.limits import SEARCHES
from contactcenter.web.origins import client_address
from contactcenter.web.pages import HTML, NO_FRAME, document, html_response, policy
from contactcenter.web.routes import Call, RouteTable

routes = RouteTable()

MAX_QUERY = 200
FOUND = 20
LISTED = 100  # articles of one product on the first page; all others are found by search
TEASER_CHARS = 160

_PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_LINKED = re.compile(r"\[([^\]]*)\]\([^)]*\)")  # only its words are for a line of text


class HelpQuery(msgspec.Struct, frozen=True):
    q: Annotated[str, msgspec.Meta(max_length=MAX_QUERY)] = ""
    language: Annotated[str, msgspec.Meta(max_length=35)] = ""


@routes.get("/help", Permission.PUBLIC, gives=HTML)
async def help_centre(call: Call, query: HelpQuery) -> web.Response:
    """Articles for everybody: by product, or those that a search finds."""
    language = language_of(call, query.language)
    asked = query.q.strip()
    body = await _found(call, asked, language) if asked else await _chapters(call.desk, language)
    title = call.desk.words.text("help.title", language)
    shown = f"{_search_form(call.desk, language, asked)}{body}{await _languages(call.desk, language, asked)}"
    page = document(language, html.escape(title), f"<h1>{html.escape(title)}</h1>{shown}")
    return html_response(call, page, policy(call, NO_FRAME, scripts=False))


class ArticleQuery(msgspec.Struct, frozen=True):
    language: Annotated[str, msgspec.Meta(max_length=35)] = ""


@routes.get("/articles/{slug}", Permission.PUBLIC, gives=HTML)
async def article(call: Call, query: ArticleQuery) -> web.Response:
    """The public page of an article: in the language asked for, or the nearest there is, with a word that says so."""
    language = language_of(call, query.language)
    translations = await readable(call.desk, call.path("slug"), anybody=True)
    found = closest(translations, language)
    if found is None:
        raise NotFound("no such article")
    page = article_page(call.desk, found, translations, language)
    return html_response(call, page, policy(call, NO_FRAME, scripts=False))


def article_page(desk: Desk, found: Article, translations: Iterable[Article], language: str) -> str:
    """``language``: the reader's, which the words around the article are in."""
    title = html.escape(found.title)
    label = _text(desk, "help.title", language)
    home = f'<nav aria-label="{label}"><a href="/help?{urlencode({"language": language})}">{label}</a></nav>'
    article = f'<article lang="{html.escape(found.language)}"><h1>{title}</h1>{public_html(found)}</article>'
    others = [one for one in translations if one.language != found.language]
    head = "".join(_alternate(one) for one in (found, *others)) + _description(found)
    return document(
        found.language,
        title,
        f"{home}{_missing(desk, found, language)}{article}{_other_languages(desk, others, language)}",
        head,
    )


def language_of(call: Call, asked: str) -> str:
    """The language asked for, else the browser's first, else English."""
    return asked or call.request.headers.get(hdrs.ACCEPT_LANGUAGE, "")[:35].split(",")[0].split(";")[0] or "en"


# --- the first page and what is found ----------------------------------------------------------------------


def _search_form(desk: Desk, language: str, asked: str) -> str:
    label = _text(desk, "help.search", language)
    return (
        f'<form class="row" role="search" action="/help"><input type="search" name="q" maxlength="{MAX_QUERY}" '
        f'value="{html.escape(asked)}" aria-label="{label}"><input type="hidden" name="language" '
        f'value="{html.escape(language)}"><button>{label}</button></form>'
    )


async def _chapters(desk: Desk, language: str) -> str:
    catalogue = desk.answering.catalogue
    chapters = without(await catalogue.chapters(language), desk.answering.changing) if catalogue else []
    if not chapters:
        return f"<p>{_text(desk, 'help.empty', language)}</p>"
    return "".join(_chapter(desk, one, language) for one in chapters)


def _chapter(desk: Desk, chapter: Chapter, language: str) -> str:
    product = desk.directory.get(Product, chapter.product) if chapter.product else None
    names = product.names if product else {}
    name = names.get(language) or names.get(language.split("-")[0]) or names.get("en") or chapter.product
    heading = html.escape(name) if name else _text(desk, "help.general", language)
    lines = "".join(f"<li>{_link(one.slug, one.language, one.title)}</li>" for one in chapter.lines[:LISTED])
    return f"<section><h2>{heading}</h2><ul>{lines}</ul></section>"


async def _found(call: Call, asked: str, language: str) -> str:
    desk = call.desk
    call.centre.limits.take_network("help", client_address(call.request, call.centre.config), SEARCHES)
    hits = await _hits(desk, asked, language)
    if not hits:
        return f"<p role='status'>{_text(desk, 'help.nothing', language)}</p>{await _chapters(desk, language)}"
    lines = "".join(
        f"<li>{_link(hit.article.id, hit.article.language, hit.article.title)}"
        f"<p>{html.escape(_teaser(hit.article.short or hit.article.body))}</p></li>"
        for hit in hits
    )
    return f"<ol class='found'>{lines}</ol>"


async def _hits(desk: Desk, asked: str, language: str) -> list[Hit]:
    """In the reader's language, else in English, which most articles are translated from."""
    if not desk.answering.is_ready:
        return []
    hits = await desk.answering.search(asked, language, ANYBODY, FOUND)
    return hits or await desk.answering.search(asked, "en", ANYBODY, FOUND)


async def _languages(desk: Desk, language: str, asked: str) -> str:
    catalogue = desk.answering.catalogue
    known = [*COMPLETE, *(catalogue.public_languages if catalogue else ())]
    links = (
        f'<a lang="{html.escape(one)}" hreflang="{html.escape(one)}" '
        f'href="/help?{urlencode({"language": one} | ({"q": asked} if asked else {}))}">'
        f"{html.escape(desk.words.language_name(one, one))}</a>"
        for one in sorted(set(known) - {language})
    )
    return f'<nav aria-label="{_text(desk, "help.languages", language)}"><p>{" · ".join(links)}</p></nav>'


# --- an article --------------------------------------------------------------------------------------------


def _missing(desk: Desk, found: Article, language: str) -> str:
    """A word that there is no translation: it falls back, and does not vanish."""
    if found.language.split("-")[0].lower() == language.split("-")[0].lower():
        return ""
    spoken = desk.words.language_name(found.language, language)
    words = html.escape(desk.words.text("help.other_language", language, spoken=spoken))
    return f'<p role="note" lang="{html.escape(language)}">{words}</p>'


def _other_languages(desk: Desk, others: Iterable[Article], language: str) -> str:
    links = " · ".join(
        _link(one.slug, one.language, desk.words.language_name(one.language, one.language)) for one in others
    )
    return f'<nav aria-label="{_text(desk, "help.languages", language)}"><p>{links}</p></nav>' if links else ""


def _alternate(one: Article) -> str:
    return f'<link rel="alternate" hreflang="{html.escape(one.language)}" href="{_address(one.slug, one.language)}">'


def _description(found: Article) -> str:
    return f'<meta name="description" content="{html.escape(_teaser(found.short or found.body))}">'


def _teaser(markdown: str) -> str:
    bare = _LINKED.sub(r"\1", _PICTURE.sub("", markdown[: 10 * TEASER_CHARS]))
    text = " ".join(plain_text(bare).split())
    return text if len(text) <= TEASER_CHARS else f"{text[:TEASER_CHARS].rpartition(' ')[0] or text[:TEASER_CHARS]}…"


def _link(slug: str, language: str, words: str) -> str:
    tag = html.escape(language)
    return f'<a lang="{tag}" hreflang="{tag}" href="{_address(slug, language)}">{html.escape(words)}</a>'


def _address(slug: str, language: str) -> str:
    return html.escape(f"/articles/{quote(slug, safe='')}?{urlencode({'language': language})}")


def _text(desk: Desk, key: str, language: str) -> str:
    return html.escape(desk.words.text(key, language))
