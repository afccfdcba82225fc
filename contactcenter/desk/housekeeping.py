"""What is thrown away in time: spam, and bytes that nothing names any more."""

from collections.abc import Sequence
from datetime import timedelta

from contactcenter.desk.desk import Desk
from contactcenter.desk.every import every
from contactcenter.desk.spam import erase_old_spam
from contactcenter.ids import BlobId
from contactcenter.model.article import Article

UNNAMED_FOR = timedelta(hours=24)  # an upload waits that long for the message that names it


async def keep_house(desk: Desk) -> None:
    await erase_old_spam(desk)
    in_articles = await _files_of_articles(desk)

    async def unnamed(blobs: Sequence[BlobId]) -> frozenset[BlobId]:
        return await desk.store.unnamed_blobs(blobs) - in_articles

    await desk.blobs.sweep(unnamed, desk.clock.now() - UNNAMED_FOR)


async def _files_of_articles(desk: Desk) -> frozenset[BlobId]:
    """What articles name now; files of their earlier versions go."""
    return frozenset([BlobId(file.blob_id) async for article in every(desk.store, Article) for file in article.files])
