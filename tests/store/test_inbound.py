"""Contract: identity -> thread -> message, in one unit, once per external id."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from contactcenter.errors import IllegalTransition, NotFound
from contactcenter.ids import ConversationId, uuid7
from contactcenter.model.contact import Verification
from contactcenter.model.conversation import Conversation, State
from contactcenter.model.plan import Plan, Recorded, Refused, RefusedBecause
from contactcenter.ports import Store
from tests.store.samples import (
    NOON,
    admitting,
    begin,
    changed,
    chat_identity,
    contact_id_of,
    inbound,
    minutes,
    resolving,
    setting,
    texts,
)


async def test_a_first_message_makes_contact_conversation_and_entry(store: Store) -> None:
    recorded = await begin(store, "hello", address="ann", name="Ann", external_id="x1")

    assert recorded.began and not recorded.duplicate
    assert recorded.contact.id == contact_id_of("ann")
    assert recorded.contact.name == "Ann"
    assert (recorded.head.seq, recorded.head.contact_seq, recorded.head.version) == (1, 1, 1)
    assert [(entry.seq, entry.prev, entry.external_id) for entry in recorded.entries] == [(1, 0, "x1")]
    assert await store.conversation(recorded.head.id) == recorded.head
    assert await store.entries(recorded.head.id) == recorded.entries
    assert await store.contact(recorded.contact.id) == recorded.contact
    assert await store.contact_by_identity(chat_identity("ann")) == recorded.contact
    assert [identity.address for identity in await store.identities(recorded.contact.id)] == ["ann"]


async def test_the_same_message_again_stores_nothing(store: Store) -> None:
    first = await begin(store, "hello", external_id="x1")
    again = await store.record_inbound(inbound("hello", external_id="x1", at=NOON + minutes(1)))

    assert isinstance(again, Recorded)
    assert again.duplicate and not again.began
    assert again.entries == first.entries
    assert again.head == first.head
    assert await store.entries(first.head.id) == first.entries


async def test_a_lost_acknowledgement_of_a_later_message_stores_nothing(store: Store) -> None:
    first = await begin(store, "hello")
    later = inbound("are you there?", external_id="x2", conversation_id=first.head.id)
    await store.record_inbound(later)
    again = await store.record_inbound(later)

    assert isinstance(again, Recorded)
    assert again.duplicate
    assert texts(again.entries) == ["are you there?"]
    assert texts(await store.entries(first.head.id)) == ["hello", "are you there?"]


async def test_many_resends_at_once_are_stored_once(store: Store) -> None:
    same = inbound("hello", external_id="x1")
    recorded = await asyncio.gather(*(store.record_inbound(same) for _ in range(20)))

    assert [done.duplicate for done in recorded if isinstance(done, Recorded)].count(False) == 1
    assert len(await store.entries(same.new_id)) == 1


async def test_a_message_goes_on_in_the_conversation_it_names(store: Store) -> None:
    first = await begin(store, "hello")
    later = await store.record_inbound(inbound("again", conversation_id=first.head.id, at=NOON + minutes(1)))

    assert isinstance(later, Recorded)
    assert not later.began
    assert later.head.id == first.head.id
    assert later.head.seq == 2
    assert later.head.last_at == NOON + minutes(1)
    assert later.contact == first.contact


async def test_a_message_without_a_thread_begins_another_conversation_of_the_same_contact(store: Store) -> None:
    first = await begin(store, "hello", address="ann")
    second = await begin(store, "something else", address="ann")

    assert second.began
    assert second.head.id != first.head.id
    assert second.contact == first.contact


async def test_admit_sees_the_committed_head_and_the_contact(store: Store) -> None:
    first = await begin(store, "hello", name="Ann")
    seen: list[tuple[Conversation | None, str]] = []
    message = inbound("again", conversation_id=first.head.id)

    def admit(head, contact):  # type: ignore[no-untyped-def]
        seen.append((head, contact.name))
        return message.admit(head, contact)

    await store.record_inbound(replace(message, admit=admit))
    assert seen == [(first.head, "Ann")]


async def test_admit_may_begin_a_new_conversation_instead(store: Store) -> None:
    old = await begin(store, "hello")
    await changed(store, old.head.id, resolving())
    message = inbound("months later", external_id="x9", conversation_id=old.head.id, at=NOON + timedelta(days=90))

    def admit(head, contact):  # type: ignore[no-untyped-def]
        begun = admitting("months later", "x9", message.at, message.new_id)(None, contact)
        assert isinstance(begun, Plan)
        return replace(begun, head=replace(begun.head, follows=old.head.id))

    late = replace(message, admit=admit)
    recorded = await store.record_inbound(late)
    again = await store.record_inbound(late)

    assert isinstance(recorded, Recorded) and isinstance(again, Recorded)
    assert recorded.began and recorded.head.id == message.new_id
    assert recorded.head.follows == old.head.id
    assert again.duplicate and again.head.id == message.new_id
    assert len(await store.entries(old.head.id)) == 1


async def test_a_resend_is_known_even_after_the_old_conversation_was_reopened(store: Store) -> None:
    old = await begin(store, "hello")
    message = inbound("later", external_id="x9", conversation_id=old.head.id)
    elsewhere = replace(
        message, admit=lambda head, contact: admitting("later", "x9", NOON, message.new_id)(None, contact)
    )
    await store.record_inbound(elsewhere)
    again = await store.record_inbound(message)  # now the move would go on in the old one

    assert isinstance(again, Recorded)
    assert again.duplicate and again.head.id == message.new_id
    assert len(await store.entries(old.head.id)) == 1


async def test_a_resend_is_known_after_its_conversation_was_merged_into_the_one_it_names_now(store: Store) -> None:
    source, target = await begin(store, "one", external_id="x1"), await begin(store, "two")
    await changed(store, source.head.id, resolving())
    await changed(store, source.head.id, setting(merged_into=target.head.id))
    again = await store.record_inbound(inbound("one", external_id="x1", conversation_id=target.head.id))

    assert isinstance(again, Recorded)
    assert again.duplicate and again.head.id == source.head.id
    assert texts(again.entries) == ["one"]
    assert len(await store.entries(target.head.id)) == 1


async def test_two_contacts_may_use_the_same_external_id(store: Store) -> None:
    await begin(store, "from ann", address="ann", external_id="x1")
    bobs = await begin(store, "from bob", address="bob", external_id="x1")
    assert not bobs.duplicate and bobs.began


async def test_an_unknown_conversation_is_not_found_and_leaves_nothing(store: Store) -> None:
    with pytest.raises(NotFound):
        await store.record_inbound(inbound("hi", address="eve", conversation_id=ConversationId(uuid7())))
    assert await store.contact_by_identity(chat_identity("eve")) is None


async def test_somebody_elses_conversation_is_not_found(store: Store) -> None:
    anns = await begin(store, "hello", address="ann")
    await begin(store, "hello", address="bob")
    for address in ("bob", "eve"):
        with pytest.raises(NotFound):
            await store.record_inbound(inbound("hi", address=address, conversation_id=anns.head.id))
    assert len(await store.entries(anns.head.id)) == 1
    assert await store.contact_by_identity(chat_identity("eve")) is None


async def test_a_merged_contact_may_write_in_the_conversations_of_the_other(store: Store) -> None:
    anns = await begin(store, "hello", address="ann")
    annas = await begin(store, "hi", address="anna")
    await store.save_contact(replace(annas.contact, merged_into=anns.contact.id), "agent-1", NOON)

    recorded = await store.record_inbound(inbound("me again", address="anna", conversation_id=anns.head.id))
    assert isinstance(recorded, Recorded)
    assert recorded.head.id == anns.head.id
    assert recorded.contact.id == annas.contact.id


async def test_a_refusal_leaves_nothing(store: Store) -> None:
    refused = await store.record_inbound(
        inbound("spam", address="eve", admit=lambda head, contact: Refused(RefusedBecause.BLOCKED))
    )
    assert refused == Refused(RefusedBecause.BLOCKED)
    assert await store.contact_by_identity(chat_identity("eve")) is None


async def test_a_failing_admission_leaves_nothing_and_harms_nobody_else(store: Store) -> None:
    def fails(head: Conversation | None, contact: object) -> Plan:
        raise ZeroDivisionError

    outcomes = await asyncio.gather(
        store.record_inbound(inbound("one", address="ann")),
        store.record_inbound(inbound("two", address="eve", admit=fails)),
        store.record_inbound(inbound("three", address="bob")),
        return_exceptions=True,
    )
    assert [type(outcome) for outcome in outcomes] == [Recorded, ZeroDivisionError, Recorded]
    assert await store.contact_by_identity(chat_identity("eve")) is None
    assert await store.contact_by_identity(chat_identity("bob")) is not None


async def test_a_new_conversation_cannot_begin_in_a_state_that_new_cannot_become(store: Store) -> None:
    message = inbound("hi")

    def admit(head, contact):  # type: ignore[no-untyped-def]
        plan = message.admit(head, contact)
        return replace(plan, head=replace(plan.head, state=State.SNOOZED))

    with pytest.raises(IllegalTransition):
        await store.record_inbound(replace(message, admit=admit))
    assert await store.conversation(message.new_id) is None


async def test_a_better_proof_of_an_identity_is_kept_and_a_weaker_one_is_not(store: Store) -> None:
    message = inbound("hi", address="ann")
    contact_id = contact_id_of("ann")
    for verification in (Verification.CLAIMED, Verification.SIGNED, Verification.SESSION):
        identity = replace(message.identity, verification=verification)
        await store.record_inbound(replace(inbound("hi", address="ann"), identity=identity))
    assert [identity.verification for identity in await store.identities(contact_id)] == [Verification.SIGNED]


async def test_a_new_address_of_a_known_contact_is_added_to_it(store: Store) -> None:
    ann = (await begin(store, address="ann", name="Ann")).contact
    message = replace(inbound("hi", address="anna"), contact_id=ann.id, contact_name="somebody")
    recorded = await store.record_inbound(message)

    assert isinstance(recorded, Recorded)
    assert recorded.contact == ann
    assert {identity.address for identity in await store.identities(ann.id)} == {"ann", "anna"}


async def test_two_messages_in_one_instant_keep_their_order(store: Store) -> None:
    first = await begin(store, "0")
    await asyncio.gather(*(store.record_inbound(inbound(str(n), conversation_id=first.head.id)) for n in range(1, 100)))
    entries = await store.entries(first.head.id)
    assert [entry.seq for entry in entries] == list(range(1, 101))
    assert texts(entries) == [str(n) for n in range(100)]
