"""Encoded words in header fields (RFC 2047), as mailers write them and not only as the RFC allows.

Read anywhere, also inside quotes and next to other letters; a word may be long, hold spaces or question marks; a
character, or the four letters of a base64 group, may be split between neighbours.
"""

import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass

from channels.email.parsing.charsets import decode
from channels.email.parsing.defects import Defect
from channels.email.parsing.transfer import base64_bytes

_START = re.compile(r"=\?([^?\s=]{0,60})\?([bBqQ])\?")
MAX_WORDS = 5000  # in one field; further ones stay as they are
_NOT_BASE64 = re.compile(r"[^A-Za-z0-9+/=]+")


@dataclass(frozen=True, slots=True)
class Word:
    """One encoded word and where it stands."""

    start: int
    end: int
    charset: str
    encoding: str  # b or q
    text: str


def decode_words(value: str, defects: set[Defect], also: Sequence[str] = ()) -> str:
    """``value`` with its encoded words decoded; blanks between two of them go (RFC 2047, 6.2)."""
    if "=?" not in value:
        return value
    pieces: list[str] = []
    position, run = 0, list[Word]()
    for word in encoded_words(value):
        between = value[position : word.start]
        if run and not between.strip():
            run.append(word)
        else:
            pieces += [_decoded(run, defects, also), between]
            run = [word]
        position = word.end
    return "".join([*pieces, _decoded(run, defects, also), value[position:]])


def encoded_words(value: str) -> list[Word]:
    """The encoded words from left to right, in time linear in the length of ``value``."""
    words: list[Word] = []
    position, end = 0, -1
    while len(words) < MAX_WORDS and (found := _START.search(value, position)) is not None:
        if end < found.end():
            end = value.find("?=", found.end())
            if end < 0:
                break
        inner = value.rfind("=?", found.end(), end)
        if inner >= 0 and _START.match(value, inner):  # the first was never closed
            position = inner
            continue
        charset = found.group(1).partition("*")[0]
        words.append(Word(found.start(), end + 2, charset, found.group(2).lower(), value[found.end() : end]))
        position = end + 2
    return words


def _decoded(run: Sequence[Word], defects: set[Defect], also: Sequence[str]) -> str:
    """Neighbours of one charset are joined as bytes before they are decoded."""
    texts: list[str] = []
    data, charset = b"", ""
    pending = ""  # base64 that ended inside a group of four
    for word in run:
        if charset and word.charset.lower() != charset:
            texts.append(decode(data + _base64(pending, defects), charset, defects, also))
            data, pending = b"", ""
        charset = word.charset.lower() or "unknown"
        if word.encoding == "b":
            pending = _NOT_BASE64.sub("", pending + word.text)
            if len(pending) % 4 == 0 or pending.endswith("="):
                data, pending = data + _base64(pending, defects), ""
        else:
            data, pending = data + _base64(pending, defects) + _q(word.text), ""
    if run:
        texts.append(decode(data + _base64(pending, defects), charset, defects, also))
    return "".join(texts)


def _base64(text: str, defects: set[Defect]) -> bytes:
    return base64_bytes(text.encode("ascii", "ignore"), defects) if text else b""


def _q(text: str) -> bytes:
    """The Q encoding; letters above ASCII stand for themselves."""
    return binascii.a2b_qp(text.encode("utf-8"), header=True)
