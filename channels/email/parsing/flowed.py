"""Plain text with format=flowed (RFC 3676): soft line breaks taken out again."""

import re

MAX_CHARS = 500_000  # a longer text is no letter: its lines stay as they are
_QUOTES = re.compile(r">*+")


def unflowed(text: str, *, delete_space: bool) -> str:
    """Lines that end with a blank go on in the next one of the same quote depth; "-- " alone ends the text proper."""
    if len(text) > MAX_CHARS:
        return text
    lines: list[str] = []
    pieces: list[str] = []  # of the paragraph being put together
    depth_before = 0
    for line in text.split("\n"):
        depth = len(_QUOTES.match(line).group())  # type: ignore[union-attr]  # it matches the empty string
        content = line[depth:].removeprefix(" ")
        is_signature = content == "-- "
        if pieces and (depth != depth_before or is_signature):
            lines.append(_paragraph(pieces, depth_before))
            pieces = []
        depth_before = depth
        if content.endswith(" ") and not is_signature:
            pieces.append(content[:-1] if delete_space else content)
            continue
        lines.append(_paragraph([*pieces, content], depth))
        pieces = []
    if pieces:
        lines.append(_paragraph(pieces, depth_before))
    return "\n".join(lines)


def _paragraph(pieces: list[str], depth: int) -> str:
    text = "".join(pieces)
    return f"{'>' * depth} {text}" if depth else text
