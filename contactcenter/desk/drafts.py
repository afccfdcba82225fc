"""Entry drafts that several verbs write. Their ids follow from the head's version, which every change moves on."""

from dataclasses import replace
from datetime import datetime

from contactcenter.model.bodies import AssignmentChange, StateChange
from contactcenter.model.conversation import Conversation, State
from contactcenter.model.entry import CENTRE, Audience, Author, EntryDraft
from contactcenter.model.message import Message

PREVIEW_CHARS = 140


def own_id(head: Conversation, what: str) -> str:
    """An external id for an entry that this change of the head causes."""
    return f"{what}:{head.version + 1}"


def state_draft(
    head: Conversation, after: State, author: Author, reason: str | None = None, until: datetime | None = None
) -> EntryDraft:
    """Everybody may know that a conversation was resolved or reopened; the rest is the staff's."""
    shown = State.RESOLVED in (head.state, after)
    return EntryDraft(
        external_id=own_id(head, "state"),
        body=StateChange(before=head.state, after=after, reason=reason, until=until),
        author=author,
        audience=Audience.CONTACT if shown else Audience.STAFF,
    )


def assignment_draft(
    head: Conversation, author: Author, agent_id: str | None, reasons: tuple[str, ...] = (), queue_id: str | None = None
) -> EntryDraft:
    return EntryDraft(
        external_id=own_id(head, "assignment"),
        body=AssignmentChange(agent_id=agent_id, queue_id=queue_id, reasons=reasons),
        author=author,
    )


def notice_draft(head: Conversation, key: str, text: str, *, cause: str | None = None) -> EntryDraft:
    """A message of the centre itself to the contact; ``key`` is its place in the catalogue."""
    return EntryDraft(
        external_id=f"{key}:{cause}" if cause else own_id(head, key),
        body=Message(text=text, language=head.language, notice=key),
        author=CENTRE,
        audience=Audience.CONTACT,
    )


def previewed(head: Conversation, text: str) -> Conversation:
    return replace(head, preview=text[:PREVIEW_CHARS])
