"""What looks or reads alike is found alike."""

import pytest

from contactcenter.knowledge.analyzer import Terms, analyze
from contactcenter.knowledge.folding import of_one_script, plain


@pytest.mark.parametrize(
    ("language", "written", "same_as"),
    [
        ("en", "ref\u200bund", "refund"),  # zero-width space
        ("en", "\u202erefund\u202c", "refund"),  # the direction turned round
        ("en", "re\u00adfund", "refund"),  # a soft hyphen
        ("en", "refund\ufe0f\U000e0041", "refund"),  # variation selector, invisible tag
        ("en", "r\u0337e\u0337f\u0337u\u0337n\u0337d\u0337", "refund"),  # struck out
        ("ru", "зак\u0430з \u0442o\u0432ара", "заказ товара"),  # a Latin o in a Russian word
        ("ru", "cбpoc пaрoля", "сброс пароля"),
        ("ru", "ещё", "еще"),
        ("ru", "и\u0306огурт", "йогурт"),
        ("en", "p\u0430ssw\u043erd", "password"),  # Cyrillic letters in an English word
        ("en", "ВР200", "BP200"),  # typed with a Russian keyboard
        ("ru", "ВР200", "BP200"),
        ("es", "medición", "medicion"),
        ("fr", "téléphone", "telephone"),
        ("el", "επιστροφή", "επιστροφη"),
        ("ar", "كِتَابٌ", "كتاب"),
        ("he", "שָׁלוֹם", "שלום"),
        ("ja", "か\u3099", "が"),
    ],
)
def test_two_spellings_are_one(language: str, written: str, same_as: str) -> None:
    assert analyze(written, language) == analyze(same_as, language)


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("ru", "йод", "иод"),
        ("uk", "їжа", "іжа"),
        ("es", "año", "ano"),
        ("sv", "får", "far"),
        ("ja", "が", "か"),
        ("hi", "की", "को"),  # vowel signs are no accents
    ],
)
def test_letters_of_their_own_stay_apart(language: str, one: str, other: str) -> None:
    assert analyze(one, language).grams != analyze(other, language).grams


def test_a_hindi_word_is_one_word() -> None:
    assert len(analyze("हिन्दी", "hi").words) == 1


def test_a_persian_word_is_parted_where_its_writer_parted_it() -> None:
    assert analyze("می\u200cخواهم", "fa") == analyze("می خواهم", "fa")


@pytest.mark.parametrize("word", ["usbкабель", "ελλάδα", "дом", "copy", "сор"])
def test_a_word_that_cannot_be_of_one_script_stays(word: str) -> None:
    assert of_one_script(word, "ru") == word


def test_a_text_of_invisible_characters_alone_says_nothing() -> None:
    assert analyze("\u200b\u202e\u2066\ufeff" * 1000, "en") == Terms((), ())


def test_thousands_of_marks_on_one_letter_are_one_letter() -> None:
    assert analyze("a" + "\u0301\u0323" * 40_000 + "b", "en").grams == analyze("ab", "en").grams


def test_signs_that_stand_for_whole_sentences_do_not_blow_up_a_text() -> None:
    assert len(plain("\ufdfa" * 1000)) <= 2000
    assert plain("\ufdfa".ljust(20)).startswith("صلى الله")
