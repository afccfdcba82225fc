"""What the centre does by itself with a question, on the demo articles."""

from __future__ import annotations

import pytest

from contactcenter.knowledge.answer import Knowledge, Outcome, Thresholds
from contactcenter.knowledge.article import IndexedArticle
from tests.knowledge.articles import demo_articles, labelled

DEMO_LANGUAGES = ["en", "ru", "zh-Hans", "zh-Hant", "de", "es"]


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return Knowledge(demo_articles())


@pytest.mark.parametrize("language", DEMO_LANGUAGES)
def test_questions_are_answered_by_the_right_article(knowledge: Knowledge, language: str) -> None:
    asked = [(text, id) for text, tag, id in labelled("questions.tsv") if tag == language and id is not None]
    decisions = [(knowledge.answer(text, language), id) for text, id in asked]
    answered = [(decision.article.id, id) for decision, id in decisions if decision.article is not None]
    assert len(answered) >= 0.8 * len(asked)
    assert all(got == id for got, id in answered)


def test_no_labelled_question_is_a_known_phrasing() -> None:
    known = {(one.language, text.casefold().strip(" ?.!？。")) for one in demo_articles() for text in one.phrasings}
    assert not [text for text, tag, _ in labelled("questions.tsv") if (tag, text.casefold().strip(" ?.!？。")) in known]


def test_answers_to_all_labelled_questions_are_right_nineteen_times_in_twenty(knowledge: Knowledge) -> None:
    decisions = [(knowledge.answer(text, tag), id) for text, tag, id in labelled("questions.tsv")]
    answered = [(decision.article.id, id) for decision, id in decisions if decision.article is not None]
    assert sum(got == id for got, id in answered) >= 0.95 * len(answered)


@pytest.mark.parametrize("language", DEMO_LANGUAGES)
def test_questions_no_article_answers_go_to_people(knowledge: Knowledge, language: str) -> None:
    asked = [text for text, tag, id in labelled("questions.tsv") if tag == language and id is None]
    answered = [text for text in asked if knowledge.answer(text, language).outcome is Outcome.ANSWER]
    assert len(answered) <= 0.07 * len(asked)


@pytest.mark.parametrize("article", demo_articles(), ids=lambda article: f"{article.language}-{article.id}")
def test_every_known_phrasing_of_a_demo_article_is_answered_by_it(
    knowledge: Knowledge, article: IndexedArticle
) -> None:
    decisions = [knowledge.answer(text, article.language) for text in article.phrasings]
    assert [one.article.id if one.article else one.reasons for one in decisions] == [article.id] * len(decisions)


def test_an_answer_brings_passage_source_and_reasons(knowledge: Knowledge) -> None:
    decision = knowledge.answer("Можно ли стирать манжету в машинке?", "ru")
    assert decision.outcome is Outcome.ANSWER
    assert decision.article is not None and decision.passage is not None
    assert (decision.article.id, decision.article.language, decision.article.version) == ("cleaning", "ru", 1)
    assert "30 °C" in decision.passage.text
    assert "article=cleaning" in decision.reasons
    assert decision.confidence >= Thresholds().answer


def test_what_is_sent_is_never_the_beginning_of_the_article_as_such(knowledge: Knowledge) -> None:
    decision = knowledge.answer("how do I set the clock on the BP200", "en")
    assert decision.passage is not None
    assert decision.passage.headings == ("BP200 and BP-W50",)
    assert decision.passage.text.startswith("BP200 and BP-W50\n\nThese monitors")


def test_between_the_thresholds_up_to_three_titles_are_suggested() -> None:
    decision = Knowledge(demo_articles(), Thresholds(answer=1.1, suggest=0.2)).answer("battery is empty", "en")
    assert decision.outcome is Outcome.SUGGEST
    assert 1 <= len(decision.suggestions) <= 3
    assert decision.suggestions[0].id == "batteries"
    assert decision.article is None and decision.passage is None


@pytest.mark.parametrize("text", ["thanks a lot!", "Спасибо!", "你好", "ok 👍", "???", "", "\x00"])
def test_small_talk_is_never_answered_from_an_article(knowledge: Knowledge, text: str) -> None:
    decision = knowledge.answer(text, "en")
    assert decision.outcome is Outcome.HAND_OVER
    assert decision.reasons == ("small talk",)


def test_asking_for_a_person_beats_any_article(knowledge: Knowledge) -> None:
    decision = knowledge.answer("My display is dark, I want to talk to a person", "en")
    assert decision.outcome is Outcome.HAND_OVER
    assert decision.reasons == ("asks for a person",)


def test_a_language_without_articles_is_handed_over(knowledge: Knowledge) -> None:
    assert knowledge.answer("バッテリーはどれですか", "ja").reasons == ("no articles in ja",)


def test_an_empty_knowledge_base_hands_over() -> None:
    assert Knowledge().answer("how do I return it", "en").outcome is Outcome.HAND_OVER


def test_regions_of_a_language_share_its_articles(knowledge: Knowledge) -> None:
    assert knowledge.answer("how do I set the clock on the BP200", "en-GB").outcome is Outcome.ANSWER


def test_readers_of_traditional_chinese_fall_back_to_simplified() -> None:
    simplified = [one for one in demo_articles() if one.language == "zh-Hans"]
    decision = Knowledge(simplified, Thresholds(answer=0.5)).answer("BP300 E3", "zh-Hant")
    assert decision.article is not None and decision.article.language == "zh-Hans"


def test_agents_find_articles_by_half_remembered_and_mistyped_words(knowledge: Knowledge) -> None:
    assert knowledge.search("blutooth pair", "en", limit=3)[0].article.id == "bluetooth-pairing"
    assert knowledge.search("校准", "zh-Hans", limit=3)[0].article.id == "calibration"
    assert len(knowledge.search("the monitor", "en", limit=3)) == 3


@pytest.mark.parametrize(
    "text", ["\ud800 battery", "a" * 100_000, "E3 " * 50_000, "的" * 100_000, "\u202e\u0300" * 999]
)
def test_any_question_gets_a_decision(knowledge: Knowledge, text: str) -> None:
    assert 0.0 <= knowledge.answer(text, "en").confidence <= 1.0


def test_a_prepared_knowledge_base_decides_the_same() -> None:
    first, second = Knowledge(demo_articles()), Knowledge(demo_articles())
    decision = first.answer("is delivery free", "en")
    second.prepare(first.in_use)
    assert second.in_use == first.in_use
    assert second.answer("is delivery free", "en") == decision


def test_a_phrasing_that_several_articles_claim_offers_them_all() -> None:
    claimed = [
        IndexedArticle(id=f"a{at}", language="en", title=f"Noise {at}", body="Press the button.",
                       phrasings=("how do I calm the zanzibar",))
        for at in range(3)
    ]  # fmt: skip
    decision = Knowledge([*demo_articles(), *claimed]).answer("How do I calm the zanzibar?", "en")
    assert decision.outcome is Outcome.SUGGEST
    assert {one.id for one in decision.suggestions} == {"a0", "a1", "a2"}
