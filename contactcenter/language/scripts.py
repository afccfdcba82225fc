"""Which writing system a text is in: a count of letters, before any language model is asked."""

from __future__ import annotations

from collections import Counter

LATIN, CYRILLIC, ARABIC, DEVANAGARI = "Latn", "Cyrl", "Arab", "Deva"
HAN, KANA, HANGUL = "Hani", "Kana", "Hang"

_BLOCKS: tuple[tuple[int, int, str], ...] = (
    (0x0040, 0x024F, LATIN), (0x1E00, 0x1EFF, LATIN), (0x0370, 0x03FF, "Grek"), (0x1F00, 0x1FFF, "Grek"),
    (0x0400, 0x052F, CYRILLIC), (0x0530, 0x058F, "Armn"), (0x0590, 0x05FF, "Hebr"),
    (0x0600, 0x06FF, ARABIC), (0x0750, 0x077F, ARABIC), (0x08A0, 0x08FF, ARABIC), (0xFB50, 0xFDFF, ARABIC),
    (0xFE70, 0xFEFF, ARABIC), (0x0900, 0x097F, DEVANAGARI), (0x0980, 0x09FF, "Beng"), (0x0A00, 0x0A7F, "Guru"),
    (0x0A80, 0x0AFF, "Gujr"), (0x0B80, 0x0BFF, "Taml"), (0x0C00, 0x0C7F, "Telu"), (0x0C80, 0x0CFF, "Knda"),
    (0x0D00, 0x0D7F, "Mlym"), (0x0D80, 0x0DFF, "Sinh"), (0x0E00, 0x0E7F, "Thai"), (0x0E80, 0x0EFF, "Laoo"),
    (0x1000, 0x109F, "Mymr"), (0x10A0, 0x10FF, "Geor"), (0x1100, 0x11FF, HANGUL), (0x1200, 0x139F, "Ethi"),
    (0x1780, 0x17FF, "Khmr"), (0x3040, 0x30FF, KANA), (0x31F0, 0x31FF, KANA), (0x3130, 0x318F, HANGUL),
    (0x3400, 0x4DBF, HAN), (0x4E00, 0x9FFF, HAN), (0xF900, 0xFAFF, HAN), (0x20000, 0x323AF, HAN),
    (0xAC00, 0xD7AF, HANGUL),
)  # fmt: skip
_SCRIPT_AT = {cell: script for first, last, script in _BLOCKS for cell in range(first >> 4, (last >> 4) + 1)}

SCRIPT_OF = {
    **dict.fromkeys(
        "af ca cs cy da de en es et fi fr hr hu id it lt lv nl no pl pt ro sk sl so sq sv sw tl tr vi".split(), LATIN
    ),
    **dict.fromkeys("bg mk ru uk".split(), CYRILLIC),
    **dict.fromkeys("ar fa ur".split(), ARABIC),
    **dict.fromkeys("hi mr ne".split(), DEVANAGARI),
    "zh-Hans": HAN, "zh-Hant": HAN, "ja": KANA, "ko": HANGUL, "el": "Grek", "he": "Hebr", "hy": "Armn", "ka": "Geor",
    "bn": "Beng", "pa": "Guru", "gu": "Gujr", "ta": "Taml", "te": "Telu", "kn": "Knda", "ml": "Mlym", "si": "Sinh",
    "th": "Thai", "lo": "Laoo", "my": "Mymr", "km": "Khmr", "am": "Ethi",
}  # fmt: skip
"""Every language that can be detected, by its reading (see tags), with the script it is written in."""

SOLE_LANGUAGE = {
    script: language for language, script in SCRIPT_OF.items() if list(SCRIPT_OF.values()).count(script) == 1
}
"""Scripts with one language of ours: the script alone decides."""

_LETTERS_EACH = {HAN: 3.0, KANA: 2.0, HANGUL: 2.5, LATIN: 0.5}
"""What one letter counts. A Han character says as much as a short word; Latin is also what brand names and
error codes are written in inside any other language, so it weighs half when scripts mix."""


def script_counts(letters: str) -> Counter[str]:
    """How many letters of each script `letters` holds; unknown scripts and digits are left out."""
    counts = Counter(map(_SCRIPT_AT.get, [ord(letter) >> 4 for letter in letters]))
    return Counter({script: n for script, n in counts.items() if script is not None})


def leading_script(letters: str) -> str | None:
    """The script that says which language `letters` is in, or None without letters. Any kana beside Han is KANA."""
    if letters.isascii():
        return LATIN if letters else None
    counts = script_counts(letters)
    if not counts:
        return None
    if counts[KANA] * 8 >= counts[HAN] > 0 < counts[KANA]:  # a shop name with one の inside Chinese stays Chinese
        counts[KANA] += counts.pop(HAN)
    return max(counts, key=lambda script: (counts[script] * _LETTERS_EACH.get(script, 1.0), script))
