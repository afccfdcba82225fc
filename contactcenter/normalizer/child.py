"""The child's end: reads work from standard input until it closes, one message after the other.

    python -m contactcenter.normalizer.child REGISTRY MEMORY_LIMIT_BYTES TIME_LIMIT_SECONDS

Limits are set here as well, so that a child whose parent was killed in the middle of a hostile mail ends by itself.
"""

from __future__ import annotations

import importlib
import os
import resource
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import BinaryIO

import msgspec

from contactcenter.errors import Unparsable
from contactcenter.normalizer.wire import EXIT_MEMORY, LENGTH, Work, decode_work, encode_refusal, encode_results
from contactcenter.ports import Channel

GRACE_SECONDS = 5.0


def main() -> None:
    registry, memory_limit_bytes, time_limit = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
    inward, outward = _pipes()
    module, _, name = registry.partition(":")
    channels: Mapping[str, type[Channel]] = getattr(importlib.import_module(module), name)
    limit_memory(memory_limit_bytes)
    outward.write(b"\0")  # ready
    outward.flush()
    while len(head := inward.read(LENGTH.size)) == LENGTH.size:
        signal.setitimer(signal.ITIMER_REAL, time_limit + GRACE_SECONDS)  # nobody catches SIGALRM: it ends the process
        answer = answered(channels, inward.read(LENGTH.unpack(head)[0]))
        signal.setitimer(signal.ITIMER_REAL, 0)
        outward.write(LENGTH.pack(len(answer)))
        outward.write(answer)
        outward.flush()


def _pipes() -> tuple[BinaryIO, BinaryIO]:
    """Standard input and output as they came; what else is printed goes to standard error."""
    outward = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return sys.stdin.buffer, outward


def limit_memory(above_bytes: int) -> None:
    """Address space, from what is in use now. Without /proc there is no such limit, only the one on time."""
    with suppress(OSError, ValueError):
        with open("/proc/self/statm", encoding="ascii") as statm:
            used = int(statm.read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + above_bytes, used + above_bytes))
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold somebody's mail


def answered(channels: Mapping[str, type[Channel]], data: bytes) -> bytes:
    """The answer to one piece of work. Out of memory: none, the process ends."""
    try:
        return _results(channels, decode_work(data))
    except Unparsable as refusal:
        return encode_refusal(str(refusal))
    except MemoryError:
        os._exit(EXIT_MEMORY)
    except Exception as error:
        return encode_refusal(f"not read: {type(error).__name__} in {_place(error)}")


def _results(channels: Mapping[str, type[Channel]], work: Work) -> bytes:
    channel = channels[work.kind]
    try:
        settings = msgspec.convert(dict(work.settings), channel.Settings)
    except msgspec.ValidationError as error:
        raise Unparsable(f"not read: the inbox's settings do not fit: {error}") from error
    return encode_results(channel(settings).normalize(work.raw))


def _place(error: BaseException) -> str:
    """File and line where it arose; never the error's words, which may quote the mail."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}" if trace else "?"


if __name__ == "__main__":
    main()
