"""Files inside a plain text, between ``begin 644 name`` and ``end``, as Outlook still sends them."""

import re
from dataclasses import dataclass

from channels.email.parsing.defects import Defect
from channels.email.parsing.transfer import uu_line

MAX_FILES = 200
_BEGIN = re.compile(rb"^begin [0-7]{3,4} ([^\r\n]{1,255}?)[ \t]*\r*\n", re.MULTILINE)
_LINE = re.compile(rb"[^\n]*(?:\n|\Z)")


@dataclass(frozen=True, slots=True)
class Found:
    name: bytes
    data: bytes


def take_files(text: bytes, defects: set[Defect]) -> tuple[bytes, list[Found]]:
    """The text without the files, and the files. Prose that happens to begin like one stays."""
    if b"begin " not in text:
        return text, []
    kept, files, position = [], list[Found](), 0
    for begin in _BEGIN.finditer(text):
        if begin.start() < position or len(files) >= MAX_FILES:
            continue
        data, end = _file(text, begin.end(), defects)
        if data is None:
            continue
        kept.append(text[position : begin.start()])
        files.append(Found(begin.group(1), data))
        position = end
    return b"".join([*kept, text[position:]]), files


def _file(text: bytes, start: int, defects: set[Defect]) -> tuple[bytes | None, int]:
    """The bytes and where they end; None if the lines are no uuencode. One that was cut is kept as far as it goes."""
    pieces: list[bytes] = []
    position = start
    while position < len(text):
        found = _LINE.match(text, position)
        line = found.group().rstrip(b"\r\n") if found else b""
        after = found.end() if found else len(text)
        if line == b"end":
            return b"".join(pieces), after
        piece = uu_line(line)
        if piece is None and line.strip():
            break
        pieces.append(piece or b"")
        position = after
    if not any(pieces):
        return None, start
    defects.add(Defect.BROKEN_UUENCODE)
    return b"".join(pieces), position
