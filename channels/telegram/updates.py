"""Updates as the Bot API sends them (Bot API 9.2, August 2025): the fields that are read; others come and go."""

from typing import Any

import msgspec


class User(msgspec.Struct, frozen=True):
    id: int
    is_bot: bool = False
    first_name: str = ""
    last_name: str = ""
    username: str = ""
    language_code: str | None = None


class Chat(msgspec.Struct, frozen=True):
    id: int
    type: str


class Entity(msgspec.Struct, frozen=True):
    """``offset`` and ``length`` in UTF-16 units."""

    type: str
    offset: int
    length: int
    user: User | None = None


class FileInfo(msgspec.Struct, frozen=True):
    """Whatever has a file: document, voice, audio, video, one size of a photo."""

    file_id: str
    file_name: str = ""
    mime_type: str = ""
    file_size: int = 0


class Sticker(msgspec.Struct, frozen=True):
    emoji: str = ""


class Location(msgspec.Struct, frozen=True):
    latitude: float
    longitude: float


class Venue(msgspec.Struct, frozen=True):
    location: Location
    title: str = ""
    address: str = ""


class SharedContact(msgspec.Struct, frozen=True):
    phone_number: str = ""
    first_name: str = ""
    last_name: str = ""


class Answered(msgspec.Struct, frozen=True):
    """The message that this one answers."""

    message_id: int
    from_: User | None = msgspec.field(default=None, name="from")
    text: str = ""
    caption: str = ""


class Message(msgspec.Struct, frozen=True):
    message_id: int
    date: int
    chat: Chat
    from_: User | None = msgspec.field(default=None, name="from")
    edit_date: int | None = None
    text: str = ""
    caption: str = ""
    entities: tuple[Entity, ...] = ()
    caption_entities: tuple[Entity, ...] = ()
    reply_to_message: Answered | None = None
    photo: tuple[FileInfo, ...] = ()
    document: FileInfo | None = None
    voice: FileInfo | None = None
    audio: FileInfo | None = None
    video: FileInfo | None = None
    video_note: FileInfo | None = None
    animation: FileInfo | None = None
    sticker: Sticker | None = None
    location: Location | None = None
    venue: Venue | None = None
    contact: SharedContact | None = None


class Pressed(msgspec.Struct, frozen=True):
    """callback_query: a button below a message of ours."""

    id: str
    from_: User = msgspec.field(name="from")
    data: str = ""
    message: dict[str, Any] | None = None


class Update(msgspec.Struct, frozen=True):
    update_id: int
    message: Message | None = None
    edited_message: Message | None = None
    callback_query: Pressed | None = None


ALLOWED = ("message", "edited_message", "callback_query")
_ENVELOPE = frozenset({
    "message_id", "message_thread_id", "from", "sender_chat", "date", "chat", "reply_to_message", "quote", "via_bot",
    "edit_date", "has_protected_content", "is_from_offline", "author_signature", "forward_origin", "external_reply",
    "is_topic_message", "is_automatic_forward", "sender_boost_count", "media_group_id", "link_preview_options",
    "effect_id", "show_caption_above_media", "has_media_spoiler", "reply_markup", "business_connection_id",
})  # fmt: skip


def kind_of(message: dict[str, Any]) -> str:
    """What a message is that holds nothing we know: the first field that is not about its envelope."""
    return next((name for name in message if name not in _ENVELOPE), "message")
