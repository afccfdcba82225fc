"""The terms that both stores index and search by."""

import pytest

from contactcenter.store.search_text import reference_term, snippet
from contactcenter.store.tokens import document_terms, matches, name_groups, name_terms, query_groups


@pytest.mark.parametrize(
    ("query", "text", "language"),
    [
        ("退款", "我想退款", None),
        ("退", "可以退吗", None),
        ("возврата", "Прошу возврат денег", None),
        ("елка", "Ёлка", None),
        ("0391", "order A-20391-77", None),
        ("A-20391-77", "a-20391-77", None),
        ("bp200", "BP200", None),
        ("200", "BP200", None),
        ("uber", "Über", None),
        ("bestellung", "Bestellungen", "de"),
        ("refund", "refunded", "en"),
        ("reemb", "reembolso", "es"),
        ("คืน", "ต้องการคืนสินค้า", None),
        ("환불", "환불을", None),
        ("ｆｕｌｌ", "full", None),
    ],
)
def test_a_query_finds_a_text(query: str, text: str, language: str | None) -> None:
    assert matches(query_groups(query), document_terms(text, language))


@pytest.mark.parametrize(
    ("query", "text"),
    [("退货", "我想退款"), ("99", "1234"), ("monitor", "cuff"), ("cuff monitor", "cuff"), ("391", "3-9-1")],
)
def test_a_query_does_not_find_another_text(query: str, text: str) -> None:
    assert not matches(query_groups(query), document_terms(text))


@pytest.mark.parametrize("wrong", ["Petersn", "Peterson", "Petrsen", "Petersenn", "Pteersen", "petersen"])
def test_a_name_with_one_letter_wrong_is_found(wrong: str) -> None:
    assert matches(name_groups(wrong), name_terms("Anna Petersen"))


@pytest.mark.parametrize("other", ["Pedroson", "Anton", "Olsen", "anna olsen"])
def test_another_name_is_not_found(other: str) -> None:
    assert not matches(name_groups(other), name_terms("Anna Petersen"))


@pytest.mark.parametrize("hostile", ['" OR *', "a" * 100_000, "\x00\x01", "NEAR(a b)", "𠮷" * 500, "\u202e", "١٢٣"])
def test_terms_hold_no_character_that_means_something_to_an_index(hostile: str) -> None:
    terms = document_terms(hostile) | {term.text for group in query_groups(hostile) for term in group}
    for term in terms:
        assert term
        assert all(character.isalnum() for character in term.lstrip("#"))
        assert len(term) <= 41


def test_a_long_text_has_a_bounded_number_of_terms() -> None:
    assert len(document_terms("9" * 100_000)) <= 40
    assert len(query_groups("word " * 1_000)) == 1
    assert len(query_groups(" ".join(f"w{n}x" for n in range(100)))) <= 12


def test_a_reference_is_told_from_other_words() -> None:
    assert reference_term(" k7px-2MQD ") == "=k7px2mqd"
    assert reference_term("2mqd") == "=2mqd"
    assert reference_term("battery dead") is None


def test_a_snippet_shows_where_the_word_is() -> None:
    text = "x " * 200 + "the display stays dark" + " y" * 200
    assert "display stays dark" in snippet(text, "display")
    assert snippet("short\n text", "nothing") == "short text"
