"""Contract: a move runs on the committed head, and its plan is stored as one guarded, idempotent unit."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from contactcenter.errors import IllegalTransition, NotFound
from contactcenter.ids import AgentId, ConversationId, DeliveryId, InboxId, uuid7
from contactcenter.model.bodies import AskedPart, FactStated, LinkKind, Queued
from contactcenter.model.contact import KnownFact
from contactcenter.model.conversation import Conversation, State
from contactcenter.model.entry import Audience
from contactcenter.model.fact import Fact, FactSource, FactState
from contactcenter.model.message import Choice, FactQuestion, Message, Source
from contactcenter.model.plan import Changed, DeliveryDraft, Link, Plan, Refused, RefusedBecause, RoutingRecord
from contactcenter.ports import Store
from tests.store.samples import (
    NOON,
    appending,
    assigning,
    begin,
    changed,
    chat_identity,
    message,
    minutes,
    note,
    offering,
    queueing,
    resolving,
    saying,
    setting,
    staff,
    texts,
)


async def test_an_entry_knows_the_last_one_that_contacts_may_see(store: Store) -> None:
    head = (await begin(store, "1")).head
    await changed(store, head.id, appending(note("2"), note("3"), message("4")))
    done = await changed(store, head.id, appending(note("5")))

    entries = await store.entries(head.id)
    assert [(entry.seq, entry.prev) for entry in entries] == [(1, 0), (2, 1), (3, 1), (4, 1), (5, 4)]
    assert (done.head.seq, done.head.contact_seq, done.head.version) == (5, 4, 3)


async def test_contacts_get_only_what_they_may_see(store: Store) -> None:
    head = (await begin(store, "1")).head
    await changed(store, head.id, appending(note("2"), message("3"), note("4"), message("5")))

    assert texts(await store.entries(head.id, contact_only=True)) == ["1", "3", "5"]
    assert texts(await store.entries(head.id, after=3, contact_only=True)) == ["5"]
    assert texts(await store.entries_before(head.id, 5, contact_only=True)) == ["1", "3"]


async def test_entries_come_in_pages_forward_and_backward(store: Store) -> None:
    head = (await begin(store, "1")).head
    await changed(store, head.id, appending(*(message(str(n)) for n in range(2, 11))))

    assert texts(await store.entries(head.id, after=3, limit=3)) == ["4", "5", "6"]
    assert texts(await store.entries(head.id, after=10)) == []
    assert texts(await store.entries_before(head.id, before=8, limit=3)) == ["5", "6", "7"]
    assert texts(await store.entries_before(head.id, before=1)) == []
    assert await store.entries(ConversationId(uuid7())) == ()


async def test_an_entry_comes_back_as_it_was_written(store: Store) -> None:
    head = (await begin(store)).head
    queued = Queued(queue_id="q", language="zh-Hans", skills={"x": 2}, reasons=("мест нет", "没有人"))
    sent_at = NOON - timedelta(hours=1)
    draft = replace(message("текст 文 \u202e مرحبا 🙂"), sent_at=sent_at)
    done = await changed(store, head.id, appending(staff(queued), draft, at=NOON + minutes(1)))

    stored = await store.entries(head.id, after=1)
    assert stored == done.entries
    assert stored[0].body == queued
    assert isinstance(stored[1].body, Message) and stored[1].body.text == "текст 文 \u202e مرحبا 🙂"
    assert (stored[1].sent_at, stored[1].placed_at, stored[1].received_at) == (sent_at, sent_at, NOON + minutes(1))
    assert stored[0].audience is Audience.STAFF


async def test_what_is_asked_and_what_is_known_of_it_come_back(store: Store) -> None:
    head = (await begin(store)).head
    asks = (FactQuestion(key="where", text="哪里？", choices=(Choice(value="home", label="家"),), is_free=False),)
    source = Source(article_id="a", language="ru", title="Т", version=2)
    queued = Queued(queue_id="q", parts=(AskedPart(text="Где?", confidence=0.4, sources=(source,)),))
    stated = FactStated(key="where", state=FactState.UNANSWERED, source=FactSource.CENTRE, again=True)
    fact = Fact(key="where", value="дома", source=FactSource.CONTACT, at=NOON, asked_by="a1")

    def move(current: Conversation) -> Plan:
        entries = (message("1", asks=asks), staff(queued), staff(stated))
        return Plan(head=replace(current, facts={"where": fact}, completeness=25), at=NOON, entries=entries)

    await changed(store, head.id, move)
    stored = [one.body for one in await store.entries(head.id, after=1)]
    assert isinstance(stored[0], Message) and stored[0].asks == asks
    assert stored[1:] == [queued, stated]
    again = await store.conversation(head.id)
    assert again is not None and (again.completeness, again.facts) == (25, {"where": fact})


async def test_received_at_never_goes_back(store: Store) -> None:
    head = (await begin(store)).head
    await changed(store, head.id, saying("a", at=NOON + minutes(5)))
    done = await changed(store, head.id, saying("b", at=NOON + minutes(2)))

    assert done.entries[0].received_at == NOON + minutes(5)
    assert done.head.last_at == NOON + minutes(5)


async def test_a_change_without_entries_leaves_last_at_alone(store: Store) -> None:
    head = (await begin(store)).head
    done = await changed(store, head.id, setting(subject="delivery", at=NOON + minutes(5)))
    assert (done.head.subject, done.head.last_at, done.head.version) == ("delivery", NOON, 2)
    assert await store.conversation(head.id) == done.head


async def test_a_plan_that_changes_nothing_writes_nothing(store: Store) -> None:
    head = (await begin(store)).head
    done = await changed(store, head.id, lambda head: Plan(head=replace(head), at=NOON))
    assert done == Changed(head=head, entries=())
    assert await store.conversation(head.id) == head


async def test_the_same_external_id_stores_nothing_and_answers_what_is_stored(store: Store) -> None:
    head = (await begin(store)).head
    first = await changed(store, head.id, saying("hello", external_id="r1"))
    again = await changed(store, head.id, saying("hello again", external_id="r1"))

    assert again.duplicate
    assert again.entries == first.entries
    assert again.head == first.head
    assert await store.conversation(head.id) == first.head


async def test_one_known_draft_keeps_the_whole_plan_out(store: Store) -> None:
    head = (await begin(store)).head
    await changed(store, head.id, saying("hello", external_id="r1"))
    move = appending(note("new", "n1"), message("hello", "r1"))
    again = await changed(store, head.id, move)

    assert again.duplicate
    assert texts(again.entries) == ["hello"]
    assert texts(await store.entries(head.id)) == ["hello", "hello"]


async def test_an_external_id_is_unique_in_its_conversation_only(store: Store) -> None:
    one, two = (await begin(store)).head, (await begin(store)).head
    assert not (await changed(store, one.id, saying("a", external_id="same"))).duplicate
    assert not (await changed(store, two.id, saying("b", external_id="same"))).duplicate


async def test_an_unknown_conversation_is_not_found(store: Store) -> None:
    with pytest.raises(NotFound):
        await store.change(ConversationId(uuid7()), saying("hello"))
    assert await store.conversation(ConversationId(uuid7())) is None


async def test_a_refusal_of_the_move_is_handed_back_and_nothing_stored(store: Store) -> None:
    head = (await begin(store)).head
    refused = await store.change(head.id, lambda head: Refused(RefusedBecause.OWNER, head))
    assert refused == Refused(RefusedBecause.OWNER, head)
    assert await store.conversation(head.id) == head


async def test_an_illegal_transition_is_an_error_and_nothing_is_stored(store: Store) -> None:
    head = (await begin(store)).head
    with pytest.raises(IllegalTransition):
        await store.change(head.id, setting(state=State.SNOOZED))
    assert await store.conversation(head.id) == head


async def test_moves_at_the_same_time_see_each_other(store: Store) -> None:
    head = (await begin(store)).head

    def counting(head: Conversation) -> Plan:
        return Plan(head=replace(head, subject=str(int(head.subject or "0") + 1)), at=NOON, entries=(note("n"),))

    await asyncio.gather(*(store.change(head.id, counting) for _ in range(50)))
    after = await store.conversation(head.id)
    assert after is not None
    assert (after.subject, after.seq, after.version) == ("50", 51, 51)
    assert [entry.seq for entry in await store.entries(head.id)] == list(range(1, 52))


async def test_many_conversations_at_once_each_keep_their_order(store: Store) -> None:
    heads = [(await begin(store, address=f"a{n}")).head for n in range(10)]
    await asyncio.gather(*(store.change(head.id, saying(str(n))) for n in range(30) for head in heads))
    for head in heads:
        assert texts(await store.entries(head.id, after=1)) == [str(n) for n in range(30)]


# -- capacity ------------------------------------------------------------------------------------------------


async def waiting(store: Store, weight: int = 1) -> ConversationId:
    head = (await begin(store, address=uuid7())).head
    await changed(store, head.id, queueing(weight=weight))
    return head.id


async def test_the_store_counts_what_agents_carry(store: Store) -> None:
    one, two = await waiting(store), await waiting(store, weight=2)
    await changed(store, one, offering("agent-1", units_limit=3))
    assert await store.agent_loads() == {"agent-1": 1}
    await changed(store, one, assigning("agent-1", units_limit=3))
    await changed(store, two, assigning("agent-1", units_limit=3))
    assert await store.agent_loads() == {"agent-1": 3}
    await changed(store, two, setting(agent_id=AgentId("agent-2")))
    assert await store.agent_loads() == {"agent-1": 1, "agent-2": 2}
    await changed(store, one, resolving())
    await changed(store, two, resolving())
    assert await store.agent_loads() == {}


async def test_an_agent_never_gets_more_than_the_limit(store: Store) -> None:
    waiting_ids = [await waiting(store) for _ in range(6)]
    outcomes = await asyncio.gather(*(store.change(one, offering("agent-1", units_limit=4)) for one in waiting_ids))

    refused = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
    assert [outcome.because for outcome in refused] == [RefusedBecause.CAPACITY] * 2
    assert await store.agent_loads() == {"agent-1": 4}
    assert refused[0].head is not None and refused[0].head.state is State.WAITING
    assert await store.conversation(refused[0].head.id) == refused[0].head


async def test_accepting_an_offer_needs_no_room_twice(store: Store) -> None:
    one = await waiting(store, weight=4)
    await changed(store, one, offering("agent-1", units_limit=4))
    done = await store.change(one, assigning("agent-1", units_limit=4))
    assert isinstance(done, Changed)
    assert await store.agent_loads() == {"agent-1": 4}


async def test_without_a_limit_an_agent_may_take_more(store: Store) -> None:
    for one in [await waiting(store) for _ in range(3)]:
        await changed(store, one, assigning("agent-1"))
    assert await store.agent_loads() == {"agent-1": 3}


async def test_of_two_agents_who_take_one_conversation_one_gets_it(store: Store) -> None:
    one = await waiting(store)

    def taking(agent: str):  # type: ignore[no-untyped-def]
        def take(head: Conversation) -> Plan | Refused:
            if head.state is not State.WAITING:
                return Refused(RefusedBecause.STATE, head)
            return assigning(agent, units_limit=4)(head)

        return take

    outcomes = await asyncio.gather(*(store.change(one, taking(f"agent-{n}")) for n in range(5)))
    assert sum(isinstance(outcome, Changed) for outcome in outcomes) == 1
    assert sum((await store.agent_loads()).values()) == 1


# -- what else a plan carries --------------------------------------------------------------------------------


async def test_links_are_seen_from_both_ends_and_can_be_taken_back(store: Store) -> None:
    one, two = (await begin(store)).head, (await begin(store)).head
    link = Link(kind=LinkKind.DUPLICATE_OF, source=one.id, target=two.id, at=NOON)
    await changed(store, one.id, lambda head: Plan(head=head, at=NOON, links=(link,)))

    assert await store.links(one.id) == (link,)
    assert await store.links(two.id) == (link,)
    assert await store.linked_to(two.id) == (link,)
    assert await store.linked_to(one.id) == ()
    await changed(store, one.id, lambda head: Plan(head=head, at=NOON, unlinked=(link,)))
    assert await store.links(one.id) == ()


async def test_a_link_stored_twice_is_one_link(store: Store) -> None:
    one = (await begin(store)).head
    link = Link(kind=LinkKind.PROBLEM, source=one.id, target="problem-1", at=NOON)
    for later in (NOON, NOON + minutes(1)):
        again = replace(link, at=later)
        await changed(store, one.id, lambda head, again=again: Plan(head=head, at=NOON, links=(again,)))  # type: ignore[misc]
    assert await store.linked_to("problem-1") == (link,)


async def test_what_a_conversation_showed_is_kept_at_contact_and_company(store: Store) -> None:
    recorded = await begin(store)
    fact = KnownFact(
        contact_id=recorded.contact.id,
        company_id="company-1",  # type: ignore[arg-type]
        key="product",
        value="BP200",
        source="agent",
        conversation_id=recorded.head.id,
        at=NOON,
    )
    entry = staff(FactStated(key="product", value="BP200"))
    await changed(store, recorded.head.id, lambda head: Plan(head=head, at=NOON, entries=(entry,), known=(fact,)))
    assert await store.known_facts(recorded.contact.id) == (fact,)
    assert await store.company_facts("company-1") == (fact,)  # type: ignore[arg-type]


async def test_routing_lines_of_a_plan_are_logged_with_it(store: Store) -> None:
    head = (await begin(store)).head
    line = RoutingRecord(at=NOON, event="demand", data={"conversation": head.id, "skills": {"x": 1}})
    await changed(store, head.id, lambda head: Plan(head=head, at=NOON, routing=(line,)))
    assert await store.routing_log(NOON) == (line,)


async def test_a_delivery_names_the_message_of_its_plan(store: Store) -> None:
    head = (await begin(store)).head
    delivery = DeliveryDraft(
        id=DeliveryId(uuid7()), inbox_id=InboxId("mail"), channel="email", recipient=chat_identity("ann"), due_at=NOON
    )
    move = appending(note("first"), message("reply", "r1"))
    sent = lambda head: replace(move(head), deliveries=(delivery,))  # noqa: E731
    await changed(store, head.id, sent)
    assert (await changed(store, head.id, sent)).duplicate

    claimed = await store.claim_deliveries("worker", NOON, minutes(1))
    assert [(one.id, one.conversation_id, one.message_seq) for one in claimed] == [(delivery.id, head.id, 3)]


# -- two at once ---------------------------------------------------------------------------------------------


async def test_two_conversations_change_in_one_unit(store: Store) -> None:
    one, two = (await begin(store)).head, (await begin(store)).head

    def merging(source: Conversation, target: Conversation) -> tuple[Plan, Plan]:
        away = replace(source, state=State.RESOLVED, merged_into=target.id)
        return (
            Plan(head=away, at=NOON, entries=(note("gone", "m1"),)),
            Plan(head=target, at=NOON, entries=(note("came", "m2"),)),
        )

    done = await store.change_pair(one.id, two.id, merging)
    assert isinstance(done, tuple)
    assert [item.head.seq for item in done] == [2, 2]
    assert (await store.conversation(one.id)).merged_into == two.id  # type: ignore[union-attr]
    again = await store.change_pair(one.id, two.id, merging)
    assert isinstance(again, tuple)
    assert [item.duplicate for item in again] == [True, True]
    assert texts(await store.entries(two.id, after=1)) == ["came"]


async def test_of_a_refused_pair_nothing_is_stored(store: Store) -> None:
    one, two = (await begin(store)).head, (await begin(store)).head
    assert isinstance(await store.change_pair(one.id, two.id, lambda a, b: Refused(RefusedBecause.STATE, a)), Refused)
    with pytest.raises(IllegalTransition):
        await store.change_pair(
            one.id,
            two.id,
            lambda a, b: (
                Plan(head=a, at=NOON, entries=(note("x"),)),
                Plan(head=replace(b, state=State.SNOOZED), at=NOON),
            ),
        )
    with pytest.raises(NotFound):
        await store.change_pair(one.id, ConversationId(uuid7()), lambda a, b: Refused(RefusedBecause.STATE, a))
    assert await store.conversation(one.id) == one
    assert await store.conversation(two.id) == two
    assert len(await store.entries(one.id)) == 1
