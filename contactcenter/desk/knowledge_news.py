"""What an agent should know of the articles: what changed since they last looked, what waits for them."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from contactcenter.desk.access import Permission, Principal
from contactcenter.desk.desk import Desk
from contactcenter.desk.every import every
from contactcenter.desk.flags import IN_USE, may_read, open_flags
from contactcenter.desk.records import save_record
from contactcenter.errors import Conflict, Stale
from contactcenter.ids import AgentId
from contactcenter.model.article import Article, ArticleFlag, ArticleState, KnowledgeVisit
from contactcenter.model.records import Agent, Product

FIRST_LOOK = timedelta(days=14)
MOST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """``changed`` newest first; ``flags`` with their articles.

    ``due`` = articles past their review: the agent's own and, for publishers, those without an owner.
    """

    since: datetime
    changed: tuple[Article, ...]
    due: tuple[Article, ...]
    flags: tuple[tuple[ArticleFlag, Article], ...]


async def news_for(desk: Desk, principal: Principal) -> News:
    now = desk.clock.now()
    visit = await desk.store.record(KnowledgeVisit, principal.id)
    since = visit.at if visit else now - FIRST_LOOK
    agent = desk.directory.agent(AgentId(principal.id))
    publishes = principal.may(Permission.KNOWLEDGE_EDIT)
    changed: list[Article] = []
    due: list[Article] = []
    async for article in every(desk.store, Article):
        if _is_news(article, since, principal) and may_read(principal, article) and supports(desk, agent, article):
            changed.append(article)
        is_own = article.owner_id == agent.id or (article.owner_id is None and publishes)
        if is_own and is_due(article, now):
            due.append(article)
    changed.sort(key=lambda one: (one.updated_at or now, one.id), reverse=True)
    flags = [pair async for pair in _flags(desk, principal)]
    return News(since=since, changed=tuple(changed[:MOST]), due=tuple(due[:MOST]), flags=tuple(flags[:MOST]))


def is_due(article: Article, now: datetime) -> bool:
    """Whether it left automatic answering because nobody looked at it in time."""
    return article.state in IN_USE and article.review_at is not None and article.review_at <= now


def supports(desk: Desk, agent: Agent, article: Article) -> bool:
    """Whether it is of what the agent works with: a language of theirs, and, where their skills name products, one."""
    spoken = {tag.split("-")[0].lower() for tag in agent.languages}
    if spoken and article.language.split("-")[0].lower() not in spoken:
        return False
    own = {product for product in desk.directory.all(Product) if product in agent.skills}
    return not own or not article.products or not own.isdisjoint(article.products)


def _is_news(article: Article, since: datetime, principal: Principal) -> bool:
    """Changed by somebody else; drafts are nobody's news yet."""
    if article.state is ArticleState.WORK_IN_PROGRESS or article.updated_by == principal.actor:
        return False
    return article.updated_at is not None and article.updated_at > since


async def seen(desk: Desk, principal: Principal, until: datetime) -> None:
    """The agent has looked at what changed until then; never sets it back."""
    until = min(until, desk.clock.now())
    visit = await desk.store.record(KnowledgeVisit, principal.id)
    if visit is not None and visit.at >= until:
        return
    following = replace(visit, at=until) if visit else KnowledgeVisit(id=AgentId(principal.id), at=until)
    try:
        await save_record(desk, following, actor=principal.actor, new=visit is None)
    except (Conflict, Stale):
        return  # in another window at the same moment


async def _flags(desk: Desk, principal: Principal) -> AsyncIterator[tuple[ArticleFlag, Article]]:
    """Those that the principal can do something about: of their own articles, or all where they publish."""
    publishes = principal.may(Permission.KNOWLEDGE_EDIT)
    async for one in open_flags(desk):
        article = await desk.store.record(Article, one.article_id)
        if article is not None and (publishes or article.owner_id == principal.id):
            yield one, article
