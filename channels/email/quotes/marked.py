"""Lines that begin with '>': quoted from a mail, or typed by the person (prompts, logs, paths, terms they cite)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .attribution import is_attribution
from .header_block import header_block_end
from .lines import MAX_LINE_CHARS, Hint, Line

_MARKS = re.compile(r"(?:[ \t]{0,3}[>＞])+ ?")
_PROMPT = re.compile(r"\s{0,3}>>>\s?\S")
_PATH = re.compile(r"\S\s(?:>|→|»)\s\S")
_CODE = re.compile(
    r"[;{]\s*$|<-|\(\)|\w\(.*\)|^\s*[$#}]|\w=\w|\s=\s|\w/\d\.\d|==|->|::"
    r"|^\s*(?:GET|POST|PUT|HTTP|SELECT|INSERT|UPDATE|import|from \w+ import|sudo|git|npm|pip|cd|ls)\b"
)
_AMOUNT = re.compile(r"\s*[\d.,]+\s?\S{1,12}(?:\s\S{1,12}){0,2}\s*$")


def quotations(lines: Sequence[Line], attributed: bool) -> list[bool]:
    """For each line whether it is quoted. `attributed`: something in the mail says that it answers another mail."""
    quoted = [False] * len(lines)
    blocks = list(_blocks(lines))
    attributed = attributed or any(_tells_origin(lines[start:end]) for start, end in blocks)
    for start, end in blocks:
        if _is_quotation(lines, start, end, attributed):
            quoted[start:end] = [True] * (end - start)
    return quoted


def _blocks(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    start = None
    for at, line in enumerate(lines):
        if line.is_quoted and start is None:
            start = at
        elif not line.is_quoted and start is not None:
            yield start, at
            start = None
    if start is not None:
        yield start, len(lines)


def _tells_origin(block: Sequence[Line]) -> bool:
    """A client that quotes the attribution or the header too."""
    inside = [Line(_content(line)) for line in block[:8]]
    if any(line.hint is Hint.QUOTED for line in block):
        return True
    for at, line in enumerate(inside):
        joined = " ".join(one.bare for one in inside[at : at + 3])
        if is_attribution(line.bare) or (len(joined) < 400 and is_attribution(joined)):
            return True
        if header_block_end(inside, at) is not None:
            return True
    return False


def _is_quotation(lines: Sequence[Line], start: int, end: int, attributed: bool) -> bool:
    if lines[start].hint is Hint.QUOTED:
        return True
    block = [_content(line) for line in lines[start:end]]
    above = _above(lines, start)
    introduced = above.endswith((":", "："))
    if attributed:
        return not (introduced and _looks_typed(lines[start:end], block))
    if end - start == 1 and (_PATH.search(block[0]) or lines[start].text.startswith(">From ")):
        return False
    if _is_diff(lines, start, end) or all(_AMOUNT.match(content) for content in block):
        return False
    if above.startswith(("$ ", "```")) or _CODE.search(above[:300]):
        return False
    return not (introduced or _looks_typed(lines[start:end], block))


def _content(line: Line) -> str:
    text = line.text[:MAX_LINE_CHARS]
    return text[found.end() :] if (found := _MARKS.match(text)) else text


def _above(lines: Sequence[Line], start: int) -> str:
    """The nearest written line above, over one blank line at most."""
    for line in lines[max(0, start - 2) : start][::-1]:
        if line.bare:
            return line.bare
    return ""


def _looks_typed(block: Sequence[Line], contents: Sequence[str]) -> bool:
    """Half of the first lines have the signs of a program, or a prompt is drawn with three marks."""
    written = [(line, content[:300]) for line, content in zip(block, contents, strict=True) if content.strip()][:60]
    telling = sum(bool(_PROMPT.match(line.text) or _CODE.search(content)) for line, content in written)
    return bool(written) and telling * 2 >= len(written)


def _is_diff(lines: Sequence[Line], start: int, end: int) -> bool:
    around = [lines[at].text for at in (start - 1, end) if 0 <= at < len(lines)]
    return any(text.startswith(("<", "---")) and not text.startswith(("-- ", "----")) for text in around)
