"""The console's routes on contacts."""

from dataclasses import replace
from typing import Annotated

import msgspec

from contactcenter.desk import merging
from contactcenter.desk.access import Permission
from contactcenter.errors import NotFound
from contactcenter.ids import ContactId
from contactcenter.model.contact import Contact, Identity, KnownFact
from contactcenter.model.records import Company
from contactcenter.model.rows import ConversationFilter
from contactcenter.web.conversations_api import companies_of
from contactcenter.web.preconditions import expected_version
from contactcenter.web.record_bodies import check_zone
from contactcenter.web.routes import Call, Empty, Id, LanguageTag, RouteTable
from contactcenter.web.views import HeadView

routes = RouteTable()

ONE = "/api/v1/contacts/{id}"


class ContactAnswer(msgspec.Struct, frozen=True):
    contact: Contact


class ContactCard(msgspec.Struct, frozen=True, kw_only=True):
    contact: Contact
    identities: tuple[Identity, ...]
    known: tuple[KnownFact, ...]
    companies: list[Company]
    conversations: list[HeadView]


async def visible_contact(call: Call, contact_id: str) -> Contact:
    """A contact that the reader has a conversation with. Raises errors.NotFound: unknown and not yours alike."""
    contact = await call.desk.store.contact(ContactId(contact_id))
    scope = await call.centre.scope(call.principal)
    if contact is None:
        raise NotFound("no such contact")
    if not scope.everything:
        where = ConversationFilter(contact_id=contact.id)
        if not (await call.desk.store.conversations(where, scope, limit=1)).items:
            raise NotFound("no such contact")
    return contact


@routes.get(ONE, Permission.CONTACTS_READ)
async def card(call: Call) -> ContactCard:
    """A contact with its addresses, what is known of it, and its conversations."""
    contact, store = await visible_contact(call, call.path("id")), call.desk.store
    scope = await call.centre.scope(call.principal)
    page = await store.conversations(ConversationFilter(contact_id=contact.id), scope, limit=50)
    return ContactCard(
        contact=contact,
        identities=await store.identities(contact.id),
        known=await store.known_facts(contact.id),
        companies=await companies_of(call, contact.id),
        conversations=await call.centre.staff_heads(page.items),
    )


class ContactBody(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    name: Annotated[str, msgspec.Meta(max_length=200)]
    language: LanguageTag | None = None
    time_zone: Annotated[str, msgspec.Meta(max_length=60)] | None = None
    custom: Annotated[
        dict[Annotated[str, msgspec.Meta(max_length=60)], Annotated[str, msgspec.Meta(max_length=1000)]],
        msgspec.Meta(max_length=50),
    ] = {}


@routes.put(ONE, Permission.CONTACTS_EDIT, if_match=True)
async def edit(call: Call, body: ContactBody) -> ContactAnswer:
    """Change what is written down about a contact."""
    contact = await visible_contact(call, call.path("id"))
    if body.time_zone and body.time_zone != contact.time_zone:
        check_zone(body.time_zone)
    changed = replace(
        contact,
        name=body.name,
        language=body.language,
        time_zone=body.time_zone,
        custom=body.custom,
        version=expected_version(call.request),
    )
    stored = await call.desk.store.save_contact(changed, call.principal.actor, call.desk.clock.now())
    call.centre.names.put(stored.id, stored.name)
    return ContactAnswer(stored)


class BlockBody(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    blocked: bool


@routes.post(ONE + "/block", Permission.CONTACTS_BLOCK)
async def block(call: Call, body: BlockBody) -> ContactAnswer:
    """Refuse messages of this contact with a line that says so, or take that back."""
    contact = await visible_contact(call, call.path("id"))
    return ContactAnswer(await merging.block_contact(call.desk, call.principal.actor, contact.id, blocked=body.blocked))


class MergeBody(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    into: Id


@routes.post(ONE + "/merge", Permission.CONTACTS_MERGE)
async def merge(call: Call, body: MergeBody) -> ContactAnswer:
    """Say that this contact is the same person as another; unmerge takes it back."""
    contact = await visible_contact(call, call.path("id"))
    into = await visible_contact(call, body.into)
    return ContactAnswer(await merging.merge_contacts(call.desk, call.principal.actor, contact.id, into.id))


@routes.post(ONE + "/unmerge", Permission.CONTACTS_MERGE)
async def unmerge(call: Call, body: Empty) -> ContactAnswer:
    """Take a merge back."""
    contact = await visible_contact(call, call.path("id"))
    return ContactAnswer(await merging.unmerge_contact(call.desk, call.principal.actor, contact.id))
