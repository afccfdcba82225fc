"""Contract: what was written in a conversation can be erased; a tombstone keeps each place."""

from dataclasses import replace

from contactcenter.ids import BlobId
from contactcenter.model.bodies import EntryKind, Erased, TagChange
from contactcenter.model.conversation import Conversation
from contactcenter.model.entry import Audience
from contactcenter.model.message import Attachment, Message, Original
from contactcenter.model.plan import Plan
from contactcenter.model.rows import ReceiptState
from contactcenter.ports import Store
from tests.store.samples import NOON, appending, begin, changed, message, staff
from tests.store.test_receipts import receipt
from tests.store.test_search import found, indexed

FILE = BlobId("aa" * 32)
RAW = BlobId("bb" * 32)


async def written(store: Store) -> Conversation:
    """A message, one with a file that came as a receipt, and a tag."""
    head = (await begin(store, "unbelievable discount")).head
    kept = await store.receipt(receipt(blob=RAW))
    await store.settle_receipt(kept.id, ReceiptState.RECORDED)
    attachment = Attachment(blob_id=FILE, name="pills.pdf", content_type="application/pdf", size_bytes=3)
    body = Message(text="see pills", attachments=(attachment,), original=Original(raw_blob_id=RAW))
    await changed(store, head.id, appending(replace(message("see"), body=body)))
    await changed(store, head.id, appending(staff(TagChange(tag="spam"))))
    await indexed(store)
    return await erased(store, head)


async def erased(store: Store, head: Conversation) -> Conversation:
    def move(current: Conversation) -> Plan:
        return Plan(head=replace(current, subject="", preview="", facts={}), at=NOON, erases="spam")

    return (await changed(store, head.id, move)).head


async def test_tombstones_stand_where_people_wrote_and_all_else_stays(store: Store) -> None:
    head = await written(store)
    entries = await store.entries(head.id, 0, 10)
    assert [one.seq for one in entries] == [1, 2, 3]
    assert [one.body for one in entries[:2]] == [Erased(kind="message", reason="spam")] * 2
    assert (entries[0].kind, entries[0].audience) == (EntryKind.ERASED, Audience.CONTACT)
    assert entries[2].body == TagChange(tag="spam")
    assert (head.seq, head.preview) == (3, "")


async def test_nothing_of_it_is_found_any_more(store: Store) -> None:
    await written(store)
    for words in ("unbelievable", "pills", "discount"):
        assert await found(store, words) == []


async def test_its_files_and_the_bytes_as_they_came_are_named_no_more(store: Store) -> None:
    await written(store)
    assert await store.unnamed_blobs([FILE, RAW]) == {FILE, RAW}


async def test_what_comes_afterwards_and_other_conversations_are_not_touched(store: Store) -> None:
    other = (await begin(store, "unbelievable weather", address="visitor-2")).head
    head = await written(store)
    await changed(store, head.id, appending(message("again")))
    again = (await store.entries(head.id, 0, 10))[-1]
    assert isinstance(again.body, Message) and again.body.text == "again"
    assert await found(store, "unbelievable") == [other.id]


async def test_a_resend_of_an_erased_message_is_still_known(store: Store) -> None:
    head = (await begin(store, "hello")).head
    draft = message("once", "the-id")
    await changed(store, head.id, appending(draft))
    await erased(store, head)
    assert (await changed(store, head.id, appending(draft))).duplicate
    assert (await store.entries(head.id, 0, 10))[-1].kind is EntryKind.ERASED


async def test_erasing_again_changes_nothing(store: Store) -> None:
    head = await written(store)
    before = await store.entries(head.id, 0, 10)
    await erased(store, head)
    assert await store.entries(head.id, 0, 10) == before
