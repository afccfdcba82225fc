"""A mail made of an outbound message: pure, and the same bytes each time, so that a retry cannot make a second mail."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

from channels.email.composing.body import Labels, body_part, safe_url
from channels.email.composing.fields import address, field, is_message_id, mailbox, mailboxes, needs_utf8, text_value
from channels.email.composing.marker import reply_address
from channels.email.composing.subject import subject_line
from channels.email.settings import Settings
from contactcenter.ports import LinkPurpose, OutboundMessage

REFERENCES_KEPT = 20  # besides the first, which mail programs hang the thread on
MAX_URL_CHARS = 900

_ID_SAFE = re.compile(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """What one SMTP transaction carries. ``recipient`` and ``copies`` are addresses as servers take them."""

    message_id: str  # in angle brackets
    sender: str
    recipient: str
    copies: tuple[str, ...] = ()
    sent_at: datetime
    raw: bytes  # CRLF line ends

    @property
    def needs_utf8(self) -> bool:
        return needs_utf8((self.sender, self.recipient, *self.copies))


def compose(
    settings: Settings, message: OutboundMessage, *, own_domain: str = "", labels: Labels | None = None
) -> Mail:
    """The mail for one delivery.

    ``own_domain`` is the right side of the Message-ID, the domain of the inbox's address if empty. ``labels`` are the
    words of the links in the reader's language; a link without words is shown as its address, but for UNSUBSCRIBE,
    which mail programs show by themselves.

    Raises errors.Invalid for a recipient or an inbox whose address is none.
    """
    own = address(settings.address)
    recipient = address(message.recipient.address)
    copies = _copies(message, besides=(own, recipient, *settings.aliases))
    message_id = f"<{_id(message.delivery_id)}@{own_domain or own.rpartition('@')[2]}>"
    head = _head(settings, message, own, message_id, copies)
    body = body_part(message, _reply_address(settings, message, own), labels or {})
    return Mail(
        message_id=message_id,
        sender=own,
        recipient=recipient,
        copies=tuple(addr for _, addr in copies),
        sent_at=message.sent_at,
        raw=head + body.head + b"\r\n" + body.body,
    )


def _id(delivery_id: str) -> str:
    return delivery_id if _ID_SAFE.fullmatch(delivery_id) else hashlib.sha256(delivery_id.encode()).hexdigest()[:32]


def _copies(message: OutboundMessage, *, besides: Sequence[str]) -> list[tuple[str, str]]:
    """(name, address) of those who get a copy, each once; one of our own addresses would bring the mail back to us."""
    known = {_without_plus(one) for one in besides}
    copies = []
    for one in message.copies:
        addr = address(one.identity.address)
        if _without_plus(addr) not in known:
            known.add(_without_plus(addr))
            copies.append((one.name, addr))
    return copies


def _without_plus(addr: str) -> str:
    local, _, domain = addr.casefold().rpartition("@")
    return f"{local.partition('+')[0] or local}@{domain}"


def _head(
    settings: Settings, message: OutboundMessage, own: str, message_id: str, copies: Sequence[tuple[str, str]]
) -> bytes:
    thread = [key for key in message.thread if is_message_id(key) and key != message_id]
    is_reply = bool(thread or message.quoted)
    fields = [
        ("Message-ID", message_id),
        ("Date", format_datetime(message.sent_at)),
        ("From", mailbox(shown_sender(settings.name, message.author_name, message.language), own)),
        ("To", mailbox(message.recipient_name, address(message.recipient.address))),
        ("Cc", mailboxes(copies)),
        ("Reply-To", _reply_to(settings, message, own)),
        ("Subject", text_value(subject_line(_topic(settings, message), message.reference, is_reply=is_reply))),
        ("In-Reply-To", thread[-1] if thread else ""),
        ("References", " ".join(_references(thread))),
        *_automatic(message.is_automatic, is_reply),
        *_unsubscribe(message.links.get(LinkPurpose.UNSUBSCRIBE, "")),
        ("MIME-Version", "1.0"),
    ]
    return b"".join(field(name, value) for name, value in fields if value)


def _topic(settings: Settings, message: OutboundMessage) -> str:
    """A chat has no subject; a mail without one is taken for spam."""
    return message.subject.strip() or (message.message.subject or "").strip() or settings.name


def shown_sender(inbox_name: str, author: str, language: str | None) -> str:
    """``Anna at Shop``; beyond English ``Anna (Shop)``, for "at" has no one translation; the inbox for the centre."""
    if not author or not inbox_name:
        return author or inbox_name
    is_english = not language or language.lower().startswith("en")
    return f"{author} at {inbox_name}" if is_english else f"{author} ({inbox_name})"


def _reply_to(settings: Settings, message: OutboundMessage, own: str) -> str:
    answers_go_to = _reply_address(settings, message, own)
    return mailbox(settings.name, answers_go_to) if answers_go_to != own else ""


def _reply_address(settings: Settings, message: OutboundMessage, own: str) -> str:
    if not settings.plus_addresses or not message.reply_token:
        return own
    return reply_address(own, message.reply_token) or own


def _references(thread: Sequence[str]) -> list[str]:
    """The first and the last of the thread (RFC 5322, 3.6.4), oldest first, each once."""
    once = list(dict.fromkeys(reversed(thread)))[::-1]
    return once if len(once) <= REFERENCES_KEPT + 1 else [once[0], *once[-REFERENCES_KEPT:]]


def _automatic(is_automatic: bool, is_reply: bool) -> list[tuple[str, str]]:
    """RFC 3834, 5; and what Exchange wants, so that no vacation notice answers us."""
    if not is_automatic:
        return []
    return [("Auto-Submitted", "auto-replied" if is_reply else "auto-generated"), ("X-Auto-Response-Suppress", "All")]


def _unsubscribe(url: str) -> list[tuple[str, str]]:
    """RFC 2369 and, over https only, the one click of RFC 8058."""
    target = safe_url(url)
    if not target or len(target) > MAX_URL_CHARS:
        return []
    fields = [("List-Unsubscribe", f"<{target}>")]
    if target.startswith("https://"):
        fields.append(("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"))
    return fields
