"""What a message names is read by ids and names in every language, and what is not certain is not said."""

import pytest

from contactcenter.desk.mentions import Mentions, Named
from contactcenter.model.bodies import FactStated
from contactcenter.model.fact import Fact, FactSource, FactState
from contactcenter.model.records import Product, Symptom
from tests.desk.room import START

PRODUCTS = (
    Product(
        id="bp200",
        names={
            "en": "BP200 blood-pressure monitor",
            "zh-Hans": "BP200 上臂式血压计",
            "zh-Hant": "BP200 手臂式血壓計",
            "ru": "BP200, тонометр на плечо",
        },
        versions=("1.0", "1.1"),
    ),
    Product(id="bp2000", names={"en": "BP2000"}, versions=("1.0",)),
    Product(
        id="p-17", names={"en": "Clear Breath", "ru": "Тёплый ингалятор", "zh-Hans": "雾化器"}, versions=("3", "v2")
    ),
    Product(id="p-18", names={"en": "Clear Breath Plus"}),
    Product(id="old", names={"en": "Ancient Scale"}, active=False),
)
SYMPTOMS = (
    Symptom(
        id="dark", names={"en": "display dark", "zh-Hans": "屏幕不亮", "zh-Hant": "螢幕不亮", "ru": "тёмный экран"}
    ),
    Symptom(id="leak", names={"en": "leaks air", "zh-Hans": "漏气"}),
)
MENTIONS = Mentions(PRODUCTS, SYMPTOMS)


def read(text: str, **known: Fact) -> dict[str, str | None]:
    return {fact.key: fact.value for fact in MENTIONS.read(text).facts(known)}


def fact(key: str, value: str | None, source: FactSource, state: FactState = FactState.VALUE) -> Fact:
    return Fact(key=key, state=state, value=value, source=source, at=START)


@pytest.mark.parametrize(
    "text",
    [
        "My BP200 is broken",
        "my bp-200 is broken",
        "bp 200?",
        "ＢＰ２００が動きません",
        "У моего тонометра BP200 не горит экран",
        "у тонометра bp-200, который я купил",
        "我的BP200坏了怎么办",
        "請問BP 200如何更換電池?",
        "mein BP200-Gerät",
        "(BP200)",
    ],
)
def test_a_product_is_read_by_its_code_in_every_language(text: str) -> None:
    assert read(text) == {"product": "bp200"}


@pytest.mark.parametrize(
    ("text", "product"),
    [
        ("the clear breath stopped", "p-17"),
        ("clear breath plus stopped", "p-18"),
        ("Сломался тёплый ингалятор", "p-17"),
        ("нет теплого ингалятора в наличии", "p-17"),
        ("家里的雾化器不工作了", "p-17"),
    ],
)
def test_a_product_is_read_by_its_name_inflected_or_inside_a_sentence(text: str, product: str) -> None:
    assert read(text) == {"product": product}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "BP200X",
        "XBP200",
        "ABP-2001",
        "bp200.5",
        "BP-200-7",
        "my bp. 200 people",
        "Ancient Scale",
        "clear the breath",
        "200",
    ],
)
def test_what_only_looks_like_a_product_is_not_one(text: str) -> None:
    assert read(text) == {}


def test_two_different_products_are_no_guess_but_one_named_twice_is_one() -> None:
    assert read("BP200 or BP2000, which is better?") == {}
    assert read("BP200! My bp 200!") == {"product": "bp200"}


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("BP200 version 1.1", "1.1"),
        ("BP200 v1.1 does not start", "1.1"),
        ("BP200 (1.1) does not start", "1.1"),
        ("тонометр BP200, версии 1.1", "1.1"),
        ("BP200的版本是1.1,打不开", None),
        ("BP200 版本1.1打不开", "1.1"),
        ("BP200 韌體:1.0", "1.0"),
        ("the 1.1 version of the BP200", "1.1"),
        ("BP200 waited 1.1 hours", None),
        ("BP200 version 1.12", None),
        ("BP200 version 1.0 or version 1.1", None),
    ],
)
def test_a_version_is_read_beside_a_word_that_says_so(text: str, version: str | None) -> None:
    assert read(text).get("version") == version


def test_a_version_belongs_to_the_product_that_is_known() -> None:
    known = fact("product", "bp200", FactSource.AGENT)
    assert read("it is version 1.0", product=known) == {"version": "1.0"}
    assert read("it is version 3.0", product=known) == {}
    assert read("the BP2000 is version 1.0", product=known) == {}
    assert read("it is version 1.0") == {}
    assert read("v2", product=fact("product", "p-17", FactSource.API)) == {"version": "v2"}


@pytest.mark.parametrize(
    "text", ["the Display dark again", "我的屏幕不亮了", "螢幕不亮,怎麼辦", "опять темный экран", "темного экрана"]
)
def test_a_symptom_is_read_by_its_names(text: str) -> None:
    assert read(text) == {"symptom": "dark"}


def test_two_symptoms_are_no_guess() -> None:
    assert read("屏幕不亮还漏气") == {}


@pytest.mark.parametrize("source", list(FactSource))
@pytest.mark.parametrize("state", [FactState.VALUE, FactState.UNKNOWN])
def test_what_is_known_stays_as_it_is(source: FactSource, state: FactState) -> None:
    known = fact("product", "bp2000" if state is FactState.VALUE else None, source, state)
    assert read("BP200", product=known) == {}


def test_what_was_asked_and_not_answered_is_answered_by_the_message() -> None:
    assert read("BP200", product=fact("product", None, FactSource.AGENT, FactState.UNANSWERED)) == {"product": "bp200"}


def test_what_is_read_says_that_it_was_read() -> None:
    named: Named = MENTIONS.read("BP200")
    assert named.facts({}) == (FactStated(key="product", value="bp200", source=FactSource.TEXT),)


def test_a_hostile_text_is_read_up_to_a_limit() -> None:
    assert read("bp " * 100_000 + "bp200") == {}
    assert read("\u0000\ud800\u202e\u0301 BP200 \u0301") == {"product": "bp200"}
