"""The console's routes on conversations: lists, one conversation with all around it, and what agents do in it."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from aiohttp import web

from contactcenter.desk import (
    assignment,
    closing,
    commitments,
    facts,
    focus,
    languages,
    linking,
    merging,
    offers,
    reading,
    snoozing,
    tagging,
)
from contactcenter.desk.access import Permission
from contactcenter.desk.article_use import use_article
from contactcenter.errors import Invalid
from contactcenter.ids import AgentId, CompanyId, ContactId, QueueId
from contactcenter.model.bodies import ArticleAction, EntryKind, FactStated, LinkKind, Queued
from contactcenter.model.contact import Contact, Identity, KnownFact
from contactcenter.model.conversation import Awaiting, Conversation, State
from contactcenter.model.fact import FactSource, FactState
from contactcenter.model.plan import Link, Refused
from contactcenter.model.records import Company
from contactcenter.model.rows import ConversationFilter
from contactcenter.web import files
from contactcenter.web.articles import staff_article
from contactcenter.web.routes import (
    Call,
    Empty,
    EntriesQuery,
    ExternalId,
    Id,
    LanguageTag,
    Limit,
    RouteTable,
    Seq,
    page_of_entries,
)
from contactcenter.web.sending import Ack, StaffMessage, send_staff_message
from contactcenter.web.views import EntryView, FileView, HeadView, author_view

routes = RouteTable()

READ = Permission.CONVERSATIONS_READ
EDIT = Permission.CONVERSATIONS_EDIT
BASE = "/api/v1/conversations"
ONE = BASE + "/{id}"
Cursor = Annotated[str, msgspec.Meta(max_length=500)]
Text = Annotated[str, msgspec.Meta(max_length=20_000)]


# --- reading -----------------------------------------------------------------------------------------------


class ListQuery(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """``state`` may be repeated; ``fact`` is KEY:VALUE and may be repeated."""

    view: Literal["mine", "queues", "all"] = "all"
    state: Annotated[list[State], msgspec.Meta(max_length=10)] = []
    queue: str | None = None
    agent: str | None = None
    contact: str | None = None
    tag: str | None = None
    fact: Annotated[list[str], msgspec.Meta(max_length=5)] = []
    awaiting: Awaiting | None = None
    order: Literal["newest", "oldest", "waiting"] = "newest"
    cursor: Cursor | None = None
    limit: Limit = 50


class Heads(msgspec.Struct, frozen=True):
    items: list[HeadView]
    next: str | None


@routes.get(BASE, READ)
async def conversations(call: Call, query: ListQuery) -> Heads:
    """Conversations that the reader may see."""
    where = _filter(call, query)
    scope = await call.centre.scope(call.principal)
    page = await call.desk.store.conversations(where, scope, query.cursor, query.limit)
    return Heads(await call.centre.staff_heads(page.items), page.next)


OPEN = frozenset({State.ASSIGNED, State.SNOOZED})
IN_LINE = frozenset({State.WAITING, State.OFFERED})


def _filter(call: Call, query: ListQuery) -> ConversationFilter:
    states = frozenset(query.state)
    agent_id = query.agent
    if query.view == "mine":
        states, agent_id = states or OPEN, call.agent_id
    if query.view == "queues":
        states = states or IN_LINE
    return ConversationFilter(
        states=states,
        agent_id=AgentId(agent_id) if agent_id else None,
        queue_id=query.queue,
        contact_id=ContactId(query.contact) if query.contact else None,
        tag=query.tag,
        awaiting=query.awaiting,
        facts=dict(_fact(text) for text in query.fact),
        order=query.order,
    )


def _fact(text: str) -> tuple[str, str]:
    key, colon, value = text.partition(":")
    if not colon or not key or not value:
        raise Invalid("expected KEY:VALUE", path="fact")
    return key, value


class Why(msgspec.Struct, frozen=True):
    reasons: list[str]


class ConversationAnswer(msgspec.Struct, frozen=True, kw_only=True):
    head: HeadView
    contact: Contact | None
    identities: tuple[Identity, ...]
    companies: list[Company]
    known: tuple[KnownFact, ...]
    links: tuple[Link, ...]
    why: Why
    others: list[HeadView]


@routes.get(ONE, READ)
async def conversation(call: Call) -> ConversationAnswer:
    """One conversation with its contact, what is known of it, and why it is where it is."""
    head, store = await call.conversation(), call.desk.store
    scope = await call.centre.scope(call.principal)
    others = await store.conversations(ConversationFilter(contact_id=head.contact_id), scope, limit=20)
    return ConversationAnswer(
        head=await call.centre.staff_head(head),
        contact=await store.contact(head.contact_id),
        identities=await store.identities(head.contact_id),
        companies=await companies_of(call, head.contact_id),
        known=await store.known_facts(head.contact_id),
        links=await store.links(head.id),
        why=Why(await _reasons(call, head)),
        others=await call.centre.staff_heads([one for one in others.items if one.id != head.id]),
    )


async def companies_of(call: Call, contact_id: ContactId) -> list[Company]:
    """Where the contact belongs now."""
    now = call.desk.clock.now()
    current = [
        one.company_id
        for one in await call.desk.store.memberships(contact_id)
        if (one.since is None or one.since <= now) and (one.until is None or now < one.until)
    ]
    found = [await call.desk.store.record(Company, CompanyId(company_id)) for company_id in current]
    return [company for company in found if company is not None]


async def _reasons(call: Call, head: Conversation) -> list[str]:
    """The stored reasons of the last routing steps, latest first."""
    entries = await call.desk.store.entries_before(head.id, head.seq + 1, 100)
    reasons: list[str] = []
    for entry in reversed(entries):
        if entry.kind in (EntryKind.QUEUED, EntryKind.OFFER, EntryKind.ASSIGNMENT):
            reasons += [one for one in getattr(entry.body, "reasons", ()) if one not in reasons]
        if isinstance(entry.body, Queued):
            break
    return reasons


class Entries(msgspec.Struct, frozen=True):
    items: list[EntryView]
    head: HeadView


@routes.get(ONE + "/entries", READ)
async def entries(call: Call, query: EntriesQuery) -> Entries:
    """Entries after a seq, before one, or the last ones."""
    head = await call.conversation()
    found = await page_of_entries(call, head, query)
    return Entries(await call.centre.staff_entries(head, found), await call.centre.staff_head(head))


# --- writing -----------------------------------------------------------------------------------------------


class ReplyBody(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """``articles``: slugs of articles that were inserted into the text."""

    external_id: ExternalId
    text: Text
    attachments: Annotated[tuple[FileView, ...], msgspec.Meta(max_length=10)] = ()
    articles: Annotated[tuple[Id, ...], msgspec.Meta(max_length=20)] = ()


class NoteBody(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    external_id: ExternalId
    text: Text
    attachments: Annotated[tuple[FileView, ...], msgspec.Meta(max_length=10)] = ()


@routes.post(ONE + "/messages", Permission.CONVERSATIONS_REPLY)
async def reply(call: Call, body: ReplyBody) -> Ack:
    """Answer the contact; taken over if nobody has it."""
    message = StaffMessage(
        external_id=body.external_id,
        conversation=call.conversation_id,
        text=body.text,
        attachments=body.attachments,
        articles=body.articles,
    )
    scope = await call.centre.scope(call.principal)
    ack = await send_staff_message(call.desk, call.principal, scope, message)
    call.centre.metrics.messages.labels("agent").inc()
    return ack


@routes.post(ONE + "/notes", Permission.CONVERSATIONS_NOTE)
async def note(call: Call, body: NoteBody) -> Ack:
    """Write something that only staff sees."""
    message = StaffMessage(
        external_id=body.external_id,
        conversation=call.conversation_id,
        text=body.text,
        attachments=body.attachments,
        note=True,
    )
    scope = await call.centre.scope(call.principal)
    return await send_staff_message(call.desk, call.principal, scope, message)


class HeadAnswer(msgspec.Struct, frozen=True):
    head: HeadView


async def shown(call: Call, head: Conversation) -> HeadAnswer:
    return HeadAnswer(await call.centre.staff_head(head))


# --- whose it is -------------------------------------------------------------------------------------------


class OfferBody(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    offer_id: Id


@routes.post(ONE + "/accept", Permission.CONVERSATIONS_ASSIGN)
async def accept(call: Call, body: OfferBody) -> HeadAnswer:
    """Accept an offer."""
    head = await call.conversation()
    return await shown(call, (await offers.accept(call.desk, call.agent_id, head.id, body.offer_id)).head)


@routes.post(ONE + "/decline", Permission.CONVERSATIONS_ASSIGN)
async def decline(call: Call, body: OfferBody) -> HeadAnswer:
    """Decline an offer: the next agent gets it."""
    head = await call.conversation()
    return await shown(call, (await offers.decline(call.desk, call.agent_id, head.id, body.offer_id)).head)


@routes.post(ONE + "/take", Permission.CONVERSATIONS_ASSIGN)
async def take(call: Call, body: Empty) -> HeadAnswer:
    """Assign it to me."""
    head = await call.conversation()
    return await shown(call, (await assignment.take(call.desk, call.agent_id, head.id)).head)


class TransferBody(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    agent_id: Id | None = None
    queue_id: Id | None = None
    note: Text = ""


@routes.post(ONE + "/transfer", Permission.CONVERSATIONS_ASSIGN)
async def transfer(call: Call, body: TransferBody) -> HeadAnswer:
    """Give it to another agent, or into a queue."""
    head = await call.conversation()
    changed = await assignment.transfer(
        call.desk,
        call.agent_id,
        head.id,
        agent_id=AgentId(body.agent_id) if body.agent_id else None,
        queue_id=QueueId(body.queue_id) if body.queue_id else None,
        note=body.note,
    )
    return await shown(call, changed.head)


# --- beginning and end -------------------------------------------------------------------------------------


class ResolveBody(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    reason: Annotated[str, msgspec.Meta(max_length=200)] | None = None


@routes.post(ONE + "/resolve", Permission.CONVERSATIONS_CLOSE)
async def resolve(call: Call, body: ResolveBody) -> HeadAnswer:
    """Close the matter; reopen undoes it."""
    head = await call.conversation()
    changed = await closing.resolve(call.desk, call.principal.author, head.id, reason=body.reason)
    return await shown(call, changed.head)


@routes.post(ONE + "/reopen", Permission.CONVERSATIONS_CLOSE)
async def reopen(call: Call, body: Empty) -> HeadAnswer:
    """Take a resolved conversation up again."""
    head = await call.conversation()
    return await shown(call, (await closing.reopen(call.desk, call.agent_id, head.id)).head)


class SnoozeBody(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    until: Annotated[datetime, msgspec.Meta(tz=True)]


@routes.post(ONE + "/snooze", Permission.CONVERSATIONS_CLOSE)
async def snooze(call: Call, body: SnoozeBody) -> HeadAnswer:
    """Set it aside until a time; wake undoes it."""
    head = await call.conversation()
    return await shown(call, (await snoozing.snooze(call.desk, call.agent_id, head.id, body.until)).head)


@routes.post(ONE + "/wake", Permission.CONVERSATIONS_CLOSE)
async def wake(call: Call, body: Empty) -> HeadAnswer:
    """Take it up again before its time."""
    head = await call.conversation()
    woken = await snoozing.wake(call.desk, head.id, call.principal.author)
    return await shown(call, head if isinstance(woken, Refused) else woken.head)


class MergeBody(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    into: Id


@routes.post(ONE + "/merge", Permission.CONVERSATIONS_MERGE)
async def merge(call: Call, body: MergeBody) -> HeadAnswer:
    """The matter goes on in another conversation of the same contact."""
    head = await call.conversation()
    into = await call.conversation(body.into)
    ended, _ = await merging.merge_conversations(call.desk, call.principal.author, head.id, into.id)
    return await shown(call, ended.head)


# --- what is known of it -----------------------------------------------------------------------------------


class TagBody(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    tag: Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
    added: bool


@routes.post(ONE + "/tags", EDIT)
async def tag(call: Call, body: TagBody) -> HeadAnswer:
    """Put a tag on, or take it off."""
    head = await call.conversation()
    changed = await tagging.tag(call.desk, call.principal.author, head.id, body.tag, added=body.added)
    return await shown(call, changed.head)


class FactBody(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    key: Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
    state: FactState = FactState.VALUE
    value: Annotated[str, msgspec.Meta(max_length=1000)] | None = None


@routes.post(ONE + "/facts", EDIT)
async def fact(call: Call, body: FactBody) -> HeadAnswer:
    """State a fact: a value, unknown, or asked and not answered."""
    head = await call.conversation()
    source = FactSource.AGENT if call.principal.kind == "agent" else FactSource.API
    stated = FactStated(key=body.key, state=body.state, value=body.value, source=source)
    return await shown(call, (await facts.state_fact(call.desk, call.principal.author, head.id, stated)).head)


class LinkBody(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    link: LinkKind
    target: Id
    added: bool


class Links(msgspec.Struct, frozen=True):
    links: tuple[Link, ...]


MADE_BY_AGENTS = frozenset({LinkKind.DUPLICATE_OF, LinkKind.CAUSED_BY, LinkKind.ANSWERS, LinkKind.PROBLEM})


@routes.post(ONE + "/links", EDIT)
async def link(call: Call, body: LinkBody) -> Links:
    """Link it to another conversation or a problem, or take the link back."""
    if body.link not in MADE_BY_AGENTS:
        raise Invalid("links of this kind are made by the centre itself", path="link")
    head = await call.conversation()
    if body.link is not LinkKind.PROBLEM:
        await call.conversation(body.target)
    await linking.link(call.desk, call.principal.author, head.id, body.link, body.target, added=body.added)
    return Links(await call.desk.store.links(head.id))


class LanguageBody(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    language: LanguageTag


@routes.post(ONE + "/language", EDIT)
async def language(call: Call, body: LanguageBody) -> HeadAnswer:
    """Correct the conversation's language; answering and routing follow at once."""
    head = await call.conversation()
    changed = await languages.choose_language(call.desk, call.principal.author, head.id, body.language)
    return await shown(call, changed.head)


class CommitmentBody(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    id: Id
    text: Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]
    due: Annotated[datetime, msgspec.Meta(tz=True)]


@routes.post(ONE + "/commitments", EDIT)
async def promise(call: Call, body: CommitmentBody) -> HeadAnswer:
    """Promise something by a time."""
    head = await call.conversation()
    changed = await commitments.promise(
        call.desk, call.agent_id, head.id, commitment_id=body.id, text=body.text, due=body.due
    )
    return await shown(call, changed.head)


class KeptBody(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    kept: bool


@routes.post(ONE + "/commitments/{cid}", EDIT)
async def settle(call: Call, body: KeptBody) -> HeadAnswer:
    """Whether a promise was kept."""
    head = await call.conversation()
    changed = await commitments.settle(call.desk, call.principal.author, head.id, call.path("cid"), kept=body.kept)
    return await shown(call, changed.head)


# --- attention ---------------------------------------------------------------------------------------------


class FocusBody(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    external_id: ExternalId
    seconds: Annotated[float, msgspec.Meta(ge=0, le=3600)]


@routes.post(ONE + "/focus", READ)
async def focused(call: Call, body: FocusBody) -> Empty:
    """The agent had it open and in focus for so long."""
    head = await call.conversation()
    await focus.focused(call.desk, call.agent_id, head.id, external_id=body.external_id, seconds=body.seconds)
    return Empty()


class ArticleUseBody(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    external_id: ExternalId
    article_id: Id
    action: Literal["opened", "inserted", "linked"]


@routes.post(ONE + "/articles", READ)
async def article_used(call: Call, body: ArticleUseBody) -> Empty:
    """An agent opened, inserted or linked an article here."""
    head = await call.conversation()
    found = await staff_article(call.desk, body.article_id, head.language or "")
    if found is None:
        raise Invalid("no such article", path="article_id")
    await use_article(
        call.desk,
        call.principal.author,
        head.id,
        external_id=body.external_id,
        article_id=found.slug,
        language=found.language,
        action=ArticleAction(body.action),
    )
    return Empty()


class ReadBody(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    seq: Seq


@routes.post(ONE + "/read", READ)
async def read(call: Call, body: ReadBody) -> Empty:
    """How far the agent has read."""
    head = await call.conversation()
    await reading.read_up_to(call.desk, head.id, call.agent_id, body.seq)
    return Empty()


@routes.post(ONE + "/typing", Permission.CONVERSATIONS_REPLY)
async def typing(call: Call, body: Empty) -> Empty:
    """The agent is typing."""
    head = await call.conversation()
    call.centre.show_typing(head, author_view(call.principal.author, call.desk.directory, ""))
    return Empty()


@routes.get(ONE + "/files/{blob_id}", READ, gives="application/octet-stream")
async def download(call: Call) -> web.StreamResponse:
    """A file of the conversation."""
    return await files.give_out(call, await call.conversation(), call.path("blob_id"))
