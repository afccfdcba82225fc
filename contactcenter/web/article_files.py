"""Articles with their pictures and files: in HTML by addresses of the centre's own, given out to who may read them."""

from collections.abc import Mapping
from typing import Annotated
from urllib.parse import quote

import msgspec
from aiohttp import web

from contactcenter.desk.access import Permission
from contactcenter.desk.flags import may_read
from contactcenter.errors import NotFound
from contactcenter.ids import ArticleId
from contactcenter.model.article import Article, ArticleAudience, ArticleFile
from contactcenter.web import files
from contactcenter.web.articles import public_article
from contactcenter.web.markdown import html_of
from contactcenter.web.routes import Call, RouteTable

routes = RouteTable()


class FileQuery(msgspec.Struct, frozen=True):
    language: Annotated[str, msgspec.Meta(max_length=35)] = ""


A_MOMENT = "private, max-age=300"  # an article can be taken away


def public_html(article: Article) -> str:
    """The article for its readers outside; pictures only where everybody may see them."""
    if article.audience is not ArticleAudience.PUBLIC:
        return html_of(article.body)
    end = f"?language={quote(article.language, safe='')}"
    return html_of(article.body, _addresses(article, f"/articles/{quote(article.slug, safe='')}/files/", end))


def staff_html(article: Article) -> str:
    """The article for the console."""
    return html_of(article.body, _addresses(article, f"/api/v1/knowledge/articles/{quote(article.id, safe='')}/files/"))


def _addresses(article: Article, before: str, after: str = "") -> tuple[tuple[str, str], ...]:
    return tuple((file.name, f"{before}{quote(file.name, safe='')}{after}") for file in article.files)


@routes.get("/articles/{slug}/files/{name}", Permission.PUBLIC, gives="application/octet-stream")
async def public_file(call: Call, query: FileQuery) -> web.StreamResponse:
    """A picture or file of an article that is open to everybody."""
    found = await public_article(call.desk, call.path("slug"), query.language, anybody=True)
    return await _sent(call, found)


@routes.get("/api/v1/knowledge/articles/{id}/files/{name}", Permission.ARTICLES_READ, gives="application/octet-stream")
async def staff_file(call: Call) -> web.StreamResponse:
    """A picture or file of any article that the reader may read."""
    found = await call.desk.store.record(Article, ArticleId(call.path("id")))
    return await _sent(call, found if found is not None and may_read(call.principal, found) else None)


async def _sent(call: Call, article: Article | None) -> web.StreamResponse:
    name = call.path("name")
    by_name: Mapping[str, ArticleFile] = {one.name: one for one in article.files} if article else {}
    if name not in by_name:
        raise NotFound("no such file")
    file = by_name[name]
    return await files.send(call, file.blob_id, file.name, file.content_type, A_MOMENT)
