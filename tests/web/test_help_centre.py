"""The help centre: what everybody may read, found and shown without scripts; and nothing else, however one asks."""

import random
from dataclasses import replace
from typing import Any

import pytest

from contactcenter.config import Config
from contactcenter.desk.records import save_record
from contactcenter.ids import ArticleId, CompanyId
from contactcenter.knowledge.article import ANYBODY, CUSTOMER
from contactcenter.model.article import Article, ArticleAudience, ArticleState
from contactcenter.model.records import Product
from tests.web.site import MakeSite, Site

MARK = "kryptonite"
WORDS = "refund parcel battery cuff size display warranty order address label button water school engine price".split()


async def keep(site: Site, id: str, **more: Any) -> Article:
    fields = {"slug": id.partition(".")[0], "language": "en", "title": id.title(), "body": "Words about it."} | more
    return await save_record(site.desk, Article(id=ArticleId(id), **fields), actor="test", new=True)


async def built(site: Site) -> None:
    await site.desk.answering.rebuild(site.desk.store, site.clock.now())


async def page(site: Site, path: str, status: int = 200, **headers: str) -> str:
    answer = await site.client.get(path, headers=headers)
    assert answer.status == status
    policy = answer.headers["Content-Security-Policy"] if status == 200 else ""
    assert "script-src" not in policy
    return await answer.text()


async def test_articles_stand_by_product_in_the_readers_language_or_the_nearest(site: Site) -> None:
    await save_record(site.desk, Product(id="bp", names={"en": "Monitor", "ru": "Тонометр"}), actor="test", new=True)
    await keep(site, "cuff.en", title="Which cuff", products=("bp",))
    await built(site)
    russian = await page(site, "/help?language=ru")
    assert "<h1>Помощь</h1>" in russian and "<h2>Тонометр</h2>" in russian and "<h2>Общее</h2>" in russian
    assert ">Батарея</a>" in russian and ">Battery</a>" not in russian and ">Which cuff</a>" in russian


async def test_a_search_needs_no_script_and_keeps_what_was_asked(site: Site) -> None:
    await built(site)
    found = await page(site, "/help?q=battery&language=en")
    assert '<a lang="en" hreflang="en" href="/articles/battery?language=en">Battery</a>' in found
    assert 'value="battery"' in found
    nothing = await page(site, "/help?q=zzzz&language=en")
    assert "Nothing was found" in nothing and ">Battery</a>" in nothing


async def test_a_language_without_articles_finds_the_english_ones(site: Site) -> None:
    await built(site)
    assert ">Battery</a>" in await page(site, "/help?q=battery&language=zh-Hans")


async def test_the_browsers_language_counts_where_none_is_asked_for(site: Site) -> None:
    await built(site)
    assert "<h1>Помощь</h1>" in await page(site, "/help", **{"Accept-Language": "ru-RU,ru;q=0.9"})


async def test_a_missing_translation_falls_back_with_a_word_and_never_vanishes(site: Site) -> None:
    await built(site)
    shown = await page(site, "/articles/battery?language=zh-Hans")
    assert "英语" in shown and '<article lang="en"><h1>Battery</h1>' in shown
    own = await page(site, "/articles/battery?language=ru")
    assert 'role="note"' not in own and "<strong>" not in own and "Четыре AA" in own
    for tag in ("en", "ru"):
        assert f'<link rel="alternate" hreflang="{tag}" href="/articles/battery?language={tag}">' in own
    assert '<meta name="description" content="Четыре AA.">' in own


async def test_what_is_written_is_text_and_never_markup(site: Site) -> None:
    await keep(site, "evil.en", title="<script>alert(1)</script>", body='"><img src=x onerror=alert(1)>')
    await built(site)
    for path in (
        "/help?language=en",
        "/help?q=alert",
        "/articles/evil",
        "/help?q=%3Cscript%3E",
        '/help?language="><b>',
    ):
        shown = await page(site, path)
        assert (
            "<script" not in shown and "onerror" not in shown.replace("onerror=alert(1)&gt;", "") and "<b>" not in shown
        )


async def test_an_article_taken_away_is_gone_before_the_index_knows(site: Site) -> None:
    await built(site)
    article = await site.desk.store.record(Article, "a-en")
    assert article is not None
    await save_record(site.desk, replace(article, audience=ArticleAudience.INTERNAL), actor="test")
    site.desk.answering.changes(article.id)
    assert ">Battery</a>" not in await page(site, "/help?language=en")
    assert ">Battery</a>" not in await page(site, "/help?q=battery&language=en")
    assert "Четыре AA" in await page(site, "/articles/battery?language=en")


async def test_before_the_index_is_built_the_page_says_so_instead_of_failing(site: Site) -> None:
    assert "There are no articles yet" in await page(site, "/help?q=battery&language=en")


@pytest.mark.parametrize("hidden", ["internal", "agents", "customers", "companies", "draft", "archived"])
async def test_of_200_questions_none_finds_what_not_everybody_may_read(site: Site, hidden: str) -> None:
    more: dict[str, Any] = {"audience": ArticleAudience.PUBLIC}
    match hidden:
        case "draft":
            more["state"] = ArticleState.WORK_IN_PROGRESS
        case "archived":
            more["state"] = ArticleState.ARCHIVED
        case "companies":
            more |= {"audience": ArticleAudience.COMPANIES, "companies": (CompanyId("acme"),)}
        case _:
            more["audience"] = ArticleAudience(hidden)
    secret = {"title": f"{MARK} {' '.join(WORDS)}", "body": f"{MARK}. {' '.join(WORDS)}.", "phrasings": tuple(WORDS)}
    await keep(site, "secret.en", **secret, **more)
    await built(site)
    chance = random.Random(7)
    anonymous = ANYBODY if hidden == "customers" else CUSTOMER
    for number in range(200):
        asked = " ".join(chance.choices([*WORDS, MARK], k=chance.randrange(1, 6)))
        if number % 10 == 0:
            shown = await page(site, f"/help?q={asked}&language=en")
            assert "/articles/secret" not in shown and f"{MARK} {WORDS[0]}" not in shown.replace(asked, "")
        decision = await site.desk.answering.decide(asked, "en", anonymous)
        assert MARK not in str(decision), asked
        assert all(hit.article.id != "secret"
                   for hit in await site.desk.answering.search(asked, "en", anonymous, 20))  # fmt: skip
    assert MARK not in await page(site, "/help?language=en")
    await page(site, "/articles/secret?language=en", status=404)


async def test_searches_of_one_network_are_limited(make_site: MakeSite) -> None:
    site = await make_site(config=Config(trusted_proxies=("127.0.0.1",)))
    await built(site)
    headers = {"X-Forwarded-For": "203.0.113.5"}
    answers = [(await site.client.get("/help?q=battery", headers=headers)).status for _ in range(140)]
    assert answers[0] == 200 and answers[-1] == 429
    assert (await site.client.get("/help", headers=headers)).status == 200
