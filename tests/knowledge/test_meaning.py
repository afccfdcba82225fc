"""Words and meaning together: what shares no word is found, and who may see what still goes first."""

from dataclasses import replace

import numpy as np
import pytest

from contactcenter.knowledge.across import across
from contactcenter.knowledge.article import AGENT, ANYBODY, IndexedArticle, Reader
from contactcenter.knowledge.index import Index
from contactcenter.knowledge.likeness import Likeness
from contactcenter.knowledge.meaning import MAX_PASSAGES, ArticleMeaning, Meanings, fused, texts_of
from contactcenter.knowledge.signals import Candidate
from contactcenter.model.article import ArticleAudience
from tests.semantic.concepts import direction

CUFF = IndexedArticle(id="cuff", language="en", title="Cuff", body="The size of the cuff is on its label.")
BATTERY = IndexedArticle(id="battery", language="en", title="Power", body="Replace both cells: change the batteries.")
REFUND = IndexedArticle(id="refund", language="en", title="Your rights", body="We give a refund within 30 days.")
SECRET = replace(REFUND, id="secret", title="Refund refund refund", audience=ArticleAudience.INTERNAL)
PARCEL = IndexedArticle(id="parcel", language="ru", title="Где посылка", body="Посылка идёт три дня.")


def meaning(article: IndexedArticle) -> ArticleMeaning:
    asked, said = texts_of(article)
    says = [direction(text) for text in said]
    return ArticleMeaning(
        article,
        np.stack([direction(text) for text in asked]),
        np.stack(says) if says else np.zeros((0, 7), np.float32),
        tuple(said),
    )


def meanings(*articles: IndexedArticle) -> Meanings:
    return Meanings(meaning(one) for one in articles)


def by_words(question: str, *articles: IndexedArticle, reader: Reader = ANYBODY) -> list[Candidate]:
    return Likeness(Index(articles).view("en", reader)).candidates(question, limit=100)


def test_what_shares_no_word_is_found_by_its_meaning() -> None:
    question = "I want my money back"
    assert by_words(question, CUFF, BATTERY) == []
    found = fused([], meanings(CUFF, BATTERY, REFUND), direction(question), ANYBODY)
    assert found[0].article.id == "refund"
    meant = found[0].signals.meaning
    assert meant is not None and meant.text > 0.9 and meant.margin > 0.5


def test_words_and_meaning_together_keep_what_the_words_say() -> None:
    question = "the label of my cuff"
    found = fused(by_words(question, CUFF, BATTERY), meanings(CUFF, BATTERY), direction(question), ANYBODY)
    assert (found[0].article.id, found[0].signals.body > 0) == ("cuff", True)


def test_what_a_reader_may_not_see_changes_nothing_that_they_get() -> None:
    question = "refund"
    without = fused(by_words(question, REFUND, CUFF), meanings(REFUND, CUFF), direction(question), ANYBODY)
    known = meanings(REFUND, CUFF, SECRET)
    beside = fused(by_words(question, REFUND, CUFF), known, direction(question), ANYBODY)
    assert [(one.article.id, one.signals) for one in beside] == [(one.article.id, one.signals) for one in without]
    assert "secret" in [
        one.article.id
        for one in fused([], known, direction(question), replace(AGENT, audience=ArticleAudience.INTERNAL))
    ]


def test_keys_left_out_are_not_given_and_others_not_ranked() -> None:
    question, known = direction("refund"), meanings(REFUND, CUFF)
    gone = fused([], known, question, ANYBODY, without={REFUND.key})
    assert [one.article.id for one in gone] == ["cuff"]
    assert gone[0].signals.meaning is not None and gone[0].signals.meaning.chance < 0.5
    alone = fused([], known, question, ANYBODY, others={REFUND.key})
    assert alone[0].signals.meaning is not None and alone[0].signals.meaning.chance > 0.9


def test_an_article_about_another_product_is_left_out() -> None:
    about = replace(REFUND, products=("BP300",))
    found = fused([], meanings(about, CUFF), direction("refund"), ANYBODY, products={"BP200"})
    assert [one.article.id for one in found] == ["cuff"]


def test_while_the_best_article_is_not_learnt_the_words_decide() -> None:
    found = by_words("replace batteries", BATTERY, CUFF)
    assert fused(found, meanings(CUFF), direction("replace batteries"), ANYBODY)[0] == found[0]


@pytest.mark.parametrize("body", ["", "# " + "\n# ".join(map(str, range(10_000))), "x" * 500_000])
def test_odd_articles_have_a_bounded_number_of_directions(body: str) -> None:
    asked, said = texts_of(replace(CUFF, body=body, phrasings=tuple(f"phrasing {at}" for at in range(5_000))))
    assert len(asked) <= 200 and len(said) <= MAX_PASSAGES


def test_an_article_without_text_says_what_it_is_asked_with() -> None:
    silent = replace(REFUND, title="", body="", phrasings=("refund",))
    ways = meanings(silent).ways(direction("refund"))
    assert np.allclose(ways, 1.0, atol=1e-6)


def test_the_nearest_article_of_other_languages_is_found_with_its_section() -> None:
    found = across([meanings(CUFF, REFUND), meanings(PARCEL)], direction("包裹在哪里"), ANYBODY)
    assert found is not None
    assert (found.article.id, found.article.language, "три дня" in found.section) == ("parcel", "ru", True)
    assert found.margin > 0


def test_across_languages_too_only_what_one_may_see() -> None:
    hidden = replace(PARCEL, audience=ArticleAudience.INTERNAL)
    found = across([meanings(hidden)], direction("包裹在哪里"), ANYBODY)
    assert found is None
