"""Records to bytes and back, the same for both stores: msgspec JSON, decoded strictly into the model's types."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import msgspec

from contactcenter.model.bodies import BODIES, Body, EntryKind
from contactcenter.model.conversation import Conversation

T = TypeVar("T")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_encoder = msgspec.json.Encoder()
encode = _encoder.encode

_decode_head = msgspec.json.Decoder(Conversation).decode
_decode_body = {kind: msgspec.json.Decoder(body).decode for kind, body in BODIES.items()}


def decode_head(data: bytes | str) -> Conversation:
    return _decode_head(data)


def decode_body(kind: EntryKind, data: bytes | str) -> Body:
    return _decode_body[kind](data)


def decode(kind: type[T], data: bytes | str) -> T:
    """A value of the model. Raises msgspec.ValidationError with the path of what does not fit."""
    decoder: msgspec.json.Decoder[T] | None = _decoders.get(kind)
    if decoder is None:
        decoder = _decoders[kind] = msgspec.json.Decoder(kind)
    return decoder.decode(data)


_decoders: dict[type[Any], msgspec.json.Decoder[Any]] = {}


def plain(value: object) -> Any:
    """The value as JSON would hold it: dicts, lists, strings, numbers."""
    return msgspec.json.decode(_encoder.encode(value))


def plain_mapping(data: bytes | str) -> Mapping[str, object]:
    return decode(dict[str, object], data)


def to_us(moment: datetime) -> int:
    """Microseconds since 1970 in UTC, exact. Raises TypeError for a naive datetime."""
    passed = moment - _EPOCH
    return (passed.days * 86_400 + passed.seconds) * 1_000_000 + passed.microseconds


def from_us(microseconds: int) -> datetime:
    return _EPOCH + timedelta(microseconds=microseconds)


def to_us_or_none(moment: datetime | None) -> int | None:
    return None if moment is None else to_us(moment)


def from_us_or_none(microseconds: int | None) -> datetime | None:
    return None if microseconds is None else from_us(microseconds)
