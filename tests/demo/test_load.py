"""The generated history in a real store: complete, at its own times, once, and with nothing left open."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from contactcenter.demo import arrivals, load
from contactcenter.demo.history import SEED, generate
from contactcenter.demo.load import load_history
from contactcenter.demo.seed import seed
from contactcenter.demo.steps import DemoConversation
from contactcenter.desk.desk import Desk
from contactcenter.ids import ContactId, derived_id
from contactcenter.model.bodies import EntryKind
from contactcenter.model.contact import Identity
from contactcenter.model.conversation import Conversation, State
from contactcenter.model.message import Message
from contactcenter.model.plan import RoutingRecord
from contactcenter.model.rows import ConversationFilter
from contactcenter.model.scope import EVERYTHING
from routing import Accepted, AgentChanged, Ended, QueueChanged, Queued, Taken
from routing.replay import EVENTS, decode, rebuilt

END = datetime(2026, 11, 23, 12, tzinfo=UTC)  # the hour in which the desk's clock stands


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrivals, "A_WEEK", 60)
    monkeypatch.setattr(load, "REST", 0.0)
    monkeypatch.setattr(load, "MARKED_EVERY", 20)


@pytest.fixture
async def seeded(desk: Desk) -> Desk:
    await seed(desk)
    await desk.directory.load(desk.store)
    return desk


def told() -> Sequence[DemoConversation]:
    return tuple(generate(1, SEED, END))


async def stored(desk: Desk) -> list[Conversation]:
    found: list[Conversation] = []
    after = None
    while True:
        page = await desk.store.conversations(ConversationFilter(), EVERYTHING, after, 100)
        found += page.items
        after = page.next
        if after is None:
            return found


async def test_every_conversation_is_stored_with_its_own_times(seeded: Desk) -> None:
    await load_history(seeded, 1)
    heads = await stored(seeded)
    assert sorted(head.created_at for head in heads) == [one.start for one in told()]
    assert sorted(head.last_at for head in heads) == sorted(one.steps[-1].at for one in told())


async def test_entries_are_contiguous_and_received_when_they_happened(seeded: Desk) -> None:
    await load_history(seeded, 1)
    for head in await stored(seeded):
        entries = await seeded.store.entries(head.id, 0, 500)
        assert [entry.seq for entry in entries] == list(range(1, head.seq + 1))
        assert entries[0].received_at == head.created_at
        assert entries[-1].received_at == head.last_at < END
        assert sorted(entry.received_at for entry in entries) == [entry.received_at for entry in entries]


async def test_nothing_is_left_open_to_be_routed_sent_or_timed(seeded: Desk) -> None:
    await load_history(seeded, 1)
    assert {head.state for head in await stored(seeded)} == {State.RESOLVED}
    assert await seeded.store.routable() == ()
    assert await seeded.store.due_conversations(seeded.clock.now()) == ()
    assert not any((await seeded.store.agent_loads()).values())


async def routed(desk: Desk) -> list[RoutingRecord]:
    return list(await desk.store.routing_log(END - timedelta(weeks=2), 10_000))


async def test_the_routing_log_tells_demand_offer_and_assignment_of_every_conversation_that_a_person_had(
    seeded: Desk,
) -> None:
    await load_history(seeded, 1)
    lines: defaultdict[str, list[str]] = defaultdict(list)
    for line in await routed(seeded):
        lines[conversation_of(line)].append(line.event)
    for head in await stored(seeded):
        entries = Counter(entry.kind for entry in await seeded.store.entries(head.id, 0, 500))
        told = Counter(lines[head.id])
        assert told["Queued"] == entries[EntryKind.QUEUED]
        assert told["Offer"] == told["Accepted"] == entries[EntryKind.OFFER] == entries[EntryKind.OFFER_ENDED]
        assert lines[head.id][:1] in ([], ["Queued"]) and lines[head.id][-1:] in ([], ["Ended"])


def conversation_of(line: RoutingRecord) -> str:
    demand = line.data.get("demand")
    return str(demand["conversation"] if isinstance(demand, dict) else line.data.get("conversation"))


async def test_a_router_can_be_told_the_whole_log(seeded: Desk) -> None:
    await load_history(seeded, 1)
    lines = await routed(seeded)
    assert [line.at for line in lines] == sorted(line.at for line in lines)
    events = [
        (line.at.timestamp(), decode({"event": line.event, **line.data})) for line in lines if line.event in EVENTS
    ]
    router = rebuilt(events)
    assert {type(event) for _, event in events} >= {QueueChanged, AgentChanged, Queued, Accepted, Taken, Ended}
    assert [router.place(event.demand.conversation) for _, event in events if isinstance(event, Queued)] == (
        [None] * sum(line.event == "Queued" for line in lines)
    )


async def test_loading_again_adds_nothing(seeded: Desk) -> None:
    await load_history(seeded, 1)
    before = await stored(seeded), await routed(seeded)
    await load_history(seeded, 1)
    assert (await stored(seeded), await routed(seeded)) == before


async def test_a_load_that_was_cut_off_is_finished_by_the_next(seeded: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    write, written = load._write, 0

    async def dies(desk: Desk, one: DemoConversation, end: datetime) -> None:
        nonlocal written
        written += 1
        if written > 50:
            raise RuntimeError("killed")
        await write(desk, one, end)

    monkeypatch.setattr(load, "_write", dies)
    await load_history(seeded, 1)
    assert len(await stored(seeded)) == 50
    monkeypatch.setattr(load, "_write", write)
    await load_history(seeded, 1)
    assert Counter(head.created_at for head in await stored(seeded)) == Counter(one.start for one in told())


async def test_more_weeks_are_added_to_what_is_there(seeded: Desk) -> None:
    await load_history(seeded, 1)
    await load_history(seeded, 2)
    assert len(await stored(seeded)) == sum(1 for _ in generate(2, SEED, END))


async def test_the_display_fault_can_be_found_by_its_facts(seeded: Desk) -> None:
    await load_history(seeded, 1)
    facts = {"product": "bp300", "symptom": "display_dark", "lot": "2418"}
    page = await seeded.store.conversations(ConversationFilter(facts=facts), EVERYTHING, None, 100)
    flood = [one for one in told() if one.matter.lot]
    told_lot = sum(1 for one in flood if any(getattr(step, "key", "") == "lot" for step in one.steps))
    assert len(page.items) == told_lot > 20


async def test_an_article_answers_with_the_passage_and_an_agent_with_words(seeded: Desk) -> None:
    await load_history(seeded, 1)
    kinds: Counter[str] = Counter()
    for head in await stored(seeded):
        for entry in await seeded.store.entries(head.id, 0, 500):
            kinds[entry.kind] += 1
            if isinstance(entry.body, Message) and entry.body.answer:
                assert len(entry.body.text) > 40
                assert "##" not in entry.body.text
    assert {EntryKind.MESSAGE, EntryKind.FACT, EntryKind.ASSIGNMENT, EntryKind.QUEUED, EntryKind.FOCUS} <= set(kinds)


async def test_what_a_contact_has_is_kept_at_the_contact(seeded: Desk) -> None:
    await load_history(seeded, 1)
    someone = next(one for one in told() if one.matter.lot)
    key = Identity(kind=someone.channel, address=someone.contact.address).key
    known = await seeded.store.known_facts(ContactId(derived_id("contact", *key)))
    assert ("product", "bp300") in [(fact.key, fact.value) for fact in known]
