"""Contract: names by which later messages find a conversation, and messages that join another contact's."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest

from contactcenter.errors import NotFound
from contactcenter.ids import ConversationId, uuid7
from contactcenter.model.contact import Contact
from contactcenter.model.conversation import Conversation, Participant, ParticipantRole
from contactcenter.model.plan import Inbound, Move, Plan, Recorded, Refused, RefusedBecause
from contactcenter.ports import Store
from tests.store.samples import (
    NOON,
    admitting,
    begin,
    changed,
    chat_identity,
    contact_id_of,
    inbound,
    message,
    resolving,
    setting,
    texts,
)

# -- thread keys ---------------------------------------------------------------------------------------------


def naming(*keys: str, text: str | None = None, external_id: str | None = None) -> Move:
    entries = (message(text, external_id),) if text else ()
    return lambda head: Plan(head=head, at=NOON, entries=entries, thread_keys=keys)


def known_as(sent: Inbound, *keys: str) -> Inbound:
    """The same message, whose plan gives its conversation these names."""

    def admit(head: Conversation | None, contact: Contact) -> Plan | Refused:
        plan = sent.admit(head, contact)
        assert isinstance(plan, Plan)
        return replace(plan, thread_keys=keys)

    return replace(sent, admit=admit)


async def test_a_conversation_is_found_by_the_keys_of_its_messages(store: Store) -> None:
    first = await store.record_inbound(known_as(inbound("hello"), "<1@mail>", "<2@mail>"))
    assert isinstance(first, Recorded)
    await changed(store, first.head.id, naming("<3@mail>", text="reply"))
    await changed(store, first.head.id, naming("<4@mail>"))

    for key in ("<1@mail>", "<2@mail>", "<3@mail>", "<4@mail>"):
        assert await store.thread([key]) == first.head.id
    assert await store.thread(["<unknown@mail>"]) is None
    assert await store.thread([]) is None


async def test_the_first_key_that_is_known_decides(store: Store) -> None:
    one, two = (await begin(store)).head.id, (await begin(store)).head.id
    await store.add_thread_keys(one, ["a"])
    await store.add_thread_keys(two, ["b"])

    assert await store.thread(["?", "b", "a"]) == two
    assert await store.thread(["?", "a", "b"]) == one


async def test_a_key_stays_with_its_first_conversation(store: Store) -> None:
    one, two = (await begin(store)).head.id, (await begin(store)).head.id
    await changed(store, one, naming("a", text="first"))
    await changed(store, two, naming("a", "b", text="second"))
    await store.add_thread_keys(two, ["a", "c"])

    assert [await store.thread([key]) for key in "abc"] == [one, two, two]


async def test_of_two_conversations_that_want_a_key_at_once_one_gets_it(store: Store) -> None:
    heads = [(await begin(store, address=f"a{n}")).head.id for n in range(6)]
    await asyncio.gather(*(store.change(one, naming("k", f"own-{one}", text="x")) for one in heads))

    assert await store.thread(["k"]) in heads
    assert [await store.thread([f"own-{one}"]) for one in heads] == heads


async def test_a_key_leads_to_what_its_conversation_was_merged_into(store: Store) -> None:
    first, second, third = [(await begin(store)).head.id for _ in range(3)]
    await store.add_thread_keys(first, ["a"])
    for source, target in ((first, second), (second, third)):
        await changed(store, source, resolving())
        await changed(store, source, setting(merged_into=target))
    assert await store.thread(["a"]) == third

    await changed(store, second, setting(merged_into=None))
    assert await store.thread(["a"]) == second


async def test_a_resend_gives_no_new_names(store: Store) -> None:
    head = (await begin(store)).head
    await changed(store, head.id, naming("a", text="reply", external_id="x1"))
    again = await changed(store, head.id, naming("b", text="reply", external_id="x1"))
    assert again.duplicate
    assert await store.thread(["b"]) is None


async def test_a_message_that_cannot_be_stored_gives_no_names(store: Store) -> None:
    head = (await begin(store)).head

    def fails(now: Conversation) -> Plan:
        return Plan(head=now, at=NOON, entries=(message("\ud800", "\ud800"),), thread_keys=("a",))

    with pytest.raises(UnicodeEncodeError):
        await store.change(head.id, fails)
    assert await store.thread(["a"]) is None


async def test_keys_of_any_length_are_told_apart(store: Store) -> None:
    one, two = (await begin(store)).head.id, (await begin(store)).head.id
    long = "x" * 100_000
    await store.add_thread_keys(one, [f"{long}1", ""])
    await store.add_thread_keys(two, [f"{long}2", "x" * 1_000])

    assert await store.thread([f"{long}1"]) == one
    assert await store.thread([f"{long}2"]) == two
    assert await store.thread(["x" * 1_000]) == two
    assert await store.thread([long]) is None
    assert await store.thread([""]) is None


async def test_an_unknown_conversation_gets_no_names(store: Store) -> None:
    with pytest.raises(NotFound):
        await store.add_thread_keys(ConversationId(uuid7()), ["a"])
    assert await store.thread(["a"]) is None


# -- joining -------------------------------------------------------------------------------------------------


def joining(
    text: str,
    *,
    address: str = "bob",
    external_id: str,
    conversation_id: ConversationId | None,
    change: Callable[[Plan], Plan] = lambda plan: plan,
) -> Inbound:
    """Goes on in the conversation given, as one more participant, or begins its own."""
    sent = inbound(text, address=address, external_id=external_id, conversation_id=conversation_id)

    def admit(head: Conversation | None, contact: Contact) -> Plan | Refused:
        plan = sent.admit(head, contact)
        assert isinstance(plan, Plan)
        who = Participant(role=ParticipantRole.COPIED, id=contact.id, identity=sent.identity, joined_at=NOON)
        return change(replace(plan, head=replace(plan.head, participants=(*plan.head.participants, who))))

    return replace(sent, may_join=True, admit=admit)


async def recorded(store: Store, sent: Inbound) -> Recorded:
    done = await store.record_inbound(sent)
    assert isinstance(done, Recorded)
    return done


@pytest.mark.parametrize("address", ["bob", "somebody new"])
async def test_a_message_may_join_another_contacts_conversation(store: Store, address: str) -> None:
    anns = await begin(store, "hello", address="ann")
    await begin(store, "something else", address="bob")
    sent = joining("me too", address=address, external_id="x1", conversation_id=anns.head.id)
    done = await recorded(store, sent)

    assert not done.began and not done.duplicate
    assert done.contact.id == contact_id_of(address)
    assert (done.head.id, done.head.contact_id) == (anns.head.id, anns.contact.id)
    assert [one.id for one in done.head.participants] == [done.contact.id]
    assert await store.conversation(anns.head.id) == done.head
    assert texts(await store.entries(anns.head.id)) == ["hello", "me too"]
    assert await store.contact_by_identity(chat_identity(address)) == done.contact


async def test_who_may_join_is_admits_decision(store: Store) -> None:
    anns = await begin(store, "hello", address="ann")
    sent = joining("me too", address="eve", external_id="x1", conversation_id=anns.head.id)
    refusing = replace(sent, admit=lambda head, contact: Refused(RefusedBecause.BLOCKED, head))
    assert await store.record_inbound(refusing) == Refused(RefusedBecause.BLOCKED, anns.head)
    assert await store.contact_by_identity(chat_identity("eve")) is None

    own = admitting("me too", "x1", NOON, sent.new_id)
    done = await recorded(store, replace(sent, admit=lambda head, contact: own(None, contact)))
    assert done.began and done.head.id == sent.new_id
    assert len(await store.entries(anns.head.id)) == 1


async def test_who_joined_and_does_not_say_so_is_kept_out_as_before(store: Store) -> None:
    anns = await begin(store, "hello", address="ann")
    await recorded(store, joining("me too", external_id="x1", conversation_id=anns.head.id))
    with pytest.raises(NotFound):
        await store.record_inbound(inbound("again", address="bob", conversation_id=anns.head.id))


async def test_an_unknown_conversation_cannot_be_joined(store: Store) -> None:
    with pytest.raises(NotFound):
        await store.record_inbound(joining("hi", external_id="x1", conversation_id=ConversationId(uuid7())))
    assert await store.contact_by_identity(chat_identity("bob")) is None


async def test_a_message_that_joined_is_stored_once_whatever_its_resend_names(store: Store) -> None:
    anns, others = await begin(store, "hello", address="ann"), await begin(store, "hi", address="eve")
    first = await recorded(store, joining("me too", external_id="x1", conversation_id=anns.head.id))

    for named in (anns.head.id, None, others.head.id):
        again = await recorded(store, joining("me too", external_id="x1", conversation_id=named))
        assert again.duplicate and again.head.id == anns.head.id
        assert again.entries == first.entries
    assert len(await store.entries(anns.head.id)) == 2
    assert len(await store.entries(others.head.id)) == 1
    assert await store.conversation(inbound(address="bob", external_id="x1").new_id) is None


async def test_a_message_that_began_its_own_conversation_does_not_join_another_when_it_is_resent(store: Store) -> None:
    first = await recorded(store, joining("hello", external_id="x1", conversation_id=None))
    anns = await begin(store, "hello", address="ann")
    again = await recorded(store, joining("hello", external_id="x1", conversation_id=anns.head.id))

    assert again.duplicate and again.head.id == first.head.id
    assert len(await store.entries(anns.head.id)) == 1


async def test_a_resend_is_known_after_the_conversation_it_joined_was_merged(store: Store) -> None:
    anns, target = await begin(store, "hello", address="ann"), await begin(store, "hi", address="ann")
    await recorded(store, joining("me too", external_id="x1", conversation_id=anns.head.id))
    await changed(store, anns.head.id, resolving())
    await changed(store, anns.head.id, setting(merged_into=target.head.id))

    for named in (target.head.id, anns.head.id, None):
        again = await recorded(store, joining("me too", external_id="x1", conversation_id=named))
        assert again.duplicate and again.head.id == anns.head.id
    assert len(await store.entries(target.head.id)) == 1


async def test_a_resend_is_known_after_contacts_were_merged(store: Store) -> None:
    anns = await begin(store, "hello", address="ann")
    bobs = await recorded(store, joining("me too", external_id="x1", conversation_id=anns.head.id))
    await store.save_contact(replace(bobs.contact, merged_into=anns.contact.id), "agent-1", NOON)
    again = await recorded(store, joining("me too", external_id="x1", conversation_id=anns.head.id))

    assert again.duplicate
    assert len(await store.entries(anns.head.id)) == 2


async def test_many_resends_at_once_join_once(store: Store) -> None:
    anns = await begin(store, "hello", address="ann")
    sent = [
        joining(
            "me too",
            external_id="x1",
            conversation_id=named,
            change=lambda plan: replace(plan, thread_keys=("<x1@mail>",)),
        )
        for named in (anns.head.id, None) * 6
    ]
    done = await asyncio.gather(*(recorded(store, one) for one in sent))

    assert [one.duplicate for one in done].count(False) == 1
    assert len({one.head.id for one in done}) == 1
    assert await store.thread(["<x1@mail>"]) == done[0].head.id


async def test_two_senders_with_the_same_external_id_join_where_the_other_one_is_not(store: Store) -> None:
    anns, eves = await begin(store, "hello", address="ann"), await begin(store, "hi", address="eve")
    await recorded(store, joining("one", address="bob", external_id="x1", conversation_id=anns.head.id))
    other = await recorded(store, joining("two", address="cid", external_id="x1", conversation_id=eves.head.id))
    assert not other.duplicate
    assert texts(await store.entries(eves.head.id)) == ["hi", "two"]
