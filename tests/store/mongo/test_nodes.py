"""MongoDB: several nodes write one centre, and a batch keeps everybody's order."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from pymongo import monitoring
from pymongo.database import Database

from contactcenter.model.conversation import Conversation, State
from contactcenter.model.plan import Changed, Plan, Recorded, Refused, RefusedBecause
from contactcenter.model.rows import ConversationFilter
from contactcenter.model.scope import EVERYTHING
from contactcenter.ports import Store
from tests.store.mongo.conftest import Starts
from tests.store.samples import (
    NOON,
    appending,
    assigning,
    begin,
    changed,
    inbound,
    message,
    minutes,
    offering,
    queueing,
    saying,
    setting,
    texts,
)


async def test_messages_of_one_conversation_keep_their_order_while_others_write(starts: Starts) -> None:
    store = await starts()
    heads = [(await begin(store, address=f"a{n}")).head for n in range(12)]
    await asyncio.gather(*(store.change(head.id, saying(str(n))) for n in range(25) for head in heads))
    for head in heads:
        assert texts(await store.entries(head.id, after=1)) == [str(n) for n in range(25)]


async def test_a_resend_in_a_batch_leaves_no_gap(starts: Starts) -> None:
    store = await starts()
    head = (await begin(store, "0")).head
    sent = [inbound(str(n), external_id=f"x{n}", conversation_id=head.id) for n in range(1, 10)]
    twice = [one for two in zip(sent, sent, strict=True) for one in two]
    done = await asyncio.gather(*(store.record_inbound(one) for one in twice))

    assert [one.duplicate for one in done if isinstance(one, Recorded)] == [False, True] * 9
    entries = await store.entries(head.id)
    assert [entry.seq for entry in entries] == list(range(1, 11))
    assert texts(entries) == [str(n) for n in range(10)]


async def test_two_nodes_that_write_one_conversation_leave_no_gap(starts: Starts) -> None:
    nodes = [await starts(), await starts()]
    head = (await begin(nodes[0], "0")).head

    async def write(node: Store, name: str) -> None:
        for n in range(40):
            await changed(node, head.id, saying(f"{name}{n}"))

    await asyncio.gather(write(nodes[0], "a"), write(nodes[1], "b"))
    entries = await nodes[0].entries(head.id, after=1)
    assert [entry.seq for entry in entries] == list(range(2, 82))
    for name in "ab":
        assert [text for text in texts(entries) if text.startswith(name)] == [f"{name}{n}" for n in range(40)]
    assert (await nodes[1].conversation(head.id)).seq == 81  # type: ignore[union-attr]


async def test_a_message_sent_to_both_nodes_is_stored_once(starts: Starts) -> None:
    nodes = [await starts(), await starts()]
    same = inbound("hello", external_id="x1")
    done = await asyncio.gather(*(node.record_inbound(same) for node in nodes for _ in range(5)))

    assert [one.duplicate for one in done if isinstance(one, Recorded)].count(False) == 1
    assert len(await nodes[0].entries(same.new_id)) == 1


async def test_a_node_with_an_old_head_refuses_nobody_for_it(starts: Starts) -> None:
    one, other = await starts(), await starts()
    head = (await begin(one)).head
    await changed(one, head.id, queueing())
    await changed(other, head.id, assigning("a1"))

    def releasing(now: Conversation) -> Plan | Refused:
        if now.state is not State.ASSIGNED:
            return Refused(RefusedBecause.STATE, now)
        return queueing()(now)

    assert isinstance(await one.change(head.id, releasing), Changed)


async def test_a_change_without_an_entry_is_seen_by_the_other_nodes_next_write(starts: Starts) -> None:
    one, other = await starts(), await starts()
    head = (await begin(one)).head
    await changed(other, head.id, setting(subject="from the other"))
    done = await changed(one, head.id, saying("hello"))
    assert (done.head.subject, done.head.version) == ("from the other", 3)


async def test_no_agent_gets_more_than_the_limit_from_two_nodes(starts: Starts) -> None:
    nodes = [await starts(), await starts()]
    heads = [(await begin(nodes[0], address=f"a{n}")).head for n in range(8)]
    for head in heads:
        await changed(nodes[0], head.id, queueing())
    offers = (nodes[n % 2].change(head.id, offering("agent-1", units_limit=3)) for n, head in enumerate(heads))
    done = await asyncio.gather(*offers)

    assert sum(isinstance(one, Changed) for one in done) == 3
    assert await nodes[0].agent_loads() == {"agent-1": 3}


async def test_what_cannot_be_written_harms_nobody_else_in_the_batch(starts: Starts) -> None:
    store = await starts()
    heads = [(await begin(store, address=f"a{n}")).head for n in range(3)]
    bad = appending(message("x", external_id="\ud800"))
    done = await asyncio.gather(
        store.change(heads[0].id, saying("one")),
        store.change(heads[1].id, bad),
        store.change(heads[2].id, saying("three")),
        return_exceptions=True,
    )
    assert isinstance(done[0], Changed) and isinstance(done[2], Changed)
    assert isinstance(done[1], UnicodeEncodeError)
    assert texts(await store.entries(heads[1].id)) == ["hello"]
    await changed(store, heads[1].id, saying("two"))


# -- heads are derived ---------------------------------------------------------------------------------------


def take_back_heads(raw: Database[dict[str, Any]], heads: list[dict[str, Any]]) -> None:
    """As if the node had died between an entry and its head."""
    for head in heads:
        raw["heads"].replace_one({"_id": head["_id"]}, head)


async def test_a_head_that_a_crash_left_behind_is_right_when_read(
    starts: Starts, raw: Database[dict[str, Any]]
) -> None:
    store = await starts()
    head = (await begin(store)).head
    await store.conversations(ConversationFilter(), EVERYTHING)
    before = list(raw["heads"].find())
    done = await changed(store, head.id, setting(state=State.WAITING, subject="later"))
    await store.conversations(ConversationFilter(), EVERYTHING)
    take_back_heads(raw, before)

    other = await starts()
    assert await other.conversation(head.id) == done.head
    assert [one.subject for one in await other.routable()] == ["later"]


async def test_the_sweep_repairs_a_head_of_a_node_that_died(starts: Starts, raw: Database[dict[str, Any]]) -> None:
    store = await starts()
    head = (await begin(store)).head
    await store.conversations(ConversationFilter(), EVERYTHING)
    before = list(raw["heads"].find())
    await changed(store, head.id, setting(subject="later"))
    await store.conversations(ConversationFilter(), EVERYTHING)
    take_back_heads(raw, before)

    assert await store.index_pending() > 0
    listed = await store.conversations(ConversationFilter(), EVERYTHING)
    assert [one.subject for one in listed.items] == ["later"]


async def test_a_folded_write_lets_go_of_its_head_and_nothing_is_lost(
    starts: Starts, raw: Database[dict[str, Any]]
) -> None:
    store = await starts()
    head = (await begin(store)).head
    done = await changed(store, head.id, setting(read_up_to={"contact": 1}))
    while await store.index_pending():
        pass

    assert raw["journal"].count_documents({"$or": [{"h": {"$exists": True}}, {"todo": True}]}) == 0
    assert raw["journal"].count_documents({"gone": {"$exists": True}}) == 1
    raw["journal"].delete_many({"gone": {"$exists": True}})  # as MongoDB does a day later
    other = await starts()
    assert await other.conversation(head.id) == done.head
    assert (await changed(other, head.id, saying("on"))).head.version == 3


# -- cost ----------------------------------------------------------------------------------------------------


class Counted(monitoring.CommandListener):
    """Names of the commands sent."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def started(self, event: Any) -> None:
        self.names.append(event.command_name)

    def succeeded(self, event: Any) -> None: ...

    def failed(self, event: Any) -> None: ...


@pytest.fixture
def counted() -> Iterator[Counted]:
    """What clients that are made from now on send."""
    listener = Counted()
    monitoring.register(listener)
    yield listener
    monitoring._LISTENERS.command_listeners.remove(listener)  # there is no public way back


async def test_a_hundred_messages_at_once_cost_a_few_calls(counted: Counted, starts: Starts) -> None:
    store = await starts()
    heads = [(await begin(store, address=f"a{n}")).head for n in range(100)]
    await store.conversations(ConversationFilter(), EVERYTHING)
    counted.names.clear()
    done = await asyncio.gather(
        *(store.record_inbound(inbound("hi", address=f"a{n}", conversation_id=head.id)) for n, head in enumerate(heads))
    )
    assert all(isinstance(one, Recorded) and not one.duplicate for one in done)
    assert counted.names.count("insert") <= 3
    assert len(counted.names) <= 6


# -- values from outside -------------------------------------------------------------------------------------


async def test_a_value_that_looks_like_a_query_finds_nothing(starts: Starts) -> None:
    store = await starts()
    head = (await begin(store)).head
    await store.remember_reply("k", _reply(), NOON + minutes(1))
    anything: Any = {"$ne": None}

    assert await store.conversation(anything) is None
    assert await store.entries(anything) == ()
    assert await store.contact(anything) is None
    assert await store.token(anything, NOON) is None
    assert await store.spend_token(anything, NOON) is None
    assert await store.recall_reply(anything, NOON) is None
    assert await store.linked_to(anything) == ()
    listed = await store.conversations(ConversationFilter(contact_id=anything), EVERYTHING)
    assert listed.items == ()
    listed = await store.conversations(replace(ConversationFilter(), tag=anything), EVERYTHING)
    assert listed.items == ()
    assert (await store.conversation(head.id)) is not None


def _reply() -> Any:
    from contactcenter.model.rows import StoredReply

    return StoredReply(status=200, body=b"x")
