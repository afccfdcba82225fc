"""Whether an own message must be looked at again once its writer's language is settled: letters, not statistics."""

from __future__ import annotations

import re

from .detector import telling_words
from .han import is_script_of
from .scripts import HAN, KANA, LATIN, SCRIPT_OF, leading_script
from .tags import reading
from .words import languages_of_words

_ALPHABETS = {
    "en": "", "es": "áéíóúüñ", "fr": "àâæçéèêëîïôœùûüÿ", "de": "äöüß", "pt": "áâãàçéêíóôõúü", "it": "àèéìíîòóùú",
    "nl": "áéëïóöüèĳ", "pl": "ąćęłńóśźż", "tr": "çğıiöşüâîû", "sv": "åäöé", "da": "åæøé", "no": "åæøéòô",
    "fi": "äöå", "cs": "áčďéěíňóřšťúůýž", "hu": "áéíóöőúüű", "ro": "ăâîșțşţ",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя", "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "bg": "абвгдежзийклмнопрстуфхцчшщъьюя",
}  # fmt: skip
_ASCII = frozenset("abcdefghijklmnopqrstuvwxyz")
_LETTERS = {tag: frozenset(extra) | (_ASCII if extra.isascii() or SCRIPT_OF[tag] == LATIN else frozenset())
            for tag, extra in _ALPHABETS.items()}  # fmt: skip
_MAX_CHARS = 300
_WORD = re.compile(r"[^\W\d_]+")
_SIGNS = frozenset(map(chr, range(128))) - _ASCII | frozenset("’‘“”„«»…–—№€£¿¡ ")
_FAMILIAR = {tag: letters | _SIGNS for tag, letters in _LETTERS.items()}
_NOTHING: frozenset[str] = frozenset()


def needs_detection(settled_language: str, text: str) -> bool:
    """Whether `text` shows signs of another language than the settled one: another script, letters that language
    does not have, or small words of others and none of its own. Cheap enough for every message; never reads profiles.
    """
    settled = reading(settled_language)
    if _FAMILIAR.get(settled, _NOTHING).issuperset(text[:_MAX_CHARS].lower()):
        return _is_other_speech(settled, text)
    words = telling_words(text)
    script = leading_script("".join(words))
    if script is None:
        return False
    if script == HAN and settled in ("zh-Hans", "zh-Hant", "ja"):
        return not is_script_of(settled, "".join(words))
    if script in (KANA, HAN):
        return SCRIPT_OF.get(settled) != script
    return script != SCRIPT_OF.get(settled) or _has_foreign_letters(settled, words)


def _has_foreign_letters(settled: str, words: list[str]) -> bool:
    alphabet = _LETTERS.get(settled)
    return alphabet is not None and not alphabet.issuperset("".join(words))


def _is_other_speech(settled: str, text: str) -> bool:
    table = languages_of_words()
    known = 0
    for word in _WORD.finditer(text[:_MAX_CHARS].lower()):
        languages = table.get(word.group())
        if languages is not None:
            if settled in languages:
                return False  # mostly the first small word already
            known += 1
    return known >= 2
