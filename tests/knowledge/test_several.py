"""Messages that ask several things: every part sure, or a person with all of them."""

from __future__ import annotations

import pytest

from contactcenter.knowledge.answer import Outcome
from contactcenter.knowledge.parts import MAX_PIECES, pieces_of
from contactcenter.knowledge.several import MOST_ANSWERED
from tests.knowledge.several import decided, judged, knowledge

SURE = "app says offline since we have the new router also the buttons dont react anymore"
UNSURE = "What pressure for the Cargo tyres? And what is the name of your director?"


def test_sure_parts_are_answered_together_each_from_its_article() -> None:
    decision = decided(SURE, "en")
    assert decision.outcome is Outcome.ANSWER
    articles = [part.decision.article.id for part in decision.parts if part.decision.article]
    assert articles == ["brise-wifi-offline", "brise-child-lock"]
    assert all(part.decision.passage and part.decision.passage.text for part in decision.parts)
    assert all(part.text in SURE for part in decision.parts)


def test_one_unsure_part_takes_the_whole_message_to_a_person_with_the_parts_and_their_hits() -> None:
    assert knowledge().answer("What pressure for the Cargo tyres?", "en").outcome is Outcome.ANSWER
    decision = decided(UNSURE, "en")
    assert decision.outcome is Outcome.HAND_OVER and decision.article is None
    assert [part.text for part in decision.parts] == UNSURE.replace("? And", "?|And").split("|")
    assert decision.parts[0].decision.found[0].id == "velt-tyre-pressure"


def test_pleasantries_around_a_question_do_not_hide_it() -> None:
    message = "Hello and happy Monday! I hope you are well. We love the purifier. Since last night it rattles and hums."
    assert knowledge().answer(message, "en").outcome is not Outcome.ANSWER
    decision = decided(message, "en")
    assert decision.article is not None and decision.article.id == "brise-aria-noise"


def test_of_sixty_messages_with_several_questions_nearly_all_are_seen_and_few_answered_wrongly() -> None:
    several = [one for one in judged() if one.asks_several]
    assert len(several) == 60
    assert sum(bool(one.decision.parts) for one in several) >= 54
    kinds = [one.kind for one in several]
    assert kinds.count("answered rightly") >= 18 and kinds.count("answered wrongly") <= 6
    whole = [knowledge().answer(one.message.text, one.message.language) for one in several]
    assert sum(one.outcome is Outcome.ANSWER for one in whole) > 20  # as if they asked one thing: all of them wrong


def test_long_messages_with_one_question_are_answered_more_often_than_as_a_whole_and_hardly_ever_wrongly() -> None:
    one_each = [one for one in judged() if not one.asks_several]
    kinds = [one.kind for one in one_each]
    whole = [knowledge().answer(one.message.text, one.message.language) for one in one_each]
    assert kinds.count("answered rightly") >= 2 * sum(one.outcome is Outcome.ANSWER for one in whole)
    assert kinds.count("answered wrongly") <= 1


def test_an_answer_to_several_questions_fits_the_channel() -> None:
    decision = decided(SURE, "en", max_chars=900)
    texts = [part.decision.passage.markdown for part in decision.parts if part.decision.passage]
    assert len(texts) == 2 and all(len(text) <= 200 for text in texts)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("1. When will it arrive?\n2) Where is the PIN?", ["When will it arrive?", "Where is the PIN?"]),
        ("It costs 3.90 e.g. by card", ["It costs 3.90 e.g. by card"]),
        ("滤网怎么换，另外红灯怎么消掉？谢谢！", ["滤网怎么换", "红灯怎么消掉？"]),
        ("кнопки не нажимаются, плюс не могу подключить. Помогите!", ["кнопки не нажимаются", "не могу подключить."]),
        ("salt and pepper", ["salt and pepper"]),
        ("", []),
    ],
)
def test_a_message_is_cut_where_something_is_joined_on(text: str, pieces: list[str]) -> None:
    assert [piece.text for piece in pieces_of(text)] == pieces


def test_a_story_and_a_flood_are_not_cut_at_all() -> None:
    assert pieces_of("And then it happened again. " * (MAX_PIECES + 1)) == ()
    assert pieces_of("one more thing, and another one, " * 20_000) == ()


def test_whoever_asks_many_things_at_once_gets_a_person() -> None:
    many = (
        "app says offline since the new router. The buttons dont react anymore. Where do I find the PIN? "
        "What pressure for the Cargo tyres?"
    )
    decision = decided(many, "en")
    assert len(decision.parts) > MOST_ANSWERED and decision.outcome is Outcome.HAND_OVER
