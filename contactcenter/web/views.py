"""What readers get to see: entries and heads as plain structs that msgspec writes as JSON (docs/protocol.md)."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Annotated

import msgspec

from contactcenter.desk.directory import Directory
from contactcenter.model.bodies import AssignmentChange, Body, Queued
from contactcenter.model.conversation import Commitment, Conversation, Need, OpenOffer, Participant, State, Way
from contactcenter.model.entry import Audience, Author, AuthorKind, Entry
from contactcenter.model.fact import Fact
from contactcenter.model.message import Attachment, Message
from contactcenter.model.records import Agent


class AuthorView(msgspec.Struct, frozen=True):
    kind: str
    id: str
    name: str


class EntryView(msgspec.Struct, frozen=True, kw_only=True):
    """``after`` = seq of the entry before it that this reader may see; apply it iff that is your last one."""

    conversation: str
    seq: int
    after: int
    kind: str
    audience: str
    author: AuthorView
    id: str
    received_at: datetime
    sent_at: datetime | None
    placed_at: datetime
    body: object


class HeadView(msgspec.Struct, frozen=True, kw_only=True):
    """A conversation as staff sees it in a list."""

    id: str
    reference: str
    inbox_id: str
    channel: str
    contact_id: str
    contact_name: str
    state: str
    awaiting: str
    subject: str
    language: str | None
    language_source: str
    agent_id: str | None
    team_id: str | None
    queue_id: str | None
    need: Need | None
    offer: OpenOffer | None
    handed_over: bool
    told: str | None
    tags: tuple[str, ...]
    facts: Mapping[str, Fact]
    completeness: int
    commitments: tuple[Commitment, ...]
    participants: tuple[Participant, ...]
    way: Way | None
    read_up_to: Mapping[str, int]
    rating: int | None
    seq: int
    contact_seq: int
    undelivered: int | None
    preview: str
    created_at: datetime
    last_at: datetime
    waiting_since: datetime | None
    snoozed_until: datetime | None
    resolved_at: datetime | None
    resolve_reason: str | None
    follows: str | None
    side_of: str | None
    merged_into: str | None
    version: int


class AgentName(msgspec.Struct, frozen=True):
    name: str


class ReadView(msgspec.Struct, frozen=True):
    contact: int
    staff: int


class Waiting(msgspec.Struct, frozen=True):
    """What a waiting contact is told; ``position`` counts from 1."""

    told: str | None = None
    position: int | None = None
    estimate_seconds: int | None = None


class ContactHead(msgspec.Struct, frozen=True, kw_only=True):
    """A conversation as its contact sees it; ``seq`` = the last entry the contact may see."""

    id: str
    reference: str
    state: str
    awaiting: str
    language: str | None
    agent: AgentName | None
    seq: int
    preview: str
    last_at: datetime
    created_at: datetime
    read_up_to: ReadView
    waiting: Waiting | None
    rating: int | None


class FileView(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A stored file, as an upload answers it and a message names it; ``blob_id`` is a SHA-256 in hex."""

    blob_id: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
    name: Annotated[str, msgspec.Meta(max_length=255)]
    content_type: Annotated[str, msgspec.Meta(max_length=100)]
    size_bytes: Annotated[int, msgspec.Meta(ge=0, le=2**53)]


def entry_for_staff(entry: Entry, directory: Directory, contact_name: str) -> EntryView:
    return _entry(entry, entry.seq - 1, entry.body, directory, contact_name)


def entry_for_contact(entry: Entry, directory: Directory, contact_name: str) -> EntryView:
    return _entry(entry, entry.prev, _outward(entry.body), directory, contact_name)


def entries_for_contact(entries: Iterable[Entry], directory: Directory, contact_name: str) -> list[EntryView]:
    """Only what contacts may see."""
    return [
        entry_for_contact(entry, directory, contact_name) for entry in entries if entry.audience is Audience.CONTACT
    ]


def _entry(entry: Entry, after: int, body: Body, directory: Directory, contact_name: str) -> EntryView:
    return EntryView(
        conversation=entry.conversation_id,
        seq=entry.seq,
        after=after,
        kind=entry.kind,
        audience=entry.audience,
        author=author_view(entry.author, directory, contact_name),
        id=entry.external_id,
        received_at=entry.received_at,
        sent_at=entry.sent_at,
        placed_at=entry.placed_at,
        body=body,
    )


def _outward(body: Body) -> Body:
    """Without the reasons of routing, which name other agents, and what only staff needs of a letter."""
    if isinstance(body, Message) and body.original is not None:
        return replace(body, original=None)
    if isinstance(body, AssignmentChange) and body.reasons:
        return replace(body, reasons=())
    if isinstance(body, Queued):
        return replace(body, reasons=(), tried=(), parts=(), skills={})
    return body


def author_view(author: Author, directory: Directory, contact_name: str) -> AuthorView:
    if author.kind is AuthorKind.CONTACT:
        return AuthorView(author.kind, author.id, contact_name)
    return AuthorView(author.kind, author.id, agent_name(directory, author.id))


def agent_name(directory: Directory, agent_id: str | None) -> str:
    agent = directory.get(Agent, agent_id)
    return agent.name if agent else ""


def head_view(head: Conversation, contact_name: str) -> HeadView:
    return HeadView(
        id=head.id,
        reference=head.reference,
        inbox_id=head.inbox_id,
        channel=head.channel,
        contact_id=head.contact_id,
        contact_name=contact_name,
        state=head.state,
        awaiting=head.awaiting,
        subject=head.subject,
        language=head.language,
        language_source=head.language_source,
        agent_id=head.agent_id,
        team_id=head.team_id,
        queue_id=head.queue_id,
        need=head.need,
        offer=head.offer,
        handed_over=head.handed_over,
        told=head.told,
        tags=head.tags,
        facts=head.facts,
        completeness=head.completeness,
        commitments=head.commitments,
        participants=head.participants,
        way=head.way,
        read_up_to=head.read_up_to,
        rating=head.rating,
        seq=head.seq,
        contact_seq=head.contact_seq,
        undelivered=head.undelivered,
        preview=head.preview,
        created_at=head.created_at,
        last_at=head.last_at,
        waiting_since=head.waiting_since,
        snoozed_until=head.snoozed_until,
        resolved_at=head.resolved_at,
        resolve_reason=head.resolve_reason,
        follows=head.follows,
        side_of=head.side_of,
        merged_into=head.merged_into,
        version=head.version,
    )


def contact_head(head: Conversation, directory: Directory, waiting: Waiting | None = None) -> ContactHead:
    """``waiting`` = the place in line, where it is known; without it only what the contact was told."""
    is_waiting = head.state in (State.WAITING, State.OFFERED)
    name = agent_name(directory, head.agent_id)
    return ContactHead(
        id=head.id,
        reference=head.reference,
        state=head.state,
        awaiting=head.awaiting,
        language=head.language,
        agent=AgentName(name) if name else None,
        seq=head.contact_seq,
        preview=head.preview,
        last_at=head.last_at,
        created_at=head.created_at,
        read_up_to=_read(head.read_up_to),
        waiting=(waiting or Waiting(head.told)) if is_waiting else None,
        rating=head.rating,
    )


def _read(marks: Mapping[str, int]) -> ReadView:
    staff = max((seq for reader, seq in marks.items() if reader != "contact"), default=0)
    return ReadView(marks.get("contact", 0), staff)


def file_view(attachment: Attachment) -> FileView:
    return FileView(
        blob_id=attachment.blob_id,
        name=attachment.name,
        content_type=attachment.content_type,
        size_bytes=attachment.size_bytes,
    )
