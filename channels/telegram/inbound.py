"""From an update to what the centre takes. Pure."""

from datetime import UTC, datetime
from typing import Any

import msgspec

from channels.telegram.settings import Groups, Settings
from channels.telegram.updates import Answered, Entity, FileInfo, Message, Pressed, Update, User, kind_of
from contactcenter.errors import Unparsable
from contactcenter.model.bodies import FeedbackVerdict
from contactcenter.model.contact import Identity, Verification
from contactcenter.model.text import clean
from contactcenter.ports import Ignored, InboundFile, InboundMessage, Inward, RawInbound, Verdict

KIND = "telegram"
QUOTED_CHARS = 100
EDITED = "\u270e "
GREETING = "\U0001f44b"  # what /start says
VERDICTS = {"h": FeedbackVerdict.HELPED, "n": FeedbackVerdict.DID_NOT_HELP, "p": FeedbackVerdict.PERSON}
_FILES = (
    ("document", "file", ""), ("voice", "voice.ogg", "audio/ogg"), ("audio", "audio.mp3", "audio/mpeg"),
    ("video", "video.mp4", "video/mp4"), ("video_note", "video.mp4", "video/mp4"),
    ("animation", "animation.mp4", "video/mp4"),
)  # fmt: skip
_decoder = msgspec.json.Decoder(Update)


def decoded(raw: bytes) -> Update:
    """Raises errors.Unparsable."""
    try:
        return _decoder.decode(raw)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise Unparsable(str(error)) from error


def external_id(update: Update) -> str:
    """What the update is, however it came: the bot's updates may be numbered anew after a week of silence."""
    if update.callback_query is not None:
        return f"pressed:{update.callback_query.id}"
    if update.edited_message is not None:
        one = update.edited_message
        return f"edited:{one.chat.id}:{one.message_id}:{one.edit_date or one.date}"
    if update.message is not None:
        return f"{update.message.chat.id}:{update.message.message_id}"
    return f"update:{update.update_id}"


def inward(settings: Settings, raw: RawInbound) -> Inward:
    """What one update says. Raises errors.Unparsable."""
    update = decoded(raw.raw)
    if update.callback_query is not None:
        return _verdict(raw, update.callback_query)
    message = update.message or update.edited_message
    if message is None:
        return Ignored(reason="an update that is no message")
    if message.from_ is None or message.from_.is_bot:
        return Ignored(reason="not from a person")
    if message.chat.type != "private" and not _is_for_us(settings, message):
        return Ignored(reason="in a group, and not meant for the bot")
    return _message(settings, raw, message, message.from_, is_edit=update.message is None)


def _message(settings: Settings, raw: RawInbound, message: Message, sender: User, *, is_edit: bool) -> InboundMessage:
    files = tuple(_files(message))
    text = _words(settings, message) or ("" if files else _placeholder(raw))
    text = clean(EDITED + text if is_edit else text)
    if message.reply_to_message is not None and (quoted := _quoted(message.reply_to_message)):
        text = f"{text}\n\u21a9 {quoted}".strip()
    return InboundMessage(
        inbox_id=raw.inbox_id,
        external_id=raw.external_id,
        identity=Identity(kind=KIND, address=_address(message, sender), verification=Verification.SESSION),
        contact_name=clean(f"{sender.first_name} {sender.last_name}").strip() or sender.username,
        browser_language=sender.language_code,
        line="",
        text=text,
        files=files,
        sent_at=_time(message.edit_date if is_edit and message.edit_date else message.date),
    )


def _address(message: Message, sender: User) -> str:
    """The private chat has the person's id; in a group the answer goes where the question was."""
    return str(sender.id) if message.chat.type == "private" else f"{message.chat.id}/{sender.id}"


def _words(settings: Settings, message: Message) -> str:
    text = message.text or message.caption
    if text == "/start" or text.startswith("/start "):
        return GREETING
    if message.chat.type != "private":
        text = text.replace(f"@{settings.telegram_bot}", "").strip()
    if message.sticker is not None:
        return f"[sticker {message.sticker.emoji}]"
    if message.venue is not None:
        venue = message.venue
        return f"[{venue.title}, {venue.address}] {_map(venue.location.latitude, venue.location.longitude)}"
    if message.location is not None:
        return _map(message.location.latitude, message.location.longitude)
    if message.contact is not None:
        one = message.contact
        return f"[{one.first_name} {one.last_name}".strip() + f", {one.phone_number}]"
    return text


def _map(latitude: float, longitude: float) -> str:
    return f"https://www.openstreetmap.org/?mlat={latitude:.6f}&mlon={longitude:.6f}"


def _placeholder(raw: RawInbound) -> str:
    update: dict[str, Any] = msgspec.json.decode(raw.raw)
    return f"[{kind_of(update.get('message') or update.get('edited_message') or {})}]"


def _files(message: Message) -> list[InboundFile]:
    found: list[InboundFile] = []
    if message.photo:
        best = max(message.photo, key=lambda one: one.file_size)
        found.append(_file(best, "photo.jpg", "image/jpeg"))
    for name, usual, content_type in _FILES:
        one = getattr(message, name)
        if one is not None and not (name == "document" and message.animation is not None):
            found.append(_file(one, usual, content_type))
    return found


def _file(one: FileInfo, usual: str, content_type: str) -> InboundFile:
    return InboundFile(
        name=clean(one.file_name) or usual,
        content_type=one.mime_type or content_type,
        size_bytes=one.file_size,
        remote=one.file_id,
    )


def _quoted(one: Answered) -> str:
    words = " ".join(clean(one.text or one.caption).split())
    return words if len(words) <= QUOTED_CHARS else words[: QUOTED_CHARS - 1] + "\u2026"


def _is_for_us(settings: Settings, message: Message) -> bool:
    own = settings.telegram_bot.lstrip("@").lower()
    if settings.telegram_groups is not Groups.MENTION or not own or message.chat.type == "channel":
        return False
    answered = message.reply_to_message
    if answered is not None and answered.from_ is not None and answered.from_.username.lower() == own:
        return True
    text = message.text or message.caption
    return any(_named(text, one) == f"@{own}" for one in (*message.entities, *message.caption_entities))


def _named(text: str, one: Entity) -> str:
    """The text of a mention; offsets count UTF-16 units."""
    if one.type != "mention":
        return ""
    units = text.encode("utf-16-le")[2 * one.offset : 2 * (one.offset + one.length)]
    return units.decode("utf-16-le", errors="replace").lower()


def _verdict(raw: RawInbound, pressed: Pressed) -> Inward:
    """``h:ID``, ``n:ID`` and ``p:ID`` below an answer, ``r:SCORE:ID`` below the question how it was."""
    kind, _, rest = pressed.data.partition(":")
    score: int | None = None
    if kind == "r":
        digit, _, rest = rest.partition(":")
        score = int(digit) if digit in {"1", "2", "3", "4", "5"} else None
    verdict = VERDICTS.get(kind)
    if verdict is None and score is None:
        return Ignored(reason="a button that is none of ours")
    return Verdict(
        inbox_id=raw.inbox_id,
        external_id=raw.external_id,
        identity=Identity(kind=KIND, address=_pressed_in(pressed), verification=Verification.SESSION),
        provider_ids=(f"delivery:{rest}",),
        verdict=verdict,
        score=score,
    )


def _pressed_in(pressed: Pressed) -> str:
    chat = (pressed.message or {}).get("chat") or {}
    is_private = not isinstance(chat, dict) or chat.get("type", "private") == "private"
    return str(pressed.from_.id) if is_private else f"{chat.get('id')}/{pressed.from_.id}"


def _time(seconds: int) -> datetime | None:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None
