"""Entries: everything visible in a conversation, in arrival order. Bodies are in bodies.py."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from contactcenter.ids import ConversationId
from contactcenter.model.bodies import Body, EntryKind


class Audience(StrEnum):
    CONTACT = "contact"  # the contact and staff
    STAFF = "staff"


class AuthorKind(StrEnum):
    CONTACT = "contact"
    AGENT = "agent"
    CENTRE = "centre"  # the centre itself: automatic answers, notices, routing
    API = "api"


@dataclass(frozen=True, slots=True)
class Author:
    kind: AuthorKind
    id: str = ""  # contact or agent id; empty for the centre


CENTRE = Author(AuthorKind.CENTRE)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryDraft:
    """An entry before the store gave it its place.

    ``external_id`` is unique in its conversation: the widget's UUIDv7, the provider's id, or for the centre's own
    entries a value derived from what caused them, so that a repeated verb appends nothing. ``received_at`` is set only
    for what is brought in from before: when it arrived then.
    """

    external_id: str
    body: Body
    author: Author
    audience: Audience = Audience.STAFF
    sent_at: datetime | None = None
    received_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """``seq`` is contiguous per conversation; ``prev`` = seq of the last entry before it that contacts may see."""

    conversation_id: ConversationId
    seq: int
    prev: int
    kind: EntryKind
    audience: Audience
    author: Author
    external_id: str
    received_at: datetime
    sent_at: datetime | None
    placed_at: datetime
    body: Body


PLACED_BACK_AT_MOST = timedelta(days=7)


def placed_at(sent_at: datetime | None, received_at: datetime) -> datetime:
    """Where an entry is shown: the provider's time, clamped to the 7 days before it was received."""
    if sent_at is None:
        return received_at
    return min(max(sent_at, received_at - PLACED_BACK_AT_MOST), received_at)
