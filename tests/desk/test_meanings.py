"""The semantic extra at work: other words, other languages, and a model that fails, is late or is taken away."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from contactcenter.desk import meanings as meanings_module
from contactcenter.desk.answering import Answering
from contactcenter.desk.meanings import ArticleMeanings
from contactcenter.desk.records import save_record
from contactcenter.ids import ArticleId
from contactcenter.model.article import Article, ArticleAudience
from contactcenter.model.conversation import Conversation, State
from contactcenter.model.message import Message
from tests.desk.room import Room
from tests.semantic.concepts import ConceptModel

REFUND = Article(
    id=ArticleId("refund.ru"),
    slug="refund",
    language="ru",
    title="Возврат",
    body="Возврат возможен в течение 30 дней.\n\n## Как вернуть\n\nПриложите чек: возврат придёт на карту.",
)


@pytest.fixture
async def model(room: Room) -> AsyncIterator[ConceptModel]:
    """The room's knowledge base with a model of meanings that knows all of it."""
    model = ConceptModel()
    room.desk.answering = Answering(ArticleMeanings(model, model))
    await room.keep(REFUND)
    await room.desk.answering.rebuild(room.desk.store, room.clock.now())
    await learn(room)
    yield model


async def learn(room: Room) -> None:
    assert room.desk.answering.meanings is not None
    await room.desk.answering.meanings.learn()


async def said(room: Room, head: Conversation) -> Message:
    """The last thing that was said."""
    texts = [one.body for one in await room.entries(head) if isinstance(one.body, Message)]
    return texts[-1]


async def test_an_article_in_another_language_answers_with_a_notice(room: Room, model: ConceptModel) -> None:
    head = await room.say("退款 怎么办？")
    assert head.state is State.ANSWERED
    message = await said(room, head)
    assert message.answer is not None and message.answer.sources[0].language == "ru"
    notice, _, passage = message.text.partition("\n\n")
    assert "俄语" in notice and "Возврат" in passage


async def test_without_the_extra_the_same_question_goes_to_a_person(room: Room) -> None:
    await room.keep(REFUND)
    await room.desk.answering.rebuild(room.desk.store, room.clock.now())
    assert (await room.say("退款 怎么办？")).state is not State.ANSWERED


async def test_what_no_article_is_about_is_answered_in_no_language(room: Room, model: ConceptModel) -> None:
    assert (await room.say("今天天气怎么样啊，你觉得呢？")).state is not State.ANSWERED


async def test_an_internal_article_answers_nobody(room: Room, model: ConceptModel) -> None:
    await save_record(room.desk, replace(REFUND, audience=ArticleAudience.INTERNAL), actor="test")
    room.desk.answering.changes(REFUND.id)
    assert (await room.say("退款 怎么办？")).state is not State.ANSWERED
    await room.desk.answering.take_in(room.desk.store, room.clock.now())
    await learn(room)
    assert (await room.say("退款 怎么办？", visitor="v2")).state is not State.ANSWERED


@pytest.mark.parametrize("fault", ["broken", "late"])
async def test_a_model_that_fails_leaves_the_words_to_decide(
    room: Room, model: ConceptModel, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(meanings_module, "QUESTION_S", 0.05)
    model.broken, model.delay_s = fault == "broken", 30.0 if fault == "late" else 0.0
    head = await room.say("Какой размер манжеты мне нужен?")
    assert (head.state, "манжет" in (await said(room, head)).text) == (State.ANSWERED, True)


async def test_an_article_that_changed_is_learnt_anew_and_a_failure_is_tried_again(
    room: Room, model: ConceptModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(meanings_module, "AGAIN_S", 0.0)
    changed = await save_record(room.desk, replace(REFUND, body="Посылка идёт неделю.", title="Посылка"), actor="test")
    room.desk.answering.changes(changed.id)
    await room.desk.answering.take_in(room.desk.store, room.clock.now())
    known = room.desk.answering.meanings
    assert known is not None and known.waiting == 1
    model.broken = True
    await known.learn()
    assert known.waiting == 1
    model.broken = False
    await known.learn()
    assert known.waiting == 0
    assert "Посылка" in (await said(room, await room.say("我的包裹 在哪里？"))).text


async def test_questions_are_answered_while_articles_are_learnt(room: Room, model: ConceptModel) -> None:
    model.delay_s = 0.2
    for number in range(3):
        await room.keep(replace(REFUND, id=ArticleId(f"r{number}.ru"), slug=f"r{number}"))
        room.desk.answering.changes(ArticleId(f"r{number}.ru"))
    await room.desk.answering.take_in(room.desk.store, room.clock.now())
    learning = asyncio.create_task(learn(room))
    head = await room.say("Какой размер манжеты мне нужен?")
    assert head.state is State.ANSWERED
    await learning
