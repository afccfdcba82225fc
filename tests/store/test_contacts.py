"""Contract: contacts, their identities and what is known about them; a merge is a link that can be taken back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from contactcenter.errors import Conflict, NotFound, Stale
from contactcenter.ids import CompanyId, ContactId, uuid7
from contactcenter.model.contact import Contact, Identity, KnownFact, Membership
from contactcenter.ports import Store
from tests.store.samples import NOON, begin, chat_identity, minutes

ACME = CompanyId("acme")


async def contact(store: Store, address: str) -> Contact:
    return (await begin(store, address=address)).contact


async def test_a_contact_is_saved_under_its_version(store: Store) -> None:
    ann = await contact(store, "ann")
    saved = await store.save_contact(replace(ann, name="Ann", custom={"size": "M"}), "agent-1", NOON)

    assert (saved.name, saved.version) == ("Ann", 2)
    assert await store.contact(ann.id) == saved
    with pytest.raises(Stale):
        await store.save_contact(replace(ann, name="Anna"), "agent-1", NOON)
    with pytest.raises(NotFound):
        await store.save_contact(replace(ann, id=ContactId(uuid7())), "agent-1", NOON)


async def test_what_was_done_to_a_contact_is_in_the_audit(store: Store) -> None:
    ann, bob = await contact(store, "ann"), await contact(store, "bob")
    ann = await store.save_contact(replace(ann, name="Ann"), "agent-1", NOON)
    ann = await store.save_contact(replace(ann, blocked_at=NOON), "agent-1", NOON)
    ann = await store.save_contact(replace(ann, blocked_at=None), "agent-1", NOON)
    ann = await store.save_contact(replace(ann, merged_into=bob.id), "agent-1", NOON)
    await store.save_contact(replace(ann, merged_into=None), "agent-1", NOON)

    lines = (await store.audit_lines()).items
    assert [line.action for line in reversed(lines)] == [
        "contact.saved",
        "contact.blocked",
        "contact.unblocked",
        "contact.merged",
        "contact.unmerged",
    ]
    assert {line.subject for line in lines} == {ann.id}


async def test_a_contact_may_have_several_identities_and_each_has_one_contact(store: Store) -> None:
    ann, bob = await contact(store, "ann"), await contact(store, "bob")
    mail = Identity(kind="email", address="ann@example.com")
    await store.add_identity(ann.id, mail)
    await store.add_identity(ann.id, mail)

    assert await store.contact_by_identity(mail) == ann
    assert set(await store.identities(ann.id)) == {chat_identity("ann"), mail}
    with pytest.raises(Conflict):
        await store.add_identity(bob.id, mail)
    with pytest.raises(NotFound):
        await store.add_identity(ContactId(uuid7()), Identity(kind="email", address="x@example.com"))
    other_scope = Identity(kind="email", scope="page-2", address="ann@example.com")
    await store.add_identity(bob.id, other_scope)
    assert await store.contact_by_identity(other_scope) == bob


async def test_a_merge_is_a_link_that_can_be_taken_back(store: Store) -> None:
    ann, anna, annie = [await contact(store, name) for name in ("ann", "anna", "annie")]
    anna = await store.save_contact(replace(anna, merged_into=ann.id), "agent-1", NOON)
    annie = await store.save_contact(replace(annie, merged_into=anna.id), "agent-1", NOON)

    family = {ann.id, anna.id, annie.id}
    for one in family:
        assert await store.merged_contacts(one) == family
    assert await store.contact_by_identity(chat_identity("anna")) == anna

    await store.save_contact(replace(anna, merged_into=None), "agent-1", NOON)
    assert await store.merged_contacts(ann.id) == {ann.id}
    assert await store.merged_contacts(annie.id) == {anna.id, annie.id}


async def test_contacts_cannot_be_merged_in_a_circle_or_into_nobody(store: Store) -> None:
    ann, anna = await contact(store, "ann"), await contact(store, "anna")
    anna = await store.save_contact(replace(anna, merged_into=ann.id), "agent-1", NOON)
    with pytest.raises(Conflict):
        await store.save_contact(replace(ann, merged_into=anna.id), "agent-1", NOON)
    with pytest.raises(Conflict):
        await store.save_contact(replace(ann, merged_into=ann.id), "agent-1", NOON)
    with pytest.raises(NotFound):
        await store.save_contact(replace(ann, merged_into=ContactId(uuid7())), "agent-1", NOON)
    assert await store.contact(ann.id) == ann


async def test_known_facts_are_a_history_of_all_who_are_merged(store: Store) -> None:
    ann, anna = await contact(store, "ann"), await contact(store, "anna")
    older = KnownFact(contact_id=anna.id, key="product", value="BP200", source="agent", at=NOON)
    newer = KnownFact(
        contact_id=ann.id, company_id=ACME, key="product", value=None, source="text", at=NOON + minutes(1)
    )
    await store.add_known_facts([newer, older])
    await store.add_known_facts([older])

    assert await store.known_facts(ann.id) == (newer,)
    assert await store.company_facts(ACME) == (newer,)
    await store.save_contact(replace(anna, merged_into=ann.id), "agent-1", NOON)
    assert await store.known_facts(ann.id) == (older, newer)
    assert await store.known_facts(anna.id) == (older, newer)


async def test_a_membership_is_one_per_beginning(store: Store) -> None:
    ann = await contact(store, "ann")
    first = Membership(contact_id=ann.id, company_id=ACME)
    second = Membership(contact_id=ann.id, company_id=CompanyId("beta"), since=NOON)
    await store.save_membership(first)
    await store.save_membership(second)
    await store.save_membership(replace(first, until=NOON + timedelta(days=1)))
    assert await store.memberships(ann.id) == (replace(first, until=NOON + timedelta(days=1)), second)
