"""Contract: search finds what people type, in the index and just written, and only what the reader may see."""

from dataclasses import replace

import pytest

from contactcenter.ids import AgentId, ContactId, QueueId
from contactcenter.model.bodies import FactStated
from contactcenter.model.contact import Identity
from contactcenter.model.conversation import Conversation
from contactcenter.model.message import Message
from contactcenter.model.rows import HitKind
from contactcenter.model.scope import EVERYTHING, Scope
from contactcenter.ports import Store
from tests.store.samples import NOON, appending, assigning, begin, changed, message, note, queueing, saying, staff

TEXTS = {
    "chinese": "你好,我的血压计屏幕不亮了,可以退款吗?",
    "russian": "Здравствуйте, я хочу вернуть тонометр и получить деньги за две манжеты.",
    "english": "The cuffs of my monitors are leaking, order A-20391-77",
    "german": "Die Rechnungen für die Geräte fehlen noch",
    "japanese": "注文した血圧計がまだ届きません",
    "thai": "ฉันต้องการคืนสินค้า",
    "korean": "환불을 받고 싶습니다",
    "arabic": "أريد استرجاع المبلغ",
}

QUERIES = {
    "退款": {"chinese"},
    "血压计": {"chinese"},
    "血": {"chinese", "japanese"},
    "манжета": {"russian"},
    "ТОНОМЕТРЫ деньги": {"russian"},
    "cuff leak": {"english"},
    "MONITOR": {"english"},
    "0391": {"english"},
    "20391": {"english"},
    "A-20391": {"english"},
    "rechnung": {"german"},
    "gerat": {"german"},
    "Geräte": {"german"},
    "血圧": {"japanese"},
    "คืนสินค้า": {"thai"},
    "환불": {"korean"},
    "استرجاع": {"arabic"},
    "cuff Rechnung": set(),
    "99999": set(),
    "": set(),
    "?!": set(),
    '" OR * NEAR(': set(),
}


async def written(store: Store) -> dict[str, Conversation]:
    heads: dict[str, Conversation] = {}
    for name, text in TEXTS.items():
        recorded = await begin(store, text, address=name)
        heads[name] = recorded.head
    return heads


async def indexed(store: Store) -> None:
    while await store.index_pending():
        pass


async def found(store: Store, query: str, scope: Scope = EVERYTHING) -> list[str | None]:
    hits = await store.search(query, scope)
    return [hit.conversation_id for hit in hits if hit.kind is HitKind.CONVERSATION]


@pytest.mark.parametrize("lag", ["just written", "indexed"])
async def test_words_are_found_in_every_language(store: Store, lag: str) -> None:
    heads = await written(store)
    if lag == "indexed":
        await indexed(store)
    names = {head.id: name for name, head in heads.items()}
    hits = {query: {names[one] for one in await found(store, query)} for query in QUERIES}  # type: ignore[index]
    assert hits == QUERIES


async def test_german_words_are_stemmed_as_the_message_says(store: Store) -> None:
    head = (await begin(store)).head
    await changed(store, head.id, appending(message("Wir haben die Bestellungen verschickt", language="de")))
    await indexed(store)
    assert await found(store, "bestellung") == [head.id]


async def test_a_hit_names_the_entry_and_shows_the_words_around(store: Store) -> None:
    head = (await begin(store, "hello")).head
    await changed(store, head.id, appending(note("x" * 300 + " the display stays dark " + "y" * 300)))
    await indexed(store)
    hit = (await store.search("display", EVERYTHING))[0]
    assert (hit.kind, hit.conversation_id, hit.contact_id, hit.seq) == (
        HitKind.CONVERSATION,
        head.id,
        head.contact_id,
        2,
    )
    assert "display stays dark" in hit.snippet
    assert len(hit.snippet) <= 200


async def test_a_conversation_comes_once_and_the_newest_first(store: Store) -> None:
    first, second = (await begin(store, "battery")).head, (await begin(store, "battery")).head
    await changed(store, first.id, saying("the battery again"))
    await indexed(store)
    assert await found(store, "battery") == [first.id, second.id]
    assert len(await store.search("battery", EVERYTHING, limit=1)) == 1


async def test_a_conversation_is_found_by_its_reference_or_half_of_it(store: Store) -> None:
    head = (await begin(store)).head
    other = (await begin(store)).head
    for lag in (False, True):
        if lag:
            await indexed(store)
        assert await found(store, head.reference) == [head.id]
        assert await found(store, head.reference.lower().replace("-", "")) == [head.id]
        assert head.id in await found(store, head.reference[:4])
        assert other.id not in await found(store, head.reference)


async def test_facts_and_file_names_are_found(store: Store) -> None:
    head = (await begin(store)).head
    await changed(store, head.id, appending(staff(FactStated(key="product", value="BP1000"))))
    await indexed(store)
    assert await found(store, "bp1000") == [head.id]
    assert await found(store, "1000") == [head.id]


async def test_both_what_is_indexed_and_what_came_since_are_found(store: Store) -> None:
    first = (await begin(store, "battery")).head
    await indexed(store)
    second = (await begin(store, "battery")).head
    assert await found(store, "battery") == [second.id, first.id]


async def test_indexing_is_done_in_steps_and_says_how_much(store: Store) -> None:
    for n in range(7):
        await begin(store, f"word{n}", address="ann")
    await indexed(store)
    assert await store.index_pending() == 0
    await begin(store, "more", address="ann")
    assert await store.index_pending(limit=5) == 1


# -- contacts ------------------------------------------------------------------------------------------------


async def people(store: Store, query: str, scope: Scope = EVERYTHING) -> list[str]:
    hits = await store.search(query, scope)
    return [hit.snippet for hit in hits if hit.kind is HitKind.CONTACT]


@pytest.mark.parametrize("lag", ["just written", "indexed"])
async def test_a_contact_is_found_by_name_also_misspelt(store: Store, lag: str) -> None:
    for address, name in (("1", "Anna Petersen"), ("2", "Иван Кузнецов"), ("3", "王小明"), ("4", "José Muñoz")):
        await begin(store, address=address, name=name)
    if lag == "indexed":
        await indexed(store)
    queries = {
        "petersen": ["Anna Petersen"],
        "Petersson": [],
        "Petersn": ["Anna Petersen"],
        "anna peterson": ["Anna Petersen"],
        "pet": ["Anna Petersen"],
        "Кузнецова": ["Иван Кузнецов"],
        "Кузницов": ["Иван Кузнецов"],
        "小明": ["王小明"],
        "munoz": ["José Muñoz"],
        "bob": [],
    }
    assert {query: await people(store, query) for query in queries} == queries


async def test_a_full_name_is_found_among_many_who_share_the_first(store: Store) -> None:
    for n in range(450):
        await begin(store, address=f"a{n}", name="Anna Petersen" if n == 0 else f"Anna {'abcdefghij'[n % 10] * 5}")
    await indexed(store)
    assert await people(store, "anna petersen") == ["Anna Petersen"]


async def test_a_contact_is_found_by_any_of_its_addresses(store: Store) -> None:
    ann = (await begin(store, address="1", name="Ann")).contact
    await indexed(store)
    await store.add_identity(ann.id, Identity(kind="email", address="ann.smith@example.com"))
    await store.add_identity(ann.id, Identity(kind="whatsapp", address="+49 170 1234567"))
    for lag in (False, True):
        if lag:
            await indexed(store)
        for query in ("ann.smith@example.com", "smith", "+491701234567", "0170 1234567"[1:], "1234567"):
            assert await people(store, query) == ["Ann"], query


async def test_a_renamed_contact_is_found_by_the_new_name_only(store: Store) -> None:
    ann = (await begin(store, name="Ann Miller")).contact
    await indexed(store)
    await store.save_contact(replace(ann, name="Ann Petersen"), "agent-1", NOON)
    for lag in (False, True):
        if lag:
            await indexed(store)
        assert await people(store, "petersen") == ["Ann Petersen"]
    assert await people(store, "miller") == []


async def test_the_conversations_of_a_contact_are_found_by_its_name(store: Store) -> None:
    head = (await begin(store, "hello", name="Anna Petersen")).head
    await indexed(store)
    assert await found(store, "petersen") == [head.id]


# -- who may see it ------------------------------------------------------------------------------------------


async def test_a_reader_finds_only_what_the_scope_allows(store: Store) -> None:
    mine, queued, other = [(await begin(store, "battery", address=name)).head for name in ("a", "b", "c")]
    await changed(store, mine.id, queueing("q1"))
    await changed(store, mine.id, assigning("a1"))
    await changed(store, queued.id, queueing("q2"))
    await changed(store, other.id, queueing("q3"))
    for lag in (False, True):
        if lag:
            await indexed(store)
        assert await found(store, "battery") == [other.id, queued.id, mine.id]
        assert await found(store, "battery", Scope(agent_id=AgentId("a1"))) == [mine.id]
        both = Scope(agent_id=AgentId("a1"), queue_ids=frozenset({QueueId("q2")}))
        assert await found(store, "battery", both) == [queued.id, mine.id]
        assert await found(store, "battery", Scope()) == []


async def test_contacts_do_not_find_what_is_the_staffs(store: Store) -> None:
    head = (await begin(store, "hello")).head
    await changed(store, head.id, appending(note("suspicious"), message("visible")))
    own = Scope(contacts=frozenset({ContactId(head.contact_id)}))
    for lag in (False, True):
        if lag:
            await indexed(store)
        assert await found(store, "suspicious", own) == []
        assert await found(store, "visible", own) == [head.id]


async def test_only_contacts_with_a_visible_conversation_are_found(store: Store) -> None:
    head = (await begin(store, address="1", name="Anna Petersen")).head
    await begin(store, address="2", name="Olga Petersen")
    await changed(store, head.id, queueing("q1"))
    await changed(store, head.id, assigning("a1"))
    await indexed(store)
    assert sorted(await people(store, "petersen")) == ["Anna Petersen", "Olga Petersen"]
    assert await people(store, "petersen", Scope(agent_id=AgentId("a1"))) == ["Anna Petersen"]
    assert await people(store, "petersen", Scope(agent_id=AgentId("a2"))) == []


async def test_an_erased_or_staff_only_body_is_no_hit(store: Store) -> None:
    head = (await begin(store, "hello")).head
    await changed(store, head.id, appending(staff(Message(text="internal only"))))
    await indexed(store)
    own = Scope(contacts=frozenset({head.contact_id}))
    assert await found(store, "internal", own) == []
    assert await found(store, "internal") == [head.id]
