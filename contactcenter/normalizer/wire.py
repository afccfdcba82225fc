"""What goes over the pipes to a child and back: a length (4 bytes, big endian), then MessagePack.

Nothing is unpickled: a child that hostile bytes took over could otherwise take over the centre.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from typing import TypeAlias

import msgspec

from contactcenter.errors import Unparsable
from contactcenter.ports import Ignored, InboundMessage, Inward, RawInbound, StatusChange, Verdict

Result: TypeAlias = Inward

EXIT_MEMORY = 3  # of a child that ran out of memory
LENGTH = struct.Struct(">I")
MAX_ANSWER_BYTES = 512 * 2**20


class Work(msgspec.Struct, kw_only=True):
    """One message to be read."""

    kind: str
    settings: Mapping[str, object]
    raw: RawInbound


class Answer(msgspec.Struct, kw_only=True):
    """``refused``: why it cannot be read; else ``results``, each as (name of its class, body)."""

    refused: str | None = None
    results: list[tuple[str, msgspec.Raw]] = []


_KINDS: Mapping[str, type[Result]] = {one.__name__: one for one in (InboundMessage, StatusChange, Verdict, Ignored)}
_work = msgspec.msgpack.Decoder(Work)
_answer = msgspec.msgpack.Decoder(Answer)
_encoder = msgspec.msgpack.Encoder()


def encode_work(work: Work) -> bytes:
    return _encoder.encode(work)


def decode_work(data: bytes) -> Work:
    return _work.decode(data)


def encode_results(results: Sequence[Result]) -> bytes:
    found = [(type(one).__name__, msgspec.Raw(_encoder.encode(one))) for one in results]
    return _encoder.encode(Answer(results=found))


def encode_refusal(reason: str) -> bytes:
    return _encoder.encode(Answer(refused=reason))


def decode_results(data: bytes) -> tuple[Result, ...]:
    """Raises errors.Unparsable with the child's reason, or when the answer is none of ours."""
    try:
        answer = _answer.decode(data)
        if answer.refused is not None:
            raise Unparsable(answer.refused)
        return tuple(msgspec.msgpack.decode(body, type=_KINDS[name]) for name, body in answer.results)
    except (msgspec.MsgspecError, KeyError) as error:
        raise Unparsable("not read: the reading process gave an answer that is none") from error
