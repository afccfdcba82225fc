"""Seeding makes the demo centre's records once and leaves alone what somebody changed."""

from dataclasses import replace

from contactcenter.demo.seed import seed
from contactcenter.desk.desk import Desk
from contactcenter.model.article import Article
from contactcenter.model.records import Agent, CannedReply, Inbox, Product, Queue, Symptom


async def test_a_seeded_centre_has_its_people_queues_articles_and_lists(desk: Desk) -> None:
    await seed(desk)
    await desk.directory.load(desk.store)
    assert len(desk.directory.all(Agent)) == 7
    assert {one.queue_id for one in desk.directory.all(Inbox).values()} <= set(desk.directory.all(Queue))
    assert (len(desk.directory.all(Product)), len(desk.directory.all(Symptom))) == (20, 8)
    assert len(desk.directory.all(CannedReply)) == 6
    assert await _count_articles(desk) == 120


async def test_seeding_again_changes_nothing(desk: Desk) -> None:
    await seed(desk)
    emma = await desk.store.record(Agent, "emma")
    assert emma is not None
    await desk.store.save(replace(emma, units=1), actor="sofia", at=desk.clock.now())
    await seed(desk)
    kept = await desk.store.record(Agent, "emma")
    assert kept is not None
    assert (kept.units, kept.version) == (1, 2)
    assert await _count_articles(desk) == 120


async def test_only_the_chat_of_the_web_shop_is_open(desk: Desk) -> None:
    await seed(desk)
    await desk.directory.load(desk.store)
    assert [one.id for one in desk.directory.all(Inbox).values() if one.active] == ["webshop"]


async def test_a_question_in_each_language_is_answered_by_the_right_article(desk: Desk) -> None:
    await seed(desk)
    await desk.answering.rebuild(desk.store, desk.clock.now())
    asked = {
        "en": "which size of cuff do I need for an arm of 36 cm",
        "ru": "какой размер манжеты нужен на руку 36 см",
        "zh-Hans": "上臂围36厘米要用多大尺寸的袖带",
        "zh-Hant": "臂圍36公分要用什麼尺寸的壓脈帶",
        "de": "welche Manschette für 36 cm Oberarm bestellen",
        "es": "qué talla de brazalete necesito para un brazo de 36 cm",
    }
    found = {language: (await desk.answering.decide(text, language)).article for language, text in asked.items()}
    assert {language: one.id if one else None for language, one in found.items()} == dict.fromkeys(asked, "cuff-size")


async def _count_articles(desk: Desk) -> int:
    count, after = 0, None
    while True:
        page = await desk.store.records(Article, after, 100)
        count, after = count + len(page.items), page.next
        if after is None:
            return count
