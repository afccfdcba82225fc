"""What servers, phones and companies add around a message: banners above, device lines and disclaimers below."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from .phrases import alternatives, is_unspaced, pattern_of
from .words import device, footer

_MAX_PARAGRAPH_LINES = 60
_MAX_PARAGRAPH_CHARS = 8000
_URL = re.compile(r"<?(?:https?://|www\.)[^\s>]{0,300}>?|\[[^\]]{0,60}\]")

_SENT_FROM = pattern_of(alternatives(device.BEFORE))
_THINGS = pattern_of(alternatives(device.THINGS))
_THING_STEMS = tuple(one for one in alternatives(device.THINGS) if len(one) > 3)
_EXACT = pattern_of(alternatives(device.EXACT))
_AROUND = tuple(
    (tuple(filter(None, begin.split("|"))), tuple(filter(None, ends.split("|"))))
    for begin, ends in device.AROUND.values()
)
_BARE_OUTLOOK = re.compile(r"outlook (?:for|für|pour|voor|para|per|для|dla) (?:ios|android|mac|windows)[ .]*")

_GROUPS = {
    tag: tuple(tuple(group[tag].split("|")) for group in (footer.CONFIDENTIAL, footer.ADDRESSEE, footer.MISTAKE))
    for tag in footer.CONFIDENTIAL
}
_MESSAGE = tuple(footer.MESSAGE.split("|"))
_PRINTING = tuple(footer.PRINTING.split("|"))
_LIST_FOOTER = tuple(footer.LIST_FOOTER.split("|"))
_COMPANY = tuple(footer.COMPANY.split("|"))
_OWN_VOICE = re.compile(
    r"[?？]|(?<![\w'])i(?:'m|'ve)?\s|(?<!\w)my\s|(?<!\w)(?:ich|mein|je|mon|yo|mi|eu|meu|io|mio|ik|mijn|я|мой|мне|моя|мій|мені|moje|mój)\s|我的|私の|제가"
)

_BANNER_OPENING = tuple(alternatives(footer.BANNER_OPENING))
_BANNER_WORDS = tuple(alternatives(footer.BANNER_WORDS))


def is_device_line(text: str) -> bool:
    """ "Sent from my iPhone" and its kind: the whole line, in any of the languages."""
    low = _URL.sub(" ", text.lower()).strip(" \t.。!-–—*_")
    if not low or len(low) > 120 or "?" in low:
        return False
    if _EXACT.match(low) or _BARE_OUTLOOK.fullmatch(low):
        return len(low) < 90
    is_sent = _SENT_FROM.match(low) is not None and len(low.split()) <= 16
    if not (is_sent or any(_is_around(low, begin, ends) for begin, ends in _AROUND)):
        return False
    return _THINGS.search(low) is not None or any(stem in low for stem in _THING_STEMS)


def _is_around(low: str, begin: tuple[str, ...], ends: tuple[str, ...]) -> bool:
    if ends and not low.endswith(ends):
        return False
    return low.startswith(begin) if begin else low.startswith(_THING_STEMS) and len(low) < 40


def footer_start(texts: Sequence[str], end: int) -> int | None:
    """Where the disclaimer, company particulars or list footer begins with which `texts[:end]` ends, else None."""
    start = end
    while start > 0 and texts[start - 1] and end - start < _MAX_PARAGRAPH_LINES:
        start -= 1
    paragraph = texts[start:end]
    joined = " ".join(paragraph).lower()
    if not joined or len(joined) > _MAX_PARAGRAPH_CHARS:
        return None
    if is_added_note(joined):
        return start
    found = _disclaimer_start(paragraph, start, joined)
    if found is not None or len(paragraph) == 1:
        return found
    last = paragraph[-1].lower()  # no blank line above it
    return end - 1 if disclaimer_groups(last) or is_added_note(last) else None


def is_added_note(joined: str) -> bool:
    """A note on printing, of a mailing list or with a company's particulars."""
    if _OWN_VOICE.search(joined) or len(joined) > 900:
        return False
    if any(one in joined for one in _PRINTING):
        return len(joined) < 400
    has_link = "http" in joined or "@" in joined or "www." in joined
    if any(one in joined for one in _LIST_FOOTER):
        return has_link or len(joined) < 120
    return sum(one in joined for one in _COMPANY) >= 2


def _disclaimer_start(paragraph: Sequence[str], start: int, joined: str) -> int | None:
    groups = disclaimer_groups(joined)
    if groups is None:
        return None
    words = [word for group in groups for word in group]
    first = next(
        at
        for at, text in enumerate(paragraph)
        if any(word in text.lower() for word in words) or at + 1 == len(paragraph)
    )
    return start + first if disclaimer_groups(" ".join(paragraph[first:]).lower()) else None


def disclaimer_groups(low: str) -> tuple[tuple[str, ...], ...] | None:
    """The word groups of the language in which the text is a disclaimer, None if it is none."""
    shortest = 25 if is_unspaced(low) else 60
    if len(low) < shortest or _OWN_VOICE.search(low) or not any(word in low for word in _MESSAGE):
        return None
    for groups in _GROUPS.values():
        if sum(any(word in low for word in group) for group in groups) >= 2:
            return groups
    return None


def banner_end(texts: Sequence[str]) -> int:
    """The line after the banner that a mail server put above the text; 0 if there is none."""
    start = next((at for at, text in enumerate(texts[:6]) if text), 0)
    if start >= len(texts) or not _opens_banner(texts[start].lower()):
        return 0
    end = start
    while end < min(len(texts), start + 12) and texts[end]:
        end += 1
    if end - start == 1 or all(len(text) >= 55 for text in texts[start : end - 1]):
        return end if _is_banner(texts[start:end]) else 0
    end = start + 1
    while end < min(len(texts), start + 12) and _hits(texts[end].lower()):
        end += 1
    return end if _is_banner(texts[start:end]) else 0


def _opens_banner(low: str) -> bool:
    return low.lstrip("*_ ⚠️!#-=<").startswith(_BANNER_OPENING)


def _is_banner(texts: Iterable[str]) -> bool:
    low = " ".join(texts).lower().strip("*_ ⚠️!#-=")
    if len(low) > 900:
        return False
    if low.rstrip("] ") + "]" in _BANNER_OPENING or low in ("external email", "external sender", "externe e-mail"):
        return True
    return _hits(low) >= (1 if low.startswith("[") else 2)


def _hits(low: str) -> int:
    return sum(word in low for word in _BANNER_WORDS)
