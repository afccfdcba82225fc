"""What a service sends us and what we send it, as JSON (docs/channels/webhook.md)."""

from datetime import datetime
from typing import Annotated, TypeAlias

import msgspec

from contactcenter.model.bodies import DeliveryState, FeedbackVerdict

MAX_TEXT_CHARS = 10_000
MAX_FILES = 10

Id = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Time = Annotated[datetime, msgspec.Meta(tz=True)]
Words = Annotated[str, msgspec.Meta(max_length=200)]


class Sender(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """``id`` = how the service knows the person; ``verified`` = the person signed in there."""

    id: Id
    name: Words = ""
    language: Annotated[str, msgspec.Meta(max_length=35)] | None = None
    verified: bool = False


class File(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """``data`` in base64, or ``url`` where it is fetched."""

    name: Words
    content_type: Annotated[str, msgspec.Meta(max_length=100)] = ""
    data: bytes | None = None
    url: Annotated[str, msgspec.Meta(max_length=2000)] | None = None


class Message(msgspec.Struct, forbid_unknown_fields=True, frozen=True, tag="message"):
    """A person wrote. ``conversation``: what the service calls the talk it belongs to; '' = the only one."""

    sender: Sender
    text: Annotated[str, msgspec.Meta(max_length=MAX_TEXT_CHARS)] = ""
    files: Annotated[tuple[File, ...], msgspec.Meta(max_length=MAX_FILES)] = ()
    conversation: Annotated[str, msgspec.Meta(max_length=200)] = ""
    sent_at: Time | None = None


class Status(msgspec.Struct, forbid_unknown_fields=True, frozen=True, tag="status"):
    """What became of a message of ours; ``message`` = the id it was sent with."""

    message: Id
    state: DeliveryState
    error: Annotated[str, msgspec.Meta(max_length=500)] | None = None
    at: Time | None = None


class Feedback(msgspec.Struct, forbid_unknown_fields=True, frozen=True, tag="feedback"):
    """The person pressed a button below an automatic answer."""

    sender: Sender
    message: Id
    verdict: FeedbackVerdict


class Rating(msgspec.Struct, forbid_unknown_fields=True, frozen=True, tag="rating"):
    """The person says how it was, 1 to 5."""

    sender: Sender
    message: Id
    score: Annotated[int, msgspec.Meta(ge=1, le=5)]
    comment: Annotated[str, msgspec.Meta(max_length=2000)] = ""


class OtherKind(msgspec.Struct, frozen=True):
    """Something that this version does not know: it becomes a line that says so, and the raw bytes are kept."""

    type: Annotated[str, msgspec.Meta(min_length=1, max_length=50)]
    sender: Sender
    conversation: Annotated[str, msgspec.Meta(max_length=200)] = ""
    sent_at: Time | None = None


Body: TypeAlias = Message | Status | Feedback | Rating

KINDS = ("message", "status", "feedback", "rating")


class Outgoing(msgspec.Struct, kw_only=True, omit_defaults=True, tag="message"):
    """A message of ours. ``id`` names it in what comes back."""

    id: str
    recipient: Sender
    text: str
    language: str | None = None
    conversation: str = ""  # the reference that people may quote
    author: str = ""  # '' = the centre itself
    automatic: bool = False
    files: tuple[File, ...] = ()
    source: "Link | None" = None  # the article that the answer is from
    buttons: "tuple[Button, ...]" = ()
    sent_at: datetime


class Link(msgspec.Struct, frozen=True):
    url: str
    label: str


class Button(msgspec.Struct, frozen=True):
    """``verdict`` = what to send back as feedback when it is pressed."""

    verdict: FeedbackVerdict
    label: str
