"""The widget's routes: what a contact may do in its own conversations."""

from typing import Annotated, Literal

import msgspec
from aiohttp import web

from contactcenter.desk import closing, languages, ratings, reading
from contactcenter.desk.access import Permission
from contactcenter.desk.answered_questions import answer_asked
from contactcenter.desk.article_use import use_article
from contactcenter.desk.feedback import give_feedback
from contactcenter.desk.products import companies_of
from contactcenter.errors import NotFound
from contactcenter.ids import ContactId, derived_id
from contactcenter.model.bodies import ArticleAction, Feedback, FeedbackVerdict
from contactcenter.model.contact import Identity, Verification
from contactcenter.model.rows import ConversationFilter
from contactcenter.model.text import clean
from contactcenter.web import files
from contactcenter.web.article_files import public_html
from contactcenter.web.articles import public_article
from contactcenter.web.routes import (
    Call,
    Empty,
    EntriesQuery,
    ExternalId,
    Id,
    LanguageTag,
    RouteTable,
    Seq,
    page_of_entries,
)
from contactcenter.web.sending import Ack, carry_on_with, record_visitor_message, visitor_message
from contactcenter.web.views import AuthorView, ContactHead, EntryView, FileView

routes = RouteTable()

VISITOR_BODY_BYTES = 64 * 1024


# --- conversations -----------------------------------------------------------------------------------------


class ContactHeads(msgspec.Struct, frozen=True):
    items: list[ContactHead]


class ContactHeadAnswer(msgspec.Struct, frozen=True):
    head: ContactHead


class ContactEntries(msgspec.Struct, frozen=True):
    items: list[EntryView]
    head: ContactHead


@routes.get("/api/v1/visitor/conversations", Permission.VISIT)
async def conversations(call: Call) -> ContactHeads:
    """The contact's own conversations, newest first."""
    scope = await call.centre.scope(call.principal)
    page = await call.desk.store.conversations(ConversationFilter(), scope, limit=50)
    return ContactHeads([call.centre.visitor_head(head) for head in page.items])


@routes.get("/api/v1/visitor/conversations/{id}/entries", Permission.VISIT)
async def entries(call: Call, query: EntriesQuery) -> ContactEntries:
    """Entries that the contact may see: after a seq, before one, or the last ones."""
    head = await call.conversation()
    found = await page_of_entries(call, head, query)
    return ContactEntries(await call.centre.visitor_entries(head, found), call.centre.visitor_head(head))


class VisitorMessage(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """``message.send`` as a widget sends it; the chat channel decodes it."""

    external_id: ExternalId
    text: Annotated[str, msgspec.Meta(max_length=10_000)]
    conversation: Id | None = None
    attachments: Annotated[tuple[FileView, ...], msgspec.Meta(max_length=10)] = ()
    language: Annotated[str, msgspec.Meta(max_length=35)] | None = None


@routes.post("/api/v1/visitor/messages", Permission.VISIT, raw=VisitorMessage, max_body_bytes=VISITOR_BODY_BYTES)
async def send(call: Call, raw: bytes) -> Ack:
    """Send a message: it is durable when this answers."""
    desk = call.desk
    message = visitor_message(call.centre.normalize, call.principal, raw, desk.clock.now())
    if message.conversation_id is not None:
        await call.conversation(message.conversation_id)
    ack, recorded = await record_visitor_message(desk, message)
    await carry_on_with(desk, message, recorded)
    call.centre.metrics.messages.labels("contact").inc(0 if recorded.duplicate else 1)
    return ack


class LanguageBody(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    language: LanguageTag


@routes.post("/api/v1/visitor/conversations/{id}/language", Permission.VISIT)
async def choose_language(call: Call, body: LanguageBody) -> ContactHeadAnswer:
    """The contact chooses the conversation's language."""
    head = await call.conversation()
    changed = await languages.choose_language(call.desk, call.principal.author, head.id, body.language)
    return ContactHeadAnswer(call.centre.visitor_head(changed.head))


class FeedbackBody(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    external_id: ExternalId
    verdict: FeedbackVerdict
    answer: Id | None = None
    article_id: Id | None = None


@routes.post("/api/v1/visitor/conversations/{id}/feedback", Permission.VISIT)
async def feedback(call: Call, body: FeedbackBody) -> ContactHeadAnswer:
    """Whether an answer helped, or that a person is wanted."""
    head = await call.conversation()
    said = Feedback(verdict=body.verdict, answer=body.answer, article_id=body.article_id)
    changed = await give_feedback(call.desk, head.id, external_id=body.external_id, feedback=said)
    return ContactHeadAnswer(call.centre.visitor_head(changed.head))


class AnsweredBody(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """``unknown`` = skipped."""

    key: Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
    state: Literal["value", "unknown"]
    value: Annotated[str, msgspec.Meta(min_length=1, max_length=200)] | None = None


@routes.post("/api/v1/visitor/conversations/{id}/facts", Permission.VISIT)
async def answer_question(call: Call, body: AnsweredBody) -> ContactHeadAnswer:
    """Answer or skip a question that the centre asked; no other fact is stated here."""
    head = await call.conversation()
    value = clean(body.value).strip() if body.value else None
    changed = await answer_asked(call.desk, call.principal.author, head, body.key, value)
    return ContactHeadAnswer(call.centre.visitor_head(changed.head))


class RatingBody(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    external_id: ExternalId
    score: Annotated[int, msgspec.Meta(ge=1, le=5)]
    comment: Annotated[str, msgspec.Meta(max_length=2000)] = ""


@routes.post("/api/v1/visitor/conversations/{id}/rating", Permission.VISIT)
async def rate(call: Call, body: RatingBody) -> ContactHeadAnswer:
    """How it was, from 1 to 5."""
    head = await call.conversation()
    changed = await ratings.rate(
        call.desk, head.id, external_id=body.external_id, score=body.score, comment=body.comment
    )
    return ContactHeadAnswer(call.centre.visitor_head(changed.head))


class ReadBody(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    seq: Seq


@routes.post("/api/v1/visitor/conversations/{id}/read", Permission.VISIT)
async def read(call: Call, body: ReadBody) -> Empty:
    """How far the contact has read."""
    head = await call.conversation()
    await reading.read_up_to(call.desk, head.id, reading.CONTACT, body.seq)
    return Empty()


@routes.post("/api/v1/visitor/conversations/{id}/typing", Permission.VISIT)
async def typing(call: Call, body: Empty) -> Empty:
    """The contact is typing."""
    head = await call.conversation()
    call.centre.show_typing(
        head, AuthorView("contact", call.principal.id, await call.centre.names.name(head.contact_id))
    )
    return Empty()


@routes.post("/api/v1/visitor/conversations/{id}/resolve", Permission.VISIT)
async def resolve(call: Call, body: Empty) -> ContactHeadAnswer:
    """The contact ends the conversation."""
    head = await call.conversation()
    changed = await closing.resolve(call.desk, call.principal.author, head.id, reason="contact_ended")
    return ContactHeadAnswer(call.centre.visitor_head(changed.head))


class Address(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    email: Annotated[str, msgspec.Meta(max_length=254, pattern=r"^[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\".]+$")]


@routes.post("/api/v1/visitor/address", Permission.VISIT)
async def address(call: Call, body: Address) -> Empty:
    """Where to answer when nobody is here: an address that the contact claims, not yet proven."""
    local, _, domain = body.email.rpartition("@")
    identity = Identity(kind="email", address=f"{local}@{domain}".lower(), verification=Verification.CLAIMED)
    contact_id = ContactId(call.principal.id)
    if await call.desk.store.contact(contact_id) is None:
        raise NotFound("write a message first")
    known = await call.desk.store.contact_by_identity(identity)
    if known is not None and known.id != contact_id:
        # somebody else's, or this person's other self: what is only claimed joins nothing, and tells nothing
        local_scope = derived_id("claimed", contact_id)
        identity = Identity(kind="email", scope=local_scope, address=identity.address)
    await call.desk.store.add_identity(contact_id, identity)
    return Empty()


# --- files and articles ------------------------------------------------------------------------------------


class UploadQuery(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    name: Annotated[str, msgspec.Meta(max_length=400)] = "file"


@routes.post("/api/v1/visitor/files", Permission.VISIT, takes_file=True)
async def upload(call: Call, query: UploadQuery) -> FileView:
    """Upload a file: its bytes are the body."""
    assert call.principal.identity is not None
    limit = files.visitor_max_bytes(call.centre, call.principal.identity.kind)
    return await files.take_in(call, query.name, limit, any_type=False)


@routes.get("/api/v1/visitor/conversations/{id}/files/{blob_id}", Permission.VISIT, gives="application/octet-stream")
async def download(call: Call) -> web.StreamResponse:
    """A file of the conversation."""
    return await files.give_out(call, await call.conversation(), call.path("blob_id"))


class ArticleQuery(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    conversation: Id


class ArticleAnswer(msgspec.Struct, frozen=True):
    article_id: str
    language: str
    title: str
    html: str


@routes.get("/api/v1/visitor/articles/{id}", Permission.VISIT)
async def article(call: Call, query: ArticleQuery) -> ArticleAnswer:
    """A suggested article, in the conversation's language; counted as opened."""
    head = await call.conversation(query.conversation)
    companies = await companies_of(call.desk, head.contact_id)
    found = await public_article(call.desk, call.path("id"), head.language or "", companies=companies)
    if found is None:
        raise NotFound("no such article")
    await use_article(
        call.desk,
        call.principal.author,
        head.id,
        external_id=f"opened:{found.slug}:{found.language}:{head.contact_seq}",
        article_id=found.slug,
        language=found.language,
        action=ArticleAction.OPENED,
    )
    return ArticleAnswer(found.slug, found.language, found.title, public_html(found))
