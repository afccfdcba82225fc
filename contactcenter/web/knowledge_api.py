"""Knowledge at the agents' desk: what changed, flags and fixes, versions, translations, procedures."""

from datetime import datetime
from typing import Annotated

import msgspec

from contactcenter.desk import flags, knowledge_news
from contactcenter.desk.access import Permission
from contactcenter.desk.procedures import keep_result
from contactcenter.desk.translations import digest_of, is_older_than, source_of
from contactcenter.errors import Invalid, NotFound
from contactcenter.ids import ArticleId, ConversationId
from contactcenter.model.article import Article, ArticleFlag, ArticleKind, FlagReason
from contactcenter.model.procedure import ProcedureStep
from contactcenter.model.records import Agent
from contactcenter.web.articles import of_slug
from contactcenter.web.routes import Call, Empty, ExternalId, Id, RouteTable

routes = RouteTable()

Words = Annotated[str, msgspec.Meta(max_length=2_000)]


class ArticleLine(msgspec.Struct, frozen=True, kw_only=True):
    """``by`` is the name of who changed it last, where that was an agent."""

    id: str
    slug: str
    language: str
    title: str
    state: str
    version: int
    by: str
    updated_at: datetime | None
    review_at: datetime | None


class FlagView(msgspec.Struct, frozen=True, kw_only=True):
    """With what is there now and what is proposed; ``may_accept``: whether the reader may take it over."""

    id: str
    reason: FlagReason
    words: str
    by: str
    at: datetime
    conversation_id: str | None
    article: ArticleLine
    now: str
    proposed_title: str
    proposed: str
    may_accept: bool


class NewsAnswer(msgspec.Struct, frozen=True, kw_only=True):
    since: datetime
    now: datetime
    changed: list[ArticleLine]
    due: list[ArticleLine]
    flags: list[FlagView]


@routes.get("/api/v1/knowledge/news", Permission.ARTICLES_READ)
async def news(call: Call) -> NewsAnswer:
    """What changed since the agent was last here in what they support, their articles to review, and open flags."""
    _ = call.agent_id
    found = await knowledge_news.news_for(call.desk, call.principal)
    return NewsAnswer(
        since=found.since,
        now=call.desk.clock.now(),
        changed=[_line(call, one) for one in found.changed],
        due=[_line(call, one) for one in found.due],
        flags=[_flag_view(call, one, article) for one, article in found.flags],
    )


class SeenBody(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    until: Annotated[datetime, msgspec.Meta(tz=True)]


@routes.post("/api/v1/knowledge/seen", Permission.ARTICLES_READ)
async def seen(call: Call, body: SeenBody) -> Empty:
    """The agent has looked at what changed until then."""
    _ = call.agent_id
    await knowledge_news.seen(call.desk, call.principal, body.until)
    return Empty()


class FlagBody(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    reason: FlagReason
    words: Words = ""
    conversation_id: Id | None = None


@routes.post("/api/v1/knowledge/articles/{id}/flags", Permission.ARTICLES_READ)
async def flag(call: Call, body: FlagBody) -> Empty:
    """Say what is amiss with an article, to its owner and to who publishes."""
    if body.reason is FlagReason.FIX:
        raise Invalid("other words are sent to .../words", path="reason")
    conversation = ConversationId(body.conversation_id) if body.conversation_id else None
    await flags.flag(call.desk, call.principal, await _article(call), body.reason, body.words.strip(), conversation)
    return Empty()


class WordsBody(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    version: int
    title: Annotated[str, msgspec.Meta(min_length=1, max_length=300)]
    body: Annotated[str, msgspec.Meta(max_length=200_000)]


class WordsAnswer(msgspec.Struct, frozen=True):
    changed: bool


@routes.put("/api/v1/knowledge/articles/{id}/words", Permission.KNOWLEDGE_DRAFT, max_body_bytes=1024 * 1024)
async def fix(call: Call, body: WordsBody) -> WordsAnswer:
    """Other words for an article: they are there at once, or proposed where others publish."""
    article = await _article(call)
    return WordsAnswer(await flags.fix(call.desk, call.principal, article, body.version, body.title, body.body))


class CloseBody(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    accept: bool = False


@routes.post("/api/v1/knowledge/flags/{id}/close", Permission.ARTICLES_READ)
async def close(call: Call, body: CloseBody) -> Empty:
    """Done with a flag; ``accept`` takes the proposed words into the article."""
    one = await call.desk.store.record(ArticleFlag, call.path("id"))
    if one is None:
        raise NotFound("no such flag")
    article = await call.desk.store.record(Article, one.article_id)
    await flags.close(call.desk, call.principal, one, article, accept=body.accept)
    return Empty()


class VersionView(msgspec.Struct, frozen=True, kw_only=True):
    version: int
    by: str
    at: datetime | None
    title: str
    body: str
    state: str
    audience: str


class Versions(msgspec.Struct, frozen=True):
    items: list[VersionView]


@routes.get("/api/v1/knowledge/articles/{id}/versions", Permission.ARTICLES_READ)
async def versions(call: Call) -> Versions:
    """All versions of an article, oldest first, with who made them."""
    found = await call.desk.store.record_history(Article, (await _article(call)).id)
    return Versions(
        [
            VersionView(version=one.version, by=_name(call, one.updated_by), at=one.updated_at, title=one.title,
                        body=one.body, state=one.state, audience=one.audience)
            for one in found
        ]
    )  # fmt: skip


class TranslationView(msgspec.Struct, frozen=True, kw_only=True):
    """``digest`` is of its own words; ``is_older`` than the source that it names."""

    id: str
    language: str
    title: str
    state: str
    source_language: str
    digest: str
    is_older: bool


class TranslationList(msgspec.Struct, frozen=True):
    items: list[TranslationView]


@routes.get("/api/v1/knowledge/articles/{id}/translations", Permission.ARTICLES_READ)
async def all_translations(call: Call) -> TranslationList:
    """The article in all its languages, itself included."""
    article = await _article(call)
    found = [one for one in await of_slug(call.desk, article.slug) if flags.may_read(call.principal, one)]
    return TranslationList([_translation(one, found) for one in sorted(found, key=lambda one: one.language)])


class ResultBody(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    external_id: ExternalId
    article_id: Id
    step: Id
    choice: Annotated[str, msgspec.Meta(max_length=5_000)] = ""
    note: Words = ""


class NextStep(msgspec.Struct, frozen=True):
    """``step`` is None at the end."""

    step: ProcedureStep | None


@routes.post("/api/v1/conversations/{id}/procedure-results", Permission.CONVERSATIONS_NOTE)
async def result(call: Call, body: ResultBody) -> NextStep:
    """What a step of a procedure brought, kept beside the conversation; and the step after it."""
    head = await call.conversation()
    article = await call.desk.store.record(Article, ArticleId(body.article_id))
    if article is None or not flags.may_read(call.principal, article) or article.kind is not ArticleKind.PROCEDURE:
        raise Invalid("no such procedure", path="article_id")
    following = await keep_result(
        call.desk, call.principal.author, head.id, article,
        external_id=body.external_id, step=body.step, choice=body.choice, note=body.note.strip(),
    )  # fmt: skip
    return NextStep(following)


async def _article(call: Call) -> Article:
    found = await call.desk.store.record(Article, ArticleId(call.path("id")))
    if found is None or not flags.may_read(call.principal, found):
        raise NotFound("no such article")
    return found


def _line(call: Call, article: Article) -> ArticleLine:
    return ArticleLine(
        id=article.id,
        slug=article.slug,
        language=article.language,
        title=article.title,
        state=article.state,
        version=article.version,
        by=_name(call, article.updated_by),
        updated_at=article.updated_at,
        review_at=article.review_at,
    )


def _flag_view(call: Call, one: ArticleFlag, article: Article) -> FlagView:
    proposes = one.reason is FlagReason.FIX
    return FlagView(
        id=one.id,
        reason=one.reason,
        words=one.words,
        by=_name(call, one.by),
        at=one.at,
        conversation_id=one.conversation_id,
        article=_line(call, article),
        now=article.body if proposes else "",
        proposed_title=one.title,
        proposed=one.body,
        may_accept=proposes and call.principal.may(Permission.KNOWLEDGE_EDIT),
    )


def _translation(one: Article, siblings: list[Article]) -> TranslationView:
    source = source_of(one, siblings)
    return TranslationView(
        id=one.id,
        language=one.language,
        title=one.title,
        state=one.state,
        source_language=one.source_language,
        digest=digest_of(one),
        is_older=source is not None and is_older_than(source, one),
    )


def _name(call: Call, actor: str) -> str:
    """The name of an agent who acted; '' for what acts by itself."""
    kind, _, id_ = actor.partition(":")
    agent = call.desk.directory.get(Agent, id_) if kind == "agent" else None
    return agent.name if agent else ""
