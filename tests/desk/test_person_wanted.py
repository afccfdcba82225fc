"""What goes to a person at once: asked for, kept for people, asked again, not helped twice. And what does not."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from random import Random

import pytest

from contactcenter.desk.feedback import TRY_AGAIN, give_feedback
from contactcenter.desk.tagging import tag
from contactcenter.ids import InboxId, uuid7
from contactcenter.knowledge.intent import asks_for_person, is_small_talk
from contactcenter.model.bodies import EntryKind, Feedback, FeedbackVerdict, Queued
from contactcenter.model.conversation import Conversation, State
from contactcenter.model.entry import CENTRE, AuthorKind, Entry
from contactcenter.model.message import Message
from contactcenter.model.records import RestrictedTopic
from tests.desk.room import Room
from tests.desk.test_letters import arrive, letter, post
from tests.knowledge import labelled

__all__ = ["post"]

CUFF = "Какой размер манжеты мне нужен?"
CUFF_IN_OTHER_WORDS = "Как выбрать манжету для тонометра?"
BATTERY = "Сели батарейки, что делать?"
LAW = RestrictedTopic(
    id="law",
    name="Law",
    words={"ru": "адвокат\nсуд", "en": "lawyer\ntake you to court", "zh-Hans": "律师"},
    tags=("legal",),
)
Says = Callable[[Room, str], Awaitable[Conversation]]


async def by_chat(room: Room, text: str) -> Conversation:
    return await room.say(text)


async def by_mail(room: Room, text: str) -> Conversation:
    return await arrive(room, letter(text))


both_ways = pytest.mark.parametrize("says", [by_chat, by_mail])


async def why(room: Room, head: Conversation) -> list[str]:
    """The reasons of each hand-over."""
    return [one.body.reasons[0] for one in await room.entries(head, EntryKind.QUEUED) if isinstance(one.body, Queued)]


async def not_helped(room: Room, head: Conversation) -> Conversation:
    feedback = Feedback(verdict=FeedbackVerdict.DID_NOT_HELP)
    await give_feedback(room.desk, head.id, external_id=uuid7(), feedback=feedback)
    await room.dispatch.step()
    return await room.get(head.id)


# --- did not help --------------------------------------------------------------------------------------------


async def test_after_the_first_did_not_help_other_words_are_asked_for_after_the_second_a_person_comes(
    room: Room,
) -> None:
    head = await not_helped(room, await room.say(CUFF))
    assert head.state is State.ANSWERED
    notices = [one.body.notice for one in await room.entries(head) if isinstance(one.body, Message)]
    assert notices[-1] == TRY_AGAIN
    head = await room.say(BATTERY, conversation=head.id)
    assert head.state is State.ANSWERED
    head = await not_helped(room, head)
    assert head.state is State.WAITING
    assert await why(room, head) == ["answer_did_not_help"]
    assert (await room.texts(head))[-2].startswith("Спасибо. Передаю")


async def test_an_answer_to_an_automatic_letter_goes_to_a_person(post: Room) -> None:
    head = await arrive(post, letter(CUFF, name="one@their.example"))
    assert head.state is State.ANSWERED
    head = await arrive(post, letter("Это не то.", thread_keys=("mid:one@their.example",)))
    assert await why(post, head) == ["answer_did_not_help"]


# --- asked alike ---------------------------------------------------------------------------------------------


@both_ways
async def test_asking_alike_within_seven_days_gets_a_person(post: Room, says: Says) -> None:
    first = await says(post, CUFF)
    assert first.state is State.ANSWERED
    post.clock.advance(timedelta(days=6))
    again = await says(post, CUFF_IN_OTHER_WORDS)
    assert again.state is State.WAITING
    assert await why(post, again) == ["asked_alike"]
    queued = (await post.entries(again, EntryKind.QUEUED))[-1].body
    assert isinstance(queued, Queued) and [one.article_id for one in queued.tried] == ["cuff"]


@both_ways
async def test_asking_something_else_or_much_later_is_answered(post: Room, says: Says) -> None:
    await says(post, CUFF)
    assert (await says(post, BATTERY)).state is State.ANSWERED
    post.clock.advance(timedelta(days=8))
    assert (await says(post, CUFF)).state is State.ANSWERED


async def test_somebody_else_asking_the_same_is_answered(room: Room) -> None:
    await room.say(CUFF, visitor="v1")
    assert (await room.say(CUFF, visitor="v2")).state is State.ANSWERED


# --- topics for people ---------------------------------------------------------------------------------------


@both_ways
@pytest.mark.parametrize(
    "text", [f"{CUFF} Иначе я обращусь к адвокату!", "I will take you to court over this cuff", "我要找律师，手环坏了"]
)
async def test_a_restricted_topic_goes_to_a_person_whatever_the_articles_say(post: Room, says: Says, text: str) -> None:
    await post.keep(LAW)
    head = await says(post, text)
    assert head.state is State.WAITING and await why(post, head) == ["restricted=Law"]


@both_ways
async def test_what_only_looks_like_a_restricted_topic_is_answered(post: Room, says: Says) -> None:
    await post.keep(LAW)
    assert (await says(post, f"{CUFF} Сосуд судового врача")).state is State.ANSWERED


async def test_a_topic_holds_in_its_inboxes_only_and_while_it_is_active(post: Room) -> None:
    await post.keep(RestrictedTopic(id="cuffs", name="Cuffs", words={"ru": "манжета"}, inboxes=(InboxId("mail"),)))
    await post.keep(RestrictedTopic(id="old", name="Old", words={"ru": "манжета"}, active=False))
    assert (await by_chat(post, CUFF)).state is State.ANSWERED
    assert (await by_mail(post, CUFF)).state is State.WAITING


async def test_a_tag_of_the_conversation_restricts_it(room: Room) -> None:
    await room.keep(LAW)
    head = await room.say("Здравствуйте!")
    await tag(room.desk, CENTRE, head.id, "legal", added=True)
    head = await room.say(CUFF, conversation=head.id)
    assert await why(room, head) == ["restricted=Law"]


# --- asking for a person -------------------------------------------------------------------------------------


@both_ways
@pytest.mark.parametrize(
    "text", ["оператор", "human", "人工", "转人工", "Позовите человека", f"{CUFF} Дайте оператора!"]
)
async def test_a_hand_over_word_brings_a_person_at_once_by_chat_and_mail(post: Room, says: Says, text: str) -> None:
    head = await says(post, text)
    assert head.state is State.WAITING and await why(post, head) == ["asked_for_person"]


def test_a_person_is_asked_for_also_at_the_end_of_a_long_story() -> None:
    story = "I bought the cuff in May and it was fine until last week. " * 12
    assert asks_for_person(f"{story}Please connect me to an agent.")
    assert not asks_for_person(f"{story}The person who sold it has moved away.")


def test_of_five_thousand_ordinary_texts_hardly_any_is_taken_for_asking_for_a_person() -> None:
    texts = [text for one in labelled.articles() for text in one.phrasings]
    texts += [one.text for one in (*labelled.out_of_scope(), *labelled.chat_lines())]
    texts += [one.text for one in labelled.messages()]
    taken = [text for text in texts if asks_for_person(text)]
    assert len(texts) > 5_000
    assert taken == ["I want to speak to your manager right now."]  # which does ask


# --- nobody is left in silence -------------------------------------------------------------------------------

SAID = (
    CUFF, CUFF_IN_OTHER_WORDS, BATTERY, f"{CUFF} И какие батарейки нужны?", "Какие батарейки нужны? И где мой заказ?",
    "Мне прислали чужой заказ, когда его заберут?", "не работает", "Помогите", "Здравствуйте!", "Спасибо!", "ок", "👍",
    "оператор", "Хочу поговорить с человеком", "Я подам в суд", "我的血压计屏幕不显示了", "人工", "The screen is black",
    "???", "Wo ist mein Paket geblieben?", "манжета", "да", "нет",
)  # fmt: skip
VERDICTS = (FeedbackVerdict.DID_NOT_HELP, FeedbackVerdict.DID_NOT_HELP, FeedbackVerdict.PERSON, FeedbackVerdict.HELPED)
WITH_A_PERSON = (State.WAITING, State.OFFERED, State.ASSIGNED)


async def test_of_five_hundred_dialogues_none_ends_without_an_answer_or_a_person_and_a_word_about_it(
    post: Room,
) -> None:
    await post.keep(LAW)
    for agent in ("ira", "lin"):
        await post.come(agent)
    draw = Random(20261127)
    handed_over = 0
    for number in range(500):
        head = await _dialogue(post, draw, number)
        entries = await post.entries(head)
        assert _silences(entries) == [], [_words(one) for one in entries]
        assert head.state is not State.NEW
        handed_over += head.state in WITH_A_PERSON
    assert 200 < handed_over < 450


async def _dialogue(room: Room, draw: Random, number: int) -> Conversation:
    """One to five steps of one contact, by chat or mail."""
    is_letter = draw.random() < 0.4
    name = f"d{number}@their.example"
    contact = f"c{number}@c{number}.example"
    opening = draw.choice(SAID)
    if is_letter:
        head = await arrive(room, letter(opening, sender=contact, name=name))
    else:
        head = await room.say(opening, visitor=contact)
    for step in range(draw.randrange(5)):
        room.clock.advance(timedelta(minutes=draw.randrange(1, 30)))
        if draw.random() < 0.3 and head.state is State.ANSWERED and not is_letter:
            feedback = Feedback(verdict=draw.choice(VERDICTS))
            await give_feedback(room.desk, head.id, external_id=uuid7(), feedback=feedback)
        elif is_letter:
            answer = letter(draw.choice(SAID), sender=contact, name=f"{step}.{name}", thread_keys=(f"mid:{name}",))
            head = await arrive(room, answer)
        else:
            head = await room.say(draw.choice(SAID), visitor=contact, conversation=head.id)
        head = await room.get(head.id)
    return head


def _silences(entries: list[Entry]) -> list[str]:
    """What was asked and neither answered, nor already with a person; and hand-overs that nobody was told of."""
    silent: list[str] = []
    told = False  # that a person takes over, since it was last closed
    open_question: str | None = None
    for entry in entries:
        body = entry.body
        if isinstance(body, Message) and entry.author.kind is AuthorKind.CONTACT:
            needs = not told and not is_small_talk(body.text)
            open_question = body.text if needs else open_question
        elif isinstance(body, Message):
            told |= body.notice in ("notice.handed_over", "notice.acknowledged")
            open_question = None
        elif isinstance(body, Queued) and not told:
            silent.append(f"queued: {body.reasons}")
    return [*silent, open_question] if open_question else silent


def _words(entry: Entry) -> object:
    return (entry.kind.value, entry.author.kind.value, getattr(entry.body, "text", getattr(entry.body, "reasons", "")))
