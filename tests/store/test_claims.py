"""Contract: what is claimed, leased, spent or remembered, each by one conditional write."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

from contactcenter.ids import AgentId, BlobId, DeliveryId, InboxId, ReceiptId, uuid7
from contactcenter.model.bodies import Attachment, DeliveryState, Message, Original
from contactcenter.model.plan import DeliveryDraft, Plan, RoutingRecord
from contactcenter.model.rows import Delivery, Presence, Receipt, ReceiptState, StoredReply, Token
from contactcenter.ports import Store
from tests.store.samples import NOON, appending, begin, changed, chat_identity, message, minutes

MINUTE = minutes(1)


# -- receipts ------------------------------------------------------------------------------------------------


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
    assert await store.named_blobs() == {"aa" * 32, "bb" * 32, "cc" * 32}


# -- deliveries ----------------------------------------------------------------------------------------------


async def queued(store: Store, due_at: datetime = NOON) -> DeliveryId:
    head = (await begin(store, address=uuid7())).head
    draft = DeliveryDraft(
        id=DeliveryId(uuid7()), inbox_id=InboxId("mail"), channel="email", recipient=chat_identity("x"), due_at=due_at
    )
    await changed(
        store, head.id, lambda head: Plan(head=head, at=NOON, entries=(message("reply"),), deliveries=(draft,))
    )
    return draft.id


async def claim(store: Store, at: datetime, holder: str = "w1") -> tuple[Delivery, ...]:
    return await store.claim_deliveries(holder, at, MINUTE)


async def test_due_deliveries_are_claimed_by_one_worker(store: Store) -> None:
    now_due, later = await queued(store), await queued(store, NOON + minutes(10))
    claimed = await asyncio.gather(*(claim(store, NOON, f"w{n}") for n in range(4)))

    taken = [one for some in claimed for one in some]
    assert [one.id for one in taken] == [now_due]
    assert (taken[0].epoch, taken[0].attempts, taken[0].state) == (1, 1, DeliveryState.QUEUED)
    assert taken[0].recipient == chat_identity("x")
    assert [one.id for one in await claim(store, NOON + minutes(10))] == [now_due, later]


async def test_a_worker_that_was_too_slow_settles_nothing(store: Store) -> None:
    delivery = await queued(store)
    slow = (await claim(store, NOON))[0]
    assert await claim(store, NOON + timedelta(seconds=59)) == ()
    quick = (await claim(store, NOON + MINUTE))[0]
    assert quick.epoch == 2

    assert not await store.settle_delivery(delivery, slow.epoch, DeliveryState.FAILED, at=NOON)
    assert await store.settle_delivery(delivery, quick.epoch, DeliveryState.SENT, at=NOON, provider_id="p1")
    assert await claim(store, NOON + minutes(60)) == ()


async def test_a_deferred_delivery_is_due_again(store: Store) -> None:
    delivery = await queued(store)
    epoch = (await claim(store, NOON))[0].epoch
    again_at = NOON + minutes(5)
    assert await store.settle_delivery(
        delivery, epoch, DeliveryState.DEFERRED, at=NOON, error="greylisted", retry_at=again_at
    )
    assert await claim(store, NOON + minutes(4)) == ()
    again = (await claim(store, again_at))[0]
    assert (again.state, again.attempts, again.error, again.due_at) == (
        DeliveryState.DEFERRED,
        2,
        "greylisted",
        again_at,
    )


async def test_a_delivery_status_never_goes_back(store: Store) -> None:
    delivery = await queued(store)
    epoch = (await claim(store, NOON))[0].epoch
    for state in (DeliveryState.SENT, DeliveryState.SEEN, DeliveryState.DELIVERED, DeliveryState.QUEUED):
        assert await store.settle_delivery(delivery, epoch, state, at=NOON)
    assert await claim(store, NOON + minutes(60)) == ()


async def test_an_unknown_delivery_is_not_settled(store: Store) -> None:
    assert not await store.settle_delivery(DeliveryId(uuid7()), 1, DeliveryState.SENT, at=NOON)


# -- leases --------------------------------------------------------------------------------------------------


async def test_a_lease_has_one_holder_and_a_growing_epoch(store: Store) -> None:
    first = await store.take_lease("router", "n1", NOON, MINUTE)
    assert first is not None and (first.holder, first.epoch, first.expires_at) == ("n1", 1, NOON + MINUTE)
    assert await store.take_lease("router", "n2", NOON, MINUTE) is None
    renewed = await store.take_lease("router", "n1", NOON + timedelta(seconds=30), MINUTE)
    assert renewed is not None and (renewed.epoch, renewed.expires_at) == (1, NOON + timedelta(seconds=90))
    assert await store.take_lease("router", "n2", NOON + timedelta(seconds=89), MINUTE) is None
    second = await store.take_lease("router", "n2", NOON + timedelta(seconds=90), MINUTE)
    assert second is not None and second.epoch == 2


async def test_a_dropped_lease_is_free_and_a_late_drop_harms_nobody(store: Store) -> None:
    first = await store.take_lease("router", "n1", NOON, MINUTE)
    assert first is not None
    await store.drop_lease(first)
    second = await store.take_lease("router", "n2", NOON, MINUTE)
    assert second is not None and second.epoch == 2
    await store.drop_lease(first)
    assert await store.take_lease("router", "n1", NOON, MINUTE) is None


async def test_of_many_who_want_a_lease_one_gets_it(store: Store) -> None:
    taken = await asyncio.gather(*(store.take_lease("router", f"n{n}", NOON, MINUTE) for n in range(10)))
    assert sum(lease is not None for lease in taken) == 1


# -- presence ------------------------------------------------------------------------------------------------


async def test_presence_lasts_as_long_as_it_beats(store: Store) -> None:
    one = Presence(agent_id=AgentId("a1"), node="n", socket="s1", expires_at=NOON + timedelta(seconds=30))
    two = replace(one, agent_id=AgentId("a2"), socket="s2")
    await store.beat(one)
    await store.beat(two)
    await store.beat(replace(one, expires_at=NOON + MINUTE))

    assert {presence.socket for presence in await store.presences(NOON)} == {"s1", "s2"}
    assert await store.presences(NOON + timedelta(seconds=30)) == (replace(one, expires_at=NOON + MINUTE),)
    await store.drop_presence("s1")
    assert await store.presences(NOON + timedelta(seconds=30)) == ()


# -- tokens and replies --------------------------------------------------------------------------------------


def token(name: str, purpose: str = "login", subject: str = "a1", expires_at: datetime | None = None) -> Token:
    return Token(hash=name, purpose=purpose, subject=subject, data={"x": "1"}, created_at=NOON, expires_at=expires_at)


async def test_a_token_opens_until_it_expires(store: Store) -> None:
    lasting, short = token("h1"), token("h2", expires_at=NOON + MINUTE)
    await store.put_token(lasting)
    await store.put_token(short)

    assert await store.token("h1", NOON + timedelta(days=900)) == lasting
    assert await store.token("h2", NOON) == short
    assert await store.token("h2", NOON + MINUTE) is None
    assert await store.token("unknown", NOON) is None


async def test_a_token_is_spent_once(store: Store) -> None:
    await store.put_token(token("h1"))
    spent = await asyncio.gather(*(store.spend_token("h1", NOON) for _ in range(8)))
    assert [one for one in spent if one] == [token("h1")]
    await store.put_token(token("h2", expires_at=NOON))
    assert await store.spend_token("h2", NOON) is None


async def test_the_tokens_of_one_subject_and_purpose_are_dropped(store: Store) -> None:
    for one in (token("h1"), token("h2"), token("h3", subject="a2"), token("h4", purpose="api")):
        await store.put_token(one)
    assert await store.drop_tokens("login", "a1") == 2
    assert [await store.token(name, NOON) is not None for name in ("h1", "h2", "h3", "h4")] == [
        False,
        False,
        True,
        True,
    ]


async def test_tokens_of_a_purpose_are_listed_by_subject(store: Store) -> None:
    for one in (token("h2", purpose="api", subject="t2"), token("h1", purpose="api", subject="t1"), token("h3")):
        await store.put_token(one)
    first = await store.tokens("api", limit=1)
    second = await store.tokens("api", after=first.next, limit=1)
    assert [one.subject for one in (*first.items, *second.items)] == ["t1", "t2"]
    assert second.next is None


async def test_the_first_reply_under_a_key_is_the_one_recalled(store: Store) -> None:
    first, second = StoredReply(status=201, body=b"\x00one"), StoredReply(status=409, body=b"two")
    assert await store.recall_reply("k", NOON) is None
    await store.remember_reply("k", first, NOON + MINUTE)
    await store.remember_reply("k", second, NOON + MINUTE)
    assert await store.recall_reply("k", NOON) == first
    assert await store.recall_reply("k", NOON + MINUTE) is None


# -- routing log ---------------------------------------------------------------------------------------------


async def test_the_routing_log_keeps_time_order(store: Store) -> None:
    lines = [RoutingRecord(at=NOON + minutes(n), event=f"e{n}", data={"n": n, "deep": {"x": [1]}}) for n in range(4)]
    await store.log_routing(lines[2:])
    await store.log_routing(lines[:2])
    same_time = RoutingRecord(at=lines[3].at, event="later")
    await store.log_routing([same_time])

    assert await store.routing_log(NOON) == (*lines, same_time)
    assert await store.routing_log(NOON + minutes(1), limit=2) == (lines[1], lines[2])
