"""Values with parameters: Content-Type and Content-Disposition (RFC 2045, 2183, 2231), as they are really written."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from channels.email.parsing.charsets import decode
from channels.email.parsing.defects import Defect
from channels.email.parsing.words import decode_words

_MAX_CHARS = 64 * 1024
_PARAMETER = re.compile(
    r"""[;\s]++|([^\s=;:"]{1,80})\s*+=\s*+(?:"((?:[^"\\]++|\\.)*+)"|"([^"]*+)\Z|([^;]*+))|[^;]++""", re.DOTALL
)
_MAIN = re.compile(r"\s*+([^\s;,]*+)")
_QUOTED_PAIR = re.compile(r'\\(["\\])')  # others are paths of Windows
_CONTINUED = re.compile(r"(.+?)\*(\d{1,3})?(\*)?")


@dataclass(frozen=True, slots=True)
class Value:
    """``main`` in lower case, parameters by name in lower case with their values decoded."""

    main: str
    parameters: Mapping[str, str] = field(default_factory=dict)

    def get(self, name: str) -> str:
        return self.parameters.get(name, "")


def parse_value(value: str, defects: set[Defect], also: Sequence[str] = ()) -> Value:
    """Never raises; a parameter that is there twice counts as it came first."""
    value = _without_comments(value[:_MAX_CHARS])
    head = _MAIN.match(value)
    main = head.group(1).lower() if head else ""
    found: dict[str, str] = {}
    if "=" in main:  # no type at all, only parameters
        main, rest = "", value
    else:
        rest = value[head.end() :] if head else ""
    for match in _PARAMETER.finditer(rest):
        name = (match.group(1) or "").lower()
        if name and name not in found:
            found[name] = _unquoted(match)
    return Value(main, _joined(found, defects, also))


def _without_comments(value: str) -> str:
    """Comments outside quotes go; a bracket inside a file name without quotes stays."""
    if "(" not in value or "name" in value:
        return value
    return re.sub(r'("(?:[^"\\]++|\\.)*+")|\([^()]*\)', lambda found: found.group(1) or "", value)


def _unquoted(match: re.Match[str]) -> str:
    quoted: str | None = match.group(2) if match.group(2) is not None else match.group(3)
    if quoted is not None:
        return _QUOTED_PAIR.sub(r"\1", quoted)
    return match.group(4).strip()


def _joined(found: Mapping[str, str], defects: set[Defect], also: Sequence[str]) -> dict[str, str]:
    """Continuations in the order of their numbers; the form with a charset wins over the plain one."""
    plain: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[str, bool]]] = {}
    for name, value in found.items():
        match = _CONTINUED.fullmatch(name)
        if match is None:
            plain[name] = decode_words(value, defects, also)
            continue
        number = int(match.group(2) or 0)
        is_encoded = bool(match.group(3)) or match.group(2) is None
        pieces.setdefault(match.group(1), {})[number] = (value, is_encoded)
    return plain | {name: _extended(parts, defects, also) for name, parts in pieces.items()}


def _extended(parts: Mapping[int, tuple[str, bool]], defects: set[Defect], also: Sequence[str]) -> str:
    """RFC 2231: the first piece names the charset; pieces with a star are percent-encoded."""
    charset, data, is_encoded_at_all = "", b"", False
    for position, number in enumerate(sorted(parts)):
        text, is_encoded = parts[number]
        if is_encoded and position == 0 and text.count("'") >= 2:
            charset, _, text = text.split("'", 2)
        is_encoded_at_all = is_encoded_at_all or is_encoded
        data += unquote_to_bytes(text) if is_encoded else text.encode("utf-8")
    text = decode(data, charset, defects, also)
    return text if is_encoded_at_all else decode_words(text, defects, also)
