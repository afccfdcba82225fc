"""The road of one message: answered in its language, or routed to who speaks it, and never lost on the way."""

import asyncio
from datetime import timedelta

import pytest

from contactcenter.desk.closing import resolve
from contactcenter.desk.dispatch import Dispatch
from contactcenter.desk.feedback import give_feedback
from contactcenter.desk.intake import receive
from contactcenter.desk.languages import choose_language
from contactcenter.desk.merging import block_contact
from contactcenter.desk.offers import accept, decline
from contactcenter.desk.replies import reply
from contactcenter.desk.timers import sweep
from contactcenter.errors import Conflict, NotFound
from contactcenter.ids import AgentId, uuid7
from contactcenter.model.bodies import EntryKind, Feedback, FeedbackVerdict, LanguageChange, Queued
from contactcenter.model.conversation import Awaiting, Conversation, State
from contactcenter.model.entry import Author, AuthorKind
from contactcenter.model.message import Message
from contactcenter.model.plan import Recorded, Refused
from contactcenter.ports import Signal
from tests.desk.room import Room

IRA, LIN, MAX = AgentId("ira"), AgentId("lin"), AgentId("max")
QUESTION = "Здравствуйте, какой размер манжеты мне нужен для руки 30 см?"
COMPLAINT = "Позовите человека, пожалуйста: курьер нагрубил мне вчера вечером"
HARD = "我的血压计屏幕今天早上突然不显示了,怎么办?"  # nothing in the knowledge base answers it


async def accepted(room: Room, head: Conversation, agent_id: AgentId) -> Conversation:
    assert head.offer is not None
    await accept(room.desk, agent_id, head.id, head.offer.id)
    await room.dispatch.step()
    return await room.get(head.id)


async def test_a_russian_question_is_answered_in_russian_with_the_passage_and_its_source(room: Room) -> None:
    head = await room.say(QUESTION)
    answer = (await room.entries(head, EntryKind.MESSAGE))[-1].body
    assert isinstance(answer, Message) and answer.answer is not None
    assert head.state is State.ANSWERED and head.language == "ru"
    assert "Для 22–32 см подходит манжета M." in answer.text
    assert [source.article_id for source in answer.answer.sources] == ["cuff"]


async def test_a_message_for_a_conversation_that_does_not_exist_is_not_found_and_leaves_nothing(room: Room) -> None:
    message = room.message(QUESTION, "v9", uuid7())
    with pytest.raises(NotFound):
        await receive(room.desk, message)
    assert await room.desk.store.contact_by_identity(message.identity) is None


async def test_a_chinese_question_without_an_answer_is_offered_to_who_speaks_chinese(room: Room) -> None:
    for agent_id in (IRA, LIN, MAX):
        await room.come(agent_id)
    head = await room.say(HARD)
    assert head.state is State.OFFERED and head.offer is not None
    assert head.offer.agent_id == LIN


async def test_handing_over_tells_the_contact_in_their_language_and_the_agent_what_was_tried(room: Room) -> None:
    head = await room.say(QUESTION)
    head = await room.say("позовите человека", conversation=head.id)
    queued = (await room.entries(head, EntryKind.QUEUED))[-1].body
    assert isinstance(queued, Queued)
    assert queued.reasons == ("asked_for_person",)
    assert [source.article_id for source in queued.tried] == ["cuff"]
    assert any(text.startswith("Спасибо. Передаю") for text in await room.texts(head))


async def test_after_a_hand_over_automatic_answers_stay_out_until_it_is_closed(room: Room) -> None:
    head = await room.say(QUESTION)
    head = await room.say("позовите человека", conversation=head.id)
    head = await room.say(QUESTION, conversation=head.id)
    assert await _answers(room, head) == 1
    await resolve(room.desk, Author(AuthorKind.AGENT, IRA), head.id)
    head = await room.say("Сели батарейки, что делать?", conversation=head.id)
    assert await _answers(room, head) == 2


async def _answers(room: Room, head: Conversation) -> int:
    bodies = [entry.body for entry in await room.entries(head, EntryKind.MESSAGE)]
    return sum(1 for body in bodies if isinstance(body, Message) and body.answer)


async def test_nobody_speaks_it_is_told_at_once_and_an_alert_goes_out(room: Room) -> None:
    for agent_id in (IRA, LIN):
        await room.come(agent_id)
    head = await room.say("Mein Blutdruckmessgerät zeigt seit gestern nur noch Fehler an, was soll ich tun?")
    assert head.told == "nobody_speaks"
    assert (await room.texts(head))[-1].startswith("Zurzeit spricht bei uns niemand diese Sprache.")
    assert any(getattr(ring, "kind", "") == "alert" for ring in room.rings)


async def test_nobody_here_is_told_at_once_and_a_returning_agent_gets_the_conversation(room: Room) -> None:
    head = await room.say(HARD)
    assert head.told == "nobody_here"
    await room.come(LIN)
    head = await room.get(head.id)
    assert head.offer is not None and head.offer.agent_id == LIN


async def test_a_declined_offer_goes_to_the_next_who_speaks_the_language(room: Room) -> None:
    await room.come(IRA)
    await room.come(MAX)
    head = await room.say(COMPLAINT)
    first = head.offer
    assert first is not None
    await decline(room.desk, first.agent_id, head.id, first.id)
    await room.dispatch.step()
    second = (await room.get(head.id)).offer
    assert second is not None and second.agent_id in {IRA, MAX} - {first.agent_id}


async def test_an_expired_offer_goes_to_the_next(room: Room) -> None:
    await room.come(IRA)
    await room.come(MAX)
    head = await room.say(COMPLAINT)
    first = head.offer
    assert first is not None
    await room.pass_time(31, present=(IRA, MAX))
    await sweep(room.desk)
    await room.dispatch.step()
    second = (await room.get(head.id)).offer
    assert second is not None and second.agent_id != first.agent_id


async def test_no_agent_is_given_more_than_it_has_units(room: Room) -> None:
    await room.come(MAX)
    first = await room.say(COMPLAINT, visitor="v1")
    await accepted(room, first, MAX)
    second = await room.say(COMPLAINT, visitor="v2")
    assert second.state is State.WAITING and second.told == "all_busy"
    await resolve(room.desk, Author(AuthorKind.AGENT, MAX), first.id)
    await room.dispatch.step()
    offer = (await room.get(second.id)).offer
    assert offer is not None and offer.agent_id == MAX


async def test_when_the_agents_browser_dies_another_gets_the_conversation_with_all_of_it(room: Room) -> None:
    await room.come(IRA)
    head = await accepted(room, await room.say(COMPLAINT), IRA)
    await reply(room.desk, IRA, head.id, external_id=uuid7(), text="Смотрю, минуту.")
    await room.come(MAX)
    await room.pass_time(31, present=(MAX,))
    head = await room.get(head.id)
    assert head.offer is not None and head.offer.agent_id == MAX
    assert "Смотрю, минуту." in await room.texts(head)


async def test_a_message_sent_again_is_recorded_and_answered_once(room: Room) -> None:
    message = room.message(QUESTION, external_id=uuid7())
    first = await receive(room.desk, message)
    second = await receive(room.desk, message)
    assert isinstance(first, Recorded) and isinstance(second, Recorded)
    assert second.duplicate and second.head.id == first.head.id
    assert len(await room.texts(first.head)) == 2


async def test_a_message_that_a_crash_cut_off_is_answered_by_the_sweep(room: Room) -> None:
    from contactcenter.desk.intake import record

    recorded = await record(room.desk, room.message(QUESTION))
    assert isinstance(recorded, Recorded) and recorded.head.state is State.NEW
    room.clock.advance(timedelta(seconds=6))
    await sweep(room.desk)
    assert (await room.get(recorded.head.id)).state is State.ANSWERED


async def test_a_knowledge_base_that_fails_hands_over(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("index is gone")

    monkeypatch.setattr(room.desk.answering, "decide", broken)
    head = await room.say(QUESTION)
    assert head.state is State.WAITING
    assert (await room.texts(head))[1].startswith("Спасибо. Передаю")


async def test_helped_closes(room: Room) -> None:
    helped = await room.say(QUESTION)
    await give_feedback(room.desk, helped.id, external_id=uuid7(), feedback=Feedback(verdict=FeedbackVerdict.HELPED))
    assert (await room.get(helped.id)).state is State.RESOLVED


async def test_the_contacts_choice_of_language_beats_detection_and_routes_again(room: Room) -> None:
    await room.come(IRA)
    head = await room.say("I want to talk to a human, the courier was rude to me yesterday")
    assert head.offer is not None and head.offer.agent_id == IRA
    await room.come(LIN)
    await choose_language(room.desk, Author(AuthorKind.CONTACT, head.contact_id), head.id, "zh-Hans")
    await room.dispatch.step()
    head = await room.get(head.id)
    change = (await room.entries(head, EntryKind.LANGUAGE))[-1]
    assert isinstance(change.body, LanguageChange) and change.body.source == "contact"
    assert change.author.kind is AuthorKind.CONTACT
    assert head.offer is not None and head.offer.agent_id == LIN
    head = await room.say("please help me, the courier was very rude to me", conversation=head.id)
    assert head.language == "zh-Hans"


async def test_a_greeting_is_answered_with_a_question_not_with_a_person(room: Room) -> None:
    head = await room.say("Здравствуйте!")
    assert head.state is State.ANSWERED
    assert (await room.texts(head))[-1] == "Здравствуйте! Чем можем помочь?"


async def test_a_message_after_a_week_begins_a_conversation_that_follows(room: Room) -> None:
    head = await room.say(QUESTION)
    await resolve(room.desk, Author(AuthorKind.AGENT, IRA), head.id)
    room.clock.advance(timedelta(days=8))
    later = await room.say("И ещё вопрос: какой размер манжеты для ребёнка?", conversation=head.id)
    assert later.id != head.id and later.follows == head.id


async def test_a_blocked_contact_is_refused_and_may_write_again_after_unblocking(room: Room) -> None:
    head = await room.say(QUESTION)
    await block_contact(room.desk, "test", head.contact_id, blocked=True)
    assert isinstance(await receive(room.desk, room.message("ещё", conversation=head.id)), Refused)
    await block_contact(room.desk, "test", head.contact_id, blocked=False)
    assert isinstance(await receive(room.desk, room.message("ещё", conversation=head.id)), Recorded)


async def test_a_reply_waits_for_the_contact_and_a_foreign_offer_cannot_be_accepted(room: Room) -> None:
    await room.come(LIN)
    head = await room.say(HARD)
    assert head.offer is not None
    with pytest.raises(Conflict):
        await accept(room.desk, IRA, head.id, head.offer.id)
    head = await accepted(room, head, LIN)
    await reply(room.desk, LIN, head.id, external_id=uuid7(), text="您好")
    assert (await room.get(head.id)).awaiting is Awaiting.CONTACT


async def test_a_returning_contact_is_offered_to_the_agent_who_knows_them(room: Room) -> None:
    await room.come(IRA)
    await room.come(MAX)
    head = await room.say(COMPLAINT)
    assert head.offer is not None
    known = head.offer.agent_id
    await accepted(room, head, known)
    await resolve(room.desk, Author(AuthorKind.AGENT, known), head.id)
    await room.dispatch.step()
    room.clock.advance(timedelta(days=20))
    for agent_id in (IRA, MAX):
        await room.come(agent_id)
    again = await room.say(COMPLAINT)
    assert again.id != head.id and again.offer is not None and again.offer.agent_id == known


async def test_after_a_restart_the_agents_get_time_to_come_back(room: Room) -> None:
    await room.come(IRA)
    head = await accepted(room, await room.say(COMPLAINT), IRA)
    room.clock.advance(timedelta(minutes=10))  # the centre was down: every presence has run out
    again = Dispatch(room.desk)
    await again.start()
    await again.step()
    assert (await room.get(head.id)).agent_id == IRA
    room.clock.advance(timedelta(seconds=31))
    again._look_around()
    await again.step()
    assert (await room.get(head.id)).state is State.WAITING


async def test_a_busy_centre_still_notices_that_a_browser_died(room: Room) -> None:
    await room.come(IRA)
    head = await accepted(room, await room.say(COMPLAINT), IRA)
    running = asyncio.create_task(room.dispatch.run(sweep_seconds=0.05))
    room.clock.advance(timedelta(seconds=31))
    for _ in range(60):  # a bell every 10 ms, so that the wait for the next one never runs out
        room.desk.bell.ring(Signal(kind="record", key="queue:general"))
        await asyncio.sleep(0.01)
    running.cancel()
    assert (await room.get(head.id)).state is State.WAITING


TWO = "Здравствуйте! Какие батарейки нужны? И какой размер манжеты мне нужен?"


async def test_a_message_with_two_questions_is_answered_in_one_message_with_both_sources(room: Room) -> None:
    head = await room.say(TWO)
    answer = (await room.entries(head, EntryKind.MESSAGE))[-1].body
    assert isinstance(answer, Message) and answer.answer is not None
    assert head.state is State.ANSWERED
    assert [source.article_id for source in answer.answer.sources] == ["battery", "cuff"]
    assert "Вставьте новые батарейки." in answer.text and "подходит манжета M" in answer.text


async def test_of_two_questions_one_without_an_answer_takes_both_to_a_person_with_what_was_found(room: Room) -> None:
    head = await room.say("Какие батарейки нужны? И когда приедет курьер с моим заказом?")
    queued = (await room.entries(head, EntryKind.QUEUED))[-1].body
    assert isinstance(queued, Queued) and head.state is State.WAITING
    assert [part.text for part in queued.parts] == [
        "Какие батарейки нужны?", "И когда приедет курьер с моим заказом?",
    ]  # fmt: skip
    assert [source.article_id for source in queued.parts[0].sources][:1] == ["battery"]
    assert await _answers(room, head) == 0
