"""What an inbound message does to a conversation, as a plan: it begins one, goes on with one, or joins one."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from contactcenter.desk.agent_mail import WAITS, AwayAgent
from contactcenter.desk.drafts import PREVIEW_CHARS, own_id, state_draft
from contactcenter.desk.lines import is_over
from contactcenter.desk.reading_facts import ReadFacts
from contactcenter.desk.reading_language import Heard
from contactcenter.desk.threads import is_participant, reference_key
from contactcenter.desk.ways import way_after
from contactcenter.ids import ConversationId, new_reference
from contactcenter.knowledge.intent import is_small_talk
from contactcenter.model.bodies import EntryKind, LanguageChange, LinkKind, ParticipantChange, TagChange
from contactcenter.model.contact import Contact
from contactcenter.model.conversation import (
    SPAM,
    Awaiting,
    Commitment,
    Conversation,
    LanguageSource,
    Participant,
    ParticipantRole,
    State,
    copied,
)
from contactcenter.model.entry import CENTRE, Audience, Author, AuthorKind, EntryDraft
from contactcenter.model.message import Attachment, Message, MessageClass, Original
from contactcenter.model.plan import Link, Plan, Refused, RefusedBecause
from contactcenter.model.records import Inbox
from contactcenter.ports import Addressed, InboundMessage


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """An inbound message with everything that was found out about it before the unit of work."""

    inbox: Inbox
    message: InboundMessage
    new_id: ConversationId
    heard: Heard
    facts: ReadFacts
    attachments: tuple[Attachment, ...]
    original: Original | None
    is_letter: bool
    is_blocked: bool = False  # for where it comes from
    away: AwayAgent | None = None  # whom a mail tells of it
    at: datetime

    @property
    def is_from_a_person(self) -> bool:
        return self.message.message_class is MessageClass.HUMAN and not self.message.is_spam

    def goes_on(self, head: Conversation) -> bool:
        """Whether it takes a conversation up again: a machine never does, nor a letter of thanks a resolved one."""
        is_thanks = self.is_letter and head.state is State.RESOLVED and is_small_talk(self.message.text)
        return self.is_from_a_person and not is_thanks


def may_be_from_person(message_class: MessageClass) -> bool:
    """Lists and calendars carry people's words too; neither answering machines nor mail servers do."""
    return message_class in (MessageClass.HUMAN, MessageClass.BULK, MessageClass.CALENDAR)


Admit = Callable[[Conversation | None, Contact], Plan | Refused]


def admission(arrived: Arrived) -> Admit:
    def admit(head: Conversation | None, contact: Contact) -> Plan | Refused:
        if contact.blocked_at or arrived.is_blocked:
            return Refused(RefusedBecause.BLOCKED, head)
        draft = _message_draft(arrived, contact)
        if head is None or (arrived.goes_on(head) and is_over(head, arrived.inbox, arrived.at)):
            return arrived.facts.added_to(_begun(_new_head(arrived, contact), head, draft, arrived))
        if not arrived.goes_on(head):
            return _plan(_noted(head, arrived), (draft,), arrived)
        return arrived.facts.added_to(_telling_agent(_continued(head, draft, contact, arrived), arrived))

    return admit


def _noted(head: Conversation, arrived: Arrived) -> Conversation:
    """What no person sent moves nothing; what a list handed on may be a person's answer: somebody has to look."""
    after = replace(head, preview=arrived.message.text[:PREVIEW_CHARS])
    if head.state is State.RESOLVED or arrived.message.is_spam or not may_be_from_person(arrived.message.message_class):
        return after
    return replace(after, awaiting=Awaiting.AGENT)


def _message_draft(arrived: Arrived, contact: Contact) -> EntryDraft:
    message = arrived.message
    return EntryDraft(
        external_id=message.external_id,
        body=Message(
            text=message.text,
            language=arrived.heard.said,
            original=arrived.original,
            attachments=arrived.attachments,
            inbox_id=message.inbox_id,
            subject=message.subject,
        ),
        author=Author(AuthorKind.CONTACT, contact.id),
        audience=Audience.CONTACT,
        sent_at=message.sent_at,
    )


def _new_head(arrived: Arrived, contact: Contact) -> Conversation:
    inbox, message, heard = arrived.inbox, arrived.message, arrived.heard
    writer = Participant(role=ParticipantRole.CONTACT, id=contact.id, identity=message.identity, joined_at=arrived.at)
    return Conversation(
        id=arrived.new_id,
        reference=new_reference(),
        inbox_id=inbox.id,
        channel=inbox.channel,
        contact_id=contact.id,
        subject=message.subject or "",
        queue_id=inbox.queue_id,
        language=heard.language or contact.language or inbox.language,
        language_source=heard.source,
        participants=(writer, *(_copied_in(one, arrived.at) for one in message.copies)),
        preview=message.text[:PREVIEW_CHARS],
        created_at=arrived.at,
        last_at=arrived.at,
    )


def _copied_in(one: Addressed, at: datetime) -> Participant:
    return Participant(role=ParticipantRole.COPIED, id=one.identity.address, identity=one.identity, joined_at=at)


def _begun(head: Conversation, follows: Conversation | None, draft: EntryDraft, arrived: Arrived) -> Plan:
    if arrived.message.is_spam:
        head = replace(
            head,
            state=State.RESOLVED,
            awaiting=Awaiting.NONE,
            tags=(SPAM,),
            resolved_at=arrived.at,
            resolve_reason=SPAM,
        )
    entries = (draft, _suspicion(head)) if arrived.message.is_spam else (draft,)
    if follows is None:
        return _plan(head, entries, arrived)
    link = Link(kind=LinkKind.FOLLOWS, source=head.id, target=follows.id, at=arrived.at)
    return replace(_plan(replace(head, follows=follows.id), entries, arrived), links=(link,))


def _suspicion(head: Conversation) -> EntryDraft:
    """That it was taken for spam: measures are made of entries alone."""
    return EntryDraft(external_id=own_id(head, "spam"), body=TagChange(tag=SPAM), author=CENTRE)


def _plan(head: Conversation, entries: tuple[EntryDraft, ...], arrived: Arrived) -> Plan:
    """With the keys that later messages may name the conversation by, on channels where they do."""
    keys = (reference_key(head.reference), *arrived.message.known_as) if arrived.is_letter else ()
    return Plan(head=head, at=arrived.at, entries=entries, thread_keys=keys)


def _continued(head: Conversation, draft: EntryDraft, contact: Contact, arrived: Arrived) -> Plan:
    heard = arrived.heard
    way = way_after(head, arrived.message, arrived.inbox)
    after = copied(head, awaiting=Awaiting.AGENT, preview=arrived.message.text[:PREVIEW_CHARS], way=way)
    if head.side_of and head.commitments:
        after = replace(after, commitments=tuple(_answered(one, arrived.at) for one in head.commitments))
    entries = [draft]
    if (arrived.is_letter or arrived.message.line is not None) and not is_participant(head, arrived.message.identity):
        after, joining = _joined(after, contact, arrived)
        entries.append(joining)
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
    return _plan(after, tuple(entries), arrived)


def _telling_agent(plan: Plan, arrived: Arrived) -> Plan:
    """With a mail to its agent, who is away; an answer to that names the conversation by its reference."""
    if arrived.away is None or not arrived.away.is_for(plan.head):
        return plan
    mail = arrived.away.delivery(plan.head, arrived.message.external_id, arrived.at + WAITS)
    keys = tuple(dict.fromkeys((reference_key(plan.head.reference), *plan.thread_keys)))
    return replace(plan, deliveries=(*plan.deliveries, mail), thread_keys=keys)


def _answered(one: Commitment, at: datetime) -> Commitment:
    """Whoever was asked has answered."""
    return replace(one, kept=True, closed_at=at) if one.kept is None and one.by is None else one


def _joined(head: Conversation, contact: Contact, arrived: Arrived) -> tuple[Conversation, EntryDraft]:
    """Somebody else answered, or the contact from another address: seen by everybody, and sent nothing by itself."""
    identity = arrived.message.identity
    is_contact = contact.id == head.contact_id or arrived.message.line is not None
    role = ParticipantRole.CONTACT if is_contact else ParticipantRole.JOINED
    one = Participant(role=role, id=contact.id, identity=identity, joined_at=arrived.at)
    entry = EntryDraft(
        external_id=own_id(head, EntryKind.PARTICIPANT),
        body=ParticipantChange(role=role, id=contact.id),
        author=Author(AuthorKind.CONTACT, contact.id),
        audience=Audience.CONTACT,
    )
    return replace(head, participants=(*head.participants, one)), entry


def _language_draft(head: Conversation, heard: Heard) -> EntryDraft:
    assert heard.language is not None
    return EntryDraft(
        external_id=own_id(head, EntryKind.LANGUAGE),
        body=LanguageChange(language=heard.language, source=LanguageSource.DETECTED, confidence=heard.confidence),
        author=CENTRE,
        audience=Audience.CONTACT,
    )
