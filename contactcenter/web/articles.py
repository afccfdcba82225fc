"""Finding the article behind a slug in the language a reader understands best."""

from collections.abc import AsyncIterator, Callable, Collection, Iterable

from contactcenter.desk.desk import Desk
from contactcenter.model.records import Article, ArticleAudience, ArticleState

OPEN_TO_CONTACTS = frozenset({ArticleAudience.PUBLIC, ArticleAudience.CUSTOMERS})
SHOWN = frozenset({ArticleState.VALIDATED, ArticleState.NOT_VALIDATED})


async def public_article(
    desk: Desk, slug: str, language: str, *, anybody: bool = False, companies: Collection[str] = ()
) -> Article | None:
    """What a contact of these companies (or ``anybody`` on the web) may read under the slug."""
    open_to = {ArticleAudience.PUBLIC} if anybody else OPEN_TO_CONTACTS

    def may_read(one: Article) -> bool:
        own = one.audience is ArticleAudience.COMPANIES and not set(companies).isdisjoint(one.companies)
        return one.slug == slug and one.state in SHOWN and (one.audience in open_to or own)

    return closest(await translations(desk, may_read), language)


async def staff_article(desk: Desk, id_or_slug: str, language: str) -> Article | None:
    direct = await desk.store.record(Article, id_or_slug)
    if direct is not None:
        return direct
    return closest(await translations(desk, lambda one: one.slug == id_or_slug), language)


async def translations(desk: Desk, wanted: Callable[[Article], bool]) -> list[Article]:
    return [one async for one in all_articles(desk) if wanted(one)]


async def all_articles(desk: Desk) -> AsyncIterator[Article]:
    after: str | None = None
    while True:
        page = await desk.store.records(Article, after, 100)
        for one in page.items:
            yield one
        if page.next is None:
            return
        after = page.next


def closest(articles: Iterable[Article], language: str) -> Article | None:
    """The same tag, else the same language, else English, else any."""
    primary = language.split("-")[0].lower()
    ranked = sorted(
        articles,
        key=lambda one: (
            one.language != language,
            one.language.split("-")[0].lower() != primary,
            one.language != "en",
            one.language,
        ),
    )
    return ranked[0] if ranked else None
