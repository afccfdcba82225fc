"""MongoDB: no question reads a whole collection, and the usual lists come in the order of an index."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from pymongo.database import Database

from contactcenter.ids import AgentId, ContactId, QueueId, ReceiptId
from contactcenter.model.conversation import Awaiting, State
from contactcenter.model.records import Tag
from contactcenter.model.rows import ConversationFilter, ReceiptState
from contactcenter.model.scope import EVERYTHING, Scope
from contactcenter.ports import Store
from tests.store.mongo.conftest import Starts
from tests.store.samples import (
    NOON,
    assigning,
    begin,
    changed,
    inbound,
    minutes,
    offering,
    queueing,
    resolving,
    saying,
    setting,
)

OPEN = frozenset({State.WAITING, State.OFFERED, State.ASSIGNED})
AGENT = Scope(agent_id=AgentId("a1"), queue_ids=frozenset({QueueId("q1")}))
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
    await store.take_lease("router", "n", NOON, timedelta(minutes=1))
    await store.presences(NOON)
    await store.token("x", NOON)
    await store.drop_tokens("login", "a")
    await store.recall_reply("k", NOON)
    await store.receipts(ReceiptState.QUARANTINED)
    with pytest.raises(Exception, match="no such receipt"):
        await store.settle_receipt(ReceiptId("x"), ReceiptState.RECORDED)
    await store.routing_log(NOON)
    while await store.index_pending():
        pass

    whole = {"planSummary": {"$regex": "COLLSCAN"}, "ns": {"$not": {"$regex": r"\.(loads|system\.profile)$"}}}
    found = [(one["ns"], one["command"]) for one in profile["system.profile"].find(whole)]
    assert found == []
