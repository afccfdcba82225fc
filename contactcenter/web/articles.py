"""Finding the article behind a slug in the language a reader understands best."""

from collections.abc import Collection, Iterable

from contactcenter.desk.access import Principal
from contactcenter.desk.catalogue import SHOWN, nearness
from contactcenter.desk.desk import Desk
from contactcenter.desk.every import every
from contactcenter.desk.flags import may_read
from contactcenter.model.article import Article, ArticleAudience

OPEN_TO_CONTACTS = frozenset({ArticleAudience.PUBLIC, ArticleAudience.CUSTOMERS})


async def public_article(
    desk: Desk, slug: str, language: str, *, anybody: bool = False, companies: Collection[str] = ()
) -> Article | None:
    """What a contact of these companies (or ``anybody`` on the web) may read under the slug."""
    return closest(await readable(desk, slug, anybody=anybody, companies=companies), language)


async def readable(desk: Desk, slug: str, *, anybody: bool = False, companies: Collection[str] = ()) -> list[Article]:
    """The same in all its languages."""
    open_to = {ArticleAudience.PUBLIC} if anybody else OPEN_TO_CONTACTS

    def may_read(one: Article) -> bool:
        own = one.audience is ArticleAudience.COMPANIES and not set(companies).isdisjoint(one.companies)
        return one.state in SHOWN and (one.audience in open_to or own)

    return [one for one in await of_slug(desk, slug) if may_read(one)]


async def staff_article(desk: Desk, principal: Principal, id_or_slug: str, language: str) -> Article | None:
    """By id, or by slug in the nearest language; of what the principal may read."""
    direct = await desk.store.record(Article, id_or_slug)
    found = [direct] if direct is not None else await of_slug(desk, id_or_slug)
    return closest([one for one in found if may_read(principal, one)], language)


async def of_slug(desk: Desk, slug: str) -> list[Article]:
    """All articles with this slug as they are stored now; the catalogue and what changed since say where they are."""
    catalogue = desk.answering.catalogue
    if catalogue is None:
        return [one async for one in every(desk.store, Article) if one.slug == slug]
    ids = dict.fromkeys([*catalogue.ids(slug), *sorted(desk.answering.changing)])
    found = [await desk.store.record(Article, id) for id in ids]
    return [one for one in found if one is not None and one.slug == slug]


def closest(articles: Iterable[Article], language: str) -> Article | None:
    """The same tag, else the same language, else English, else any."""
    return min(articles, key=lambda one: nearness(one.language, language), default=None)
