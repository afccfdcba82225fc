"""Merging conversations and contacts. Entries never move; a merge of contacts is a link that can be taken back."""

from dataclasses import replace
from datetime import datetime

from contactcenter.desk.closing import resolved
from contactcenter.desk.desk import Desk
from contactcenter.desk.drafts import own_id
from contactcenter.errors import Conflict, Invalid, NotFound
from contactcenter.ids import ContactId, ConversationId
from contactcenter.model.bodies import LinkChange, LinkKind
from contactcenter.model.contact import Contact
from contactcenter.model.conversation import Conversation
from contactcenter.model.entry import Author, EntryDraft
from contactcenter.model.plan import Changed, Link, Plan, Refused, RefusedBecause


async def merge_conversations(
    desk: Desk, author: Author, source_id: ConversationId, into_id: ConversationId
) -> tuple[Changed, Changed]:
    """The source ends and points to the other, where the matter goes on. Both must be of one person.

    Raises errors.Invalid, errors.NotFound, errors.Conflict.
    """
    if source_id == into_id:
        raise Invalid("a conversation is not merged into itself", path="into")
    now = desk.clock.now()
    head = await desk.head(source_id)
    person = await desk.store.merged_contacts(head.contact_id) if head else frozenset()
    done = await desk.store.change_pair(
        source_id, into_id, lambda source, into: merged(source, into, author, now, person)
    )
    if isinstance(done, Refused):
        raise Conflict("these two conversations cannot be merged")
    for changed in done:
        desk.publish(changed)
    return done


def merged(
    source: Conversation, into: Conversation, author: Author, at: datetime, person: frozenset[ContactId] = frozenset()
) -> tuple[Plan, Plan] | Refused:
    """``person``: all contacts that are the source's, by merges."""
    if source.merged_into == into.id:
        return Plan(head=source, at=at), Plan(head=into, at=at)
    if source.merged_into or into.merged_into or into.contact_id not in {source.contact_id, *person}:
        return Refused(RefusedBecause.STATE, source)
    closing = resolved(source, author, "merged", at)
    assert isinstance(closing, Plan)
    link = Link(kind=LinkKind.MERGED_INTO, source=source.id, target=into.id, at=at)
    away = replace(
        closing,
        head=replace(closing.head, merged_into=into.id),
        entries=(*closing.entries, _link_draft(source, LinkKind.MERGED_INTO, into.id, author)),
        links=(link,),
    )
    return away, Plan(head=into, at=at, entries=(_link_draft(into, LinkKind.MERGED_FROM, source.id, author),))


def _link_draft(head: Conversation, kind: LinkKind, target: str, author: Author) -> EntryDraft:
    return EntryDraft(external_id=own_id(head, kind), body=LinkChange(link=kind, target=target), author=author)


async def merge_contacts(desk: Desk, actor: str, source_id: ContactId, into_id: ContactId) -> Contact:
    """Link one contact to another; nothing moves. Raises errors.Invalid, errors.NotFound, errors.Conflict."""
    if source_id == into_id:
        raise Invalid("a contact is not merged into itself", path="into")
    source, into = await _contact(desk, source_id), await _contact(desk, into_id)
    if source.merged_into or into.merged_into:
        raise Conflict("one of the two is merged already: undo that first")
    return await desk.store.save_contact(replace(source, merged_into=into.id), actor, desk.clock.now())


async def unmerge_contact(desk: Desk, actor: str, contact_id: ContactId) -> Contact:
    """Take a merge back; every identity and conversation is as before."""
    contact = await _contact(desk, contact_id)
    if contact.merged_into is None:
        return contact
    return await desk.store.save_contact(replace(contact, merged_into=None), actor, desk.clock.now())


async def block_contact(desk: Desk, actor: str, contact_id: ContactId, *, blocked: bool) -> Contact:
    """Messages of a blocked contact are refused with a line that says so; unblocking takes it back."""
    contact = await _contact(desk, contact_id)
    if (contact.blocked_at is not None) == blocked:
        return contact
    now: datetime = desk.clock.now()
    return await desk.store.save_contact(replace(contact, blocked_at=now if blocked else None), actor, now)


async def _contact(desk: Desk, contact_id: ContactId) -> Contact:
    contact = await desk.store.contact(contact_id)
    if contact is None:
        raise NotFound("no such contact")
    return contact
