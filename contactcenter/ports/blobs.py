"""Content-addressed bytes: raw mail, attachments, exports."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Protocol

from contactcenter.ids import BlobId


class Blobs(Protocol):
    """A folder beside SQLite, GridFS with MongoDB. Written before the entry that names it."""

    async def put(self, chunks: AsyncIterator[bytes] | bytes, *, max_bytes: int | None = None) -> tuple[BlobId, int]:
        """Store durably; id and size. Raises errors.TooLarge beyond max_bytes and keeps nothing."""
        ...

    def read(self, blob_id: BlobId) -> AsyncIterator[bytes]:
        """Chunks of at most 256 KiB. Raises errors.NotFound on the first step."""
        ...

    async def size(self, blob_id: BlobId) -> int | None: ...

    async def sweep(self, named: frozenset[BlobId], written_before: datetime) -> int:
        """Remove blobs that no entry or receipt names and that are older; how many."""
        ...
