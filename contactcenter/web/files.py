"""Files in and out: streamed into the blobs with a cap, and given out only through a conversation one may see."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from urllib.parse import quote

from aiohttp import hdrs, web

from contactcenter.desk.desk import Desk
from contactcenter.desk.files import safe_name
from contactcenter.errors import Invalid, NotFound, TooLarge
from contactcenter.ids import BlobId
from contactcenter.model.bodies import Note
from contactcenter.model.conversation import Conversation
from contactcenter.model.message import Attachment, Message
from contactcenter.web.centre import Centre
from contactcenter.web.limits import UPLOAD_BYTES, UPLOADS
from contactcenter.web.origins import client_address
from contactcenter.web.routes import Call
from contactcenter.web.sniffing import SNIFFED_BYTES, is_taken, raster_type, settled_type
from contactcenter.web.views import FileView

STAFF_MAX_BYTES = 25 * 2**20
CHUNK_BYTES = 64 * 1024
IDLE_SECONDS = 30
INERT = "default-src 'none'; sandbox"  # whatever a file holds, it does nothing at our address


async def take_in(call: Call, name: str, max_bytes: int, *, any_type: bool) -> FileView:
    """Store an upload. Raises errors.TooLarge (before reading where the length is announced), errors.Invalid."""
    request, centre = call.request, call.centre
    centre.limits.take("upload", call.principal.actor, UPLOADS)
    if request.content_length is not None and request.content_length > max_bytes:
        raise TooLarge(f"files may have at most {max_bytes // 2**20} MB")
    cost = request.content_length or max_bytes
    centre.limits.take_network("upload bytes", client_address(request, centre.config), UPLOAD_BYTES, cost)
    declared = request.headers.get(hdrs.CONTENT_TYPE, "")
    return await keep(call, name, declared, request.content.read, max_bytes, any_type=any_type)


async def keep(
    call: Call, name: str, declared: str, read: Callable[[int], Awaitable[bytes]], max_bytes: int, *, any_type: bool
) -> FileView:
    """Store what ``read`` gives until it gives nothing. Raises errors.TooLarge, errors.Invalid, TimeoutError."""
    chunks = _chunks(read)
    first = await anext(chunks, b"")
    if not first:
        raise Invalid("the file is empty")
    content_type = settled_type(declared, first[:SNIFFED_BYTES])
    if not any_type and not is_taken(content_type):
        raise Invalid("files of this type are not taken", path="Content-Type")
    blob_id, size = await call.desk.blobs.put(_rejoined(first, chunks), max_bytes=max_bytes)
    call.centre.metrics.uploads_bytes.inc(size)
    return FileView(blob_id=blob_id, name=safe_name(name), content_type=content_type, size_bytes=size)


async def _chunks(read: Callable[[int], Awaitable[bytes]]) -> AsyncIterator[bytes]:
    """The first one holds enough to tell what the file is."""
    pending = b""
    while True:
        async with asyncio.timeout(IDLE_SECONDS):
            chunk = await read(CHUNK_BYTES)
        if not chunk:
            break
        pending += chunk
        if len(pending) >= SNIFFED_BYTES:
            yield pending
            pending = b""
    if pending:
        yield pending


async def _rejoined(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for chunk in rest:
        yield chunk


async def give_out(call: Call, head: Conversation, blob_id: str) -> web.StreamResponse:
    """The file if an entry that the reader may see names it. Raises errors.NotFound."""
    attachment = await _attachment(call.desk, head, blob_id, contact_only=not call.principal.is_staff)
    if attachment is None:
        raise NotFound("no such file")
    return await send(call, blob_id, attachment.name, attachment.content_type)


async def send(
    call: Call, blob_id: str, name: str, content_type: str, cache: str = "private, max-age=86400, immutable"
) -> web.StreamResponse:
    """A stored file: pictures to be shown, everything else to be kept. Raises errors.NotFound."""
    size = await call.desk.blobs.size(BlobId(blob_id))
    if size is None:
        raise NotFound("no such file")
    chunks = call.desk.blobs.read(BlobId(blob_id))
    first = await anext(chunks, b"")
    response = web.StreamResponse(headers=_headers(name, content_type, first) | {hdrs.CACHE_CONTROL: cache})
    response.content_length = size
    await response.prepare(call.request)
    await response.write(first)
    async for chunk in chunks:
        await response.write(chunk)
    await response.write_eof()
    return response


def _headers(name: str, content_type: str, first: bytes) -> dict[str, str]:
    raster = raster_type(first)
    kind = raster or settled_type(content_type, b"")
    how = "inline" if raster else "attachment"
    return {
        hdrs.CONTENT_TYPE: kind,
        hdrs.CONTENT_DISPOSITION: f"{how}; filename*=UTF-8''{quote(name, safe='')}",
        "Content-Security-Policy": INERT,
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
    }


async def _attachment(desk: Desk, head: Conversation, blob_id: str, *, contact_only: bool) -> Attachment | None:
    after = 0
    while True:
        entries = await desk.store.entries(head.id, after, 200, contact_only)
        for entry in entries:
            files = entry.body.attachments if isinstance(entry.body, (Message, Note)) else ()
            found = next((one for one in files if one.blob_id == blob_id), None)
            if found is not None:
                return found
        if len(entries) < 200:
            return None
        after = entries[-1].seq


def visitor_max_bytes(centre: Centre, channel: str) -> int:
    capabilities = centre.desk.capabilities.get(channel)
    return capabilities.max_attachment_bytes if capabilities else STAFF_MAX_BYTES
