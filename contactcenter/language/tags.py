"""BCP-47 language tags as the centre uses them: one spelling a language, and what stands in for what.

Chinese is the one language whose script decides who can read it, so it keeps its script subtag
(`zh-Hans`, `zh-Hant`); every other language is compared by its primary subtag.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

UNDETERMINED = "und"

_TRADITIONAL_REGIONS = frozenset({"tw", "hk", "mo"})
_ALIASES = {"nb": "no", "nn": "no", "iw": "he", "in": "id", "fil": "tl", "cmn": "zh", "yue": "zh-Hant"}
_STANDS_IN = {"zh-Hant": ("zh-Hans",), "zh-Hans": ("zh-Hant",)}
"""Tags whose readers can make do with another one before the centre's own default."""


@lru_cache(maxsize=512)
def canonical(tag: str) -> str:
    """`zh_TW` -> `zh-Hant`, `zh` -> `zh-Hans`, `PT-br` -> `pt-BR`, `nb` -> `no`; '' and odd input -> `und`."""
    parts = tag.strip().replace("_", "-").split("-")
    primary = parts[0].lower()
    if not primary.isascii() or not primary.isalpha() or not 2 <= len(primary) <= 8:
        return UNDETERMINED
    renamed = _ALIASES.get(primary, primary)
    if renamed == "zh-Hant":
        return renamed
    rest = [part for part in parts[1:] if part.isascii() and part.isalnum()]
    if renamed == "zh":
        return f"zh-{_chinese_script(rest)}"
    return "-".join([renamed, *(_shaped(part) for part in rest)])


def primary(tag: str) -> str:
    """The primary subtag: `pt-BR` -> `pt`."""
    return canonical(tag).partition("-")[0]


def reading(tag: str) -> str:
    """What two tags must share to be one language to a reader: `zh-Hans`, `zh-Hant`, else the primary subtag."""
    full = canonical(tag)
    return full if full.startswith("zh-") else full.partition("-")[0]


def fallback_chain(tag: str, default: str = "en") -> tuple[str, ...]:
    """The languages to try in turn for a reader of `tag`: itself, its primary subtag, what stands in, the default."""
    full = canonical(tag)
    chain = [full]
    if not full.startswith("zh-"):
        chain.append(full.partition("-")[0])
    chain += _STANDS_IN.get(full, ())
    chain.append(canonical(default))
    return tuple(one for one in dict.fromkeys(chain) if one != UNDETERMINED)


def match(wanted: str, available: Sequence[str], default: str | None = None) -> str | None:
    """The tag of `available` that serves a reader of `wanted` best, in the spelling of `available`; None if none does.

    Without `default` another language never stands in (Chinese scripts for each other do).
    """
    for step in fallback_chain(wanted, default or UNDETERMINED):
        found = _same(step, available)
        if found is not None:
            return found
    return None


def agrees(expected: str, got: str) -> bool:
    """Whether a detected tag is the expected one; plain `zh` accepts either script."""
    if expected.strip().lower() == "zh":
        return primary(got) == "zh"
    return reading(expected) == reading(got)


def _same(step: str, available: Iterable[str]) -> str | None:
    by_reading = None
    for tag in available:
        if canonical(tag) == step:
            return tag
        if by_reading is None and reading(tag) == reading(step):
            by_reading = tag
    return by_reading


def _chinese_script(rest: Sequence[str]) -> str:
    lowered = {part.lower() for part in rest}
    if "hans" in lowered:
        return "Hans"
    return "Hant" if "hant" in lowered or lowered & _TRADITIONAL_REGIONS else "Hans"


def _shaped(part: str) -> str:
    if len(part) == 4 and part.isalpha():
        return part.title()
    return part.upper() if len(part) == 2 else part.lower()
