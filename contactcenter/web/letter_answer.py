"""The answer that somebody writes on the page behind a link in a letter: text and files in one form."""

from dataclasses import dataclass, field
from typing import Any

from aiohttp import BodyPartReader, web

from contactcenter.desk.access import Permission
from contactcenter.desk.intake import receive
from contactcenter.errors import Forbidden, Invalid, TooLarge
from contactcenter.ids import is_uuid, uuid7
from contactcenter.model.plan import Refused
from contactcenter.model.text import clean
from contactcenter.ports import InboundFile, InboundMessage
from contactcenter.web import files
from contactcenter.web.letter_pages import back, conversation_page, opened_by
from contactcenter.web.letter_view import MAX_TEXT_CHARS, NotTaken, Opened
from contactcenter.web.limits import UPLOAD_BYTES, UPLOADS
from contactcenter.web.origins import client_address
from contactcenter.web.pages import HTML
from contactcenter.web.routes import Call, RouteTable

routes = RouteTable()

MAX_FILES = 10
MAX_PARTS = 20
_FIELD_BYTES = 4 * MAX_TEXT_CHARS


@dataclass(slots=True)
class _Answer:
    """``refused`` = why one of its files was not taken."""

    fields: dict[str, str] = field(default_factory=dict)
    files: list[InboundFile] = field(default_factory=list)
    refused: NotTaken | None = None

    @property
    def text(self) -> str:
        return clean(self.fields.get("text", "")).strip()[:MAX_TEXT_CHARS]


@routes.post("/c/{token}/answer", Permission.PUBLIC, gives=HTML, takes_file=True)
async def answer(call: Call) -> web.Response:
    """What its reader wrote and attached, once however often the button is pressed."""
    opened = await opened_by(call)
    answer = await _read(call, opened)
    if answer.refused is not None:
        refused = NotTaken(because=answer.refused.because, name=answer.refused.name, text=answer.text)
        return await conversation_page(call, opened, refused)
    if answer.text or answer.files:
        await _receive(call, opened, answer)
    return back(opened)


async def _read(call: Call, opened: Opened) -> _Answer:
    """Raises errors.Invalid for what is no form, errors.TooLarge, errors.RateLimited."""
    centre, request = call.centre, call.request
    most = files.visitor_max_bytes(centre, opened.head.channel)
    length = request.content_length or most
    centre.limits.take("upload", opened.head.contact_id, UPLOADS)
    centre.limits.take_network("upload bytes", client_address(request, centre.config), UPLOAD_BYTES, length)
    if not request.content_type.startswith("multipart/"):
        raise Invalid("expected multipart/form-data", path="Content-Type")
    found = _Answer()
    try:
        reader = await request.multipart()
        for _ in range(MAX_PARTS):
            part: Any = await reader.next()
            if part is None:
                return found
            await _take(call, part, most, found)
    except ValueError as error:
        raise Invalid("the form cannot be read", path="Content-Type") from error
    raise TooLarge(f"at most {MAX_FILES} files")


async def _take(call: Call, part: Any, most: int, found: _Answer) -> None:
    if not isinstance(part, BodyPartReader):
        raise Invalid("a form inside the form", path="Content-Type")
    if part.filename is None:
        found.fields[part.name or ""] = await _field(part)
    elif part.filename and found.refused is None:  # an empty name is a field that nobody filled
        await _take_file(call, part, part.filename, most, found)


async def _take_file(call: Call, part: BodyPartReader, name: str, most: int, found: _Answer) -> None:
    if len(found.files) == MAX_FILES:
        found.refused = NotTaken(because="page.letter.too_many", name=name)
        return
    try:
        declared = part.headers.get("Content-Type", "")
        kept = await files.keep(call, name, declared, part.read_chunk, most, any_type=False)
    except TooLarge:
        found.refused = NotTaken(because="page.letter.too_large", name=name)
    except Invalid:
        found.refused = NotTaken(because="page.letter.not_taken", name=name)
    else:
        found.files.append(
            InboundFile(
                name=kept.name, content_type=kept.content_type, blob_id=kept.blob_id, size_bytes=kept.size_bytes
            )
        )


async def _field(part: BodyPartReader) -> str:
    value = b""
    while chunk := await part.read_chunk():
        value += chunk
        if len(value) > _FIELD_BYTES:
            raise TooLarge(f"at most {MAX_TEXT_CHARS} characters")
    return value.decode(errors="replace")


async def _receive(call: Call, opened: Opened, answer: _Answer) -> None:
    assert opened.contact.identity is not None
    given = answer.fields.get("external_id", "")
    message = InboundMessage(
        inbox_id=opened.head.inbox_id,
        external_id=given if is_uuid(given) else uuid7(),
        identity=opened.contact.identity,
        conversation_id=opened.head.id,
        text=answer.text,
        files=tuple(answer.files),
    )
    if isinstance(await receive(call.desk, message), Refused):
        raise Forbidden("messages from this contact are not accepted")
