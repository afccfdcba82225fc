"""SQLite alone: a backup taken under load is a whole, consistent centre that can be restored and served."""

import asyncio
from pathlib import Path

from contactcenter.clock import ManualClock
from contactcenter.ids import ConversationId, uuid7
from contactcenter.model.conversation import Conversation
from contactcenter.model.message import Attachment, Message
from contactcenter.ports import Blobs, Store
from contactcenter.store import open_blobs, open_store
from contactcenter.store.snapshot import put_back
from tests.store.samples import appending, begin, message, saying

WRITERS = 8


async def test_a_backup_taken_under_load_is_restored_whole(tmp_path: Path, clock: ManualClock) -> None:
    store = open_store(f"sqlite:///{tmp_path}/data/centre.sqlite", tmp_path / "data", clock)
    await store.open()
    blobs = open_blobs(store, tmp_path / "data")
    heads = [(await begin(store, address=f"a{n}")).head for n in range(WRITERS)]
    stopping = asyncio.Event()
    writers = [asyncio.create_task(write_until(stopping, store, blobs, head.id)) for head in heads]
    while not all([await has_written(store, head, 20) for head in heads]):  # noqa: ASYNC110 (nothing tells)
        await asyncio.sleep(0.01)
    before = [await store.conversation(head.id) for head in heads]
    await store.backup(tmp_path / "backup")
    stopping.set()
    await asyncio.gather(*writers)
    await store.close()

    put_back(tmp_path / "backup", tmp_path / "new" / "centre.sqlite", tmp_path / "new" / "blobs")
    restored = open_store(f"sqlite:///{tmp_path}/new/centre.sqlite", tmp_path / "new", clock)
    await restored.open()
    again = open_blobs(restored, tmp_path / "new")
    for head in before:
        assert head is not None
        await check(restored, again, head)
    await restored.change(heads[0].id, saying("it goes on"))
    await restored.close()


async def write_until(stopping: asyncio.Event, store: Store, blobs: Blobs, conversation_id: ConversationId) -> None:
    while not stopping.is_set():
        data = uuid7().encode() * 50
        blob_id, size = await blobs.put(data)
        picture = Attachment(blob_id=blob_id, name="a.txt", content_type="text/plain", size_bytes=size)
        draft = message("see the file")
        with_file = Message(text="see the file", attachments=(picture,))
        await store.change(
            conversation_id, appending(type(draft)(external_id=draft.external_id, body=with_file, author=draft.author))
        )


async def has_written(store: Store, head: Conversation, count: int) -> bool:
    now = await store.conversation(head.id)
    return now is not None and now.seq > count


async def check(store: Store, blobs: Blobs, before: Conversation) -> None:
    """All that was acknowledged before the backup began is there, each conversation whole, each file with it."""
    head = await store.conversation(before.id)
    assert head is not None and head.seq >= before.seq
    entries = await store.entries(before.id, limit=10_000)
    assert [entry.seq for entry in entries] == list(range(1, head.seq + 1))
    for entry in entries[1:]:
        assert isinstance(entry.body, Message)
        assert await blobs.size(entry.body.attachments[0].blob_id) == entry.body.attachments[0].size_bytes  # type: ignore[arg-type]
