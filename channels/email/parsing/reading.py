"""The header block of a mail or of a part, and where its body begins: bytes in, fields out, in linear time.

Mail is read as bytes by our own splitter and not by the standard library's: it keeps every byte of a nested mail, does
not take a bare CR for a line end, and its time does not depend on who wrote the mail.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from channels.email.parsing.charsets import decode
from channels.email.parsing.defects import Defect
from channels.email.parsing.headers import Headers
from contactcenter.model.text import clean

MAX_HEADER_BYTES = 512 * 1024
MAX_FIELDS = 2000
MAX_FIELD_BYTES = 256 * 1024

_MARK = b"\xef\xbb\xbf"
_LEADING_BLANK_LINES = re.compile(rb"(?:[ \t]*\r*\n)*+")
_BLANK_LINE = re.compile(rb"(?:\A|\n)\r*(?:\n|\Z)")
_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:[ \t]*")
_ENVELOPE = re.compile(rb">?From ")
_KNOWN = re.compile(
    rb"(?:from|to|cc|subject|date|message-id|mime-version|content-[a-z-]+|received|return-path|reply-to|sender"
    rb"|in-reply-to|references|x-[a-z-]+|dkim-signature|list-[a-z-]+|delivered-to)[ \t]*:",
    re.IGNORECASE,
)
_FOLD = re.compile(rb"[ \t\r]*\n[ \t]*|[\r\t]+")


@dataclass(frozen=True, slots=True)
class Block:
    """Fields in the order they came, names in lower case, values unfolded and still bytes; where the body begins."""

    fields: tuple[tuple[str, bytes], ...]
    body_start: int


def read_block(data: bytes, start: int, end: int, defects: set[Defect], *, is_mail: bool) -> Block:
    """The header block in ``data[start:end]``. ``is_mail``: of a whole mail, before which there may be junk."""
    if is_mail:
        begin = start + (len(_MARK) if data.startswith(_MARK, start) else 0)
        blank = _LEADING_BLANK_LINES.match(data, begin, min(end, begin + MAX_HEADER_BYTES))
        begin = blank.end() if blank else begin
        if begin != start and begin < end:
            defects.add(Defect.JUNK_BEFORE_HEADERS)
        start = begin
    if _begins_blank(data, start, end):
        return Block((), _after_line(data, start, end))
    blank_line = _BLANK_LINE.search(data, start, end)
    stop, body_start = (blank_line.start() + 1, blank_line.end()) if blank_line else (end, end)
    if stop > start + MAX_HEADER_BYTES:
        stop = start + MAX_HEADER_BYTES
        defects.add(Defect.HEADERS_CUT)
    lines = data[start:stop].split(b"\n")
    if lines and not lines[-1]:
        lines.pop()
    return _fields(lines, start, body_start, defects, is_mail=is_mail)


def _begins_blank(data: bytes, start: int, end: int) -> bool:
    first = data[start : start + 3]
    return start >= end or first[:1] == b"\n" or first[:2] == b"\r\n" or first == b"\r\r\n"


def _after_line(data: bytes, start: int, end: int) -> int:
    found = data.find(b"\n", start, end)
    return found + 1 if found >= 0 else end


def _fields(lines: Sequence[bytes], start: int, body_start: int, defects: set[Defect], *, is_mail: bool) -> Block:
    """A line that is no field is junk when a field that mail knows follows; else the body begins with it."""
    last_known = max((number for number, line in enumerate(lines) if _KNOWN.match(line)), default=-1)
    fields: list[tuple[str, list[bytes]]] = []
    position, is_junk = start, False
    for number, line in enumerate(lines):
        match = _FIELD.match(line)
        if match is None and _continues(line, fields, is_junk):
            if fields and not is_junk:
                fields[-1][1].append(line)
        elif match is None and number > last_known and not (number == 0 and _ENVELOPE.match(line)):
            defects.add(Defect.MISSING_BLANK_LINE if fields else Defect.NO_HEADERS)
            body_start = position
            break
        elif match is None:
            is_junk = True
            if not _ENVELOPE.match(line) or fields:
                defects.add(Defect.JUNK_IN_HEADERS if fields else Defect.JUNK_BEFORE_HEADERS)
        elif len(fields) >= MAX_FIELDS:
            defects.add(Defect.HEADERS_CUT)
            is_junk = True
        else:
            is_junk = False
            fields.append((match.group(1).decode("ascii").lower(), [line[match.end() :]]))
        position += len(line) + 1
    if not fields and is_mail:
        defects.add(Defect.NO_HEADERS)
    return Block(tuple((name, _unfolded(b"\n".join(value), defects)) for name, value in fields), body_start)


def _continues(line: bytes, fields: Sequence[tuple[str, Sequence[bytes]]], is_junk: bool) -> bool:
    """Folded by the rules; or broken without the blank, where the line before is plainly not at its end."""
    if line[:1] in (b" ", b"\t"):
        return bool(fields) or is_junk
    if not fields or is_junk:
        return False
    before = fields[-1][1][-1].rstrip()
    if before.endswith((b";", b",")) or line.startswith(b"=?"):
        return True
    return line.startswith(b"<") and fields[-1][0] in ("references", "in-reply-to", "message-id", "to", "cc")


def _unfolded(value: bytes, defects: set[Defect]) -> bytes:
    if len(value) > MAX_FIELD_BYTES:
        defects.add(Defect.HEADERS_CUT)
        value = value[:MAX_FIELD_BYTES]
    return _FOLD.sub(b" ", value).strip()


def to_headers(block: Block, defects: set[Defect], also: Sequence[str]) -> Headers:
    """The fields as text. Bytes above ASCII: UTF-8, else one of ``also``, else a guess."""
    return Headers(tuple((name, _text(value, defects, also)) for name, value in block.fields))


def _text(value: bytes, defects: set[Defect], also: Sequence[str]) -> str:
    if not value.isascii():
        defects.add(Defect.EIGHT_BIT_HEADER)
    wrong: set[Defect] = set()  # a header has no label that could be wrong
    text = decode(value, "", wrong, also)
    defects |= wrong & {Defect.UNDECODABLE}
    return clean(text).replace("\n", " ")
