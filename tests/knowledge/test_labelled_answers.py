"""What the centre makes of the labelled set; `make eval` prints the whole tables."""

from __future__ import annotations

import re

import pytest

from contactcenter.knowledge.passage import passage_for
from tests.knowledge import labelled


@pytest.mark.parametrize("language", labelled.LANGUAGES)
def test_what_is_sent_holds_the_sentence_that_answers(language: str) -> None:
    asked = [(one, text) for one in labelled.articles() if one.language == language for text in one.asks_for_passage]
    sent = [(one, passage_for(one.body, text, language, max_chars=600)) for one, text in asked]
    held = [" ".join(one.passage.split()) in " ".join(found.markdown.split()) for one, found in sent]
    assert len(held) >= 200 and sum(held) / len(held) >= 0.95
    assert all(len(found.markdown) <= 600 for _, found in sent)


def test_also_in_four_hundred_characters_nineteen_of_twenty_hold_it() -> None:
    asked = [(one, text) for one in labelled.articles() for text in one.asks_for_passage]
    sent = [(one, passage_for(one.body, text, one.language, max_chars=400)) for one, text in asked]
    held = [" ".join(one.passage.split()) in " ".join(found.markdown.split()) for one, found in sent]
    assert sum(held) / len(held) >= 0.95


WHOLE = re.compile(r"[.!?…。！？；:：)）\]*|\"”»’'`]$")


@pytest.mark.parametrize("limit", [300, 400, 600])
def test_what_is_cut_ends_with_a_whole_line_or_sentence_and_never_inside_a_number(limit: int) -> None:
    for one in labelled.articles():
        cut = passage_for(one.body, one.phrasings[0], one.language, max_chars=limit).markdown
        rest = one.body.strip().partition(cut.rpartition("\n")[2])[2]
        assert not rest or rest[0] == "\n" or WHOLE.search(cut), (one.key, one.language, cut)
        assert not (cut[-1].isdigit() and rest[:1].isdigit())
