"""Contract: lists of conversations by what a reader filters and may see, in order and in pages."""

from dataclasses import replace
from datetime import timedelta

import pytest

from contactcenter.ids import AgentId, ContactId, ConversationId, QueueId, uuid7
from contactcenter.model.conversation import SPAM, Awaiting, Commitment, Conversation, OpenOffer, State, due_at
from contactcenter.model.fact import Fact, FactSource, FactState
from contactcenter.model.rows import ConversationFilter
from contactcenter.model.scope import EVERYTHING, Scope, can_view
from contactcenter.ports import Store
from tests.store.samples import (
    NOON,
    assigning,
    begin,
    changed,
    minutes,
    offering,
    queueing,
    resolving,
    saying,
    setting,
)

ALL = ConversationFilter()


async def titled(store: Store, title: str, *moves: object, address: str = "ann", at: float = 0) -> Conversation:
    """A conversation with a subject to tell it by, after the moves."""
    head = (await begin(store, address=address, at=NOON + minutes(at))).head
    for move in (setting(subject=title), *moves):
        head = (await changed(store, head.id, move)).head  # type: ignore[arg-type]
    return head


async def subjects(store: Store, where: ConversationFilter = ALL, scope: Scope = EVERYTHING) -> list[str]:
    """All pages, three at a time."""
    found: list[str] = []
    after: str | None = None
    while True:
        page = await store.conversations(where, scope, after, limit=3)
        assert len(page.items) <= 3
        found += [head.subject for head in page.items]
        if page.next is None:
            return found
        after = page.next


async def test_newest_and_oldest_by_the_last_entry(store: Store) -> None:
    heads = [await titled(store, str(n), at=n) for n in range(7)]
    await changed(store, heads[2].id, saying("up", at=NOON + minutes(30)))
    await changed(store, heads[4].id, resolving(at=NOON + minutes(31)))

    assert await subjects(store) == ["2", "6", "5", "4", "3", "1", "0"]
    assert await subjects(store, ConversationFilter(order="oldest")) == ["0", "1", "3", "4", "5", "6", "2"]


async def test_equal_times_are_listed_once_each(store: Store) -> None:
    for n in range(8):
        await titled(store, str(n))
    assert sorted(await subjects(store)) == [str(n) for n in range(8)]


async def test_the_longest_waiting_first(store: Store) -> None:
    await titled(store, "new")
    await titled(store, "second", queueing(at=NOON + minutes(2)))
    await titled(store, "first", queueing(at=NOON + minutes(1)))
    await titled(store, "third", queueing(at=NOON + minutes(3)))
    await titled(store, "taken", queueing(at=NOON), assigning("a1"))

    where = ConversationFilter(order="waiting")
    assert await subjects(store, where) == ["first", "second", "third"]
    assert await subjects(store, replace(where, queue_id="queue-1")) == ["first", "second", "third"]


@pytest.fixture
async def mixed(store: Store) -> Store:
    """One conversation of each sort."""
    tagged = setting(tags=("vip", "late"))
    fact = Fact(key="product", value="BP200", source=FactSource.AGENT, at=NOON)
    unknown = Fact(key="product", state=FactState.UNKNOWN, source=FactSource.CONTACT, at=NOON)
    await titled(store, "new", address="bob", at=1)
    await titled(store, "queued", queueing("q1"), tagged, at=2)
    await titled(store, "offered", queueing("q2"), offering("a1"), at=3)
    await titled(store, "mine", queueing("q1"), assigning("a1"), setting(facts={"product": fact}), at=4)
    await titled(store, "yours", queueing("q2"), assigning("a2"), setting(facts={"product": unknown}), at=5)
    await titled(store, "done", queueing("q1"), assigning("a1"), resolving(), tagged, at=6)
    await titled(store, "asleep", queueing("q1"), assigning("a1"), setting(state=State.SNOOZED), at=7)
    await titled(store, "asked", queueing("q2"), assigning("a2"), setting(awaiting=Awaiting.CONTACT), at=8)
    return store


FILTERS = {
    "new": ConversationFilter(states=frozenset({State.NEW})),
    "asleep offered": ConversationFilter(states=frozenset({State.SNOOZED, State.OFFERED})),
    "done": ConversationFilter(states=frozenset({State.RESOLVED})),
    "asleep done mine": ConversationFilter(agent_id=AgentId("a1")),
    "mine": ConversationFilter(agent_id=AgentId("a1"), states=frozenset({State.ASSIGNED})),
    "asked yours": ConversationFilter(queue_id="q2", agent_id=AgentId("a2")),
    "offered queued new": ConversationFilter(unassigned=True),
    "asleep done mine queued": ConversationFilter(queue_id="q1"),
    "done queued": ConversationFilter(tag="vip"),
    "queued": ConversationFilter(tag="late", states=frozenset({State.WAITING})),
    "": ConversationFilter(tag="nothing"),
    "asked": ConversationFilter(awaiting=Awaiting.CONTACT),
}


@pytest.mark.parametrize("expected", FILTERS)
async def test_all_parts_of_a_filter_hold(mixed: Store, expected: str) -> None:
    assert await subjects(mixed, FILTERS[expected]) == expected.split()
    oldest = replace(FILTERS[expected], order="oldest")
    assert await subjects(mixed, oldest) == expected.split()[::-1]


async def test_a_filter_by_contact(mixed: Store) -> None:
    bob = (await mixed.conversations(FILTERS["new"], EVERYTHING)).items[0].contact_id
    assert await subjects(mixed, ConversationFilter(contact_id=bob)) == ["new"]
    assert await subjects(mixed, ConversationFilter(contact_id=ContactId("nobody"))) == []


async def test_a_filter_by_facts(mixed: Store) -> None:
    assert await subjects(mixed, ConversationFilter(facts={"product": "BP200"})) == ["mine"]
    assert await subjects(mixed, ConversationFilter(facts={"product": "?unknown"})) == ["yours"]
    assert await subjects(mixed, ConversationFilter(facts={"product": "BP200"}, tag="vip")) == []


SCOPES = {
    "asked asleep done yours mine offered queued new": EVERYTHING,
    "asleep done mine offered": Scope(agent_id=AgentId("a1")),
    "asked yours offered": Scope(queue_ids=frozenset({QueueId("q2")})),
    "asked asleep done yours mine offered": Scope(agent_id=AgentId("a1"), queue_ids=frozenset({QueueId("q2")})),
    "asked asleep done yours mine offered queued": Scope(
        agent_id=AgentId("a1"), queue_ids=frozenset({QueueId("q2"), QueueId("q1")})
    ),
    "": Scope(),
}


@pytest.mark.parametrize("expected", SCOPES)
async def test_a_reader_is_listed_what_the_scope_allows(mixed: Store, expected: str) -> None:
    scope = SCOPES[expected]
    assert await subjects(mixed, ALL, scope) == expected.split()
    everything = await mixed.conversations(ALL, EVERYTHING)
    assert [head.subject for head in everything.items if can_view(scope, head)] == expected.split()


async def test_a_contact_is_listed_its_own(mixed: Store) -> None:
    bob = (await mixed.conversations(FILTERS["new"], EVERYTHING)).items[0].contact_id
    assert await subjects(mixed, ALL, Scope(contacts=frozenset({bob, ContactId("x")}))) == ["new"]


async def test_filter_and_scope_hold_together(mixed: Store) -> None:
    assert await subjects(mixed, FILTERS["done queued"], Scope(agent_id=AgentId("a1"))) == ["done"]
    assert await subjects(mixed, FILTERS["asked yours"], Scope(agent_id=AgentId("a1"))) == []
    assert await subjects(mixed, ConversationFilter(queue_id="q1"), Scope(queue_ids=frozenset({QueueId("q2")}))) == []


async def test_routable_heads_are_those_that_wait_or_are_carried(mixed: Store) -> None:
    found = {head.subject for head in await mixed.routable()}
    assert found == {"queued", "offered", "mine", "yours", "asked"}


async def test_conversations_are_due_in_order(store: Store) -> None:
    promise = Commitment(
        id="c",
        text="call",
        due=NOON + minutes(4),
        by=AgentId("a1"),
        to=ContactId("x"),
        made_at=NOON,
    )
    offer = OpenOffer(id="o", agent_id=AgentId("a1"), made_at=NOON, expires_at=NOON + minutes(2))
    quiet = queueing()
    await titled(store, "promised", quiet, setting(commitments=(promise,)))
    await titled(store, "offered", quiet, setting(state=State.OFFERED, offer=offer))
    snoozed = setting(state=State.SNOOZED, snoozed_until=NOON + minutes(3))
    await titled(store, "snoozed", quiet, assigning("a1"), snoozed)
    await titled(store, "unfinished")
    await titled(store, "quiet", quiet)
    kept = await titled(store, "kept", quiet, setting(commitments=(replace(promise, kept=True),)))
    assert due_at(kept) is None

    assert await store.due_conversations(NOON + timedelta(seconds=4)) == ()
    due = [head.subject for head in await store.due_conversations(NOON + minutes(3))]
    assert due == ["unfinished", "offered", "snoozed"]
    assert [head.subject for head in await store.due_conversations(NOON + minutes(9), limit=2)] == due[:2]


async def test_facts_are_counted_over_conversations(mixed: Store) -> None:
    until = NOON + timedelta(days=1)
    assert await mixed.count_fact("product", EVERYTHING, NOON, until) == {"BP200": 1, "?unknown": 1}
    assert await mixed.count_fact("product", Scope(agent_id=AgentId("a1")), NOON, until) == {"BP200": 1}
    assert await mixed.count_fact("product", EVERYTHING, NOON + minutes(5), until) == {"?unknown": 1}
    assert await mixed.count_fact("product", EVERYTHING, NOON, NOON + minutes(5)) == {"BP200": 1}
    assert await mixed.count_fact("symptom", EVERYTHING, NOON, until) == {}


async def test_what_is_spam_is_counted_nowhere(mixed: Store) -> None:
    until = NOON + timedelta(days=1)
    head = next(one for one in (await mixed.conversations(ConversationFilter(), EVERYTHING)).items if one.facts)
    before = await mixed.count_fact("product", EVERYTHING, NOON, until)
    await changed(mixed, head.id, setting(tags=(SPAM,)))
    for scope in (EVERYTHING, Scope(agent_id=AgentId("a1"))):
        assert sum((await mixed.count_fact("product", scope, NOON, until)).values()) < sum(before.values())
    await changed(mixed, head.id, setting(tags=()))
    assert await mixed.count_fact("product", EVERYTHING, NOON, until) == before


async def test_a_fact_that_changes_is_counted_as_it_is_now(store: Store) -> None:
    def stating(value: str | None, state: FactState = FactState.VALUE):  # type: ignore[no-untyped-def]
        return setting(
            facts={"symptom": Fact(key="symptom", state=state, value=value, source=FactSource.AGENT, at=NOON)}
        )

    head = await titled(store, "x", stating("display"), stating("battery"))
    until = NOON + minutes(1)
    assert await store.count_fact("symptom", EVERYTHING, NOON, until) == {"battery": 1}
    await changed(store, head.id, stating(None, FactState.UNANSWERED))
    assert await store.count_fact("symptom", EVERYTHING, NOON, until) == {"?unanswered": 1}
    await changed(store, head.id, setting(facts={}))
    assert await store.count_fact("symptom", EVERYTHING, NOON, until) == {}


async def test_an_unknown_conversation_has_no_links(store: Store) -> None:
    assert await store.links(ConversationId(uuid7())) == ()
