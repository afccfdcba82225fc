"""Outbound messages for the tests of composing and sending."""

import email
import email.policy
import re
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any

from channels.email.composing.compose import Mail, compose
from channels.email.settings import Settings
from contactcenter.ids import InboxId
from contactcenter.model.contact import Identity
from contactcenter.model.message import Attachment, Message
from contactcenter.ports import Addressed, OutboundFile, OutboundMessage, Quoted

SHOP = Settings(address="support@cc.test", name="Shop")
SENT_AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
DELIVERY = "0195500a-0000-7000-8000-000000000001"
TOKEN = "k1.7f3k2m9q5x8z1b4n6v0c"

_MESSAGE = OutboundMessage(
    delivery_id=DELIVERY,
    inbox_id=InboxId("0195500a-0000-7000-8000-0000000000aa"),
    recipient=Identity(kind="email", address="alice@cc.test"),
    recipient_name="Alice",
    message=Message(text="It is on its way."),
    reference="K7PX-2MQD",
    language="en",
    subject="Where is my order?",
    reply_token=TOKEN,
    sent_at=SENT_AT,
)


def outbound(text: str = "It is on its way.", **changes: Any) -> OutboundMessage:
    return replace(_MESSAGE, message=Message(text=text), **changes)


def to(address: str) -> Identity:
    return Identity(kind="email", address=address)


def copy_to(address: str, name: str = "") -> Addressed:
    return Addressed(identity=to(address), name=name)


def quoted(text: str, author: str = "Alice") -> Quoted:
    return Quoted(author=author, at=datetime(2026, 3, 1, 8, 0, tzinfo=UTC), text=text)


def file(name: str, data: bytes, content_type: str = "application/pdf", *, inline: bool = False) -> OutboundFile:
    attachment = Attachment(
        blob_id="ab" * 32, name=name, content_type=content_type, size_bytes=len(data), inline=inline
    )
    return OutboundFile(attachment=attachment, data=data)


def composed(message: OutboundMessage, settings: Settings = SHOP, **options: Any) -> Mail:
    return compose(settings, message, **options)


def read(mail: Mail | bytes) -> EmailMessage:
    """The mail as the standard library reads it, which is independent of what wrote it."""
    raw = mail.raw if isinstance(mail, Mail) else mail
    parsed = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(parsed, EmailMessage)
    return parsed


def plain(mail: Mail | bytes) -> str:
    part = read(mail).get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def markup(mail: Mail | bytes) -> str:
    part = read(mail).get_body(("html",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def field_names(mail: Mail) -> list[str]:
    """The names of all fields in the header, read as bare lines: what a sloppy program would see."""
    head = mail.raw.partition(b"\r\n\r\n")[0]
    return [line.partition(b":")[0].decode() for line in re.split(rb"\r\n|\r|\n", head) if line[:1] not in b" \t"]
