"""A mail as it was read: what `contactcenter parse-email` prints, and what threading and reports look at."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from hashlib import sha256

from channels.email.parsing.defects import Defect
from channels.email.parsing.headers import Headers
from contactcenter.model.message import MessageClass


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """``address``: local part as written, domain lower case in Unicode; a local name has no domain."""

    name: str = ""
    address: str


@dataclass(frozen=True, kw_only=True)
class MailAttachment:
    """``data``: every byte, decoded. ``content_id`` without brackets. ``inline``: said so, or shown by the HTML."""

    filename: str
    content_type: str
    data: bytes
    inline: bool = False
    content_id: str | None = None

    @property
    def size_bytes(self) -> int:
        return len(self.data)

    @cached_property
    def sha256(self) -> str:
        return sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One node of the MIME tree. ``content_type``: type/subtype, and the parameters that say what sort of report or
    invitation it is: "multipart/report; report-type=delivery-status". ``data``: the decoded bytes of a part that
    reports something (message/*, text/rfc822-headers), else None.
    """

    content_type: str
    headers: Headers = field(default_factory=Headers)
    data: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """Everything read from one mail. Ids are without brackets; ``references`` oldest first; ``date`` in UTC.

    ``text`` is the readable body, ``reply_text`` the same without quotes and signature, ``html`` sanitised and
    ``html_source`` as it came. ``parts`` in the order of the mail.
    """

    headers: Headers
    message_id: str | None = None
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    date: datetime | None = None
    sender: Mailbox | None = None
    to: tuple[Mailbox, ...] = ()
    cc: tuple[Mailbox, ...] = ()
    reply_to: tuple[Mailbox, ...] = ()
    subject: str = ""
    text: str = ""
    html: str | None = None
    html_source: str | None = None
    reply_text: str = ""
    attachments: tuple[MailAttachment, ...] = ()
    parts: tuple[Part, ...] = ()
    message_class: MessageClass = MessageClass.HUMAN
    defects: tuple[Defect, ...] = ()

    @property
    def content_types(self) -> Sequence[str]:
        return [part.content_type for part in self.parts]
