"""Files that come with messages: kept before the entry that names them."""

import re
import unicodedata
from collections.abc import Sequence

from contactcenter.desk.desk import Desk
from contactcenter.model.message import Attachment
from contactcenter.ports import InboundFile

MAX_NAME_CHARS = 120
_UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|\u202a-\u202e\u2066-\u2069]')


async def keep_files(desk: Desk, files: Sequence[InboundFile]) -> tuple[Attachment, ...]:
    """Attachments for files at hand or already stored, in their order."""
    return tuple([await _keep(desk, file) for file in files])


async def _keep(desk: Desk, file: InboundFile) -> Attachment:
    blob_id, size = (file.blob_id, file.size_bytes)
    if blob_id is None:
        blob_id, size = await desk.blobs.put(file.data or b"")
    return Attachment(
        blob_id=blob_id,
        name=safe_name(file.name),
        content_type=file.content_type or BINARY,
        size_bytes=size,
        inline=file.inline,
        content_id=file.content_id,
    )


BINARY = "application/octet-stream"


def safe_name(name: str) -> str:
    """A file name that no system trips over: no path, no control or direction-changing characters, never empty."""
    cleaned = _UNSAFE.sub("_", unicodedata.normalize("NFC", name)).strip(" .")
    if len(cleaned) > MAX_NAME_CHARS:
        stem, dot, suffix = cleaned.rpartition(".")
        keep = suffix[:16] if dot else ""
        cleaned = (stem or cleaned)[: MAX_NAME_CHARS - len(keep) - 1] + (f".{keep}" if keep else "")
    return cleaned or "file"
