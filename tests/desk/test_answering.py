"""The first question in a language is prepared in a thread: it waits, and nobody else does."""

import asyncio
import threading
from collections.abc import AsyncIterator

import pytest

from contactcenter.desk.answering import Answering
from contactcenter.knowledge import likeness, view
from contactcenter.knowledge.article import AGENT
from contactcenter.knowledge.likeness import Likeness
from contactcenter.knowledge.view import View
from tests.desk.room import Room

QUESTION = "Какие батарейки нужны?"


class Gate:
    """Holds up whoever works out a view, until the test opens it from the event loop's thread."""

    def __init__(self) -> None:
        self._open = threading.Event()
        self.threads: set[int] = set()

    def pass_through(self) -> None:
        self.threads.add(threading.get_ident())
        assert self._open.wait(20), "the event loop was held up: nobody could open the gate"

    def open(self) -> None:
        self._open.set()


@pytest.fixture
async def gate(room: Room, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Gate]:
    gate = Gate()

    class HeldLikeness(Likeness):
        def __init__(self, view: View, *, at_once: bool) -> None:
            gate.pass_through()
            super().__init__(view, at_once=at_once)

    class HeldView(View):
        def make_searchable(self) -> None:
            gate.pass_through()
            super().make_searchable()

    monkeypatch.setattr(likeness, "Likeness", HeldLikeness)
    monkeypatch.setattr(view, "View", HeldView)
    yield gate
    gate.open()


async def test_the_first_question_in_a_language_waits_and_the_others_do_not(room: Room, gate: Gate) -> None:
    answering = room.desk.answering
    asked = [asyncio.create_task(answering.decide(QUESTION, "ru")) for _ in range(3)]
    other = await answering.decide("Wie bitte?", "de")  # no articles in it: decided while the others wait
    assert other.reasons == ("no articles in de",)
    assert not any(one.done() for one in asked)
    gate.open()
    decisions = await asyncio.gather(*asked)
    assert [one.article.id for one in decisions if one.article] == ["battery"] * 3
    assert threading.get_ident() not in gate.threads


async def test_what_is_prepared_once_is_used_again(room: Room, gate: Gate) -> None:
    gate.open()
    await room.desk.answering.decide(QUESTION, "ru")
    prepared = set(gate.threads)
    gate.threads.clear()
    await room.desk.answering.decide(QUESTION, "ru")
    assert prepared and not gate.threads


async def test_an_agents_first_search_waits_in_a_thread_too(room: Room, gate: Gate) -> None:
    searching = asyncio.create_task(room.desk.answering.search("батарейки", "ru", AGENT, 3))
    await asyncio.sleep(0)
    assert not searching.done()
    gate.open()
    assert (await searching)[0].article.id == "battery"
    assert threading.get_ident() not in gate.threads


async def test_before_the_first_build_nothing_is_known() -> None:
    with pytest.raises(LookupError):
        await Answering().decide(QUESTION, "ru")
