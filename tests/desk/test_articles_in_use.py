"""Which articles answer: nobody's but the reader's, none that is being changed, none whose review is due."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from contactcenter.desk.answering import Answering
from contactcenter.desk.facts import state_fact
from contactcenter.desk.products import known_products
from contactcenter.desk.records import remove_record, save_record
from contactcenter.ids import ArticleId, CompanyId
from contactcenter.knowledge.article import AGENT, Reader
from contactcenter.model.article import Article, ArticleAudience, ArticleKind
from contactcenter.model.bodies import FactStated
from contactcenter.model.contact import Membership
from contactcenter.model.entry import CENTRE, EntryKind
from contactcenter.model.fact import FactSource
from contactcenter.model.message import Message
from contactcenter.model.procedure import ProcedureStep
from contactcenter.model.records import Product
from tests.desk.room import Room
from tests.knowledge.test_audience import SECRET, secret_queries

QUESTION = "Какие батарейки нужны?"


async def stored(room: Room, article_id: str = "battery.ru") -> Article:
    article = await room.desk.store.record(Article, article_id)
    assert article is not None
    return article


async def answer_to(room: Room, question: str = QUESTION) -> str | None:
    decision = await room.desk.answering.decide(question, "ru")
    return decision.article and decision.article.id


async def take_in(room: Room) -> None:
    await room.desk.answering.take_in(room.desk.store, room.clock.now())


async def test_two_hundred_anonymous_questions_never_bring_out_an_internal_article(room: Room) -> None:
    for id, audience in (("secret", ArticleAudience.INTERNAL), ("valve", ArticleAudience.PUBLIC)):
        title = SECRET.title if id == "secret" else "Changing the valve"
        await room.keep(
            Article(
                id=ArticleId(id),
                slug=id,
                language="en",
                title=title,
                body=SECRET.body if id == "secret" else title,
                phrasings=SECRET.phrasings if id == "secret" else ("valve",),
                audience=audience,
            )
        )
    await take_in(room)
    shown = set()
    for at, query in enumerate(secret_queries(200)):
        head = await room.say(query, visitor=f"v{at}")
        for entry in await room.entries(head, EntryKind.MESSAGE):
            body = entry.body
            assert isinstance(body, Message)
            shown |= {source.article_id for source in body.answer.sources} if body.answer else set()
            assert entry.author != CENTRE or "4711" not in body.text
    assert shown == {"valve"}


async def test_an_article_taken_away_from_customers_answers_no_more_at_once(room: Room) -> None:
    assert await answer_to(room) == "battery"
    await save_record(room.desk, replace(await stored(room), audience=ArticleAudience.INTERNAL), actor="test")
    assert await answer_to(room) is None
    await take_in(room)
    assert await answer_to(room) is None
    insider = Reader(audience=ArticleAudience.INTERNAL)
    assert (await room.desk.answering.search("батарейки", "ru", insider, 1))[0].article.id == "battery"


async def test_a_changed_article_answers_with_its_new_words(room: Room) -> None:
    changed = replace(await stored(room), phrasings=("Где мой заказ?",), body="Заказ в пути.")
    await save_record(room.desk, changed, actor="test")
    assert await answer_to(room, "Где мой заказ?") is None
    await take_in(room)
    decision = await room.desk.answering.decide("Где мой заказ?", "ru")
    assert decision.passage is not None and decision.passage.text == "Заказ в пути."
    assert await answer_to(room, "размер манжеты") == "cuff"


async def test_a_removed_article_is_gone_and_a_new_one_is_there(room: Room) -> None:
    old = await stored(room)
    await remove_record(room.desk, Article, old.id, version=old.version, actor="test")
    await room.keep(replace(old, id=ArticleId("new.ru"), slug="new", version=1))
    await take_in(room)
    assert await answer_to(room) == "new"


async def test_an_article_leaves_when_its_review_is_due(room: Room) -> None:
    due = room.clock.now() + timedelta(days=1)
    await save_record(room.desk, replace(await stored(room), review_at=due), actor="test")
    await take_in(room)
    assert (await answer_to(room), room.desk.answering.next_review) == ("battery", due)
    room.clock.advance(timedelta(days=1))
    await take_in(room)
    assert (await answer_to(room), room.desk.answering.next_review) == (None, None)


@pytest.mark.parametrize("build", [Answering.rebuild, Answering.take_in])
async def test_an_article_that_changes_again_while_it_is_read_stays_out(
    room: Room, build: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    answering, article = room.desk.answering, await stored(room)
    answering.changes(article.id)
    read = room.desk.store.record if build is Answering.take_in else room.desk.store.records

    async def slow(*args: Any) -> Any:
        found = await read(*args)
        answering.changes(article.id)
        return found

    monkeypatch.setattr(room.desk.store, read.__name__, slow)
    await build(answering, room.desk.store, room.clock.now())
    assert await answer_to(room) is None
    monkeypatch.undo()
    await take_in(room)
    assert await answer_to(room) == "battery"


async def test_what_many_changes_left_is_put_in_order_and_answers_the_same(room: Room) -> None:
    await answer_to(room)
    for at in range(12):
        await save_record(room.desk, replace(await stored(room), body=f"Четыре AA, издание {at}."), actor="test")
        await take_in(room)
    await room.desk.answering.tidy()
    decision = await room.desk.answering.decide(QUESTION, "ru")
    assert decision.passage is not None and decision.passage.text == "Четыре AA, издание 11."
    assert await answer_to(room, "размер манжеты") == "cuff"


# --- products --------------------------------------------------------------------------------------------------


@pytest.fixture
async def shop(room: Room) -> Room:
    """Two products, and a battery article that is about one of them alone."""
    for id in ("bp200", "bp300"):
        await room.keep(Product(id=id, names={"en": id.upper()}))
    await save_record(room.desk, replace(await stored(room), products=("bp300",)), actor="test")
    await take_in(room)
    return room


async def products(room: Room, head: Any, text: str) -> set[str]:
    return set(await known_products(room.desk, await room.get(head.id), text))


async def test_what_the_conversation_is_about_leaves_out_articles_on_other_products(shop: Room) -> None:
    assert any("AA" in text for text in await shop.texts(await shop.say(QUESTION, visitor="v1")))
    assert any("AA" in text for text in await shop.texts(await shop.say(f"{QUESTION} BP300", visitor="v2")))
    assert not any("AA" in text for text in await shop.texts(await shop.say(f"{QUESTION} BP200", visitor="v3")))


async def test_products_are_known_from_the_conversation_else_from_the_contact_and_from_the_text(shop: Room) -> None:
    first = await shop.say("Здравствуйте, нужна помощь с прибором")
    assert await products(shop, first, "не включается") == set()
    assert await products(shop, first, "BP300 не включается") == {"bp300"}
    fact = FactStated(key="product", value="bp200", source=FactSource.AGENT)
    await state_fact(shop.desk, CENTRE, first.id, fact)
    assert await products(shop, first, "не включается") == {"bp200"}
    later = await shop.say("Ещё вопрос про доставку заказа")
    assert later.id != first.id
    assert await products(shop, later, "не включается") == {"bp200"}
    assert await products(shop, later, "BP300 не включается") == {"bp200", "bp300"}


@pytest.mark.parametrize(("version", "answered"), [("2.9", False), ("2.10", True), ("3", False), (None, True)])
async def test_an_article_on_other_versions_is_left_out_and_what_is_not_known_leaves_nothing_out(
    shop: Room, version: str | None, answered: bool
) -> None:
    ranged = replace(await stored(shop), product_versions={"bp300": ">=2.10 <3"})
    await save_record(shop.desk, ranged, actor="test")
    await take_in(shop)
    head = await shop.say("Здравствуйте, нужна помощь с прибором")
    for key, value in (("product", "bp300"), ("version", version)):
        if value:
            await state_fact(shop.desk, CENTRE, head.id, FactStated(key=key, value=value, source=FactSource.AGENT))
    assert any("AA" in text for text in await shop.texts(await shop.say(QUESTION, visitor="v1"))) is answered


async def test_articles_on_two_ranges_of_versions_do_not_compete(shop: Room) -> None:
    old = replace(await stored(shop), product_versions={"bp300": "<2"})
    await save_record(shop.desk, old, actor="test")
    await shop.keep(replace(old, id=ArticleId("b2"), slug="b2", product_versions={"bp300": ">=2"}, version=1))
    await take_in(shop)
    knows = Reader(audience=ArticleAudience.CUSTOMERS, versions=frozenset({("bp300", "2.1")}))
    decision = await shop.desk.answering.decide(QUESTION, "ru", knows)
    assert decision.article is not None and decision.article.id == "b2"


# --- companies, forms, procedures -------------------------------------------------------------------------------


async def test_an_article_for_companies_answers_their_customers_and_nobody_else(room: Room) -> None:
    own = replace(await stored(room), audience=ArticleAudience.COMPANIES, companies=(CompanyId("clinic"),))
    await save_record(room.desk, own, actor="test")
    await take_in(room)
    stranger = await room.say("Здравствуйте, нужна помощь", visitor="v1")
    member = await room.say("Здравствуйте, нужна помощь", visitor="v2")
    former = await room.say("Здравствуйте, нужна помощь", visitor="v3")
    now = room.clock.now()
    for head, company, until in ((stranger, "other", None), (member, "clinic", None), (former, "clinic", now)):
        membership = Membership(contact_id=head.contact_id, company_id=CompanyId(company), since=now, until=until)
        await room.desk.store.save_membership(membership)
    room.clock.advance(timedelta(seconds=1))
    for visitor, answered in (("v1", False), ("v2", True), ("v3", False)):
        texts = await room.texts(await room.say(QUESTION, visitor=visitor))
        assert any("AA" in text for text in texts) is answered, visitor


async def test_where_the_full_form_would_be_cut_the_short_form_answers(room: Room) -> None:
    long = replace(await stored(room), body="Нужны четыре батарейки AA. " * 40, short="Четыре AA.")
    await save_record(room.desk, long, actor="test")
    await take_in(room)
    short = await room.desk.answering.decide(QUESTION, "ru", max_chars=160)
    whole = await room.desk.answering.decide(QUESTION, "ru", max_chars=5000)
    assert short.passage is not None and whole.passage is not None
    assert short.passage.text == "Четыре AA."
    assert whole.passage.text.startswith("Нужны четыре")


async def test_a_procedure_is_found_by_agents_and_never_sent_by_itself(room: Room) -> None:
    step = ProcedureStep(id="1", text="Откройте крышку")
    walked = replace(await stored(room), kind=ArticleKind.PROCEDURE, procedure=(step,))
    await save_record(room.desk, walked, actor="test")
    await take_in(room)
    assert await answer_to(room) is None
    assert (await room.desk.answering.search("батарейки", "ru", AGENT, 1))[0].article.id == "battery"
    await save_record(room.desk, replace(walked, version=2, kind=ArticleKind.ANSWER, procedure=()), actor="test")
    await take_in(room)
    assert await answer_to(room) == "battery"
