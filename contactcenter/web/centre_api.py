"""What the console needs to name things, search, articles and uploads."""

from collections.abc import Mapping
from typing import Annotated

import msgspec

from contactcenter.desk.access import Permission
from contactcenter.desk.answering import Answering
from contactcenter.desk.products import reader_with_products
from contactcenter.errors import NotFound
from contactcenter.ids import ContactId, ConversationId
from contactcenter.knowledge.article import AGENT, Reader
from contactcenter.knowledge.index import Hit as ArticleHit
from contactcenter.knowledge.passage import passage_for
from contactcenter.model.article import Article
from contactcenter.model.contact import Contact
from contactcenter.model.fact import FACT_KEYS
from contactcenter.model.records import (
    Agent,
    CannedReply,
    FactKey,
    Inbox,
    Problem,
    ProblemState,
    Product,
    Queue,
    Skill,
    Symptom,
    Tag,
    Team,
)
from contactcenter.ports import Capabilities
from contactcenter.web import files
from contactcenter.web.article_files import staff_html
from contactcenter.web.articles import staff_article
from contactcenter.web.routes import Call, RouteTable
from contactcenter.web.views import FileView, HeadView

routes = RouteTable()

MAX_PASSAGE_CHARS = 1200


class AgentCard(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    name: str
    languages: Mapping[str, int]
    teams: tuple[str, ...]
    status: str
    load: int
    units: int


class InboxCard(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    name: str
    channel: str
    queue_id: str
    language: str
    active: bool
    max_text_chars: int  # of a message of ours on its channel
    max_attachment_bytes: int


class FactKeyCard(msgspec.Struct, frozen=True):
    """``names`` is empty for built-in keys: the catalogue has them."""

    id: str
    names: Mapping[str, str]


class CentreAnswer(msgspec.Struct, frozen=True, kw_only=True):
    agents: list[AgentCard]
    queues: list[Queue]
    teams: list[Team]
    inboxes: list[InboxCard]
    tags: list[Tag]
    products: list[Product]
    symptoms: list[Symptom]
    fact_keys: list[FactKeyCard]
    skills: list[Skill]
    canned_replies: list[CannedReply]
    problems: list[Problem]


@routes.get("/api/v1/centre", Permission.CENTRE_READ)
async def centre(call: Call) -> CentreAnswer:
    """All that a console needs to name things."""
    directory = call.desk.directory
    return CentreAnswer(
        agents=[_agent_card(call, one) for one in directory.all(Agent).values() if one.active],
        queues=list(directory.all(Queue).values()),
        teams=list(directory.all(Team).values()),
        inboxes=[_inbox_card(call, one) for one in directory.all(Inbox).values()],
        tags=list(directory.all(Tag).values()),
        products=list(directory.all(Product).values()),
        symptoms=list(directory.all(Symptom).values()),
        fact_keys=[FactKeyCard(key, {}) for key in FACT_KEYS]
        + [FactKeyCard(one.id, one.names) for one in directory.all(FactKey).values()],
        skills=list(directory.all(Skill).values()),
        canned_replies=list(directory.all(CannedReply).values()),
        problems=await _unsolved(call),
    )


async def _unsolved(call: Call) -> list[Problem]:
    """What a conversation may be linked to; the first hundred."""
    page = await call.desk.store.records(Problem, None, 100)
    return [one for one in page.items if one.state is not ProblemState.SOLVED]


def _agent_card(call: Call, agent: Agent) -> AgentCard:
    seen = call.desk.roster.get(agent.id)
    return AgentCard(
        id=agent.id,
        name=agent.name,
        languages=agent.languages,
        teams=agent.teams,
        status=seen.status,
        load=seen.load,
        units=agent.units,
    )


def _inbox_card(call: Call, inbox: Inbox) -> InboxCard:
    can = call.desk.capabilities.get(inbox.channel, Capabilities())
    return InboxCard(
        id=inbox.id,
        name=inbox.name,
        channel=inbox.channel,
        queue_id=inbox.queue_id,
        language=inbox.language,
        active=inbox.active,
        max_text_chars=can.max_text_chars,
        max_attachment_bytes=can.max_attachment_bytes,
    )


# --- search ------------------------------------------------------------------------------------------------


class SearchQuery(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    q: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class HitView(msgspec.Struct, frozen=True, kw_only=True):
    kind: str
    conversation_id: str | None
    contact_id: str | None
    seq: int | None
    snippet: str
    head: HeadView | None
    contact: Contact | None


class Hits(msgspec.Struct, frozen=True):
    items: list[HitView]


@routes.get("/api/v1/search", Permission.SEARCH)
async def search(call: Call, query: SearchQuery) -> Hits:
    """Conversations, contacts and facts that the reader may see."""
    scope = await call.centre.scope(call.principal)
    found = await call.desk.store.search(query.q, scope)
    return Hits(
        [
            HitView(
                kind=hit.kind,
                conversation_id=hit.conversation_id,
                contact_id=hit.contact_id,
                seq=hit.seq,
                snippet=hit.snippet,
                head=await _head_of(call, hit.conversation_id),
                contact=await call.desk.store.contact(ContactId(hit.contact_id)) if hit.contact_id else None,
            )
            for hit in found
        ]
    )


async def _head_of(call: Call, conversation_id: str | None) -> HeadView | None:
    if conversation_id is None:
        return None
    head = await call.desk.head(ConversationId(conversation_id))
    return await call.centre.staff_head(head) if head else None


# --- articles ----------------------------------------------------------------------------------------------


class ArticleCard(msgspec.Struct, frozen=True, kw_only=True):
    article_id: str
    slug: str
    language: str
    title: str
    passage: str
    confidence: float


class ArticleCards(msgspec.Struct, frozen=True):
    """``left_out``: whether more would be found among articles on products that the contact does not have."""

    items: list[ArticleCard]
    left_out: bool = False


class SuggestionsQuery(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    text: Annotated[str, msgspec.Meta(max_length=2000)] = ""
    all_products: bool = False


@routes.get("/api/v1/conversations/{id}/suggestions", Permission.ARTICLES_READ)
async def suggestions(call: Call, query: SuggestionsQuery) -> ArticleCards:
    """Articles for what is being written, or for what the conversation is about.

    What is about products that the contact does not have is left out, unless all are asked for.
    """
    head = await call.conversation()
    text, language = query.text.strip() or head.preview, head.language or "en"
    found = await _found(call.desk.answering, text, language, AGENT, limit=3)
    if query.all_products:
        return ArticleCards(found)
    reader = await reader_with_products(call.desk, AGENT, head, text)
    fitting = await _found(call.desk.answering, text, language, reader, limit=3)
    return ArticleCards(fitting, left_out=[one.slug for one in fitting] != [one.slug for one in found])


class ArticleSearch(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    q: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]
    language: Annotated[str, msgspec.Meta(max_length=35)] = "en"


@routes.get("/api/v1/articles/search", Permission.ARTICLES_READ)
async def article_search(call: Call, query: ArticleSearch) -> ArticleCards:
    """Articles in a language, best first."""
    return ArticleCards(await _found(call.desk.answering, query.q, query.language, AGENT, limit=10))


async def _found(answering: Answering, text: str, language: str, reader: Reader, limit: int) -> list[ArticleCard]:
    if not answering.is_ready or not text:
        return []
    hits = await answering.search(text, language, reader, limit)
    best = max((hit.score for hit in hits), default=0.0)
    return [_card(hit, text, best) for hit in hits]


def _card(hit: ArticleHit, text: str, best: float) -> ArticleCard:
    article = hit.article
    passage = passage_for(article.body, text, article.language, max_chars=MAX_PASSAGE_CHARS)
    return ArticleCard(
        article_id=article.id,
        slug=article.id,
        language=article.language,
        title=article.title,
        passage=passage.text,
        confidence=round(hit.score / best, 3) if best else 0.0,
    )


class ArticleQuery(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    language: Annotated[str, msgspec.Meta(max_length=35)] = ""


class ArticleAnswer(msgspec.Struct, frozen=True):
    article: Article
    html: str


@routes.get("/api/v1/articles/{id}", Permission.ARTICLES_READ)
async def article(call: Call, query: ArticleQuery) -> ArticleAnswer:
    """One article, by its id, or by its slug in the language asked for."""
    found = await staff_article(call.desk, call.principal, call.path("id"), query.language)
    if found is None:
        raise NotFound("no such article")
    return ArticleAnswer(found, staff_html(found))


# --- files -------------------------------------------------------------------------------------------------


class UploadQuery(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    name: Annotated[str, msgspec.Meta(max_length=400)] = "file"


@routes.post("/api/v1/files", Permission.FILES_UPLOAD, takes_file=True)
async def upload(call: Call, query: UploadQuery) -> FileView:
    """Upload a file: its bytes are the body."""
    return await files.take_in(call, query.name, files.STAFF_MAX_BYTES, any_type=True)
