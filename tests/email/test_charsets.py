"""Charsets over real sentences: the right label is believed, and none at all is guessed."""

from pathlib import Path

import pytest

from channels.email.parsing.charsets import codec_of, decode
from channels.email.parsing.defects import Defect
from channels.email.parsing.guess import guess

LANGUAGE_DATA = Path(__file__).parents[1] / "data" / "language"
CHARSETS = [
    ("ru", "windows-1251"), ("ru", "koi8-r"), ("ru", "iso-8859-5"), ("uk", "windows-1251"), ("uk", "koi8-u"),
    ("de", "iso-8859-1"), ("fr", "iso-8859-1"), ("es", "iso-8859-1"), ("pt-BR", "iso-8859-1"), ("zh-Hans", "gb2312"),
    ("zh-Hant", "big5"), ("ja", "shift_jis"), ("ja", "euc-jp"), ("ko", "euc-kr"), ("ar", "windows-1256"),
]  # fmt: skip


def sentences(language: str, charset: str) -> list[bytes]:
    """Those that can be written in the charset and need it."""
    codec = codec_of(charset) or ""
    lines = [
        line.split("\t")[:2]
        for name in ("sentences", "chat")
        for line in (LANGUAGE_DATA / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    ]
    encoded = [text.encode(codec, "ignore") for text, said in lines if said == language]
    return [one for one in encoded if not one.isascii()]


@pytest.mark.parametrize(("language", "charset"), CHARSETS)
def test_a_right_label_is_never_doubted(language: str, charset: str) -> None:
    defects: set[Defect] = set()
    for data in sentences(language, charset):
        assert decode(data, charset, defects) == data.decode(codec_of(charset) or "")
    assert defects == set()


@pytest.mark.parametrize(("language", "charset"), CHARSETS)
def test_a_missing_label_is_guessed_nearly_always(language: str, charset: str) -> None:
    found = [
        data.decode(guess(data), "replace") == data.decode(codec_of(charset) or "")
        for data in sentences(language, charset)
    ]
    assert len(found) >= 5
    assert sum(found) >= 0.9 * len(found)


@pytest.mark.parametrize("name", ["punycode", "unicode_escape", "idna", "rot13", "zip", "x" * 1000, "\0", "mbcs", "…"])
def test_no_mail_may_choose_a_codec_that_is_no_charset(name: str) -> None:
    assert codec_of(name) is None
