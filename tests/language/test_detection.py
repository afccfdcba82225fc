"""Which language a message is in, on lines written for this project (tests/data/language)."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from contactcenter.evals.language import LabelledLine, read_labelled
from contactcenter.language import ALL_LANGUAGES, Detection, Detector, Prior
from contactcenter.language.tags import UNDETERMINED, agrees

DATA = Path(__file__).parents[1] / "data" / "language"
LANGUAGES = "en zh-Hans zh-Hant ru uk es fr de pt-BR ja ko ar".split()


@pytest.fixture(scope="module")
def detector() -> Detector:
    return Detector(LANGUAGES)


def share_right(detector: Detector, lines: list[LabelledLine]) -> float:
    got = [detector.detect(line.text, line.prior).language or UNDETERMINED for line in lines]
    return sum(map(agrees, [line.language for line in lines], got)) / len(lines)


@pytest.mark.parametrize(
    ("kind", "at_least"),
    [
        ("sentences", 0.997),
        ("pairs", 0.97),
        ("words", 0.96),
        ("words_second", 0.96),
        ("chat", 0.97),
        ("undetermined", 1),
    ],
)
def test_twelve_languages_are_told_apart_with_a_browser_right_nine_times_in_ten(
    detector: Detector, kind: str, at_least: float
) -> None:
    assert share_right(detector, read_labelled(DATA / f"{kind}.tsv")) >= at_least


@pytest.mark.parametrize(("kind", "at_least"), [("sentences", 0.997), ("pairs", 0.97), ("words", 0.94), ("chat", 0.97)])
def test_they_are_still_told_apart_among_all_languages(kind: str, at_least: float) -> None:
    assert share_right(Detector(ALL_LANGUAGES), read_labelled(DATA / f"{kind}.tsv")) >= at_least


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Ho ordinato tre apparecchi e ne sono arrivati solo due", "it"),
        ("Ik wil graag mijn bestelling annuleren", "nl"),
        ("Nie mogę otworzyć aplikacji na telefonie", "pl"),
        ("Cihazım açılmıyor, ne yapmalıyım?", "tr"),
        ("Gdje je moj paket?", "hr"),
        ("Kde je môj balík?", "sk"),
        ("Kur yra mano siunta?", "lt"),
        ("On és el meu paquet?", "ca"),
        ("Къде е пратката ми?", "bg"),
        ("Jag vill returnera min beställning", "sv"),
        ("Thiết bị của tôi không bật được", "vi"),
        ("สวัสดีครับ เครื่องเปิดไม่ติด", "th"),
        ("שלום, המכשיר לא עובד", "he"),
        ("Γειά σας, η συσκευή δεν λειτουργεί", "el"),
        ("मेरा उपकरण चालू नहीं हो रहा है", "hi"),
        ("دستگاه من روشن نمی شود", "fa"),
    ],
)
def test_languages_beyond_the_twelve_are_known(text: str, language: str) -> None:
    assert Detector(ALL_LANGUAGES).detect(text).language == language


def test_the_same_text_always_gets_the_same_answer(detector: Detector) -> None:
    assert detector.detect("la batería no carga") == Detector(LANGUAGES).detect("la batería no carga")


def test_chinese_never_becomes_korean(detector: Detector) -> None:
    assert detector.detect("退款", Prior("ko")).language == "zh-Hans"


def test_characters_of_one_script_outvote_a_browser_of_the_other(detector: Detector) -> None:
    assert detector.detect("訂單還沒到", Prior("zh-CN")).language == "zh-Hant"
    assert detector.detect("订单还没到", Prior("zh-TW")).language == "zh-Hans"


def test_characters_common_to_both_scripts_follow_the_browser(detector: Detector) -> None:
    assert detector.detect("你好", Prior("zh-TW")).language == "zh-Hant"
    assert detector.detect("你好").language == "zh-Hans"


def test_kanji_without_kana_is_japanese_for_a_japanese_browser(detector: Detector) -> None:
    assert detector.detect("返金", Prior("ja")).language == "ja"


def test_product_codes_and_brand_names_do_not_outvote_the_sentence(detector: Detector) -> None:
    assert detector.detect("我的BP200不能开机了 error E3 Bluetooth connection").language == "zh-Hans"
    assert detector.detect("BP200 не включается").language == "ru"


def test_decomposed_letters_read_like_composed_ones(detector: Detector) -> None:
    assert detector.detect("мій прилад").language == "uk"


def test_neutral_words_stay_undetermined_whatever_the_browser_says(detector: Detector) -> None:
    assert detector.detect("ok 👍 A-4471", Prior("ru")) == Detection(None, 0.0)


def test_a_prior_never_outvotes_clear_text(detector: Detector) -> None:
    text = "Where is my parcel? It should have arrived last week."
    assert detector.detect(text, Prior("es", weight=1.0)).language == "en"


def test_a_greeting_typed_in_latin_letters_belongs_to_its_language(detector: Detector) -> None:
    assert detector.detect("Konnichiwa!").language == "ja"


def test_the_answer_is_spelled_as_the_centre_spells_it() -> None:
    assert Detector(["en", "pt-BR"]).detect("não consigo abrir minha conta").language == "pt-BR"
    assert Detector(["en", "pt"]).detect("não consigo abrir minha conta").language == "pt"


def test_a_script_nobody_here_speaks_is_still_named() -> None:
    assert Detector(["en", "es"]).detect("เครื่องเปิดไม่ติด").language == "th"
    assert Detector(["en", "zh-Hans"]).detect("我的機器壞了，請問怎麼辦").language == "zh-Hant"


@pytest.mark.parametrize(
    "text", ["", " ", "\x00", "\ud800", "\u202e", "a" * 100_000, "ё" * 100_000, "Z͑ͫ̓a̴l̷g̵o̶" * 50, "字" * 9999]
)
def test_any_text_is_survived(detector: Detector, text: str) -> None:
    assert 0.0 <= detector.detect(text, Prior("xx-not-a-tag!", weight=-3)).confidence <= 1.0


def test_statistics_are_read_only_when_letters_need_them() -> None:
    fresh = Detector(LANGUAGES)
    fresh.detect("退款")
    assert fresh.loaded_scripts == ()
    fresh.detect("returns")
    assert fresh.loaded_scripts == ("Latn",)


def test_all_statistics_together_stay_small() -> None:
    tracemalloc.start()
    try:
        Detector(ALL_LANGUAGES).load()
        _, peak_bytes = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak_bytes <= 25 * 2**20
