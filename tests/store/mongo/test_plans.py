"""MongoDB: no question reads a whole collection, and the usual lists come in the order of an index."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from pymongo.database import Database

from contactcenter.ids import AgentId, BlobId, ContactId, DeliveryId, InboxId, QueueId, ReceiptId, uuid7
from contactcenter.model.bodies import DeliveryState
from contactcenter.model.contact import Identity
from contactcenter.model.conversation import Awaiting, State
from contactcenter.model.plan import DeliveryDraft, Plan
from contactcenter.model.records import Tag
from contactcenter.model.rows import ConversationFilter, Receipt, ReceiptState
from contactcenter.model.scope import EVERYTHING, Scope
from contactcenter.ports import Store
from tests.store.mongo.conftest import Starts
from tests.store.samples import (
    NOON,
    assigning,
    begin,
    changed,
    inbound,
    message,
    minutes,
    offering,
    queueing,
    resolving,
    saying,
    setting,
)

OPEN = frozenset({State.WAITING, State.OFFERED, State.ASSIGNED})
AGENT = Scope(agent_id=AgentId("a1"), queue_ids=frozenset({QueueId("q1")}))
MAIL = InboxId("mail")
VISITOR = Scope(contacts=frozenset({ContactId("c1")}))


@pytest.fixture
def profile(raw: Database[dict[str, Any]]) -> Iterator[Database[dict[str, Any]]]:
    """MongoDB writes down every operation and how it was carried out."""
    raw.command("profile", 0)
    raw.drop_collection("system.profile")
    raw.command("profile", 2)
    yield raw
    raw.command("profile", 0)
    raw.drop_collection("system.profile")


async def some_history(store: Store) -> None:
    """Most of it is other people's, so that a plan which reads it all loses."""
    for n in range(80):
        mine = n % 8 == 1
        head = (await begin(store, f"battery {n}", address=f"a{n}", at=NOON + minutes(n))).head
        await changed(store, head.id, queueing("q1" if mine else f"q{n}", at=NOON + minutes(n)))
        if n % 3 == 0:
            await changed(store, head.id, offering("a1" if mine else f"a{n}"))
        if n % 6 == 0:
            await changed(store, head.id, assigning("a1" if mine else f"a{n}"))
        if n % 5 == 0:
            await changed(store, head.id, resolving())
            await changed(store, head.id, setting(tags=("vip",)))
    while await store.index_pending():
        pass


LISTS = {
    "everything": (ConversationFilter(), EVERYTHING, "{ last: -1"),
    "oldest": (ConversationFilter(order="oldest"), EVERYTHING, "{ last: -1"),
    "waiting": (ConversationFilter(order="waiting"), EVERYTHING, "{ waiting: 1"),
    "a queue's waiting": (ConversationFilter(order="waiting", queue_id="q1"), EVERYTHING, "{ queue: 1, waiting: 1"),
    "an agent's": (ConversationFilter(agent_id=AgentId("a1")), EVERYTHING, "{ agent: 1, last"),
    "an agent's open": (ConversationFilter(agent_id=AgentId("a1"), states=OPEN), EVERYTHING, "{ agent: 1,"),
    "a queue's open": (ConversationFilter(queue_id="q1", states=OPEN), EVERYTHING, "{ queue: 1, open"),
    "a contact's": (ConversationFilter(contact_id=ContactId("c1")), EVERYTHING, "{ contact: 1"),
    "tagged": (ConversationFilter(tag="vip"), EVERYTHING, "{ tags: 1"),
    "what an agent may see": (ConversationFilter(), AGENT, "{ agent: 1, last"),
    "open ones that an agent may see": (ConversationFilter(states=OPEN), AGENT, "{ agent: 1,"),
    "what a visitor may see": (ConversationFilter(), VISITOR, "{ contact: 1"),
}


@pytest.mark.parametrize("name", LISTS)
async def test_a_list_comes_in_the_order_of_an_index(
    starts: Starts, profile: Database[dict[str, Any]], name: str
) -> None:
    store = await starts()
    await some_history(store)
    profile.command("profile", 0)
    profile.drop_collection("system.profile")
    profile.command("profile", 2)
    where, scope, index = LISTS[name]
    await store.conversations(where, scope, limit=10)

    asked = list(profile["system.profile"].find({"op": "query", "ns": {"$regex": r"\.heads$"}}))
    assert asked
    for one in asked:
        assert index in one["planSummary"]
        # few are sorted rather than merged; many never
        assert not one.get("hasSortStage") or one["keysExamined"] < 30, one["planSummary"]


async def some_mail(store: Store) -> None:
    """A page's worth of receipts and deliveries in each of several inboxes."""
    for n in range(60):
        inbox_id = InboxId(f"mail{n % 3}")
        at = NOON + minutes(n)
        await store.receipt(
            Receipt(id=ReceiptId(uuid7()), inbox_id=inbox_id, external_id=str(n), blob_id=BlobId("b"), received_at=at)
        )
        draft = DeliveryDraft(
            id=DeliveryId(uuid7()),
            inbox_id=inbox_id,
            channel="email",
            recipient=Identity(kind="email", address="a@b"),
            due_at=at,
        )
        await changed(
            store,
            (await begin(store, f"mail {n}", address=f"a{n}")).head.id,
            lambda now, draft=draft: Plan(head=now, at=NOON, entries=(message("x"),), deliveries=(draft,)),
        )


async def test_receipts_and_deliveries_come_in_the_order_of_an_index(
    starts: Starts, profile: Database[dict[str, Any]]
) -> None:
    store = await starts()
    await some_mail(store)
    first = await store.receipts(ReceiptState.RECEIVED, limit=10)
    await store.receipts(ReceiptState.RECEIVED, first.next, limit=10)
    for inbox_id in (None, InboxId("mail1")):
        await store.claim_deliveries("w", NOON + minutes(10), minutes(1), 5, inbox_id)

    asked = list(profile["system.profile"].find({"op": "query", "ns": {"$regex": r"\.(receipts|deliveries)$"}}))
    assert [one["planSummary"] for one in asked] == [
        "IXSCAN { state: 1, received: 1, _id: 1 }",
        "IXSCAN { state: 1, received: 1, _id: 1 }",
        "IXSCAN { claimable: 1 }",
        "IXSCAN { inbox: 1, claimable: 1 }",
    ]
    assert not any(one.get("hasSortStage") for one in asked)
    assert max(one["docsExamined"] for one in asked) <= 12


async def test_no_verb_reads_a_whole_collection(starts: Starts, profile: Database[dict[str, Any]]) -> None:
    store = await starts()
    await some_history(store)
    head = (await begin(store, "more", address="a1")).head
    await store.record_inbound(inbound("again", address="a1", conversation_id=head.id))
    await changed(store, head.id, saying("hello"))
    await store.conversations(ConversationFilter(awaiting=Awaiting.AGENT, unassigned=True), AGENT)
    await store.conversations(ConversationFilter(facts={"product": "x"}), EVERYTHING)
    await store.add_thread_keys(head.id, ["a", "b"])
    await store.thread(["x", "a"])
    await store.entries(head.id)
    await store.entries_before(head.id, 10, contact_only=True)
    await store.routable()
    await store.due_conversations(NOON)
    await store.links(head.id)
    await store.linked_to("x")
    await store.count_fact("product", AGENT, NOON, NOON + minutes(1))
    for scope in (EVERYTHING, AGENT, VISITOR):
        await store.search("battery 12", scope)
    await store.merged_contacts(head.contact_id)
    await store.known_facts(head.contact_id)
    await store.memberships(head.contact_id)
    await store.save(Tag(id="vip"), actor="a", at=NOON, new=True)
    await store.save(replace(Tag(id="vip"), color="red"), actor="a", at=NOON)
    await store.records(Tag)
    await store.record_history(Tag, "vip")
    await store.claim_deliveries("w", NOON, timedelta(minutes=1))
    await store.claim_deliveries("w", NOON, timedelta(minutes=1), inbox_id=MAIL)
    await store.note_delivery(DeliveryId("x"), DeliveryState.BOUNCED, at=NOON)
    await store.deliveries_of(head.id)
    await store.deliveries_of(head.id, 2)
    await store.delivery_by_provider_id(MAIL, ["", "x"])
    await store.suppress(Identity(kind="email", address="a@b"), "gone", NOON)
    await store.suppression(Identity(kind="email", address="a@b"))
    await store.unsuppress(Identity(kind="email", address="a@b"))
    await store.take_lease("router", "n", NOON, timedelta(minutes=1))
    await store.presences(NOON)
    await store.token("x", NOON)
    await store.drop_tokens("login", "a")
    await store.recall_reply("k", NOON)
    lease = await store.take_lease("inbox/mail", "n", NOON, timedelta(minutes=1))
    assert lease is not None
    await store.take_in(MAIL, [], "1", lease)
    await store.inbox_cursor(MAIL)
    await store.receipts(ReceiptState.QUARANTINED)
    await store.receipt_by_id(ReceiptId("x"))
    with pytest.raises(Exception, match="no such receipt"):
        await store.settle_receipt(ReceiptId("x"), ReceiptState.RECORDED)
    await store.routing_log(NOON)
    while await store.index_pending():
        pass

    whole = {"planSummary": {"$regex": "COLLSCAN"}, "ns": {"$not": {"$regex": r"\.(loads|system\.profile)$"}}}
    found = [(one["ns"], one["command"]) for one in profile["system.profile"].find(whole)]
    assert found == []


async def test_the_beginning_of_a_word_is_no_range_of_the_index(
    starts: Starts, profile: Database[dict[str, Any]]
) -> None:
    """With a range MongoDB reads and sorts all that match; whole words it merges in the order of time."""
    store = await starts()
    await some_history(store)
    profile.command("profile", 0)
    profile.drop_collection("system.profile")
    profile.command("profile", 2)
    for scope in (EVERYTHING, AGENT):
        assert await store.search("batt", scope)

    asked = list(profile["system.profile"].find({"ns": {"$regex": r"\.search$"}}))
    assert asked
    assert [one["command"] for one in asked if "Regex(" in repr(one["command"])] == []
