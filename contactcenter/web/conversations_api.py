"""The console's routes on conversations: lists, one conversation with all around it, and what agents do in it."""

from typing import Annotated, Literal

import msgspec
from aiohttp import web

from contactcenter.desk.access import Permission
from contactcenter.errors import Invalid
from contactcenter.ids import AgentId, CompanyId, ContactId
from contactcenter.model.bodies import AskedPart, EntryKind, LinkKind, Queued
from contactcenter.model.contact import Contact, Identity, KnownFact
from contactcenter.model.conversation import Awaiting, Conversation, State
from contactcenter.model.plan import Link
from contactcenter.model.records import Company
from contactcenter.model.rows import ConversationFilter
from contactcenter.model.scope import can_view
from contactcenter.web import files
from contactcenter.web.routes import (
    Call,
    EntriesQuery,
    ExternalId,
    Id,
    Limit,
    RouteTable,
    page_of_entries,
)
from contactcenter.web.sending import Ack, StaffMessage, send_staff_message
from contactcenter.web.views import EntryView, FileView, HeadView

routes = RouteTable()

READ = Permission.CONVERSATIONS_READ
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
    """``parts``: the questions of the message that a person was needed for, if it asks several."""

    reasons: list[str]
    parts: tuple[AskedPart, ...] = ()


class ConversationAnswer(msgspec.Struct, frozen=True, kw_only=True):
    head: HeadView
    contact: Contact | None
    identities: tuple[Identity, ...]
    companies: list[Company]
    known: tuple[KnownFact, ...]
    links: tuple[Link, ...]
    why: Why
    others: list[HeadView]
    sides: list[HeadView]


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
        why=await _why(call, head),
        others=await call.centre.staff_heads([one for one in others.items if one.id != head.id]),
        sides=await call.centre.staff_heads(await _sides(call, head)),
    )


async def _sides(call: Call, head: Conversation) -> list[Conversation]:
    """What others are asked because of it, as far as the reader may see that."""
    scope = await call.centre.scope(call.principal)
    links = [one for one in await call.desk.store.linked_to(head.id) if one.kind is LinkKind.SIDE_OF]
    found = [await call.desk.store.conversation(one.source) for one in links]
    return [one for one in found if one is not None and can_view(scope, one)]


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


async def _why(call: Call, head: Conversation) -> Why:
    """The stored reasons of the last routing steps, latest first."""
    entries = await call.desk.store.entries_before(head.id, head.seq + 1, 100)
    reasons: list[str] = []
    for entry in reversed(entries):
        if entry.kind in (EntryKind.QUEUED, EntryKind.OFFER, EntryKind.ASSIGNMENT):
            reasons += [one for one in getattr(entry.body, "reasons", ()) if one not in reasons]
        if isinstance(entry.body, Queued):
            return Why(reasons, entry.body.parts)
    return Why(reasons)


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


@routes.get(ONE + "/files/{blob_id}", READ, gives="application/octet-stream")
async def download(call: Call) -> web.StreamResponse:
    """A file of the conversation."""
    return await files.give_out(call, await call.conversation(), call.path("blob_id"))
