"""Socket.IO packets as text: strict on the way in, encoded once on the way out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec

from contactcenter.errors import Invalid

MAX_NESTING = 32
MAX_ACK_DIGITS = 10
T = TypeVar("T")

_encoder = msgspec.json.Encoder()
_event = msgspec.json.Decoder(list[msgspec.Raw])
_name = msgspec.json.Decoder(str)


class WireFault(Exception):
    """The client does not speak the protocol: the connection is closed with this line."""


@dataclass(frozen=True, slots=True)
class IncomingEvent:
    """``body`` is not decoded yet: its handler knows the type. ``ack_id`` None = nobody waits for an answer."""

    name: str
    body: msgspec.Raw
    ack_id: str | None


def parse_event(packet: str) -> IncomingEvent:
    """An EVENT packet of the default namespace: ``2[ack digits]["name",{...}]``. Raises WireFault."""
    start = packet.find("[")
    ack = packet[1:start] if start > 0 else ""
    if start < 1 or (ack and not (ack.isascii() and ack.isdigit() and len(ack) <= MAX_ACK_DIGITS)):
        raise WireFault("not an event of the default namespace")
    if nesting(packet) > MAX_NESTING:
        raise WireFault("nested too deeply")
    try:
        parts = _event.decode(packet[start:])
        name = _name.decode(parts[0])
    except (msgspec.MsgspecError, IndexError, UnicodeError) as error:
        raise WireFault("not an event") from error
    if len(parts) > 2:
        raise WireFault("an event has one body")
    return IncomingEvent(name, parts[1] if len(parts) == 2 else msgspec.Raw(b"{}"), ack or None)


def nesting(text: str) -> int:
    """An upper bound of the depth of brackets; cheap for text that has few."""
    if text.count("[") + text.count("{") <= MAX_NESTING:
        return 0
    depth = deepest = 0
    for character in text:
        if character in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif character in "]}":
            depth -= 1
    return deepest


def decode_body(body: msgspec.Raw, shape: type[T]) -> T:
    """The body in its shape. Raises errors.Invalid with the path of the field."""
    try:
        return msgspec.json.decode(body, type=shape)
    except msgspec.ValidationError as error:
        raise _invalid(str(error)) from error
    except (msgspec.DecodeError, UnicodeError) as error:
        raise Invalid("not JSON") from error


def _invalid(message: str) -> Invalid:
    text, _, path = message.partition(" - at `$")
    return Invalid(text, path=path.rstrip("`").lstrip("."))


def event_text(name: str, body: object) -> str:
    """An EVENT packet without acknowledgement."""
    return "2" + _encoder.encode([name, body]).decode()


def ack_text(ack_id: str, body: object) -> str:
    return f"3{ack_id}" + _encoder.encode([body]).decode()


class Json:
    """What python-socketio asks of a json module, by msgspec."""

    @staticmethod
    def dumps(value: object, **_: object) -> str:
        return _encoder.encode(value).decode()

    @staticmethod
    def loads(text: str | bytes, **_: object) -> Any:
        return msgspec.json.decode(text)
