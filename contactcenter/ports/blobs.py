"""Content-addressed bytes: raw mail, attachments, exports."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import datetime
from typing import Protocol, TypeAlias

from contactcenter.ids import BlobId

Unnamed: TypeAlias = Callable[[Sequence[BlobId]], Awaitable[frozenset[BlobId]]]
"""Of some blobs those that nothing names (Store.unnamed_blobs)."""


class Blobs(Protocol):
    """A folder beside SQLite, GridFS with MongoDB. Written before the entry that names it."""

    async def put(self, chunks: AsyncIterator[bytes] | bytes, *, max_bytes: int | None = None) -> tuple[BlobId, int]:
        """Store durably; id and size. Raises errors.TooLarge beyond max_bytes and keeps nothing."""
        ...

    def read(self, blob_id: BlobId) -> AsyncIterator[bytes]:
        """Chunks of at most 256 KiB. Raises errors.NotFound on the first step."""
        ...

    async def size(self, blob_id: BlobId) -> int | None: ...

    async def sweep(self, unnamed: Unnamed, written_before: datetime) -> int:
        """Remove the blobs that are older and that ``unnamed`` gives back; how many."""
        ...
