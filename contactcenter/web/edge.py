"""Where values come in: strict typed decoding of JSON, query and path, and what no text may hold.

After this module every text is valid Unicode without NUL and every number fits 64 bits: both stores can keep them.
"""

import re
import typing
from collections.abc import Mapping, Sequence
from typing import TypeVar

import msgspec
from multidict import MultiMapping

from contactcenter.errors import Invalid, NotFound, NotJson

T = TypeVar("T")
S = TypeVar("S", bound=msgspec.Struct)

MAX_DEPTH = 32
MAX_INT = 2**63 - 1
_PATH = re.compile(r"^(?P<message>.*?)(?: - at `(?P<path>[^`]*)`)?$", re.DOTALL)


def decode(raw: bytes, kind: type[T]) -> T:
    """The value in a JSON body. Raises NotJson, and errors.Invalid with the path of the field."""
    value = parse(raw or b"{}")
    check(value)
    return typed(value, kind)


def parse(raw: bytes | str) -> object:
    """Plain JSON values. Raises NotJson."""
    try:
        value: object = msgspec.json.decode(raw)
    except msgspec.ValidationError as exc:  # a number out of range
        raise Invalid(_worded(str(exc))[0]) from exc
    except RecursionError as exc:
        raise Invalid(f"nested deeper than {MAX_DEPTH}") from exc
    except (msgspec.DecodeError, UnicodeError) as exc:
        raise NotJson(f"not JSON in UTF-8: {exc}") from exc
    return value


def typed(value: object, kind: type[T]) -> T:
    """The plain value as the type. Raises errors.Invalid with the path of the field."""
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as exc:
        message, path = _worded(str(exc))
        raise Invalid(message, path=path) from exc


def decode_query(query: MultiMapping[str], kind: type[S]) -> S:
    """The value in a query string: numbers and flags are read from their text; repeating is for lists only."""
    lists = {field.encode_name for field in msgspec.structs.fields(kind) if _is_list(field.type)}
    plain: dict[str, object] = {}
    for key in query:
        values = query.getall(key)
        if key not in lists and len(values) > 1:
            raise Invalid("given more than once", path=key)
        plain[key] = values if key in lists else values[0]
    check(plain)
    try:
        return msgspec.convert(plain, kind, strict=False)
    except msgspec.ValidationError as exc:
        message, path = _worded(str(exc))
        raise Invalid(message, path=path) from exc


def path_value(text: str) -> str:
    """A part of the path: what cannot be an id does not exist."""
    if not text or len(text) > 200 or not _is_clean(text):
        raise NotFound("no such thing")
    return text


def check(value: object) -> None:
    """Refuse NUL, lone surrogates, integers beyond 64 bits and deep nesting. Raises errors.Invalid with the path."""
    fault = _fault(value, "", 0)
    if fault:
        raise Invalid(fault[1], path=fault[0])


def _fault(value: object, path: str, depth: int) -> tuple[str, str] | None:
    if isinstance(value, str):
        return None if _is_clean(value) else (path, "must not hold NUL or lone surrogates")
    if isinstance(value, int) and not isinstance(value, bool):
        return None if -MAX_INT <= value <= MAX_INT else (path, "must fit 64 bits")
    if isinstance(value, (Mapping, Sequence)) and not isinstance(value, bytes):
        return _fault_inside(value, path, depth)
    return None


def _fault_inside(value: Mapping[object, object] | Sequence[object], path: str, depth: int) -> tuple[str, str] | None:
    if depth >= MAX_DEPTH:
        return path, f"nested deeper than {MAX_DEPTH}"
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if not isinstance(key, str) or not _is_clean(key):
                return path, "a name must not hold NUL or lone surrogates"
            if fault := _fault(inner, f"{path}.{key}" if path else key, depth + 1):
                return fault
        return None
    for index, inner in enumerate(value):
        if fault := _fault(inner, f"{path}[{index}]", depth + 1):
            return fault
    return None


def _is_clean(text: str) -> bool:
    if "\0" in text:
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_list(kind: object) -> bool:
    """Whether a field's type is a list or tuple, annotated with limits or not."""
    if typing.get_origin(kind) is typing.Annotated:
        kind = typing.get_args(kind)[0]
    return (typing.get_origin(kind) or kind) in (list, tuple)


def _worded(fault: str) -> tuple[str, str]:
    found = _PATH.match(fault)
    assert found is not None  # every text matches
    path = (found["path"] or "").removeprefix("$").lstrip(".")
    message = found["message"]
    unknown = re.search(r"unknown field `([^`]*)`", message)
    if unknown:
        path = f"{path}.{unknown[1]}" if path else unknown[1]
    return message, path
