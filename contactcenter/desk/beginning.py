"""An agent begins a conversation: writes first to somebody, or logs a call, a letter or a visit that took place."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from contactcenter.desk.desk import Desk
from contactcenter.desk.drafts import PREVIEW_CHARS
from contactcenter.desk.intake import contact_id_of
from contactcenter.desk.replies import deliveries_for
from contactcenter.desk.threads import reference_key
from contactcenter.errors import Conflict, Invalid
from contactcenter.ids import AgentId, ConversationId, InboxId, derived_id, new_reference
from contactcenter.model.bodies import LinkKind, Note
from contactcenter.model.contact import Contact, Identity
from contactcenter.model.conversation import (
    Awaiting,
    Commitment,
    Conversation,
    LanguageSource,
    Need,
    Participant,
    ParticipantRole,
    State,
)
from contactcenter.model.entry import Audience, Author, AuthorKind, EntryDraft
from contactcenter.model.message import Attachment, Message
from contactcenter.model.plan import Inbound, Link, Plan, Recorded, Refused
from contactcenter.model.records import Inbox

Way = Literal["call", "letter", "visit"]
ASKED = "answer to a side question"  # text of the promise that whoever is asked is held to


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """What begins. ``way`` is set for what is only logged; else the text is sent to ``address`` through the inbox."""

    inbox_id: InboxId
    address: Identity
    name: str = ""
    language: str | None = None
    subject: str = ""
    text: str
    attachments: tuple[Attachment, ...] = ()
    way: Way | None = None
    side_of: ConversationId | None = None
    due: datetime | None = None  # by when somebody who is asked should answer


async def begin(desk: Desk, agent_id: AgentId, external_id: str, beginning: Beginning) -> Recorded:
    """The conversation, assigned to whoever began it; once per ``external_id``.

    Raises errors.Invalid where the inbox cannot begin anything, errors.Conflict for a blocked contact.
    """
    inbox = desk.directory.inbox(beginning.inbox_id)
    if beginning.way is None and desk.capabilities[inbox.channel].live:
        raise Invalid("in a chat the contact writes first", path="inbox_id")
    now = desk.clock.now()

    def admit(head: Conversation | None, contact: Contact) -> Plan | Refused:
        return _plan(desk, agent_id, inbox, beginning, contact, external_id, now)

    recorded = await desk.store.record_inbound(
        Inbound(
            inbox_id=inbox.id,
            identity=beginning.address,
            contact_id=contact_id_of(beginning.address),
            contact_name=beginning.name,
            contact_language=beginning.language,
            external_id=external_id,
            new_id=_new_id(agent_id, external_id),
            at=now,
            admit=admit,
        )
    )
    if isinstance(recorded, Refused):
        raise Conflict("this contact is blocked")
    desk.publish(recorded)
    return recorded


def _new_id(agent_id: AgentId, external_id: str) -> ConversationId:
    return ConversationId(derived_id("begun", agent_id, external_id))


def _plan(
    desk: Desk, agent_id: AgentId, inbox: Inbox, begun: Beginning, contact: Contact, external_id: str, at: datetime
) -> Plan:
    author = Author(AuthorKind.AGENT, agent_id)
    head = _head(agent_id, inbox, begun, contact, external_id, at)
    if begun.side_of is not None:
        head = _beside(head, begun, external_id, at)
    if begun.way is not None:
        logged = EntryDraft(
            external_id=external_id, body=Note(text=begun.text, attachments=begun.attachments), author=author
        )
        return Plan(head=head, at=at, entries=(logged,))
    body = Message(text=begun.text, language=begun.language, attachments=begun.attachments, inbox_id=inbox.id)
    message = EntryDraft(external_id=external_id, body=body, author=author, audience=Audience.CONTACT)
    deliveries = deliveries_for(desk, head, external_id, at)
    return Plan(
        head=head,
        at=at,
        entries=(message,),
        deliveries=deliveries,
        links=_links(head, at),
        thread_keys=(reference_key(head.reference),),
    )


def _beside(head: Conversation, begun: Beginning, external_id: str, at: datetime) -> Conversation:
    """The conversation with whoever is asked; until when is kept as a promise of theirs."""
    if begun.due is None:
        return replace(head, side_of=begun.side_of)
    asked = Commitment(
        id=derived_id("asked", head.id, external_id), text=ASKED, due=begun.due, by=None, to=head.contact_id, made_at=at
    )
    return replace(head, side_of=begun.side_of, commitments=(asked,))


def _links(head: Conversation, at: datetime) -> tuple[Link, ...]:
    if head.side_of is None:
        return ()
    return (Link(kind=LinkKind.SIDE_OF, source=head.id, target=head.side_of, at=at),)


def _head(
    agent_id: AgentId, inbox: Inbox, begun: Beginning, contact: Contact, external_id: str, at: datetime
) -> Conversation:
    language = begun.language or contact.language or inbox.language
    writer = Participant(role=ParticipantRole.CONTACT, id=contact.id, identity=begun.address, joined_at=at)
    return Conversation(
        id=_new_id(agent_id, external_id),
        reference=new_reference(),
        inbox_id=inbox.id,
        channel=inbox.channel,
        contact_id=contact.id,
        subject=begun.subject,
        state=State.ASSIGNED,
        awaiting=Awaiting.CONTACT if begun.way is None else Awaiting.AGENT,
        agent_id=agent_id,
        queue_id=inbox.queue_id,
        need=Need(queue_id=inbox.queue_id, language=language, weight=inbox.weight),
        handed_over=True,
        language=language,
        language_source=LanguageSource.AGENT,
        tags=(begun.way,) if begun.way else (),
        participants=(writer,),
        preview=begun.text[:PREVIEW_CHARS],
        created_at=at,
        last_at=at,
    )
