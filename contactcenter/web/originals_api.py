"""The other forms of a letter: its whole text, its HTML, its bytes as they came. Shown to staff, never believed.

The HTML was sanitised when it arrived and is served so that it can do nothing even if something got through: no
scripts, no forms, nothing from elsewhere until its reader asks for the images.
"""

import re
from typing import Annotated, Literal

import msgspec
from aiohttp import hdrs, web

from contactcenter.desk.access import Permission
from contactcenter.errors import NotFound
from contactcenter.ids import BlobId
from contactcenter.model.entry import Entry
from contactcenter.model.message import Attachment, Message, Original
from contactcenter.web.routes import Call, RouteTable, Seq

routes = RouteTable()

_CONTENT_ID = re.compile(r'data-cid="([^"]{1,500})"')
FRAMED = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:{remote}; frame-ancestors 'self';"
    " sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox"
)


class OriginalQuery(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """``images``: load the remote images of the HTML, which tells their servers that it was read."""

    form: Literal["whole", "html", "raw"] = "whole"
    images: Annotated[int, msgspec.Meta(ge=0, le=1)] = 0


@routes.get(
    "/api/v1/conversations/{id}/messages/{seq}/original",
    Permission.CONVERSATIONS_READ,
    gives="application/octet-stream",
)
async def original(call: Call, query: OriginalQuery) -> web.Response:
    """One form of a letter."""
    head = await call.conversation()
    entry = await _letter(call, head.id, call.path("seq"))
    body = entry.body
    assert isinstance(body, Message) and body.original is not None
    blob_id = _FORMS[query.form](body.original)
    if blob_id is None:
        raise NotFound("the letter has no such form")
    text = b"".join([chunk async for chunk in call.desk.blobs.read(BlobId(blob_id))])
    if query.form == "html":
        return _html(text.decode(), body.attachments, f"/api/v1/conversations/{head.id}/files", bool(query.images))
    return _plain(text, entry, is_raw=query.form == "raw")


_FORMS = {
    "whole": lambda original: original.whole_blob_id,
    "html": lambda original: original.html_blob_id,
    "raw": lambda original: original.raw_blob_id,
}


async def _letter(call: Call, conversation_id: str, seq: str) -> Entry:
    number = msgspec.convert(seq, Seq, strict=False) if seq.isascii() and seq.isdigit() else 0
    found = await call.desk.store.entries(conversation_id, number - 1, 1) if number else ()  # type: ignore[arg-type]
    if not found or found[0].seq != number:
        raise NotFound("no such message")
    if not isinstance(found[0].body, Message) or not isinstance(found[0].body.original, Original):
        raise NotFound("not a letter")
    return found[0]


def _plain(text: bytes, entry: Entry, *, is_raw: bool) -> web.Response:
    headers = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox"}
    if is_raw:
        headers[hdrs.CONTENT_DISPOSITION] = f'attachment; filename="message-{entry.seq}.eml"'
    kind = "message/rfc822" if is_raw else "text/plain"
    charset = None if is_raw else "utf-8"
    return web.Response(body=text, content_type=kind, charset=charset, headers=headers)


def _html(text: str, attachments: tuple[Attachment, ...], files: str, images: bool) -> web.Response:
    shown = _CONTENT_ID.sub(lambda found: _image(found[1], attachments, files) or found[0], text)
    if images:
        shown = shown.replace("data-blocked-src=", "src=")
    headers = {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Content-Security-Policy": FRAMED.replace("{remote}", " https: http:" if images else ""),
    }
    page = (
        '<!doctype html><html><head><meta charset="utf-8"><meta name="color-scheme" content="light">'
        f'<base target="_blank"></head><body style="margin:0;background:#fff;color:#000">{shown}</body></html>'
    )
    return web.Response(text=page, content_type="text/html", headers=headers)


def _image(content_id: str, attachments: tuple[Attachment, ...], files: str) -> str | None:
    """The picture that came with the letter, by its Content-ID."""
    found = next((one for one in attachments if one.content_id == content_id), None)
    return f'src="{files}/{found.blob_id}"' if found else None
