"""Messages on their way in, by socket or HTTP: decoded, authorised, recorded, acknowledged after the commit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Annotated

import msgspec

from contactcenter.desk import intake, replies
from contactcenter.desk.access import Permission, Principal, PrincipalKind
from contactcenter.desk.carry_on import carry_on
from contactcenter.desk.desk import REFUSALS, Desk
from contactcenter.desk.files import keep_files
from contactcenter.desk.questions import Question
from contactcenter.errors import Conflict, Forbidden, Invalid, NotFound, Unparsable
from contactcenter.ids import AgentId, ConversationId, InboxId, is_uuid
from contactcenter.model.entry import Entry
from contactcenter.model.message import Attachment
from contactcenter.model.plan import Changed, Recorded, Refused
from contactcenter.model.scope import Scope, can_view
from contactcenter.model.text import clean
from contactcenter.ports import Capabilities, InboundFile, InboundMessage, RawInbound
from contactcenter.web.views import FileView

MAX_TEXT_CHARS = 20_000
MAX_FILES = 10

Normalize = Callable[[RawInbound], tuple[object, ...]]


class Ack(msgspec.Struct, frozen=True):
    id: str
    seq: int
    after: int
    conversation: str
    received_at: datetime


class StaffMessage(msgspec.Struct, forbid_unknown_fields=True):
    """``message.send`` of an agent or program."""

    external_id: str
    conversation: str
    text: Annotated[str, msgspec.Meta(max_length=MAX_TEXT_CHARS)]
    attachments: Annotated[tuple[FileView, ...], msgspec.Meta(max_length=MAX_FILES)] = ()
    note: bool = False
    articles: Annotated[tuple[str, ...], msgspec.Meta(max_length=20)] = ()


def visitor_message(normalize: Normalize, principal: Principal, body: bytes, now: datetime) -> InboundMessage:
    """The message in the centre's form. Raises errors.Invalid with the path of the field."""
    assert principal.identity is not None and principal.inbox_id is not None
    headers = {"visitor": principal.identity.address}
    if principal.identity.verification == "signed":
        headers["signed"] = "yes"
    raw = RawInbound(
        inbox_id=InboxId(principal.inbox_id), external_id="", raw=bytes(body), headers=headers, received_at=now
    )
    try:
        message = normalize(raw)[0]
    except Unparsable as error:
        text, _, path = str(error).partition(" - at `$")
        raise Invalid(text, path=path.rstrip("`").lstrip(".")) from error
    assert isinstance(message, InboundMessage)
    return replace(message, contact_name=principal.name) if principal.name else message


async def record_visitor_message(desk: Desk, message: InboundMessage) -> tuple[Ack, Recorded]:
    """Durable when it returns. Raises errors.NotFound, errors.Forbidden for a blocked contact."""
    await _files_exist(desk, message.files)
    recorded = await intake.record(desk, message)
    if isinstance(recorded, Refused):
        raise Forbidden(REFUSALS[recorded.because])
    return _ack(recorded.entries[0], recorded.entries[0].prev), recorded


async def carry_on_with(desk: Desk, message: InboundMessage, recorded: Recorded) -> None:
    """What follows a recorded message: an answer, or the way to a person."""
    if not recorded.duplicate:
        await carry_on(desk, recorded.head, Question(text=message.text, said=message.text, cause=message.external_id))


async def send_staff_message(desk: Desk, principal: Principal, scope: Scope, message: StaffMessage) -> Ack:
    """Raises errors.Invalid, errors.NotFound for what the sender may not see, errors.Conflict."""
    text = clean(message.text)
    if not is_uuid(message.external_id):
        raise Invalid("Expected a UUID in lower case", path="external_id")
    if not text.strip() and not message.attachments:
        raise Invalid("Expected some text or a file", path="text")
    conversation_id = ConversationId(message.conversation)
    head = await desk.head(conversation_id)
    if head is None or not can_view(scope, head):
        raise NotFound("no such conversation")
    attachments = await kept_files(desk, message.attachments)
    principal.require(Permission.CONVERSATIONS_NOTE if message.note else Permission.CONVERSATIONS_REPLY)
    if principal.kind is not PrincipalKind.AGENT:
        raise Forbidden("only an agent writes: use a token that was made for an agent")
    agent_id = AgentId(principal.id)
    if message.note:
        changed = await replies.note(
            desk, agent_id, conversation_id, external_id=message.external_id, text=text, attachments=attachments
        )
    else:
        way = head.way.channel if head.way else head.channel
        require_fits(desk.capabilities[way], text, attachments)
        articles = [(one, head.language or "") for one in message.articles]
        changed = await replies.reply(
            desk, agent_id, conversation_id, external_id=message.external_id, text=text, attachments=attachments,
            articles=articles,
        )  # fmt: skip
    return _staff_ack(changed)


def require_fits(can: Capabilities, text: str, attachments: Sequence[Attachment]) -> None:
    """Raises errors.Invalid for what the channel cannot carry: said before it is sent, not after."""
    if len(text) > can.max_text_chars:
        raise Invalid(f"at most {can.max_text_chars} characters on this channel", path="text")
    if attachments and not can.attachments:
        raise Invalid("this channel carries no files", path="attachments")
    for at, one in enumerate(attachments):
        if one.size_bytes > can.max_attachment_bytes:
            most = can.max_attachment_bytes // 2**20
            raise Invalid(f"{one.name}: files of at most {most} MB on this channel", path=f"attachments[{at}]")


async def kept_files(desk: Desk, uploaded: Iterable[FileView]) -> tuple[Attachment, ...]:
    """What was uploaded, as a message names it. Raises errors.Invalid for a file that is not there."""
    files = tuple(
        InboundFile(name=one.name, content_type=one.content_type, blob_id=one.blob_id, size_bytes=one.size_bytes)
        for one in uploaded
    )
    await _files_exist(desk, files)
    return await keep_files(desk, files)


def _staff_ack(changed: Changed) -> Ack:
    if not changed.entries:
        raise Conflict("nothing was written")
    return _ack(changed.entries[0], changed.entries[0].seq - 1)


def _ack(entry: Entry, after: int) -> Ack:
    return Ack(entry.external_id, entry.seq, after, entry.conversation_id, entry.received_at)


async def _files_exist(desk: Desk, files: tuple[InboundFile, ...]) -> None:
    for number, file in enumerate(files):
        if await desk.blobs.size(file.blob_id or "") != file.size_bytes:  # type: ignore[arg-type]  # hex by shape
            raise Invalid("upload the file first", path=f"attachments[{number}].blob_id")
