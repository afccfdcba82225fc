"""The MIME tree of a mail (RFC 2045 to 2047, 6522): which bytes are which part, within limits.

Nested mails (message/rfc822) are not opened: they are one part, byte for byte. What lies beyond the limits on depth and
number stays together as one part.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from channels.email.parsing.defects import Defect
from channels.email.parsing.headers import Headers
from channels.email.parsing.parameters import Value, parse_value
from channels.email.parsing.reading import read_block, to_headers
from channels.email.parsing.transfer import decoded

MAX_PARTS = 1000
MAX_DEPTH = 20
BINARY = "application/octet-stream"
MESSAGE = "message/rfc822"

_TYPE = re.compile(r"[\w!#$&^.+-]+/[\w!#$&^.+-]+", re.ASCII)
_BEHIND_BOUNDARY = re.compile(rb"(--)?[ \t]*\r*(?=\n|\Z)")
_LIKE_A_BOUNDARY = re.compile(rb"(?:\A|\n)--([^\s][^\r\n]{0,199}?)[ \t]*\r*\n(?=[A-Za-z-]+[ \t]*:)")
_REPORTING = re.compile(r"message/|text/rfc822-headers\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A part: ``children`` of a multipart, else ``body``, still transfer-encoded."""

    headers: Headers
    content_type: Value
    disposition: Value
    body: bytes = b""
    children: tuple["Node", ...] = ()
    is_root: bool = False

    @property
    def kind(self) -> str:
        return self.content_type.main

    def content(self, defects: set[Defect]) -> bytes:
        """The decoded bytes."""
        return decoded(self.body, self.headers.first("content-transfer-encoding"), defects)

    def label(self) -> str:
        """What charset it says it is in."""
        return next(iter(self.content_type.get("charset").split()), "")


@dataclass(slots=True)
class _Walk:
    """What is counted while a mail is taken apart."""

    data: bytes
    defects: set[Defect]
    also: Sequence[str]
    parts: int = 0


def tree(data: bytes, start: int, headers: Headers, defects: set[Defect], also: Sequence[str]) -> Node:
    """The root part of the mail whose body begins at ``start``. Never raises."""
    return _node(_Walk(data, defects, also), headers, start, len(data), depth=0, default="text/plain")


def leaves(node: Node) -> Iterator[Node]:
    """Every node in the order of the mail, the multiparts among them."""
    yield node
    for child in node.children:
        yield from leaves(child)


def _node(walk: _Walk, headers: Headers, start: int, end: int, depth: int, default: str) -> Node:
    content_type = content_type_of(headers, default, walk.defects, walk.also)
    disposition = parse_value(headers.first("content-disposition"), walk.defects, walk.also)
    is_multipart = content_type.main.startswith("multipart/")
    if is_multipart and depth >= MAX_DEPTH:
        walk.defects.add(Defect.TOO_DEEP)
        return _opaque(headers, walk.data[start:end])
    node = Node(headers=headers, content_type=content_type, disposition=disposition, is_root=depth == 0)
    if is_multipart:
        return _multipart(walk, node, start, end, depth)
    return replace(node, body=walk.data[start:end])


def content_type_of(headers: Headers, default: str, defects: set[Defect], also: Sequence[str]) -> Value:
    """A type that is none is taken for binary, or for text where only its charset is given (RFC 2045, 5.2)."""
    field = headers.first("content-type")
    if not field.strip():
        return Value(default)
    value = parse_value(field, defects, also)
    if _TYPE.fullmatch(value.main):
        return value
    defects.add(Defect.INVALID_CONTENT_TYPE)
    main = {"text": "text/plain", "plain": "text/plain", "html": "text/html"}.get(value.main.strip("/"))
    if main is None:
        is_named = value.get("name") or headers.has(["content-disposition"])
        main = BINARY if is_named else default
    return Value(main, value.parameters)


def _opaque(headers: Headers, body: bytes) -> Node:
    """One part that is not looked into, byte for byte."""
    fields = tuple(field for field in headers.fields if field[0] != "content-transfer-encoding")
    return Node(headers=Headers(fields), content_type=Value(BINARY), disposition=Value("attachment"), body=body)


def _multipart(walk: _Walk, node: Node, start: int, end: int, depth: int) -> Node:
    boundary, spans = _spans(walk, node, start, end)
    if not spans:
        encoding = node.headers.first("content-transfer-encoding")
        if re.search(r"base64|quoted", encoding, re.IGNORECASE):
            return _encoded_multipart(walk, replace(node, body=walk.data[start:end]), depth)
        return _unsplittable(walk, replace(node, body=walk.data[start:end]), boundary)
    default = MESSAGE if node.kind == "multipart/digest" else "text/plain"
    children: list[Node] = []
    for number, (first, last) in enumerate(spans):
        if walk.parts >= MAX_PARTS:
            walk.defects.add(Defect.TOO_MANY_PARTS)
            rest = walk.data[first : spans[-1][1]]
            children.append(_opaque(Headers(), rest))
            break
        if number == len(spans) - 1 and first == last:
            continue  # nothing between the last delimiter and the end of a mail that was cut there
        walk.parts += 1
        block = read_block(walk.data, first, last, walk.defects, is_mail=False)
        headers = to_headers(block, walk.defects, walk.also)
        children.append(_node(walk, headers, min(block.body_start, last), last, depth + 1, default))
    return replace(node, children=tuple(children))


def _spans(walk: _Walk, node: Node, start: int, end: int) -> tuple[str, list[tuple[int, int]]]:
    """The boundary as given, and where each part begins and ends."""
    boundary = node.content_type.get("boundary").rstrip()
    spans = _split(walk, boundary.encode("utf-8", "replace"), start, end) if boundary else []
    if spans:
        return boundary, spans
    likely = _LIKE_A_BOUNDARY.search(walk.data, start, end)
    if likely is None:
        return boundary, []
    walk.defects.add(Defect.WRONG_BOUNDARY if boundary else Defect.MISSING_BOUNDARY)
    return boundary, _split(walk, likely.group(1), start, end)


def _split(walk: _Walk, boundary: bytes, start: int, end: int) -> list[tuple[int, int]]:
    """Parts between delimiter lines (RFC 2046, 5.1.1); parts behind the closing one count too."""
    spans: list[tuple[int, int]] = []
    open_at = None
    before = start
    for first, last, is_closing in _delimiters(walk.data, b"--" + boundary, start, end):
        if open_at is not None:
            spans.append((open_at, max(open_at, _without_cr(walk.data, open_at, first))))
        elif walk.data[before:first].strip() and before != start:
            walk.defects.add(Defect.CONTENT_OUTSIDE_PARTS)
        before = min(last + 1, end)
        open_at = None if is_closing else before
        if len(spans) > MAX_PARTS + 1:  # the last one holds all the rest
            open_at = before
            break
    if open_at is not None:
        spans.append((open_at, end))
        if len(spans) <= MAX_PARTS + 1:
            walk.defects.add(Defect.TRUNCATED)
    elif spans and walk.data[before:end].strip():
        walk.defects.add(Defect.CONTENT_OUTSIDE_PARTS)
    return spans


def _delimiters(data: bytes, marker: bytes, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """(where its line end before begins, where it ends, whether it closes) of each delimiter line.

    Found by the marker and not by a pattern of its own: compiling one for each mail costs as much as reading it.
    """
    at = data.find(marker, start, end)
    while at >= 0:
        is_first = at == start
        rest = _BEHIND_BOUNDARY.match(data, at + len(marker), end) if is_first or data[at - 1] == 0x0A else None
        if rest is not None:
            yield (at if is_first else at - 1), rest.end(), rest.group(1) is not None
        at = data.find(marker, at + len(marker), end)


def _without_cr(data: bytes, start: int, end: int) -> int:
    """The line end before a delimiter belongs to the delimiter."""
    while end > start and data[end - 1] == 0x0D:
        end -= 1
    return end


def _encoded_multipart(walk: _Walk, node: Node, depth: int) -> Node:
    """A multipart that was transfer-encoded as a whole, which RFC 2045 forbids and some gateways do."""
    walk.defects.add(Defect.UNKNOWN_ENCODING)
    inner = _Walk(node.content(walk.defects), walk.defects, walk.also, walk.parts)
    headers = Headers(tuple(field for field in node.headers.fields if field[0] != "content-transfer-encoding"))
    found = _node(inner, headers, 0, len(inner.data), depth + 1, "text/plain")
    walk.parts = inner.parts
    return found


def _unsplittable(walk: _Walk, node: Node, boundary: str) -> Node:
    """No delimiter anywhere: the body is read as text, so that a person can."""
    if node.body.strip():
        walk.defects.add(Defect.WRONG_BOUNDARY if boundary else Defect.MISSING_BOUNDARY)
    parameters = {"charset": node.content_type.get("charset")}
    return replace(node, content_type=Value("text/plain", parameters), is_root=True)


def is_reporting(node: Node) -> bool:
    """Whether another module reads the bytes: reports, returned mails and their headers."""
    return _REPORTING.match(node.kind) is not None


def described(node: Node) -> str:
    """Type, and what tells sorts of reports and invitations apart: "text/calendar; method=reply"."""
    named = [f"{name}={value.lower()}" for name in ("report-type", "method") if (value := node.content_type.get(name))]
    return "; ".join([node.kind, *named])
