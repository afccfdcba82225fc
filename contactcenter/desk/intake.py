"""One inbound message, from start to end: the file to read first.

receive()  clean the text, keep the files, read the language and what is named
record     contact identity -> thread -> message, one unit of work, once per external id
publish    ring the bell: followers see it, the router wakes
carry_on() answer from the knowledge base if sure enough, else hand over to a person
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache

from contactcenter.desk.carry_on import Question, carry_on
from contactcenter.desk.desk import Desk
from contactcenter.desk.drafts import PREVIEW_CHARS, own_id, state_draft
from contactcenter.desk.files import keep_files
from contactcenter.desk.reading_facts import ReadFacts, read_facts
from contactcenter.desk.reading_language import Heard, hear
from contactcenter.ids import ContactId, ConversationId, derived_id, new_reference
from contactcenter.model.bodies import Attachment, EntryKind, LanguageChange, LinkKind, Message
from contactcenter.model.contact import Contact, Identity
from contactcenter.model.conversation import (
    Awaiting,
    Conversation,
    LanguageSource,
    Participant,
    ParticipantRole,
    State,
    copied,
)
from contactcenter.model.entry import CENTRE, Audience, Author, AuthorKind, EntryDraft
from contactcenter.model.plan import Inbound, Link, Plan, Recorded, Refused, RefusedBecause
from contactcenter.model.records import Inbox
from contactcenter.ports import InboundMessage


async def receive(desk: Desk, message: InboundMessage) -> Recorded | Refused:
    """Record a contact's message once, then answer it or see that a person gets it.

    Returns when the message is durable and what follows at once has been stored too. Raises errors.NotFound for a
    conversation that does not exist or is not the contact's.
    """
    recorded = await record(desk, message)
    if isinstance(recorded, Recorded) and not recorded.duplicate:
        await carry_on(desk, recorded.head, Question(message.text, message.external_id))
    return recorded


async def record(desk: Desk, message: InboundMessage) -> Recorded | Refused:
    """The durable part of receive(): what an acknowledgement waits for."""
    inbox = desk.directory.inbox(message.inbox_id)
    named = ConversationId(message.conversation_id) if message.conversation_id is not None else None
    known = await _thread(desk, named)
    heard = hear(desk.detector, message.text, message.browser_language, known)
    facts = await read_facts(desk, message, known)
    attachments = await keep_files(desk, message.files) if message.files else ()
    recorded = await desk.store.record_inbound(
        Inbound(
            inbox_id=inbox.id,
            identity=message.identity,
            contact_id=contact_id_of(message.identity),
            contact_name=message.contact_name,
            contact_language=heard.language,
            external_id=message.external_id,
            conversation_id=known.id if known else named,  # the store answers "not found" for an unknown one
            new_id=new_conversation_id(message),
            at=(now := desk.clock.now()),
            admit=_admission(inbox, message, heard, facts, attachments, now),
        )
    )
    if isinstance(recorded, Recorded):
        desk.publish(recorded)
    return recorded


@lru_cache(maxsize=20_000)
def contact_id_of(identity: Identity) -> ContactId:
    """The contact that an identity makes when it is seen for the first time."""
    return ContactId(derived_id("contact", *identity.key))


def new_conversation_id(message: InboundMessage) -> ConversationId:
    """The conversation that this message would begin: the same one at every try."""
    return ConversationId(derived_id("conversation", message.inbox_id, *message.identity.key, message.external_id))


async def _thread(desk: Desk, named: ConversationId | None) -> Conversation | None:
    """The conversation that the message names, or what it was merged into; None if there is none."""
    if named is None:
        return None
    head = await desk.head(named)
    return await desk.head(head.merged_into) if head is not None and head.merged_into else head


def _admission(
    inbox: Inbox,
    message: InboundMessage,
    heard: Heard,
    facts: ReadFacts,
    attachments: tuple[Attachment, ...],
    at: datetime,
) -> Callable[[Conversation | None, Contact], Plan | Refused]:
    def admit(head: Conversation | None, contact: Contact) -> Plan | Refused:
        if contact.blocked_at:
            return Refused(RefusedBecause.BLOCKED, head)
        draft = _message_draft(message, attachments, contact, heard)
        if head is None or _is_over(head, inbox, at):
            return facts.added_to(_begun(_new_head(inbox, message, contact, heard, at), head, draft, at))
        return facts.added_to(_continued(head, draft, message, heard, at))

    return admit


def _is_over(head: Conversation, inbox: Inbox, at: datetime) -> bool:
    """Resolved longer ago than its inbox reopens: a message begins a new conversation that follows it."""
    if head.state is not State.RESOLVED or head.resolved_at is None:
        return False
    return at - head.resolved_at > timedelta(days=inbox.reopen_days)


def _message_draft(
    message: InboundMessage, attachments: tuple[Attachment, ...], contact: Contact, heard: Heard
) -> EntryDraft:
    return EntryDraft(
        external_id=message.external_id,
        body=Message(
            text=message.text,
            language=heard.said,
            attachments=attachments,
            inbox_id=message.inbox_id,
            subject=message.subject,
        ),
        author=Author(AuthorKind.CONTACT, contact.id),
        audience=Audience.CONTACT,
        sent_at=message.sent_at,
    )


def _new_head(inbox: Inbox, message: InboundMessage, contact: Contact, heard: Heard, at: datetime) -> Conversation:
    identity = message.identity
    return Conversation(
        id=new_conversation_id(message),
        reference=new_reference(),
        inbox_id=inbox.id,
        channel=inbox.channel,
        contact_id=contact.id,
        subject=message.subject or "",
        queue_id=inbox.queue_id,
        language=heard.language or contact.language or inbox.language,
        language_source=heard.source,
        participants=(Participant(role=ParticipantRole.CONTACT, id=contact.id, identity=identity, joined_at=at),),
        preview=message.text[:PREVIEW_CHARS],
        created_at=at,
        last_at=at,
    )


def _begun(head: Conversation, follows: Conversation | None, draft: EntryDraft, at: datetime) -> Plan:
    if follows is None:
        return Plan(head=head, at=at, entries=(draft,))
    link = Link(kind=LinkKind.FOLLOWS, source=head.id, target=follows.id, at=at)
    return Plan(head=replace(head, follows=follows.id), at=at, entries=(draft,), links=(link,))


def _continued(head: Conversation, draft: EntryDraft, message: InboundMessage, heard: Heard, at: datetime) -> Plan:
    after = copied(head, awaiting=Awaiting.AGENT, preview=message.text[:PREVIEW_CHARS])
    entries = [draft]
    if head.state is State.RESOLVED:
        after = replace(after, state=State.NEW, resolved_at=None, resolve_reason=None, agent_id=None, rating=None)
        entries.append(state_draft(head, State.NEW, CENTRE, "contact_wrote"))
    elif head.state is State.SNOOZED:
        after = replace(after, state=State.ASSIGNED, snoozed_until=None)
        entries.append(state_draft(head, State.ASSIGNED, CENTRE, "contact_wrote"))
    if heard.changes(head):
        after = replace(after, language=heard.language, language_source=LanguageSource.DETECTED)
        if after.need:
            after = replace(after, need=replace(after.need, language=heard.language))
        entries.append(_language_draft(head, heard))
    return Plan(head=after, at=at, entries=tuple(entries))


def _language_draft(head: Conversation, heard: Heard) -> EntryDraft:
    assert heard.language is not None
    return EntryDraft(
        external_id=own_id(head, EntryKind.LANGUAGE),
        body=LanguageChange(language=heard.language, source=LanguageSource.DETECTED, confidence=heard.confidence),
        author=CENTRE,
        audience=Audience.CONTACT,
    )
