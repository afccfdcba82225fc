"""What is thrown away in time: spam, and bytes that nothing names any more."""

from collections.abc import Sequence
from datetime import timedelta

from contactcenter.desk.desk import Desk
from contactcenter.desk.spam import erase_old_spam
from contactcenter.ids import BlobId
from contactcenter.model.records import Article

UNNAMED_FOR = timedelta(hours=24)  # an upload waits that long for the message that names it


async def keep_house(desk: Desk) -> None:
    await erase_old_spam(desk)
    in_articles = await _files_of_articles(desk)

    async def unnamed(blobs: Sequence[BlobId]) -> frozenset[BlobId]:
        return await desk.store.unnamed_blobs(blobs) - in_articles

    await desk.blobs.sweep(unnamed, desk.clock.now() - UNNAMED_FOR)


async def _files_of_articles(desk: Desk) -> frozenset[BlobId]:
    """What articles name now; files of their earlier versions go."""
    found: set[BlobId] = set()
    after: str | None = None
    while True:
        page = await desk.store.records(Article, after, 100)
        found.update(BlobId(file.blob_id) for article in page.items for file in article.files)
        if page.next is None:
            return frozenset(found)
        after = page.next
