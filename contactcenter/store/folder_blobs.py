"""Bytes in a folder, each file named by the SHA-256 of what it holds: written whole or not at all, never changed."""

import asyncio
import hashlib
import os
import tempfile
from collections.abc import AsyncIterator, Iterable
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from contactcenter.errors import NotFound, StoreUnavailable, TooLarge
from contactcenter.ids import BlobId
from contactcenter.ports.blobs import Unnamed

CHUNK_BYTES = 256 * 1024
SWEPT_AT_ONCE = 500
_ID_CHARS = 64
_UNFINISHED = ".partial"


class FolderBlobs:
    """``FOLDER/ab/abcd...``: 256 folders, so that none grows too long. Disk work is done off the event loop."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def put(self, chunks: AsyncIterator[bytes] | bytes, *, max_bytes: int | None = None) -> tuple[BlobId, int]:
        try:
            return await self._put(chunks, max_bytes)
        except OSError as exc:
            raise StoreUnavailable(f"cannot write to {self._folder}: {exc}", hint="look at the disk") from exc

    async def read(self, blob_id: BlobId) -> AsyncIterator[bytes]:
        file, chunk = await asyncio.to_thread(self._opened, blob_id)
        try:
            while chunk:
                yield chunk
                chunk = await asyncio.to_thread(file.read, CHUNK_BYTES) if len(chunk) == CHUNK_BYTES else b""
        finally:
            file.close()

    async def size(self, blob_id: BlobId) -> int | None:
        return await asyncio.to_thread(self._size, blob_id)

    async def sweep(self, unnamed: Unnamed, written_before: datetime) -> int:
        removed, before = 0, written_before.timestamp()
        for number in range(256):
            old = await asyncio.to_thread(self._old, f"{number:02x}/*", before)
            for start in range(0, len(old), SWEPT_AT_ONCE):
                batch = old[start : start + SWEPT_AT_ONCE]
                gone = await unnamed([BlobId(path.name) for path in batch])
                removed += await asyncio.to_thread(_remove, [one for one in batch if one.name in gone], before)
        return removed + await asyncio.to_thread(_remove, self._old(f"*{_UNFINISHED}", before), before)

    async def _put(self, chunks: AsyncIterator[bytes] | bytes, max_bytes: int | None) -> tuple[BlobId, int]:
        if isinstance(chunks, bytes):
            if max_bytes is not None and len(chunks) > max_bytes:
                raise TooLarge(f"larger than {max_bytes} bytes")
            return await asyncio.to_thread(self._put_whole, chunks), len(chunks)
        partial = await asyncio.to_thread(self._begin)
        digest, size = hashlib.sha256(), 0
        try:
            async for chunk in chunks:
                size += len(chunk)
                if max_bytes is not None and size > max_bytes:
                    raise TooLarge(f"larger than {max_bytes} bytes")
                digest.update(chunk)
                await asyncio.to_thread(partial.write, chunk)
            blob_id = BlobId(digest.hexdigest())
            await asyncio.to_thread(self._finish, partial, blob_id)
        except BaseException:
            _discard(partial)
            raise
        return blob_id, size

    def _put_whole(self, raw: bytes) -> BlobId:
        """What is there already is only dated anew, so that the sweep leaves it alone."""
        blob_id = BlobId(hashlib.sha256(raw).hexdigest())
        path = self._path(blob_id)
        if path.exists():
            os.utime(path)
            _sync_folder(path.parent)
            return blob_id
        partial = self._begin()
        try:
            partial.write(raw)
            self._finish(partial, blob_id)
        except BaseException:
            _discard(partial)
            raise
        return blob_id

    def _begin(self) -> BinaryIO:
        self._folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(suffix=_UNFINISHED, dir=self._folder)
        os.close(handle)
        return open(name, "wb")

    def _finish(self, partial: BinaryIO, blob_id: BlobId) -> None:
        """Durable under its name: the file, then the folder that names it."""
        partial.flush()
        os.fsync(partial.fileno())
        partial.close()
        path = self._path(blob_id)
        is_new_folder = not path.parent.exists()
        path.parent.mkdir(exist_ok=True)
        os.replace(partial.name, path)
        _sync_folder(path.parent)
        if is_new_folder:
            _sync_folder(self._folder)

    def _opened(self, blob_id: BlobId) -> tuple[BinaryIO, bytes]:
        """The file and its first chunk, which for most is all of it."""
        try:
            file = open(self._path(blob_id), "rb")  # noqa: SIM115 (whoever reads it closes it)
        except FileNotFoundError as exc:
            raise NotFound("no such file") from exc
        return file, file.read(CHUNK_BYTES)

    def _size(self, blob_id: BlobId) -> int | None:
        try:
            return self._path(blob_id).stat().st_size
        except (FileNotFoundError, NotFound):
            return None

    def _path(self, blob_id: BlobId) -> Path:
        """Raises errors.NotFound for what cannot be an id, so that nothing outside the folder is ever named."""
        if len(blob_id) != _ID_CHARS or any(character not in "0123456789abcdef" for character in blob_id):
            raise NotFound("no such file")
        return self._folder / blob_id[:2] / blob_id

    def _old(self, names: str, written_before: float) -> list[Path]:
        return [path for path in self._folder.glob(names) if path.stat().st_mtime < written_before]


def _remove(paths: Iterable[Path], written_before: float) -> int:
    """Unless it was put once more meanwhile."""
    removed = 0
    for path in paths:
        if path.stat().st_mtime < written_before:
            path.unlink(missing_ok=True)
            removed += 1
    return removed


def _discard(partial: BinaryIO) -> None:
    partial.close()
    Path(partial.name).unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
