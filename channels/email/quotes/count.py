"""How many words a text has, also where words are not spaced."""

from __future__ import annotations

import re

_NO_WORDS = re.compile(r"(?:https?://|www\.)\S{1,2000}|[^\s@]{1,64}@[^\s@]{1,200}")
_TOKEN = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_KANA = re.compile(r"[\u3040-\u30ff\uff66-\uff9f]")
_SOUTH_EAST = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
_CHARS_PER_WORD = ((_HAN, 1.5), (_KANA, 2.5), (_SOUTH_EAST, 4.0))


def count_words(text: str) -> int:
    """Words with a letter and without a digit; addresses are none. Han counts 1.5, kana 2.5, Thai, Lao, Burmese and
    Khmer 4 characters a word, rounded.
    """
    plain = _NO_WORDS.sub(" ", text)
    unspaced = 0.0
    for letters, chars in _CHARS_PER_WORD:
        plain, found = letters.subn(" ", plain)
        unspaced += found / chars
    spaced = sum(not any(char.isdigit() for char in token) for token in _TOKEN.findall(plain))
    return spaced + int(unspaced + 0.5)
