"""Nobody learns from search or answers what they may not read."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from contactcenter.knowledge.answer import Decision, Knowledge, Thresholds
from contactcenter.knowledge.article import AGENT, ANYBODY, CUSTOMER, IndexedArticle, Reader, may_see
from contactcenter.model.article import ArticleAudience

SECRET = IndexedArticle(
    id="secret",
    language="en",
    title="Recall of lot 4711: faulty valves burst at high pressure",
    body="Do not tell customers. The valves of lot 4711 burst. Legal is preparing a recall; refer callers to Marta.",
    phrasings=("is there a recall of lot 4711", "valve burst lot 4711", "who is Marta from legal"),
    audience=ArticleAudience.INTERNAL,
)
OPEN = (
    IndexedArticle(
        id="open", language="en", title="Changing the valve", body="Unscrew the valve and put in a new one."
    ),
    IndexedArticle(id="other", language="en", title="Delivery", body="Parcels take three days."),
)


def secret_queries(n: int) -> list[str]:
    words = f"{SECRET.title} {SECRET.body} {' '.join(SECRET.phrasings)}".split()
    dice = random.Random(4711)
    return [*SECRET.phrasings, SECRET.title, *(" ".join(dice.sample(words, dice.randint(1, 8))) for _ in range(n))][:n]


def ids_in(decision: Decision) -> set[str]:
    return {one.id for one in (decision.article, *decision.suggestions) if one is not None}


@pytest.mark.parametrize("reader", [ANYBODY, CUSTOMER, AGENT, Reader(audience=ArticleAudience.COMPANIES)])
def test_two_hundred_questions_about_an_internal_article_never_name_it(reader: Reader) -> None:
    knowledge = Knowledge([*OPEN, SECRET], Thresholds(answer=0.0, suggest=0.0))
    offering = Knowledge([*OPEN, SECRET], Thresholds(answer=2.0, suggest=0.0))
    for query in secret_queries(200):
        named = {hit.article.id for hit in knowledge.search(query, "en", reader, limit=50)}
        decision = knowledge.answer(query, "en", reader)
        assert "secret" not in named | ids_in(decision) | ids_in(offering.answer(query, "en", reader))
        assert "4711" not in (decision.passage.text if decision.passage else "")
        assert not any("secret" in reason for reason in decision.reasons)


def test_hidden_articles_do_not_even_change_what_others_see() -> None:
    with_secret, without = Knowledge([*OPEN, SECRET]), Knowledge(OPEN)
    for query in secret_queries(50):
        assert with_secret.answer(query, "en") == without.answer(query, "en")
        assert with_secret.search(query, "en") == without.search(query, "en")


def test_who_may_read_an_internal_article_finds_it() -> None:
    insider = Reader(audience=ArticleAudience.INTERNAL)
    assert Knowledge([*OPEN, SECRET]).search("recall lot 4711", "en", insider)[0].article.id == "secret"


@pytest.mark.parametrize(
    ("audience", "seen_by"),
    [
        (ArticleAudience.INTERNAL, {"internal"}),
        (ArticleAudience.AGENTS, {"internal", "agents"}),
        (ArticleAudience.COMPANIES, {"internal", "agents"}),
        (ArticleAudience.CUSTOMERS, {"internal", "agents", "companies", "customers"}),
        (ArticleAudience.PUBLIC, {"internal", "agents", "companies", "customers", "public"}),
    ],
)
def test_each_audience_sees_its_own_and_everything_more_open(audience: ArticleAudience, seen_by: set[str]) -> None:
    article = replace(SECRET, audience=audience)
    assert {one.value for one in ArticleAudience if may_see(Reader(audience=one), article)} == seen_by


def test_a_companys_article_is_seen_by_that_company_alone() -> None:
    article = replace(SECRET, audience=ArticleAudience.COMPANIES, companies=frozenset({"acme"}))
    assert may_see(Reader(audience=ArticleAudience.CUSTOMERS, companies=frozenset({"acme", "x"})), article)
    assert not may_see(Reader(audience=ArticleAudience.CUSTOMERS, companies=frozenset({"other"})), article)
    assert not may_see(CUSTOMER, article)


def test_who_may_see_nothing_in_a_language_is_answered_nothing() -> None:
    knowledge = Knowledge([SECRET])
    assert knowledge.search("recall lot 4711", "en") == []
    assert knowledge.answer("is there a recall of lot 4711", "en").article is None
