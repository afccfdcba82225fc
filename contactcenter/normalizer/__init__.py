"""Reads what arrived in a process of its own, so that hostile bytes cost the centre neither its loop nor its memory.

A child is a fresh interpreter with pipes: it is safe beside threads and any event loop, which a fork is not. It starts
with the first message, which costs 0.35 s of processor time once and 26 MB for good (plus what the channels import); a
round trip with a mail of 20 KB then adds 2 ms on a machine with five processes a core, so one mail a round trip is
enough for hundreds a second and nothing is batched. `normalizer.wire` says what goes over the pipes, `normalizer.child`
is the other end.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from types import TracebackType
from typing import Self, TypeVar

from contactcenter.errors import Unparsable
from contactcenter.normalizer.wire import (
    EXIT_MEMORY,
    LENGTH,
    MAX_ANSWER_BYTES,
    Result,
    Work,
    decode_results,
    encode_work,
)
from contactcenter.ports import RawInbound

A = TypeVar("A")
B = TypeVar("B")

TIME_LIMIT_SECONDS = 10.0
MEMORY_LIMIT_BYTES = 512 * 2**20
START_LIMIT_SECONDS = 30.0
ENVIRONMENT = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT")


LARGE_BYTES = 2**20
REGISTRY = "channels:CHANNELS"
STOPPING = "not read: the centre is stopping"


class Normalizer:
    """`Channel.normalize` under limits. Up to ``children`` processes, each with one message at a time.

    ``time_limit`` in seconds a message, ``memory_limit_bytes`` above what a child has once it is ready. What hangs,
    crashes or eats memory ends its child alone; the next message gets a new one.
    """

    def __init__(
        self,
        *,
        children: int = 2,
        time_limit: float = TIME_LIMIT_SECONDS,
        memory_limit_bytes: int = MEMORY_LIMIT_BYTES,
        registry: str = REGISTRY,
    ) -> None:
        self._time_limit = time_limit
        self._memory_limit_bytes = memory_limit_bytes
        self._registry = registry
        self._free = asyncio.Semaphore(children)
        self._idle: list[_Child] = []
        self._all: set[_Child] = set()
        self._is_closed = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Ends every child; a message under way gets errors.Unparsable and stays where its bytes are kept."""
        self._is_closed = True
        for child in tuple(self._all):
            await self._end(child)

    def pids(self) -> list[int]:
        """The processes that are running now."""
        return [child.pid for child in self._all]

    async def normalize(self, kind: str, settings: Mapping[str, object], raw: RawInbound) -> tuple[Result, ...]:
        """What ``CHANNELS[kind]`` makes of ``raw``.

        Raises errors.Unparsable for what must go to quarantine: refused by the channel, or too much for the limits.
        A child that ends is no proof against the message: it is tried once more, in a new one.
        """
        work = await _aside(len(raw.raw), encode_work, Work(kind=kind, settings=settings, raw=raw))
        async with self._free:
            try:
                answer = await self._ask(await self._child(), work)
            except _Ended:
                answer = await self._ask(await self._child(fresh=True), work)
        return await _aside(len(answer), decode_results, answer)

    async def _child(self, *, fresh: bool = False) -> _Child:
        if self._is_closed:
            raise Unparsable(STOPPING)
        return self._idle.pop() if self._idle and not fresh else await self._start()

    async def _ask(self, child: _Child, work: bytes) -> bytes:
        """The child's answer; a child that gave none, or whose caller left, is ended: its pipe is out of step."""
        is_answered = False
        try:
            async with asyncio.timeout(self._time_limit):
                answer = await child.ask(work)
            is_answered = True
        except TimeoutError as error:
            raise Unparsable(f"not read within {self._time_limit:g} s") from error
        except (EOFError, OSError) as error:
            code = await child.exit_code()
            kind = Unparsable if self._is_closed or code == EXIT_MEMORY else _Ended
            raise kind(self._worded(code)) from error
        finally:
            if is_answered and not self._is_closed:
                self._idle.append(child)
            else:
                await asyncio.shield(self._end(child))
        return answer

    async def _start(self) -> _Child:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",  # the working folder may hold another package called channels
            "-m",
            "contactcenter.normalizer.child",
            self._registry,
            str(self._memory_limit_bytes),
            str(self._time_limit),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env=_environment(),
            start_new_session=True,  # Ctrl-C on the terminal is for the centre, which then closes the pipe
        )
        child = _Child(process)
        self._all.add(child)
        try:
            async with asyncio.timeout(START_LIMIT_SECONDS):
                await child.ready()
        except BaseException as error:
            await asyncio.shield(self._end(child))
            if isinstance(error, (TimeoutError, EOFError, OSError)):
                raise _Ended("not read: the reading process did not start") from error
            raise
        return child

    def _worded(self, code: int | None) -> str:
        """What became of a child without an answer, for whoever looks at the quarantine."""
        if self._is_closed:
            return STOPPING
        if code == EXIT_MEMORY:
            return f"not read: it took more than {self._memory_limit_bytes // 2**20} MB of memory"
        if code is not None and code < 0:
            return f"not read: the reading process was ended by signal {-code}"
        return f"not read: the reading process ended with code {code}"

    async def _end(self, child: _Child) -> None:
        self._all.discard(child)
        if child in self._idle:
            self._idle.remove(child)
        await child.end()


def _environment() -> dict[str, str]:
    """What an interpreter needs, without the centre's keys and addresses of stores."""
    kept = {name: os.environ[name] for name in ENVIRONMENT if name in os.environ}
    return kept | {"PYTHONPATH": os.pathsep.join(sys.path)}


async def _aside(size_bytes: int, work: Callable[[A], B], argument: A) -> B:
    """In a thread what copies megabytes: several such copies in a row would hold up everybody else."""
    return await asyncio.to_thread(work, argument) if size_bytes > LARGE_BYTES else work(argument)


class _Ended(Unparsable):
    """The child ended by itself, or was ended by somebody else: the system when memory was short, an operator."""


class _Child:
    """One process and its pipes."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdin is not None and process.stdout is not None
        self._process = process
        self._to = process.stdin
        self._from = process.stdout
        self.pid = process.pid

    async def ready(self) -> None:
        await self._from.readexactly(1)

    async def ask(self, work: bytes) -> bytes:
        """Raises EOFError or OSError when the child ends before it has answered."""
        self._to.write(LENGTH.pack(len(work)))
        self._to.write(work)
        await self._to.drain()
        (size,) = LENGTH.unpack(await self._from.readexactly(LENGTH.size))
        if size > MAX_ANSWER_BYTES:
            raise OSError("the answer is too long")
        return await self._from.readexactly(size)

    async def exit_code(self) -> int | None:
        """How it ended; None if it did not within a second."""
        with suppress(TimeoutError):
            async with asyncio.timeout(1):
                return await self._process.wait()
        return None

    async def end(self) -> None:
        with suppress(ProcessLookupError):
            self._process.kill()
        self._to.close()
        await self._process.wait()
