"""The labelled knowledge set keeps the shape that its README promises."""

from __future__ import annotations

import re
import tomllib
from collections import Counter

import pytest

from contactcenter.language import ALL_LANGUAGES
from tests.knowledge.labelled import FOLDER, LANGUAGES, articles, chat_lines, messages, out_of_scope

KEYS = {article.key for article in articles()}


def test_every_article_stands_in_its_own_file_in_all_six_languages() -> None:
    files = {file.stem: tomllib.loads(file.read_text(encoding="utf-8")) for file in FOLDER.glob("articles/*.toml")}
    assert {content["key"] for content in files.values()} == set(files)
    assert all(
        set(content) == {"key", "product", "topic", "passage_answers", *LANGUAGES} and content["topic"]
        for content in files.values()
    )
    assert len(files) == 60
    assert Counter(content["product"].split()[0] for content in files.values()) == {"Brise": 20, "Lumo": 20, "Velt": 20}


def test_every_passage_stands_in_its_body_and_is_less_than_the_whole() -> None:
    assert [(one.key, one.language) for one in articles() if one.passage not in one.body] == []
    assert [(one.key, one.language) for one in articles() if len(one.passage) > len(one.body) / 2] == []


def test_every_language_has_two_hundred_questions_that_the_passage_answers() -> None:
    asked = Counter(one.language for one in articles() for _ in one.asks_for_passage)
    assert min(asked[language] for language in LANGUAGES) >= 200
    assert [one.key for one in articles() if not len(set(one.asks_for_passage)) == len(one.asks_for_passage) >= 2] == []


def test_a_title_is_given_once_a_language() -> None:
    assert len({(one.language, one.title) for one in articles()}) == len(articles())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_body_is_as_long_as_an_article_of_a_help_centre(language: str) -> None:
    shortest, longest = (110, 400) if language.startswith("zh") else (80, 200)
    sizes = {one.key: _size(one.body, language) for one in articles() if one.language == language}
    assert {key: size for key, size in sizes.items() if not shortest <= size <= longest} == {}


def test_phrasings_are_split_six_three_three_without_rest() -> None:
    assert {len(one.phrasings) for one in articles()} == {12}
    assert all(one.split("train") + one.split("calibrate") + one.split("test") == one.phrasings for one in articles())
    assert {len(one.split("train")) for one in articles()} == {6}
    assert {len(one.split("test")) for one in articles()} == {3}


def test_no_text_stands_twice_in_the_set() -> None:
    texts = [phrasing for one in articles() for phrasing in one.phrasings]
    texts += [line.text for line in out_of_scope()] + [message.text for message in messages()]
    assert [text for text, times in Counter(map(_bare, texts)).items() if times > 1] == []


def test_out_of_scope_has_fifty_lines_a_language_in_fixed_splits() -> None:
    assert Counter(line.language for line in out_of_scope()) == dict.fromkeys(LANGUAGES, 50)
    assert [len(out_of_scope(split)) for split in ("train", "calibrate", "test")] == [150, 72, 78]


def test_chat_lines_are_four_hundred_short_ones_in_twelve_languages_that_can_be_detected() -> None:
    assert len(chat_lines()) == 400
    assert len({line.language for line in chat_lines()}) == 12
    assert {line.language for line in chat_lines()} <= set(ALL_LANGUAGES)
    assert len(set(chat_lines())) == 400
    assert max(len(line.text) for line in chat_lines()) <= 60


def test_messages_ask_several_things_or_one_in_every_language() -> None:
    assert Counter((message.language, len(message.parts) > 1) for message in messages()) == {
        (language, several): 10 for language in LANGUAGES for several in (True, False)
    }
    assert {len(message.parts) for message in messages()} == {1, 2, 3}


def test_each_part_stands_in_its_message_and_names_an_article_of_its_own() -> None:
    parts = [(message, part) for message in messages() for part in message.parts]
    assert [part for message, part in parts if part.text not in message.text] == []
    assert [part for _, part in parts if part.article not in KEYS] == []
    assert all(len({part.article for part in message.parts}) == len(message.parts) for message in messages())


def test_no_text_has_blanks_at_its_ends_or_a_tab() -> None:
    texts = [phrasing for one in articles() for phrasing in one.phrasings]
    texts += [line.text for line in (*out_of_scope(), *chat_lines())] + [message.text for message in messages()]
    assert [text for text in texts if text != text.strip() or "\t" in text or not text] == []


def _size(body: str, language: str) -> int:
    return len(re.findall(r"[\u4e00-\u9fff]", body)) if language.startswith("zh") else len(body.split())


def _bare(text: str) -> str:
    return re.sub(r"\W+", " ", text.casefold()).strip()
