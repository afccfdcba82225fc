"""What is thrown away in time, and what is not."""

import os
from datetime import timedelta

import pytest

from contactcenter.desk.housekeeping import keep_house
from contactcenter.desk.records import remove_record
from contactcenter.desk.spam import mark_spam, not_spam
from contactcenter.errors import NotFound
from contactcenter.ids import ArticleId, BlobId
from contactcenter.model.article import Article, ArticleFile
from contactcenter.model.bodies import EntryKind
from contactcenter.model.conversation import SPAM, Conversation
from contactcenter.model.entry import CENTRE
from contactcenter.model.rows import ConversationFilter
from contactcenter.model.scope import EVERYTHING
from contactcenter.sla.measures import measure
from tests.desk.room import Room

DAYS_30 = timedelta(days=30, minutes=1)


async def spam(room: Room, text: str = "Buy pills") -> Conversation:
    head = await room.say(text)
    await mark_spam(room.desk, CENTRE, "test", head.id)
    return await room.get(head.id)


async def folder(room: Room) -> list[str]:
    page = await room.desk.store.conversations(ConversationFilter(tag=SPAM), EVERYTHING)
    return [one.id for one in page.items]


async def test_spam_is_erased_after_thirty_days_and_leaves_its_folder(room: Room) -> None:
    head = await spam(room)
    room.clock.advance(DAYS_30 - timedelta(minutes=5))
    await keep_house(room.desk)
    assert await folder(room) == [head.id]
    room.clock.advance(timedelta(minutes=5))
    await keep_house(room.desk)
    assert (await folder(room), await room.texts(head), (await room.get(head.id)).preview) == ([], [], "")
    assert (await room.entries(head))[0].kind is EntryKind.ERASED
    assert measure(await room.entries(head)).is_spam


async def test_what_was_no_spam_stays(room: Room) -> None:
    head = await spam(room, "Hello")
    await not_spam(room.desk, CENTRE, head.id)
    room.clock.advance(DAYS_30)
    await keep_house(room.desk)
    assert (await room.texts(head))[0] == "Hello"


async def test_an_upload_that_no_message_names_goes_after_a_day(room: Room) -> None:
    young, _ = await room.desk.blobs.put(b"young")
    old, _ = await room.desk.blobs.put(b"old")
    aged(room, young, timedelta(hours=23))
    aged(room, old, timedelta(hours=25))
    await keep_house(room.desk)
    assert await content(room, young) == b"young"
    with pytest.raises(NotFound):
        await content(room, old)


def aged(room: Room, blob: BlobId, by: timedelta) -> None:
    path = room.desk.blobs._path(blob)  # type: ignore[attr-defined]  # only the file's date tells its age
    at = (room.clock.now() - by).timestamp()
    os.utime(path, (at, at))


async def content(room: Room, blob: BlobId) -> bytes:
    return b"".join([chunk async for chunk in room.desk.blobs.read(blob)])


async def test_a_file_that_an_article_names_stays(room: Room) -> None:
    kept, size = await room.desk.blobs.put(b"picture")
    aged(room, kept, timedelta(hours=25))
    file = ArticleFile(name="a.png", blob_id=kept, content_type="image/png", size_bytes=size)
    article = Article(id=ArticleId("a"), slug="a", language="en", title="A", body="![](a.png)", files=(file,))
    await room.keep(article)
    await keep_house(room.desk)
    assert await content(room, kept) == b"picture"
    await remove_record(room.desk, Article, article.id, version=1, actor="test")
    await keep_house(room.desk)
    assert await room.desk.blobs.size(kept) is None
