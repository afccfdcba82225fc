"""Contract: outbound messages on their way, claimed by one worker, and what their providers say of them later."""

import asyncio
from datetime import datetime, timedelta

from contactcenter.ids import ConversationId, DeliveryId, InboxId, uuid7
from contactcenter.model.bodies import DeliveryState
from contactcenter.model.contact import Identity
from contactcenter.model.plan import DeliveryDraft, Plan
from contactcenter.model.rows import Delivery
from contactcenter.ports import Store
from tests.store.samples import NOON, begin, changed, chat_identity, message, minutes

MINUTE = minutes(1)
MAIL = InboxId("mail")


async def queued(store: Store, due_at: datetime = NOON, inbox_id: InboxId = MAIL) -> DeliveryId:
    conversation = (await begin(store, address=uuid7())).head.id
    return await replied(store, conversation, due_at, inbox_id)


async def replied(
    store: Store, conversation: ConversationId, due_at: datetime = NOON, inbox_id: InboxId = MAIL
) -> DeliveryId:
    draft = DeliveryDraft(
        id=DeliveryId(uuid7()), inbox_id=inbox_id, channel="email", recipient=chat_identity("x"), due_at=due_at
    )
    await changed(
        store, conversation, lambda head: Plan(head=head, at=NOON, entries=(message("reply"),), deliveries=(draft,))
    )
    return draft.id


async def sent(store: Store, provider_id: str = "p1", inbox_id: InboxId = MAIL) -> DeliveryId:
    """A delivery that its provider has taken over."""
    delivery = await queued(store, inbox_id=inbox_id)
    claimed = {one.id: one for one in await claim(store, NOON)}[delivery]
    assert await store.settle_delivery(delivery, claimed.epoch, DeliveryState.SENT, at=NOON, provider_id=provider_id)
    return delivery


async def claim(store: Store, at: datetime, holder: str = "w1") -> tuple[Delivery, ...]:
    return await store.claim_deliveries(holder, at, MINUTE)


async def test_due_deliveries_are_claimed_by_one_worker(store: Store) -> None:
    now_due, later = await queued(store), await queued(store, NOON + minutes(10))
    claimed = await asyncio.gather(*(claim(store, NOON, f"w{n}") for n in range(4)))

    taken = [one for some in claimed for one in some]
    assert [one.id for one in taken] == [now_due]
    assert (taken[0].epoch, taken[0].attempts, taken[0].state) == (1, 1, DeliveryState.SENDING)
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
    deferred = await store.delivery(delivery)
    assert deferred is not None and deferred.state is DeliveryState.DEFERRED
    again = (await claim(store, again_at))[0]
    assert (again.state, again.attempts, again.error, again.due_at) == (
        DeliveryState.SENDING,
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


async def test_a_worker_claims_the_deliveries_of_its_own_inbox(store: Store) -> None:
    mails, others = [await queued(store) for _ in range(2)], [await queued(store, inbox_id=InboxId("other"))]
    claimed = await store.claim_deliveries("w1", NOON, MINUTE, inbox_id=InboxId("other"))
    assert [one.id for one in claimed] == others
    assert await store.claim_deliveries("w1", NOON, MINUTE, inbox_id=InboxId("none")) == ()
    claimed = await store.claim_deliveries("w2", NOON, MINUTE, limit=1, inbox_id=MAIL)
    claimed += await store.claim_deliveries("w2", NOON, MINUTE, inbox_id=MAIL)
    assert [one.id for one in claimed] == mails


async def test_a_claimed_delivery_is_being_sent_until_its_workers_lease_ends(store: Store) -> None:
    delivery = await queued(store)
    dead = (await claim(store, NOON, "dead"))[0]
    assert await store.delivery(delivery) == dead
    assert dead.state is DeliveryState.SENDING

    for inbox_id in (None, MAIL):
        assert await store.claim_deliveries("w", NOON + timedelta(seconds=59), MINUTE, inbox_id=inbox_id) == ()
    again = await store.claim_deliveries("w", NOON + MINUTE, MINUTE, inbox_id=MAIL)
    assert [(one.id, one.state, one.epoch, one.attempts) for one in again] == [(delivery, DeliveryState.SENDING, 2, 2)]


async def test_a_worker_that_needs_longer_says_so(store: Store) -> None:
    delivery = await queued(store)
    epoch = (await claim(store, NOON))[0].epoch
    assert await store.settle_delivery(delivery, epoch, DeliveryState.SENDING, at=NOON, retry_at=NOON + minutes(5))
    assert await claim(store, NOON + minutes(4)) == ()
    assert [one.id for one in await claim(store, NOON + minutes(5))] == [delivery]


# -- looking at them -----------------------------------------------------------------------------------------


async def test_a_delivery_is_shown_at_its_message(store: Store) -> None:
    head = (await begin(store)).head
    first, second = await replied(store, head.id), await replied(store, head.id)
    await queued(store)

    assert [(one.id, one.message_seq) for one in await store.deliveries_of(head.id)] == [(first, 2), (second, 3)]
    (shown,) = await store.deliveries_of(head.id, 3)
    assert shown == await store.delivery(second)
    assert shown == Delivery(
        id=second,
        conversation_id=head.id,
        message_seq=3,
        inbox_id=MAIL,
        channel="email",
        recipient=chat_identity("x"),
        due_at=NOON,
    )
    assert await store.deliveries_of(head.id, 1) == ()
    assert await store.delivery(DeliveryId(uuid7())) is None


async def test_a_delivery_is_found_by_what_its_provider_calls_it(store: Store) -> None:
    one, two = await sent(store, "p1"), await sent(store, "p2")
    await sent(store, "p3", InboxId("other"))
    await queued(store)

    found = await store.delivery_by_provider_id(MAIL, ["?", "p2", "p1"])
    assert found is not None and (found.id, found.provider_id) == (two, "p2")
    found = await store.delivery_by_provider_id(MAIL, ["p1"])
    assert found is not None and found.id == one
    for unknown in (["p3"], [""], []):
        assert await store.delivery_by_provider_id(MAIL, unknown) is None


# -- news from the provider ----------------------------------------------------------------------------------


async def test_news_of_a_delivery_that_was_sent_are_kept(store: Store) -> None:
    delivery = await sent(store)
    bounced = await store.note_delivery(delivery, DeliveryState.BOUNCED, at=NOON, error="550 no such mailbox")

    assert bounced is not None
    assert (bounced.state, bounced.error, bounced.provider_id) == (DeliveryState.BOUNCED, "550 no such mailbox", "p1")
    assert await store.delivery(delivery) == bounced


async def test_news_that_change_nothing_are_none(store: Store) -> None:
    delivery = await sent(store)
    seen = await store.note_delivery(delivery, DeliveryState.SEEN, at=NOON)
    for state in (DeliveryState.SEEN, DeliveryState.DELIVERED, DeliveryState.BOUNCED, DeliveryState.DEFERRED):
        assert await store.note_delivery(delivery, state, at=NOON, error="late") is None
    assert await store.delivery(delivery) == seen
    assert await store.note_delivery(DeliveryId(uuid7()), DeliveryState.BOUNCED, at=NOON) is None


async def test_of_many_who_bring_the_same_news_one_changes_something(store: Store) -> None:
    delivery = await sent(store)
    told = await asyncio.gather(*(store.note_delivery(delivery, DeliveryState.DELIVERED, at=NOON) for _ in range(8)))
    assert sum(one is not None for one in told) == 1


async def test_what_its_provider_has_delivered_is_not_sent_again(store: Store) -> None:
    """The worker died between handing it over and saying so."""
    delivery = await queued(store)
    claimed = (await claim(store, NOON))[0]
    await store.note_delivery(delivery, DeliveryState.DELIVERED, at=NOON)
    assert await claim(store, NOON + minutes(60)) == ()
    late = NOON + minutes(61)
    assert await store.settle_delivery(
        delivery, claimed.epoch, DeliveryState.DEFERRED, at=late, error="timeout", retry_at=late
    )
    assert await claim(store, NOON + minutes(120)) == ()


async def test_a_worker_that_settles_after_the_bounce_leaves_its_reason(store: Store) -> None:
    delivery = await queued(store)
    claimed = (await claim(store, NOON))[0]
    await store.note_delivery(delivery, DeliveryState.BOUNCED, at=NOON, error="550 no such mailbox")
    await store.settle_delivery(delivery, claimed.epoch, DeliveryState.SENT, at=NOON, provider_id="p1")

    now = await store.delivery(delivery)
    assert now is not None
    assert (now.state, now.error, now.provider_id) == (DeliveryState.BOUNCED, "550 no such mailbox", "p1")


# -- addresses that are not written to -----------------------------------------------------------------------


async def test_a_suppressed_address_is_remembered_until_it_is_released(store: Store) -> None:
    ann = Identity(kind="email", address="ann@example.com")
    others = Identity(kind="email", scope="s", address="ann@example.com")
    assert await store.suppression(ann) is None
    await store.suppress(ann, "550 no such mailbox", NOON)
    await store.suppress(ann, "552 mailbox full", NOON + MINUTE)

    assert await store.suppression(ann) == "552 mailbox full"
    assert await store.suppression(others) is None
    await store.unsuppress(ann)
    await store.unsuppress(ann)
    assert await store.suppression(ann) is None
