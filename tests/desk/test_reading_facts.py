"""A message that names a product, its version or a symptom states that fact, once, and never against a person."""

from dataclasses import replace
from datetime import timedelta

import pytest

from contactcenter.desk.facts import state_fact
from contactcenter.desk.intake import receive
from contactcenter.desk.records import save_record
from contactcenter.ids import AgentId, CompanyId, uuid7
from contactcenter.model.bodies import EntryKind, FactStated
from contactcenter.model.contact import Membership
from contactcenter.model.conversation import Conversation
from contactcenter.model.entry import CENTRE, Audience, Author, AuthorKind
from contactcenter.model.fact import FactSource, FactState
from contactcenter.model.message import MessageClass
from contactcenter.model.plan import Recorded
from contactcenter.model.records import Company, Product, Symptom
from tests.desk.room import Room

BP200 = Product(
    id="bp200",
    names={"en": "BP200 monitor", "zh-Hans": "BP200 血压计", "zh-Hant": "BP200 血壓計", "ru": "Тонометр BP200"},
    versions=("1.0", "1.1"),
)
BP300 = Product(id="bp300", names={"en": "BP300 monitor"})
DARK = Symptom(
    id="dark",
    names={"en": "screen is dark", "zh-Hans": "屏幕不亮", "zh-Hant": "螢幕不亮", "ru": "не горит экран"},
)


@pytest.fixture
async def room(room: Room) -> Room:
    for record in (BP200, BP300, DARK):
        await room.keep(record)
    return room


def values(head: Conversation) -> dict[str, str | None]:
    """Without what was only asked."""
    return {key: fact.value for key, fact in head.facts.items() if fact.source is not FactSource.CENTRE}


async def stated(room: Room, head: Conversation) -> list[FactStated]:
    bodies = [entry.body for entry in await room.entries(head, EntryKind.FACT)]
    return [one for one in bodies if isinstance(one, FactStated) and one.source is not FactSource.CENTRE]


@pytest.mark.parametrize(
    "text",
    [
        "Hello, the screen is dark on my BP-200, version 1.1",
        "Здравствуйте, у моего тонометра BP200 не горит экран, версия 1.1",
        "您好,我的BP200屏幕不亮,版本1.1,怎么办?",
        "您好,我的 BP 200 螢幕不亮,版本:1.1,怎麼辦?",
    ],
)
async def test_product_version_and_symptom_are_read_from_the_first_message(room: Room, text: str) -> None:
    head = await room.say(text)
    assert values(head) == {"product": "bp200", "version": "1.1", "symptom": "dark"}
    assert {fact.source for fact in head.facts.values()} == {FactSource.TEXT}
    entries = await room.entries(head, EntryKind.FACT)
    assert [(entry.seq, entry.author, entry.audience) for entry in entries] == [
        (2, CENTRE, Audience.STAFF), (3, CENTRE, Audience.STAFF), (4, CENTRE, Audience.STAFF),
    ]  # fmt: skip


async def test_a_fact_is_stated_once_however_often_it_is_named_and_sent(room: Room) -> None:
    first = uuid7()
    head = await room.say("My BP200 is broken", external_id=first)
    await room.say("My BP200 is broken", external_id=first)
    await room.say("BP200, I said. Not the BP300!", conversation=head.id)
    head = await room.say("the BP300 is fine", conversation=head.id)
    assert [fact.value for fact in await stated(room, head)] == ["bp200"]
    assert values(head) == {"product": "bp200"}


async def test_a_later_message_states_what_the_first_did_not(room: Room) -> None:
    head = await room.say("Something is wrong")
    assert values(head) == {}
    head = await room.say("It is the BP200", conversation=head.id)
    head = await room.say("the label says version 1.0", conversation=head.id)
    assert values(head) == {"product": "bp200", "version": "1.0"}


async def test_what_a_person_said_is_never_overwritten(room: Room) -> None:
    head = await room.say("Something is wrong")
    agent = Author(AuthorKind.AGENT, AgentId("ira"))
    await state_fact(room.desk, agent, head.id, FactStated(key="product", value="bp300"))
    await state_fact(room.desk, agent, head.id, FactStated(key="symptom", state=FactState.UNKNOWN))
    head = await room.say("The screen is dark on the BP200", conversation=head.id)
    assert values(head) == {"product": "bp300", "symptom": None}
    assert {head.facts[key].source for key in values(head)} == {FactSource.AGENT}


async def test_an_agent_puts_right_what_was_read(room: Room) -> None:
    head = await room.say("Is the BP200 better than mine?")
    agent = Author(AuthorKind.AGENT, AgentId("ira"))
    changed = await state_fact(room.desk, agent, head.id, FactStated(key="product", value="bp300"))
    assert (changed.head.facts["product"].value, changed.head.facts["product"].source) == ("bp300", FactSource.AGENT)


async def test_an_agent_who_confirms_what_was_read_has_said_it(room: Room) -> None:
    head = await room.say("My BP200 is broken")
    agent = Author(AuthorKind.AGENT, AgentId("ira"))
    for _ in range(2):
        await state_fact(room.desk, agent, head.id, FactStated(key="product", value="bp200"))
    assert [fact.source for fact in await stated(room, head)] == [FactSource.TEXT, FactSource.AGENT]


async def test_what_the_contact_has_is_kept_at_the_contact_and_the_company(room: Room) -> None:
    first = await room.say("hello there")
    await room.keep(Company(id=CompanyId("clinic"), name="Clinic"))
    since = room.clock.now() - timedelta(days=1)
    membership = Membership(contact_id=first.contact_id, company_id=CompanyId("clinic"), since=since)
    await room.desk.store.save_membership(membership)
    await room.say("Our BP200 is broken")
    known = await room.desk.store.known_facts(first.contact_id)
    assert [(fact.key, fact.value, fact.company_id, fact.source) for fact in known] == [
        ("product", "bp200", "clinic", FactSource.TEXT)
    ]


async def test_names_that_change_are_read_from_then_on(room: Room) -> None:
    assert values(await room.say("the Pulse One is broken", visitor="v2")) == {}
    stored = await save_record(room.desk, replace(BP300, names={"en": "Pulse One"}), actor="test")
    assert values(await room.say("the Pulse One is broken", visitor="v3")) == {"product": "bp300"}
    await save_record(room.desk, replace(stored, active=False), actor="test")
    assert values(await room.say("the Pulse One is broken", visitor="v4")) == {}


async def test_what_a_machine_wrote_states_nothing(room: Room) -> None:
    message = replace(room.message("BP200"), message_class=MessageClass.AUTO_REPLY)
    recorded = await receive(room.desk, message)
    assert isinstance(recorded, Recorded)
    assert values(recorded.head) == {}
