"""A vague message: a person is on the way, and up to three questions may be answered or skipped meanwhile."""

import pytest

from contactcenter.desk.answered_questions import answer_asked
from contactcenter.desk.asked_by_letter import answers_to
from contactcenter.desk.asking import is_vague
from contactcenter.desk.closing import resolve
from contactcenter.desk.facts import state_fact
from contactcenter.errors import Invalid, NotFound
from contactcenter.ids import AgentId, ConversationId
from contactcenter.model.bodies import EntryKind, FactStated
from contactcenter.model.conversation import Conversation, State
from contactcenter.model.entry import CENTRE, Audience, Author, AuthorKind
from contactcenter.model.fact import FactSource, FactState
from contactcenter.model.message import Choice, FactQuestion, Message
from contactcenter.model.records import Product
from contactcenter.sla.measures import measure
from tests.desk.room import Room
from tests.desk.test_letters import arrive, automatic, letter, post

__all__ = ["post"]

VAGUE = "Всё сломалось, помогите"
LANGUAGES = ("en", "zh-Hans", "zh-Hant", "ru", "uk", "de", "es", "fr", "pt-BR", "ja", "ko", "ar")
KEYS = ("product", "symptom", "where", "first_seen", "extent")
PRODUCTS = (
    Product(id="bp200", names={"en": "BP200 monitor", "ru": "Тонометр BP200"}),
    Product(id="bp300", names={"en": "BP300 monitor", "ru": "Тонометр BP300"}),
)


@pytest.fixture
async def room(room: Room) -> Room:
    for product in PRODUCTS:
        await room.keep(product)
    return room


async def asked(room: Room, head: Conversation) -> list[FactQuestion]:
    messages = [one.body for one in await room.entries(head, EntryKind.MESSAGE)]
    return [question for body in messages if isinstance(body, Message) for question in body.asks]


def contact(head: Conversation) -> Author:
    return Author(AuthorKind.CONTACT, head.contact_id)


def agent(name: str) -> Author:
    return Author(AuthorKind.AGENT, AgentId(name))


async def ask(room: Room, name: str, head: Conversation, key: str) -> None:
    fact = FactStated(key=key, state=FactState.UNANSWERED, source=FactSource.AGENT)
    await state_fact(room.desk, agent(name), head.id, fact)


async def reasks(room: Room, head: Conversation) -> int:
    return measure(await room.entries(head)).reasks


async def test_a_vague_message_gets_three_questions_in_its_language_while_a_person_is_looked_for(room: Room) -> None:
    head = await room.say(VAGUE)
    assert head.state is State.WAITING
    questions = await asked(room, head)
    assert [(one.key, one.text) for one in questions] == [
        ("product", "О чём речь?"),
        ("where", "Где это происходит?"),
        ("first_seen", "С какого времени?"),
    ]
    assert [one.label for one in questions[0].choices] == ["Тонометр BP200", "Тонометр BP300"]
    assert {key: head.facts[key].state for key in ("product", "where", "first_seen")} == dict.fromkeys(
        ("product", "where", "first_seen"), FactState.UNANSWERED
    )


async def test_what_is_known_is_not_asked(room: Room) -> None:
    head = await room.say("Тонометр BP200 сломался, помогите")
    assert [one.key for one in await asked(room, head)] == ["where", "first_seen", "extent"]


async def test_answers_are_facts_with_a_completeness_and_are_never_asked_again(room: Room) -> None:
    head = await room.say(VAGUE)
    assert head.completeness == 0
    await answer_asked(room.desk, contact(head), head, "product", "bp200")
    head = await room.get(head.id)
    assert (head.facts["product"].value, head.facts["product"].source) == ("bp200", FactSource.CONTACT)
    assert head.completeness == 25
    await answer_asked(room.desk, contact(head), head, "where", None)
    head = await room.get(head.id)
    assert head.facts["where"].state is FactState.UNKNOWN and head.completeness == 25
    await resolve(room.desk, agent("ira"), head.id)
    head = await room.say("Опять всё сломалось", conversation=head.id)
    assert [one.key for one in await asked(room, head)] == ["product", "where", "first_seen", "extent"]


async def test_the_contact_sees_its_own_answers_and_states_nothing_that_was_not_asked(room: Room) -> None:
    head = await room.say(VAGUE)
    with pytest.raises(NotFound):
        await answer_asked(room.desk, contact(head), head, "changed", "everything")
    with pytest.raises(Invalid):
        await answer_asked(room.desk, contact(head), head, "product", "spaceship")
    await answer_asked(room.desk, contact(head), head, "where", "дома")
    seen = [one for one in await room.entries(head, EntryKind.FACT) if one.audience is Audience.CONTACT]
    assert [getattr(one.body, "value", "") for one in seen] == ["дома"]


async def test_an_agent_changes_what_the_contact_answered(room: Room) -> None:
    head = await room.say(VAGUE)
    await answer_asked(room.desk, contact(head), head, "where", "дома")
    await state_fact(room.desk, agent("ira"), head.id, FactStated(key="where", value="на работе"))
    assert (await room.get(head.id)).facts["where"].value == "на работе"


@pytest.mark.parametrize(
    "text",
    [
        "Где мой заказ с прошлой недели, который я оплатил картой?",  # asks something
        "Мне вчера прислали чужой заказ, курьер уже уехал, упаковка вскрыта, внутри лежит совсем другой прибор, "
        "и на звонки никто не отвечает.",  # tells enough
        "позовите оператора",  # wants no questions
        "Какие батарейки нужны?",  # is answered
    ],
)
async def test_what_asks_tells_or_wants_a_person_gets_no_questions(room: Room, text: str) -> None:
    assert await asked(room, await room.say(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "It does not work", "help, broken!", "what can I do?", "坏了，怎么办", "壞了", "не работает",
        "Es geht nicht mehr",
        "no funciona, ¿qué hago?", "ça ne marche plus", "não funciona", "動きません", "작동하지 않아요", "لا يعمل",
    ],
)  # fmt: skip
def test_vague_is_short_and_asks_nothing_in_any_language(text: str) -> None:
    assert is_vague({}, text)


async def test_every_question_exists_in_every_language_and_none_asks_why(room: Room) -> None:
    whys = ("why", "为什么", "為什麼", "почему", "зачем", "чому", "warum", "wieso", "por qué", "pourquoi", "por que",
            "なぜ", "왜", "لماذا")  # fmt: skip
    for language in LANGUAGES:
        texts = [room.desk.words.text(f"notice.ask.{key}", language) for key in KEYS]
        assert len(set(texts)) == len(KEYS)
        assert language == "en" or set(texts).isdisjoint(
            room.desk.words.text(f"notice.ask.{key}", "en") for key in KEYS
        )
        assert not [text for text in texts for why in whys if why in text.casefold()]


# --- letters -------------------------------------------------------------------------------------------------


async def test_a_vague_letter_gets_one_mail_with_its_questions_and_numbered_answers_are_facts(post: Room) -> None:
    for product in PRODUCTS:
        if product.id not in post.desk.directory.all(Product):
            await post.keep(product)
    head = await arrive(post, letter(VAGUE, subject="Помогите", name="one@their.example"))
    (mail,) = await automatic(post, head)
    assert "1. О чём речь? (Тонометр BP200 / Тонометр BP300)\n2. Где это происходит?\n3. С какого времени?" in mail
    answer = "Здравствуйте!\n1. тонометр bp300\n3) вчера\nСпасибо"
    head = await arrive(post, letter(answer, thread_keys=("mid:one@their.example",)))
    assert {key: fact.value for key, fact in head.facts.items()} == {
        "product": "bp300", "where": None, "first_seen": "2026-03-01",
    }  # fmt: skip
    assert head.completeness == 50 and len(await automatic(post, head)) == 1


QUESTIONS = (
    FactQuestion(key="product", text="?", choices=(Choice(value="a", label="Lamp"),), is_free=False),
    FactQuestion(key="where", text="?"),
)


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("1. the lamp\n2. kitchen", {"product": "a", "where": "kitchen"}),
        ("2) in the hall, 2.5 m up", {"where": "in the hall, 2.5 m up"}),
        ("1. something else\n7. what", {}),
        ("Hello\nit is urgent", {}),
        ("2.5 metres", {}),
    ],
)
def test_only_numbered_lines_are_taken_for_answers(text: str, facts: dict[str, str]) -> None:
    assert answers_to(QUESTIONS, text) == facts


# --- asked again ---------------------------------------------------------------------------------------------


async def test_a_fact_asked_again_by_a_second_agent_counts_and_the_value_stays(room: Room) -> None:
    head = await room.say(VAGUE)
    await ask(room, "ira", head, "extent")
    await ask(room, "ira", head, "extent")
    assert await reasks(room, head) == 0
    await ask(room, "max", head, "extent")
    assert await reasks(room, head) == 1
    await answer_asked(room.desk, contact(head), await room.get(head.id), "where", "дома")
    await ask(room, "max", head, "where")
    assert await reasks(room, head) == 2
    assert (await room.get(head.id)).facts["where"].value == "дома"


async def test_asking_first_and_stating_is_no_asking_again(room: Room) -> None:
    head = await room.say(VAGUE)
    await ask(room, "ira", head, "where")
    await state_fact(room.desk, agent("max"), head.id, FactStated(key="where", value="дома"))
    await ask(room, "max", head, "where")
    await state_fact(room.desk, CENTRE, ConversationId(head.id), FactStated(key="extent", value="once"))
    assert await reasks(room, head) == 0
