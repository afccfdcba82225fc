"""Which part of an article is sent, and how it is cut."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactcenter.knowledge.passage import Kind, cut_at_sentence, passage_for, plain_text, sections_of
from tests.knowledge.articles import ROOT, demo_articles

BODY = """Our kettles come with a lid. They are tested in Bremen.

## Descale the kettle

Lime makes the kettle loud.

1. Fill in half a litre of vinegar.
2. Boil it once.
   Keep the window open.

3. Wait 30 minutes and rinse twice.

Never use salt.

## Guarantee

The guarantee lasts 2.5 years. It costs EUR 3.90 to send the kettle in. Ask for a label, e.g. by mail.

| Part | Years |
|---|---|
| Lid | 1 |
| Base | 2.5 |
"""


def test_the_section_that_answers_is_sent_not_the_beginning() -> None:
    passage = passage_for(BODY, "how long is the guarantee", "en")
    assert passage.headings == ("Guarantee",)
    assert "2.5 years" in passage.text
    assert "Bremen" not in passage.text


def test_the_beginning_never_goes_alone() -> None:
    passage = passage_for(BODY, "with a lid, tested in Bremen?", "en")
    assert "Bremen" in passage.text
    assert passage.headings


def test_a_beginning_that_leaves_no_room_gives_way_to_a_section() -> None:
    long_opening = "We test every lid in Bremen. " * 40
    passage = passage_for(f"{long_opening}\n\n## Lid\n\nThe lid fits.", "lid tested in Bremen", "en")
    assert passage.headings == ("Lid",)
    assert "Bremen" not in passage.text


def test_all_steps_of_a_list_come_together_with_their_heading() -> None:
    passage = passage_for(BODY, "my kettle is full of lime, use vinegar?", "en")
    assert passage.text.startswith("Descale the kettle")
    assert all(f"{n}. " in passage.text for n in (1, 2, 3))
    assert "Keep the window open." in passage.text
    assert not passage.is_cut


def test_without_a_word_in_common_steps_come_before_the_beginning() -> None:
    assert passage_for(BODY, "zzz", "en").headings == ("Descale the kettle",)


def test_a_list_with_gaps_and_indented_lines_is_one_block() -> None:
    descale = sections_of(BODY)[1]
    assert [block.kind for block in descale.blocks] == [Kind.PARAGRAPH, Kind.STEPS, Kind.PARAGRAPH]


def test_a_second_section_follows_in_the_articles_order_while_there_is_room() -> None:
    passage = passage_for(BODY, "guarantee when I descale the kettle", "en")
    assert passage.headings == ("Descale the kettle", "Guarantee")


def test_a_short_channel_gets_whole_steps_and_is_told_that_there_is_more() -> None:
    passage = passage_for(BODY, "descale vinegar", "en", max_chars=110)
    assert passage.is_cut
    assert passage.text.endswith("1. Fill in half a litre of vinegar.")


def test_a_cut_never_falls_inside_a_number_or_an_abbreviation() -> None:
    text = "It costs EUR 3.90 in all. Send it back, e.g. by mail. Then wait."
    assert cut_at_sentence(text, 27) == "It costs EUR 3.90 in all."
    assert cut_at_sentence(text, 50) == "It costs EUR 3.90 in all."
    assert cut_at_sentence("保修 2.5 年。其他产品两年。", 10) == "保修 2.5 年。"


def test_a_sentence_longer_than_the_channel_ends_at_a_word() -> None:
    assert cut_at_sentence("one two three four", 10) == "one two"


def test_markdown_is_also_given_as_plain_text() -> None:
    text = plain_text(
        "**Bold** and *soft*, [here](https://x.test/a) `E3` 状态*已接单*时\n\n| A | B |\n|---|---|\n| 1 | 2.5 |"
    )
    assert text == "Bold and soft, here (https://x.test/a) E3 状态已接单时\n\nA – B\n1 – 2.5"


def test_a_heading_sign_inside_code_is_no_heading() -> None:
    assert len(sections_of("```\n# not a heading\n\nstill code\n```\nafter")) == 1


def test_an_empty_article_gives_an_empty_passage() -> None:
    assert passage_for("  \n\n## only a heading\n", "anything", "en").text == ""


def test_the_passage_holds_the_marked_answer_nineteen_times_in_twenty() -> None:
    bodies = {article.id: article.body for article in demo_articles() if article.language == "en"}
    rows = (ROOT / "tests/data/answers/passages.tsv").read_text(encoding="utf-8").splitlines()
    marked = [row.split("\t") for row in rows]
    held = [answer in passage_for(bodies[id], text, language).markdown for text, language, id, answer in marked]
    assert len(held) == 40
    assert sum(held) >= 0.95 * len(held)


def test_a_passage_is_shorter_than_the_article_it_comes_from() -> None:
    passages = [(passage_for(one.body, one.phrasings[0], one.language), one) for one in demo_articles()]
    assert sum(len(passage.markdown) < 0.95 * len(one.body) for passage, one in passages) >= 0.8 * len(passages)


@given(st.text(alphabet="ab. 3.90\n。|-#1", max_size=300), st.integers(min_value=1, max_value=120))
def test_a_cut_is_a_beginning_within_the_limit(text: str, limit: int) -> None:
    cut = cut_at_sentence(text, limit)
    assert len(cut) <= limit
    assert text.startswith(cut)


@pytest.mark.parametrize("limit", range(20, 400, 7))
def test_no_cut_ever_splits_a_price_or_a_year(limit: int) -> None:
    cut = passage_for(BODY, "guarantee", "en", max_chars=limit).markdown
    assert not re.search(r"(3\.|2\.|3\.9)$", cut)


@given(st.text(max_size=400), st.text(max_size=60))
def test_any_article_and_any_question_give_a_passage(body: str, question: str) -> None:
    assert len(passage_for(body, question, "en", max_chars=100).markdown) <= 100
