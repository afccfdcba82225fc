"""An index that was changed step by step finds what one built at once finds."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contactcenter.knowledge import field, learning, shelf
from contactcenter.knowledge.answer import Knowledge, Thresholds
from contactcenter.knowledge.article import AGENT, ANYBODY, CUSTOMER, IndexedArticle, Reader
from contactcenter.knowledge.index import Hit, Index
from contactcenter.knowledge.likeness import Likeness
from contactcenter.model.article import ArticleAudience
from tests.knowledge.articles import demo_articles, labelled

WORDS = "reset password refund parcel battery cuff screen BP200 error delivery 退款 屏幕不亮 манжета".split()
READERS = (ANYBODY, AGENT, Reader(audience=ArticleAudience.CUSTOMERS, companies=frozenset({"acme"})))

texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map(" ".join)
articles = st.builds(
    IndexedArticle,
    id=st.sampled_from("abcdefgh"),
    language=st.sampled_from(["en", "ru"]),
    title=texts,
    body=texts,
    phrasings=st.lists(texts, max_size=3).map(tuple),
    audience=st.sampled_from(ArticleAudience),
    companies=st.just(frozenset({"acme"})),
    products=st.lists(st.sampled_from(["bp200", "bp300"]), max_size=1).map(tuple),
)
changes = st.lists(st.tuples(st.lists(articles, max_size=3), st.sampled_from("abcdefgh")), max_size=8)


@pytest.fixture
def small_segments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "MAX_ARTICLES", 4)
    monkeypatch.setattr(shelf, "MAX_SEGMENTS", 2)


def found(knowledge: Knowledge, query: str, language: str, reader: Reader) -> list[tuple[str, float]]:
    return [(hit.article.id, round(hit.score, 9)) for hit in knowledge.search(query, language, reader, limit=20)]


def decided(knowledge: Knowledge, query: str, language: str, reader: Reader) -> tuple[tuple[object, ...], float]:
    decision = knowledge.answer(query, language, reader)
    return (decision.outcome, decision.article, decision.suggestions), decision.confidence


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(changes=changes, query=texts, budget=st.sampled_from([1, 10, field.BUDGET]))
def test_changed_step_by_step_or_built_at_once_is_the_same(
    small_segments: None, monkeypatch: pytest.MonkeyPatch, changes: list[tuple[list[IndexedArticle], str]],
    query: str, budget: int,
) -> None:  # fmt: skip
    monkeypatch.setattr(field, "BUDGET", budget)
    everything: dict[str, IndexedArticle] = {}
    knowledge = Knowledge(thresholds=Thresholds(answer=0.6, suggest=0.1))
    for saved, removed in changes:
        gone = {f"{language} {removed}" for language in ("en", "ru")}
        fresh = {one.key: one for one in saved}
        knowledge = knowledge.changed(gone, fresh.values())
        everything = {key: one for key, one in everything.items() if key not in gone} | fresh
        knowledge.answer(query, "en")  # so that there are segments and views to be carried on
        knowledge.search(query, "ru", AGENT)
    merged = knowledge.merges()
    for one in (knowledge, merged(knowledge)) if merged else (knowledge,):
        built = Knowledge(everything.values(), Thresholds(answer=0.6, suggest=0.1))
        for reader in READERS:
            assert found(one, query, "en", reader) == found(built, query, "en", reader)
            (said, sure), (wanted, how_sure) = decided(one, query, "ru", reader), decided(built, query, "ru", reader)
            assert said == wanted
            assert sure == pytest.approx(how_sure, abs=1e-5)  # sums of segments in another order


def test_what_takes_long_to_learn_is_answered_before_and_learnt_later(monkeypatch: pytest.MonkeyPatch) -> None:
    knowledge = Knowledge(demo_articles())
    learnt = knowledge.answer("Which batteries do I need?", "en")
    assert knowledge.lessons() == []
    monkeypatch.setattr(learning, "LEARNT_AT_ONCE", 0)
    knowledge = Knowledge(demo_articles())
    early = knowledge.answer("Which batteries do I need?", "en")
    assert early.article == learnt.article and early.confidence != learnt.confidence
    for like, lesson in knowledge.lessons():
        like.learnt = lesson
    assert knowledge.answer("Which batteries do I need?", "en") == learnt
    assert knowledge.lessons() == []


def test_a_question_about_an_article_that_is_being_changed_is_not_given_to_another() -> None:
    other = replace(BATTERY, id="other", title="Batteries by post", phrasings=("can you post me a battery",))
    own = replace(BATTERY, phrasings=("how do I change the battery",))
    knowledge = Knowledge([own, other])
    sure = knowledge.answer("how to change the battery", "en")
    assert sure.article is not None and sure.article.id == "battery"
    unsure = knowledge.answer("how to change the battery", "en", without=["en battery"])
    assert unsure.article is None and unsure.confidence < sure.confidence


def test_what_changes_while_segments_are_merged_stays_changed(small_segments: None) -> None:
    knowledge = Knowledge()
    for at in range(8):
        knowledge = knowledge.changed((), [IndexedArticle(id=f"a{at}", language="en", title=f"battery {at}", body="x")])
        knowledge.search("battery", "en")
    merged = knowledge.merges()
    assert merged is not None
    later = knowledge.changed(["en a1"], [IndexedArticle(id="a0", language="en", title="refund", body="x")])
    after = merged(later)
    assert {hit.article.id for hit in after.search("battery", "en")} == {f"a{at}" for at in range(2, 8)}
    assert [hit.article.title for hit in after.search("refund", "en")] == ["refund"]


def test_a_change_of_one_language_leaves_the_others_as_they_are() -> None:
    knowledge = Knowledge(demo_articles())
    before = knowledge.answer("Какие батарейки нужны?", "ru"), knowledge.answer("Which batteries?", "en")
    changed = knowledge.changed(
        (), [IndexedArticle(id="new", language="en", title="Parking", body="Behind the house.")]
    )
    assert changed.missing("ru", ANYBODY) is None and changed.missing("en", ANYBODY) is None
    assert changed.answer("Какие батарейки нужны?", "ru") == before[0]
    assert changed.search("parking", "en")[0].article.id == "new"


@pytest.mark.parametrize("budget", [200, 1000])
def test_within_a_budget_the_first_article_is_the_same(budget: int, monkeypatch: pytest.MonkeyPatch) -> None:
    views = {language: Index(demo_articles()).view(language) for language in ("en", "ru", "zh-Hans", "de")}
    likes = {language: Likeness(view) for language, view in views.items()}
    questions = [(text, language) for text, language, _ in labelled("questions.tsv") if language in views]
    whole = [(views[language].search(text, 3), likes[language].candidates(text, 1)) for text, language in questions]
    monkeypatch.setattr(field, "BUDGET", budget)
    cut = [(views[language].search(text, 3), likes[language].candidates(text, 1)) for text, language in questions]
    assert [first(hits) for hits, _ in cut] == [first(hits) for hits, _ in whole]
    for (_, one), (_, other) in zip(cut, whole, strict=True):
        assert [c.article.id for c in one] == [c.article.id for c in other]
        assert [c.signals.nearest for c in one] == pytest.approx([c.signals.nearest for c in other])


def first(hits: list[Hit]) -> str | None:
    return hits[0].article.id if hits else None


BATTERY = IndexedArticle(id="battery", language="en", title="Changing the battery", body="Open the lid of the battery.")


def test_what_is_about_other_products_is_left_out_before_ranking() -> None:
    other = replace(BATTERY, id="other", products=("bp300",))
    own = replace(BATTERY, id="own", products=("bp200", "bp210"))
    knowledge = Knowledge([BATTERY, other, own])
    has = replace(CUSTOMER, products=frozenset({"bp200"}))
    assert {hit.article.id for hit in knowledge.search("battery", "en", has)} == {"battery", "own"}
    assert {hit.article.id for hit in knowledge.search("battery", "en", CUSTOMER)} == {"battery", "own", "other"}
    assert [hit.article.id for hit in knowledge.search("battery", "en", has, limit=1)] != ["other"]
    assert Knowledge([other]).answer("Changing the battery", "en", has).article is None
    assert Knowledge([other]).answer("Changing the battery", "en", CUSTOMER).article is not None


def test_what_is_being_changed_is_not_used() -> None:
    knowledge = Knowledge([BATTERY])
    assert knowledge.search("battery", "en", without=["en battery"]) == []
    assert knowledge.answer("Changing the battery", "en", without=["en battery"]).article is None
    assert knowledge.answer("Changing the battery", "en", without=["en another"]).article is not None


def test_all_languages_are_searched_at_once_by_who_may_see_what() -> None:
    german = replace(BATTERY, language="de", title="Batterie wechseln", body="Deckel der BP200 öffnen.")
    secret = replace(BATTERY, id="secret", language="ru", title="BP200", audience=ArticleAudience.INTERNAL)
    index = Index([BATTERY, german, secret])
    assert [hit.article.language for hit in index.search_everywhere("BP200", 5)] == ["de"]
    insider = Reader(audience=ArticleAudience.INTERNAL)
    assert {hit.article.id for hit in index.search_everywhere("BP200", 5, insider)} == {"battery", "secret"}
    assert index.search_everywhere("BP200", 0) == []


@pytest.mark.parametrize(
    "text", ["battery " * 20_000, "\u200b" * 100_000, "а\u0301" * 50_000, "退" * 100_000, "\ud800\x00"]
)
def test_any_article_is_taken_in_and_any_question_is_decided(text: str) -> None:
    hostile = IndexedArticle(id="hostile", language="en", title=text[:1000], body=text * 3, phrasings=(text, ""))
    knowledge = Knowledge([BATTERY, hostile])
    knowledge.answer(text, "en")
    assert "battery" in {hit.article.id for hit in knowledge.search("changing the lid", "en")}


def test_a_question_without_any_word_finds_nothing() -> None:
    knowledge = Knowledge([BATTERY, replace(BATTERY, id="empty", title="", body="")])
    assert knowledge.search("?!", "en") == []
    assert knowledge.answer("…", "en").article is None


def test_nothing_loads_numpy_before_somebody_asks() -> None:
    code = "import sys, contactcenter.runtime; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
