"""Content transfer encodings (RFC 2045, 6), decoded as far as anything can be."""

import binascii
import re
from collections.abc import Callable
from typing import Final

from channels.email.parsing.defects import Defect

_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="
_NOT_BASE64: Final = bytes(set(range(256)) - set(_BASE64))
_BLANKS: Final = b" \t\r\n\v\f"
_PROSE = re.compile(rb"^[ \t]*+\S++[ \t]++\S[^\n]*+", re.MULTILINE)
_SOFT_BREAK = re.compile(rb"=[ \t]+(?=\r?\n|\Z)")
_LONE_CR = re.compile(rb"=\r(?!\n)")
_STRAY_EQUALS = re.compile(rb"=(?![0-9A-Fa-f]{2}|\r?\n|\Z)")
_CHUNK_BYTES = 256 * 1024
_MAX_PIECES = 50_000
_GROUPS = re.compile(rb"[^=]+")
_PLAIN = frozenset("|7bit|8bit|binary|7bits|8bits|none|ascii|usascii|utf8|plain".split("|"))


def decoded(body: bytes, encoding: str, defects: set[Defect]) -> bytes:
    """The bytes that ``body`` stands for; ``encoding`` is the field as written, comments and all."""
    name = re.sub(r"\([^)]*\)|[^a-z0-9]", "", encoding.lower().partition(";")[0])
    if name in ("base64", "b64"):
        return base64_bytes(body, defects)
    if name in ("quotedprintable", "qp", "quoteprintable"):
        return _quoted_printable(body, defects)
    if name in ("uuencode", "xuuencode", "xuue", "uue"):
        return uuencoded_bytes(body, defects)
    if name not in _PLAIN:
        defects.add(Defect.UNKNOWN_ENCODING)
    return body


def base64_bytes(body: bytes, defects: set[Defect]) -> bytes:
    """Skips what is no base64, goes on behind padding in the middle, and takes a last group that was cut."""
    kept = body.translate(None, _NOT_BASE64)
    if len(kept) != len(body) and len(kept) != len(body.translate(None, _BLANKS)):
        defects.add(Defect.BROKEN_BASE64)
        # a line of words, as lists and virus scanners append them, is no base64 with some letters broken
        kept = _in_chunks(body, b"\n", lambda chunk: _PROSE.sub(b"", chunk)).translate(None, _NOT_BASE64)
    if len(kept) % 4 == 0 and b"=" not in kept[:-2]:
        return binascii.a2b_base64(kept)
    if len(kept) % 4 or b"=" in kept.rstrip(b"="):
        defects.add(Defect.BROKEN_BASE64)
    if kept.count(b"=") > _MAX_PIECES:
        return _group_bytes(kept.replace(b"=", b""))
    return b"".join(map(_group_bytes, _GROUPS.findall(kept)))


def _group_bytes(group: bytes) -> bytes:
    if len(group) % 4 == 1:
        group = group[:-1]  # six bits are no byte
    return binascii.a2b_base64(group + b"=" * (-len(group) % 4))


def _quoted_printable(body: bytes, defects: set[Defect]) -> bytes:
    if b"=" not in body:
        return body
    if _SOFT_BREAK.search(body):
        body = _in_chunks(body, b"=", lambda chunk: _SOFT_BREAK.sub(b"=", chunk))
    if _STRAY_EQUALS.search(body):
        defects.add(Defect.BROKEN_QUOTED_PRINTABLE)
        body = body.replace(b"==", b"=3D=")  # the two that binascii does not leave as they are
        body = _in_chunks(body, b"=", lambda chunk: _LONE_CR.sub(b"=3D\r", chunk))
    return binascii.a2b_qp(body)


def _in_chunks(body: bytes, before: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """Substitutions piece by piece, each piece beginning with ``before``: memory stays small with millions of them."""
    pieces: list[bytes] = []
    position = 0
    while position < len(body):
        end = body.find(before, position + _CHUNK_BYTES)
        end = len(body) if end < 0 else end
        pieces.append(change(body[position:end]))
        position = end
    return b"".join(pieces)


def uuencoded_bytes(body: bytes, defects: set[Defect]) -> bytes:
    """The file between ``begin`` and ``end``; the whole body where there is no such thing."""
    lines = body.splitlines()
    start = next((number for number, line in enumerate(lines) if line.startswith(b"begin ")), None)
    if start is None:
        defects.add(Defect.BROKEN_UUENCODE)
        return body
    return b"".join(uu_line(line) or b"" for line in lines[start + 1 :])


def uu_line(line: bytes) -> bytes | None:
    """The bytes of one line of uuencode; None for a line that is none. Blanks lost at its end are filled in."""
    line = line.rstrip(b"\r\n")
    if not line or not 0x20 <= line[0] <= 0x60:
        return None
    size = (line[0] - 0x20) & 0x3F
    wanted = 4 * -(-size // 3)
    body = line[1:]
    if size > 45 or any(not 0x20 <= byte <= 0x60 for byte in body) or not _is_length(len(body), wanted):
        return None
    try:
        return binascii.a2b_uu(line[:1] + body[:wanted].ljust(wanted))
    except binascii.Error:
        return None


def _is_length(length: int, wanted: int) -> bool:
    """Some encoders add a checksum letter, some mailers take blanks from the end."""
    return wanted - 8 <= length <= wanted + 2
