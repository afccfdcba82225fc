"""Contract: bytes are kept once under their own digest, whole or not at all."""

import hashlib
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta

import pytest

from contactcenter.errors import NotFound, TooLarge
from contactcenter.ids import BlobId
from contactcenter.ports import Blobs
from contactcenter.ports.blobs import Unnamed

PICTURE = bytes(range(256)) * 4_000  # about 1 MB
TOMORROW = datetime.now(UTC) + timedelta(days=1)


async def pieces(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


def all_but(*named: BlobId) -> Unnamed:
    async def unnamed(asked: Sequence[BlobId]) -> frozenset[BlobId]:
        return frozenset(asked) - frozenset(named)

    return unnamed


async def content(blobs: Blobs, blob_id: BlobId) -> bytes:
    chunks = [chunk async for chunk in blobs.read(blob_id)]
    assert all(0 < len(chunk) <= 256 * 1024 for chunk in chunks)
    return b"".join(chunks)


async def test_bytes_come_back_as_they_were_put(blobs: Blobs) -> None:
    blob_id, size = await blobs.put(PICTURE)
    assert (blob_id, size) == (hashlib.sha256(PICTURE).hexdigest(), len(PICTURE))
    assert await content(blobs, blob_id) == PICTURE
    assert await blobs.size(blob_id) == len(PICTURE)


async def test_the_same_bytes_in_pieces_have_the_same_id(blobs: Blobs) -> None:
    whole, _ = await blobs.put(b"one two")
    assert await blobs.put(pieces(b"one", b" ", b"two")) == (whole, 7)
    assert await content(blobs, whole) == b"one two"


async def test_nothing_is_a_blob_too(blobs: Blobs) -> None:
    blob_id, size = await blobs.put(b"")
    assert size == 0
    assert await content(blobs, blob_id) == b""


async def test_too_many_bytes_are_refused_and_nothing_is_kept(blobs: Blobs) -> None:
    with pytest.raises(TooLarge):
        await blobs.put(pieces(b"1234", b"5678"), max_bytes=7)
    assert await blobs.size(BlobId(hashlib.sha256(b"12345678").hexdigest())) is None
    assert await blobs.put(b"1234567", max_bytes=7) == (hashlib.sha256(b"1234567").hexdigest(), 7)
    assert await blobs.sweep(all_but(), TOMORROW) == 1


@pytest.mark.parametrize("name", ["0" * 64, "", "../../etc/passwd", "A" * 64, "0" * 63 + "/"])
async def test_an_unknown_blob_is_not_found(blobs: Blobs, name: str) -> None:
    assert await blobs.size(BlobId(name)) is None
    with pytest.raises(NotFound):
        await content(blobs, BlobId(name))


async def test_the_sweep_removes_what_nobody_names_and_nothing_young(blobs: Blobs) -> None:
    kept, _ = await blobs.put(b"kept")
    orphan, _ = await blobs.put(b"orphan")

    assert await blobs.sweep(all_but(kept), datetime.now(UTC) - timedelta(hours=24)) == 0
    assert await blobs.sweep(all_but(kept), TOMORROW) == 1
    assert await content(blobs, kept) == b"kept"
    assert await blobs.size(orphan) is None
