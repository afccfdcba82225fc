"""Text to search terms in the languages of the centre."""

import pytest

from contactcenter.knowledge.analyzer import MAX_CHARS, analyze


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "measurements", "measurement"),
        ("ru", "манжеты", "манжета"),
        ("de", "Batterien", "Batterie"),
        ("es", "mediciones", "medición"),
        ("fr", "mesures", "mesure"),
        ("pt-BR", "baterias", "bateria"),
    ],
)
def test_forms_of_a_word_share_a_stem(language: str, one: str, other: str) -> None:
    assert analyze(one, language).words == analyze(other, language).words


def test_a_mistyped_word_shares_pieces_with_the_right_one() -> None:
    assert set(analyze("bluetoth", "en").grams) & set(analyze("bluetooth", "en").grams)


def test_chinese_and_japanese_become_pairs_and_single_characters() -> None:
    assert analyze("退款多久", "zh-Hans").words == ("退款", "款多", "多久")
    assert analyze("退款", "zh-Hans").grams == ("退", "款")
    assert "返金" in analyze("返金できますか", "ja").words


def test_thai_becomes_triples_and_korean_words_with_pairs() -> None:
    assert analyze("คืนเงิน", "th").words[0] == "คืน"
    assert analyze("환불해", "ko").grams == ("환불", "불해")


def test_a_product_code_is_found_with_and_without_a_space() -> None:
    assert {"bp", "200"} <= set(analyze("BP200", "en").words) & set(analyze("BP 200", "en").words)


def test_scripts_inside_one_text_are_told_apart() -> None:
    words = analyze("BP200不能开机 E3", "zh-Hans").words
    assert {"bp200", "不能", "开机", "e3"} <= set(words)


def test_full_width_and_capital_letters_are_the_same() -> None:
    assert analyze("ＢＰ２００", "en") == analyze("bp200", "en")


@pytest.mark.parametrize("text", ["", "\x00", "\ud800", "🙂🙂", "a" * (2 * MAX_CHARS), "的" * 1000])
def test_any_text_has_terms_or_none(text: str) -> None:
    assert len(analyze(text, "xx").words) <= MAX_CHARS
