"""Language tags: one spelling a language, and what stands in for what."""

import pytest

from contactcenter.language.tags import agrees, canonical, fallback_chain, match, primary, reading


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        ("zh", "zh-Hans"), ("zh-CN", "zh-Hans"), ("zh_TW", "zh-Hant"), ("zh-Hant-HK", "zh-Hant"),
        ("ZH-hans", "zh-Hans"),
        ("pt_br", "pt-BR"), ("en-us", "en-US"), ("nb-NO", "no-NO"), ("", "und"), ("not a tag", "und"), ("*", "und"),
    ],
)  # fmt: skip
def test_tags_have_one_spelling(written: str, tag: str) -> None:
    assert canonical(written) == tag


def test_chinese_is_compared_with_its_script_and_others_without_region() -> None:
    assert reading("zh-TW") == "zh-Hant"
    assert reading("pt-BR") == "pt" == primary("pt-PT")


def test_a_reader_of_traditional_chinese_gets_simplified_before_english() -> None:
    assert fallback_chain("zh-TW") == ("zh-Hant", "zh-Hans", "en")
    assert fallback_chain("pt-BR") == ("pt-BR", "pt", "en")
    assert fallback_chain("en") == ("en",)


def test_the_best_available_language_is_found_in_its_own_spelling() -> None:
    assert match("pt-PT", ["en", "pt-BR"]) == "pt-BR"
    assert match("zh-HK", ["en", "zh-CN"]) == "zh-CN"
    assert match("ko", ["en", "ru"]) is None
    assert match("ko", ["en", "ru"], default="en") == "en"


def test_plain_chinese_agrees_with_either_script() -> None:
    assert agrees("zh", "zh-Hant")
    assert agrees("pt", "pt-BR")
    assert not agrees("zh-Hans", "zh-Hant")
    assert not agrees("und", "en")
