"""Bytes in GridFS under the SHA-256 of what they are: every node can serve what any node took.

Chunks are written under an id of their own while the digest is not known yet; the file's document, named by the
digest, is the last and points to them. So a blob is there as a whole or not at all, and the same bytes are kept once.
"""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Iterable
from datetime import UTC, datetime

from bson import ObjectId
from pymongo.errors import DuplicateKeyError

from contactcenter.errors import NotFound, TooLarge
from contactcenter.ids import BlobId
from contactcenter.ports.blobs import Unnamed
from contactcenter.store.mongo.driver import Database, Document, bucket_of, spoken_plainly

CHUNK_BYTES = 256 * 1024
_ID_CHARS = 64
SWEPT_AT_ONCE = 500


class GridBlobs:
    def __init__(self, database: Database) -> None:
        self._names = database["blobs"]  # _id = digest, file, size, at
        self._files = database["bytes.files"]
        self._bucket = bucket_of(database, "bytes", CHUNK_BYTES)

    async def put(self, chunks: AsyncIterator[bytes] | bytes, *, max_bytes: int | None = None) -> tuple[BlobId, int]:
        with spoken_plainly():
            return await self._put(chunks, max_bytes)

    async def read(self, blob_id: BlobId) -> AsyncIterator[bytes]:
        with spoken_plainly():
            named = await self._names.find_one({"_id": {"$eq": blob_id}})
            if named is None:
                raise NotFound("no such file")
            if not named["size"]:
                return
            stream = await self._bucket.open_download_stream(named["file"])
        while True:
            with spoken_plainly():
                chunk: bytes = await stream.read(CHUNK_BYTES)
            if not chunk:
                return
            yield chunk

    async def size(self, blob_id: BlobId) -> int | None:
        with spoken_plainly():
            named = await self._names.find_one({"_id": {"$eq": blob_id}}, {"size": 1})
        return named["size"] if named else None

    async def sweep(self, unnamed: Unnamed, written_before: datetime) -> int:
        """Files without a name, left by a crash, go too but are not counted."""
        removed, after = 0, ""
        with spoken_plainly():
            while batch := await self._old(written_before, after):
                after = batch[-1]["_id"]
                gone = await unnamed([blob["_id"] for blob in batch])
                removed += await self._remove([blob for blob in batch if blob["_id"] in gone], written_before)
            async for file in self._files.find({"uploadDate": {"$lt": written_before}}, {"_id": 1}):
                if await self._names.find_one({"file": file["_id"]}, {"_id": 1}) is None:
                    await self._bucket.delete(file["_id"])
        return removed

    async def _old(self, written_before: datetime, after: str) -> list[Document]:
        where = {"at": {"$lt": written_before}, "_id": {"$gt": after}}
        return await self._names.find(where).sort("_id", 1).limit(SWEPT_AT_ONCE).to_list(SWEPT_AT_ONCE)

    async def _remove(self, blobs: Iterable[Document], written_before: datetime) -> int:
        removed = 0
        for blob in blobs:
            if await self._forget(blob["_id"], written_before):
                await self._bucket.delete(blob["file"])
                removed += 1
        return removed

    async def _forget(self, blob_id: str, written_before: datetime) -> bool:
        """Unless it was put once more meanwhile."""
        done = await self._names.delete_one({"_id": blob_id, "at": {"$lt": written_before}})
        return done.deleted_count == 1

    async def _put(self, chunks: AsyncIterator[bytes] | bytes, max_bytes: int | None) -> tuple[BlobId, int]:
        file_id, digest, size = ObjectId(), hashlib.sha256(), 0
        stream = self._bucket.open_upload_stream_with_id(file_id, "")
        try:
            async for chunk in _each(chunks):
                size += len(chunk)
                if max_bytes is not None and size > max_bytes:
                    raise TooLarge(f"larger than {max_bytes} bytes")
                digest.update(chunk)
                await stream.write(chunk)
            await stream.close()
            blob_id = BlobId(digest.hexdigest())
            if not await self._name(blob_id, file_id, size):
                await self._bucket.delete(file_id)
        except BaseException:
            await asyncio.shield(stream.abort())
            raise
        return blob_id, size

    async def _name(self, blob_id: BlobId, file_id: ObjectId, size: int) -> bool:
        """False if these bytes are there already: then they are young again, so that no sweep takes them."""
        now = datetime.now(UTC)
        try:
            await self._names.insert_one({"_id": blob_id, "file": file_id, "size": size, "at": now})
        except DuplicateKeyError:
            known = await self._names.update_one({"_id": blob_id}, {"$set": {"at": now}})
            return known.matched_count == 0 and await self._name(blob_id, file_id, size)
        return True


async def _each(chunks: AsyncIterator[bytes] | bytes) -> AsyncIterator[bytes]:
    if isinstance(chunks, bytes):
        yield chunks
        return
    async for chunk in chunks:
        yield chunk
