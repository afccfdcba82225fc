"""A message of ours as calls of the Bot API. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from contactcenter.model.message import Attachment
from contactcenter.ports import LinkPurpose, OutboundFile, OutboundMessage

MAX_UNITS = 4096  # UTF-16, of one message
MAX_PHOTO_BYTES = 10 * 2**20
PHOTOS = frozenset({"image/jpeg", "image/png"})
BUTTONS = {LinkPurpose.HELPED: "h", LinkPurpose.PERSON: "p"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One call: a text, or a file."""

    values: dict[str, Any]
    file: OutboundFile | None = None

    @property
    def method(self) -> str:
        if self.file is None:
            return "sendMessage"
        return "sendPhoto" if is_photo(self.file.attachment) else "sendDocument"


def steps_for(message: OutboundMessage) -> Sequence[Step]:
    """In their order; the buttons are below the last piece of the text."""
    chat = message.recipient.address.partition("/")[0]
    to: dict[str, Any] = {"chat_id": int(chat)}
    texts = list(pieces(_words(message)))
    steps = [Step(values=to | {"text": text}) for text in texts]
    keyboard = keyboard_for(message)
    if steps and keyboard:
        steps[-1] = Step(values=steps[-1].values | {"reply_markup": keyboard})
    return (*steps, *(Step(values=to, file=one) for one in message.files))


def is_photo(attachment: Attachment) -> bool:
    return attachment.content_type in PHOTOS and attachment.size_bytes <= MAX_PHOTO_BYTES


def keyboard_for(message: OutboundMessage) -> dict[str, Any] | None:
    """Whether an automatic answer helped, or a person is wanted; or how it was, with one to five stars."""
    if message.asks_rating:
        stars = [
            {"text": "\u2b50" * score, "callback_data": f"r:{score}:{message.delivery_id}"} for score in range(1, 6)
        ]
        return {"inline_keyboard": [[one] for one in reversed(stars)]}
    buttons = [
        {"text": message.link_labels.get(purpose, purpose.value), "callback_data": f"{sign}:{message.delivery_id}"}
        for purpose, sign in BUTTONS.items()
        if purpose in message.links
    ]
    return {"inline_keyboard": [[one] for one in buttons]} if buttons else None


def _words(message: OutboundMessage) -> str:
    source = message.links.get(LinkPurpose.SOURCE)
    label = message.link_labels.get(LinkPurpose.SOURCE, "")
    parts = [message.message.text, f"{label}\n{source}".strip() if source else ""]
    return "\n\n".join(part for part in parts if part)


def pieces(text: str) -> Iterator[str]:
    """The text in parts that one message may hold, cut at a line or a space where there is one."""
    while text:
        part = _start(text)
        if len(part) < len(text):
            cut = max(part.rfind("\n"), part.rfind(" "))
            part = part[:cut] if cut > len(part) // 2 else part
        text = text[len(part) :].lstrip()
        if part.strip():
            yield part.rstrip()


def _start(text: str) -> str:
    units = 0
    for at, sign in enumerate(text):
        units += 2 if ord(sign) > 0xFFFF else 1
        if units > MAX_UNITS:
            return text[:at]
    return text
