"""Contract: that bytes arrived is kept once, and what became of them."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from contactcenter.errors import Invalid
from contactcenter.ids import BlobId, InboxId, ReceiptId, derived_id, uuid7
from contactcenter.model.message import Attachment, Message, Original
from contactcenter.model.rows import Lease, Receipt, ReceiptState
from contactcenter.ports import Store
from tests.store.samples import NOON, appending, begin, changed, message, minutes

MAIL = InboxId("mail")


def receipt(external_id: str = "m1", blob: str = "ab" * 32) -> Receipt:
    return Receipt(
        id=ReceiptId(uuid7()),
        inbox_id=InboxId("mail"),
        external_id=external_id,
        blob_id=BlobId(blob),
        received_at=NOON,
    )


async def test_a_receipt_is_kept_once(store: Store) -> None:
    first = receipt()
    assert await store.receipt(first) == first
    again = await store.receipt(receipt())
    assert again == replace(first, duplicate=True)
    other_inbox = replace(receipt(), inbox_id=InboxId("other"))
    assert not (await store.receipt(other_inbox)).duplicate


async def test_a_receipt_moves_through_its_states(store: Store) -> None:
    kept = [await store.receipt(receipt(str(n))) for n in range(3)]
    await store.settle_receipt(kept[0].id, ReceiptState.RECORDED)
    await store.settle_receipt(kept[1].id, ReceiptState.QUARANTINED, "no sender")

    quarantined = await store.receipts(ReceiptState.QUARANTINED)
    assert quarantined.items == (replace(kept[1], state=ReceiptState.QUARANTINED, error="no sender", attempts=1),)
    assert (await store.receipts(ReceiptState.RECEIVED)).items == (kept[2],)
    await store.settle_receipt(kept[1].id, ReceiptState.RECORDED)
    assert (await store.receipts(ReceiptState.QUARANTINED)).items == ()
    first = await store.receipts(ReceiptState.RECORDED, limit=1)
    rest = await store.receipts(ReceiptState.RECORDED, after=first.next)
    assert [one.attempts for one in (*first.items, *rest.items)] == [1, 2]
    assert [one.error for one in rest.items] == [None]


async def test_blobs_that_receipts_or_entries_name_are_known(store: Store) -> None:
    await store.receipt(receipt(blob="aa" * 32))
    head = (await begin(store)).head
    picture = Attachment(blob_id="bb" * 32, name="a.png", content_type="image/png", size_bytes=3)
    draft = message("see")
    with_files = replace(
        draft, body=Message(text="see", attachments=(picture,), original=Original(html_blob_id="cc" * 32))
    )
    await changed(store, head.id, appending(with_files))
    asked = [BlobId(letters * 32) for letters in ("aa", "bb", "cc", "dd")]
    assert await store.unnamed_blobs(asked) == {"dd" * 32}


async def test_receipts_come_oldest_first_page_by_page(store: Store) -> None:
    """Whatever their ids: a provider's may be derived."""
    kept = [
        await store.receipt(
            replace(receipt(str(n)), id=ReceiptId(derived_id("r", str(n))), received_at=NOON + minutes(n // 3))
        )
        for n in range(10)
    ]
    await store.settle_receipt(kept[4].id, ReceiptState.IGNORED)
    found: list[Receipt] = []
    after: str | None = None
    for _ in range(3):
        page = await store.receipts(ReceiptState.RECEIVED, after, 3)
        found += page.items
        after = page.next
    assert after is None
    assert [one.received_at for one in found] == sorted(one.received_at for one in found)
    assert {one.id for one in found} == {one.id for one in kept} - {kept[4].id}
    assert len(found) == 9


@pytest.mark.parametrize("cursor", ["", "no cursor", "zz.x", f"{2**64:x}.x"])
async def test_a_cursor_of_another_list_is_refused(store: Store, cursor: str) -> None:
    with pytest.raises(Invalid, match="not a cursor"):
        await store.receipts(ReceiptState.RECEIVED, cursor)


async def test_a_receipt_is_found_by_its_id(store: Store) -> None:
    kept = await store.receipt(receipt())
    await store.settle_receipt(kept.id, ReceiptState.QUARANTINED, "no sender")
    assert await store.receipt_by_id(kept.id) == replace(
        kept, state=ReceiptState.QUARANTINED, error="no sender", attempts=1
    )
    assert await store.receipt_by_id(ReceiptId(uuid7())) is None


# -- what was fetched ----------------------------------------------------------------------------------------


async def held(store: Store, holder: str = "n1", at: datetime = NOON) -> Lease:
    lease = await store.take_lease("inbox/mail", holder, at, minutes(1))
    assert lease is not None
    return lease


async def received(store: Store) -> list[str]:
    return [one.external_id for one in (await store.receipts(ReceiptState.RECEIVED)).items]


async def test_what_was_fetched_is_kept_with_the_cursor_behind_it(store: Store) -> None:
    lease = await held(store)
    assert await store.inbox_cursor(MAIL) is None
    fetched = [receipt("1"), receipt("2")]
    assert await store.take_in(MAIL, fetched, "uid 2", lease) == tuple(fetched)

    assert await store.inbox_cursor(MAIL) == "uid 2"
    assert await store.inbox_cursor(InboxId("other")) is None
    assert await received(store) == ["1", "2"]


async def test_what_is_fetched_again_is_kept_once(store: Store) -> None:
    lease = await held(store)
    known = await store.receipt(receipt("1"))
    first = receipt("2")
    kept = await store.take_in(MAIL, [receipt("1"), first, receipt("2"), receipt("3")], "uid 3", lease)

    assert kept is not None
    assert kept[:3] == (replace(known, duplicate=True), first, replace(first, duplicate=True))
    assert [one.duplicate for one in kept] == [True, False, True, False]
    assert await received(store) == ["1", "2", "3"]


async def test_the_same_name_in_two_inboxes_is_two_receipts(store: Store) -> None:
    await store.receipt(replace(receipt("1"), inbox_id=InboxId("other")))
    kept = await store.take_in(MAIL, [receipt("1")], "uid 1", await held(store))
    assert kept is not None and not kept[0].duplicate


async def test_a_cursor_may_move_without_a_receipt(store: Store) -> None:
    lease = await held(store)
    assert await store.take_in(MAIL, [], "uid 7", lease) == ()
    assert await store.take_in(MAIL, [], "uid 9", lease) == ()
    assert await store.inbox_cursor(MAIL) == "uid 9"


async def test_a_holder_that_was_stopped_and_resumed_after_another_took_over_stores_nothing(store: Store) -> None:
    stopped = await held(store, "n1")
    await store.take_in(MAIL, [receipt("1")], "uid 1", stopped)
    taken_over = await held(store, "n2", NOON + minutes(1))
    assert await store.take_in(MAIL, [receipt("2")], "uid 2", stopped) is None

    assert await received(store) == ["1"]
    assert await store.inbox_cursor(MAIL) == "uid 1"
    assert await store.take_in(MAIL, [receipt("2")], "uid 2", taken_over) is not None
    assert await store.take_in(MAIL, [], "uid 1", stopped) is None
    assert await store.inbox_cursor(MAIL) == "uid 2"


async def test_a_holder_whose_time_is_over_may_go_on_until_another_takes_the_lease(store: Store) -> None:
    lease = await held(store)
    again = await held(store, at=NOON + minutes(5))
    assert again.epoch == lease.epoch
    assert await store.take_in(MAIL, [receipt("1")], "uid 1", lease) is not None
    await store.drop_lease(again)
    assert await store.take_in(MAIL, [receipt("2")], "uid 2", lease) is None


async def test_a_lease_that_nobody_ever_took_lets_nothing_in(store: Store) -> None:
    never = Lease(name="inbox/mail", holder="n1", epoch=1, expires_at=NOON + timedelta(days=1))
    assert await store.take_in(MAIL, [receipt("1")], "uid 1", never) is None
    assert await received(store) == []


async def test_another_inboxs_receipt_is_a_mistake_and_keeps_all_out(store: Store) -> None:
    lease = await held(store)
    with pytest.raises(ValueError, match="another inbox"):
        await store.take_in(MAIL, [receipt("1"), replace(receipt("2"), inbox_id=InboxId("other"))], "uid 2", lease)
    assert await received(store) == []
    assert await store.inbox_cursor(MAIL) is None


async def test_what_is_fetched_while_it_is_pushed_too_is_kept_once(store: Store) -> None:
    lease = await held(store)
    names = [str(n) for n in range(10)]
    fetching = store.take_in(MAIL, [receipt(name) for name in names], "uid 9", lease)
    pushing = asyncio.gather(*(store.receipt(receipt(name)) for name in names))
    kept, pushed = await asyncio.gather(fetching, pushing)

    assert kept is not None
    assert sorted(await received(store)) == names
    assert {one.id for one in kept} == {one.id for one in pushed}


async def test_what_is_fetched_while_another_takes_over_is_kept_wholly_or_not_at_all(store: Store) -> None:
    for n in range(8):
        at = NOON + minutes(2 * n)
        lease = await held(store, f"old{n}", at)
        fetched = [receipt(f"{n}.{m}") for m in range(3)]
        kept, taken = await asyncio.gather(
            store.take_in(MAIL, fetched, f"uid {n}", lease),
            store.take_lease("inbox/mail", f"new{n}", at + minutes(1), minutes(1)),
        )
        assert taken is not None
        stored = [await store.receipt_by_id(one.id) for one in fetched]
        assert stored == (fetched if kept is not None else [None] * 3)
        assert (await store.inbox_cursor(MAIL) == f"uid {n}") is (kept is not None)
