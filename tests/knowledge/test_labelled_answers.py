"""What the centre makes of the labelled set; `make eval` prints the whole tables."""

from __future__ import annotations

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
