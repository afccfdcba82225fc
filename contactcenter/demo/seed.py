"""The demo centre's records in the store: made once each under fixed ids, never overwritten."""

import asyncio
from collections.abc import Iterator
from datetime import datetime

from contactcenter.demo import content
from contactcenter.demo.content import DemoAgent, DemoArticle, DemoInbox, DemoQueue
from contactcenter.desk.desk import Desk
from contactcenter.errors import Conflict
from contactcenter.ids import AgentId, ArticleId, CompanyId, InboxId, QueueId, TeamId
from contactcenter.model.article import Article, ArticleAudience
from contactcenter.model.records import (
    Agent,
    CannedReply,
    Company,
    FactKey,
    Inbox,
    Product,
    Queue,
    Record,
    Skill,
    Symptom,
    Tag,
    Team,
)
from contactcenter.ports import Store

ACTOR = "demo"
AT_ONCE = 20
LOT = FactKey(
    id="lot",
    names={
        "en": "Lot number",
        "zh-Hans": "批号",
        "zh-Hant": "批號",
        "ru": "Номер партии",
        "de": "Chargennummer",
        "es": "Número de lote",
    },
)
TAG_COLORS = {
    "defect": "red",
    "refund": "amber",
    "warranty": "blue",
    "praise": "green",
    "complaint": "red",
    "pharmacy": "violet",
}


async def seed(desk: Desk) -> None:
    """Make what is missing. What an administrator changed since stays as it is."""
    now = desk.clock.now()
    for kind, made in _by_kind(records(now)).items():
        known = await _ids(desk.store, kind)
        missing = [record for record in made if record.id not in known]
        for first in range(0, len(missing), AT_ONCE):  # side by side, they share commits
            await asyncio.gather(*(_save(desk.store, record, now) for record in missing[first : first + AT_ONCE]))


async def _save(store: Store, record: Record, now: datetime) -> None:
    try:
        await store.save(record, actor=ACTOR, at=now, new=True)
    except Conflict:
        return  # another node that starts beside this one was first


async def _ids(store: Store, kind: type[Record]) -> set[str]:
    found: set[str] = set()
    after: str | None = None
    while True:
        page = await store.records(kind, after, 100)
        found.update(record.id for record in page.items)
        if page.next is None:
            return found
        after = page.next


def records(now: datetime) -> Iterator[Record]:
    """All records of the demo centre but the conversations."""
    centre = content.centre()
    yield from (Team(id=TeamId(one.id), name=one.name) for one in centre.teams)
    yield from (Skill(id=one.id, names=one.names) for one in centre.skills)
    yield from map(_agent, centre.agents)
    yield from map(_queue, centre.queues)
    yield from map(_inbox, centre.inboxes)
    yield from (
        Company(id=CompanyId(one.id), name=one.name, contract_level=one.contract_level, domains=one.domains)
        for one in centre.companies
    )
    yield from (Product(id=one.id, names=one.names, versions=one.versions) for one in content.products())
    yield from (Symptom(id=one.id, names=one.names) for one in content.symptoms())
    yield LOT
    yield from (Tag(id=tag, color=color) for tag, color in TAG_COLORS.items())
    yield from (CannedReply(id=one.id, shortcut=one.shortcut, texts=one.texts) for one in content.canned_replies())
    yield from (_article(one, now) for one in content.articles())


def _agent(one: DemoAgent) -> Agent:
    return Agent(
        id=AgentId(one.id),
        name=one.name,
        email=one.email,
        role=one.role,
        languages=one.languages,
        skills=one.skills,
        teams=tuple(map(TeamId, one.teams)),
        units=one.units,
        interface_language=one.interface_language,
    )


def _queue(one: DemoQueue) -> Queue:
    return Queue(
        id=QueueId(one.id), name=one.name, names=one.names, teams=tuple(map(TeamId, one.teams)), skills=one.skills
    )


def _inbox(one: DemoInbox) -> Inbox:
    return Inbox(
        id=InboxId(one.id),
        name=one.name,
        channel=one.channel,
        queue_id=QueueId(one.queue),
        language=one.language,
        greeting=one.greeting,
        active=one.active,
    )


def _article(one: DemoArticle, now: datetime) -> Article:
    return Article(
        id=article_id(one.id, one.language),
        slug=one.id,
        language=one.language,
        title=one.title,
        body=one.body,
        phrasings=one.phrasings,
        audience=ArticleAudience(one.audience),
        products=one.products,
        updated_at=now,
    )


def article_id(slug: str, language: str) -> ArticleId:
    return ArticleId(f"{slug}.{language}")


def _by_kind(made: Iterator[Record]) -> dict[type[Record], list[Record]]:
    """In the order of first use: teams before the agents in them."""
    kinds: dict[type[Record], list[Record]] = {}
    for record in made:
        kinds.setdefault(type(record), []).append(record)
    return kinds
