"""When an own message is looked at again although its writer's language is settled."""

import pytest

from contactcenter.language import needs_detection


@pytest.mark.parametrize(
    ("settled", "text"),
    [
        ("ru", "да, спасибо"),
        ("ru", "заказ A-4471, BP200"),
        ("uk", "дякую, все працює"),
        ("en", "It still does not work"),
        ("es", "¿Y cuándo llega?"),
        ("zh-Hans", "还是不行"),
        ("zh-Hant", "還是不行"),
        ("ja", "まだ動きません"),
        ("ja", "返金"),
        ("en", "ok 👍"),
        ("ar", "ok"),
        ("de", "12345"),
    ],
)
def test_messages_in_the_settled_language_are_not_looked_at_again(settled: str, text: str) -> None:
    assert not needs_detection(settled, text)


@pytest.mark.parametrize(
    ("settled", "text"),
    [
        ("en", "не включается"),
        ("ru", "дякую, ще питання"),
        ("uk", "это не мой заказ"),
        ("en", "¿dónde está?"),
        ("es", "where is my order and what do I do"),
        ("zh-Hans", "還是不行"),
        ("zh-Hant", "还是不行"),
        ("zh-Hans", "まだ動きません"),
        ("ja", "我们的设备坏了"),
        ("ru", "please help me"),
    ],
)
def test_another_script_other_letters_or_other_small_words_call_for_a_new_look(settled: str, text: str) -> None:
    assert needs_detection(settled, text)
