"""Texts in the reader's language: fallback, slots, plurals; and the check that keeps catalogues whole."""

import pytest

from contactcenter.commands.catalogues import problems
from contactcenter.texts import COMPLETE, Catalogue, Texts, chain, load_texts, parse_catalogue, plural_forms

TEXTS = Texts(
    {
        "en": {"hello": "Hello, {name}", "new": {"one": "One new message", "other": "{count} new messages"}},
        "ru": {
            "new": {
                "one": "{count} новое сообщение",
                "few": "{count} новых сообщения",
                "many": "{count} новых сообщений",
                "other": "{count} нового сообщения",
            }
        },
        "zh-Hant": {"hello": "{name}，您好"},
    }
)


def test_slots_are_filled_once_and_never_from_a_filled_slot() -> None:
    assert TEXTS.text("hello", "en", name="{name} & {count}") == "Hello, {name} & {count}"


@pytest.mark.parametrize(
    ("count", "expected"),
    [(1, "1 новое сообщение"), (3, "3 новых сообщения"), (11, "11 новых сообщений"), (21, "21 новое сообщение")],
)
def test_russian_counts_in_its_own_forms(count: int, expected: str) -> None:
    assert TEXTS.text("new", "ru", count=count) == expected


def test_numbers_are_written_as_the_language_writes_them() -> None:
    assert TEXTS.text("new", "en", count=12345) == "12,345 new messages"
    assert TEXTS.text("new", "ru", count=12345) == "12\N{NO-BREAK SPACE}345 новых сообщений"


def test_a_text_the_language_lacks_comes_from_english() -> None:
    assert TEXTS.text("hello", "ru", name="Анна") == "Hello, Анна"


def test_an_unknown_key_shows_itself() -> None:
    assert TEXTS.text("nothing.here", "ru") == "nothing.here"


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("zh-TW", ("zh-Hant", "zh-Hans", "en")),
        ("zh-Hant-HK", ("zh-Hant", "zh-Hans", "en")),
        ("zh", ("zh-Hans", "zh-Hant", "en")),
        ("zh_CN", ("zh-Hans", "zh-Hant", "en")),
        ("PT", ("pt-BR", "en")),
        ("ru-RU", ("ru", "en")),
        ("xx", ("en",)),
        ("", ("en",)),
    ],
)
def test_the_nearest_language_is_read_first(language: str, expected: tuple[str, ...]) -> None:
    assert chain(language, ["en", "ru", "pt-BR", "zh-Hans", "zh-Hant"]) == expected


def test_the_shipped_catalogues_hold_every_complete_language() -> None:
    texts = load_texts()
    assert set(COMPLETE) <= set(texts.languages)
    assert texts.text("notice.what_can_we_do", "ru") == "Здравствуйте! Чем можем помочь?"


def test_plural_forms_are_those_of_cldr() -> None:
    assert plural_forms("zh-Hans") == {"other"}
    assert plural_forms("en") == {"one", "other"}
    assert plural_forms("ar") == {"zero", "one", "two", "few", "many", "other"}
    assert plural_forms("ru") == {"one", "few", "many", "other"}


@pytest.mark.parametrize(
    "text", ["[]", '{"a": 1}', '{"a": ""}', '{"a": {}}', '{"a": {"other": 1}}', '{"a":"x","a":"y"}']
)
def test_what_is_no_catalogue_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"expected|given twice"):
        parse_catalogue(text)


GOOD: dict[str, Catalogue] = {tag: {"common.hello": "Hello, {name}"} for tag in COMPLETE}
SOURCES = ['t("common.hello")']


def test_whole_catalogues_pass() -> None:
    assert list(problems(GOOD, SOURCES, [])) == []


@pytest.mark.parametrize(
    ("tag", "catalogue", "expected"),
    [
        ("ru", {}, "ru: common.hello is missing"),
        ("ru", {"common.hello": "Привет"}, "ru: common.hello lacks the slot {name}"),
        ("ru", {"common.hello": "{name} {nmae}"}, "ru: common.hello has the unknown slot {nmae}"),
        ("de", {"common.helo": "Hallo"}, "de: common.helo is not in en"),
        ("en", GOOD["en"] | {"common.bye": "Bye"}, "en: common.bye is used nowhere"),
        ("ru", {"common.hello": {"other": "{name}"}}, "ru: common.hello has the plural forms ['other']"),
    ],
)
def test_each_kind_of_mistake_is_told(tag: str, catalogue: Catalogue, expected: str) -> None:
    assert any(line.startswith(expected) for line in problems(GOOD | {tag: catalogue}, SOURCES, []))


def test_a_language_that_is_not_complete_may_lack_texts() -> None:
    assert list(problems(GOOD | {"de": {}}, SOURCES, [])) == []


def test_the_form_for_one_may_do_without_its_number() -> None:
    texts: Catalogue = {"common.new": {"one": "One message", "other": "{count} messages"}}
    chinese: Catalogue = {"common.new": {"other": "{count}"}}
    russian: Catalogue = {"common.new": dict.fromkeys(plural_forms("ru"), "{count}")}
    whole = {"en": texts, "zh-Hans": chinese, "zh-Hant": chinese, "ru": russian}
    assert list(problems(whole, ['t("common.new")'], [])) == []


@pytest.mark.parametrize(
    "source", ["t(`common.${word}`)", "t(`common.hel${word}`)", 'import hello from "virtual:text/common.hello";']
)
def test_a_key_completed_at_run_time_or_imported_counts_as_used(source: str) -> None:
    assert list(problems(GOOD, [source], [])) == []


def test_a_text_that_the_loader_carries_in_itself_counts_as_used() -> None:
    assert list(problems(GOOD, ['import hello from "virtual:text/common.hello";'], [])) == []


def test_a_key_that_the_server_uses_must_exist() -> None:
    assert list(problems(GOOD, SOURCES, ['text("notice.gone")'])) == ["en: notice.gone is used but missing"]
