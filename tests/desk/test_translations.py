"""Translations: which are older than what they were made from, and circles that are refused."""

from dataclasses import replace
from datetime import timedelta

import pytest

from contactcenter.desk.translations import circle_of, digest_of, is_older_than, source_of
from contactcenter.ids import ArticleId
from contactcenter.model.article import Article, ArticleState
from contactcenter.model.procedure import ProcedureChoice, ProcedureStep, step_after
from tests.desk.room import START


def article(language: str, source: str = "") -> Article:
    return Article(
        id=ArticleId(language), slug="a", language=language, title=language, body="", source_language=source,
        updated_at=START,
    )  # fmt: skip


def test_a_translation_is_older_once_its_source_says_something_else() -> None:
    source = article("en")
    translation = replace(article("de", "en"), source_digest=digest_of(source))
    assert source_of(translation, [translation, source]) == source
    assert not is_older_than(replace(source, review_at=START, updated_at=START + timedelta(days=1)), translation)
    for changed in (replace(source, body="x"), replace(source, title="x"), replace(source, short="x")):
        assert is_older_than(changed, translation)


def test_without_a_digest_the_times_of_the_last_changes_decide() -> None:
    later = replace(article("en"), updated_at=START + timedelta(seconds=1))
    assert is_older_than(later, article("de", "en"))
    assert not is_older_than(article("en"), article("de", "en"))


def test_a_circle_is_found_however_long_and_an_archived_article_closes_none() -> None:
    others = [article("en", "ru"), article("ru", "de")]
    assert circle_of(article("de", "en"), others) == ("de", "en", "ru", "de")
    archived = [replace(one, state=ArticleState.ARCHIVED) for one in others]
    assert circle_of(article("de", "en"), archived) == ()
    assert circle_of(article("fr", "en"), [article("en", "ru"), article("ru", "en")]) == ()
    assert circle_of(article("de"), others) == ()


def test_a_procedure_goes_on_in_order_or_where_a_choice_leads() -> None:
    steps = (
        ProcedureStep(id="a", text="?", choices=(ProcedureChoice(text="yes", to="c"), ProcedureChoice(text="no"))),
        ProcedureStep(id="b", text="b"),
        ProcedureStep(id="c", text="c"),
    )
    assert step_after(steps, "a", "yes") == steps[2]
    assert step_after(steps, "a", "no") is None
    assert (step_after(steps, "b"), step_after(steps, "c")) == (steps[2], None)
    for wrong in (("a", "perhaps"), ("z", "")):
        with pytest.raises(LookupError):
            step_after(steps, *wrong)
