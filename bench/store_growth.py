"""What the store's verbs take while it grows: append, lists, history and search at several sizes, measured in turn.

    python -m bench.store_growth [--sizes 100000,1000000] [--rounds 3] [--mongodb] [--folder DIR]

Every size is a store of its own, and they are asked one after the other in every round, so that what else the machine
does falls on all of them; what is printed is the median of the rounds. Times are of the whole call in one process, one
call at a time. ``--folder`` keeps what was filled: the next run with it only measures.

SQLite: 100,080 messages are written through the verbs, more are copies of these rows (bench/sqlite_copies.py says how
they differ): 10,000,000 take 7 GB and ten minutes of processor time. ``cold`` = the file was thrown out of the page
cache before each call. MongoDB (``--mongodb``, a replica set of one node that this run starts): bench/mongo_fill.py.
"""

import argparse
import asyncio
import os
import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeAlias

import uvloop

from bench.append_cost import mongod
from bench.growth_data import AGENTS, PER_CONVERSATION, QUEUES, WRITERS, Texts, conversation_id, message
from bench.mongo_fill import Repeated, fill_mongo
from bench.sqlite_copies import add_copies, read_original
from contactcenter.clock import SystemClock
from contactcenter.ids import AgentId, ConversationId, QueueId, uuid7
from contactcenter.model.conversation import State
from contactcenter.model.plan import Recorded
from contactcenter.model.rows import ConversationFilter
from contactcenter.model.scope import EVERYTHING, Scope
from contactcenter.ports import Store
from contactcenter.store import open_store
from contactcenter.store.mongo.driver import connect, database_of

PART = 8_340  # conversations filled at once, and the size of a copy: a multiple of agents, queues, and ten
REPEATS, WARM = 100, 10
HISTORY = "history, last 50"

Call: TypeAlias = Callable[[int], Awaitable[object]]


@dataclass(slots=True)
class Subject:
    """One store. ``file`` is SQLite's; MongoDB's cannot be thrown out of the caches."""

    url: str
    folder: Path
    conversations: int
    file: Path | None = None
    rows: dict[str, list[tuple[float, float]]] = field(default_factory=dict)

    @property
    def messages(self) -> int:
        return self.conversations * PER_CONVERSATION


# -- filling ---------------------------------------------------------------------------------------------------


async def fill(store: Store, conversations: int, texts: Texts) -> None:
    """Through the verbs, by many writers at once: the entries of a conversation lie apart, as they arrived."""
    numbers = iter(range(conversations))

    async def writer() -> None:
        for n in numbers:
            recorded = await store.record_inbound(message(n, 0, texts, None))
            assert isinstance(recorded, Recorded)
            for step in range(1, PER_CONVERSATION):
                await store.record_inbound(message(n, step, texts, recorded.head.id))

    await asyncio.gather(*(writer() for _ in range(WRITERS)))
    await index(store)


async def index(store: Store) -> None:
    while await store.index_pending(2_000):
        pass


async def fill_sqlite_part(folder: Path, conversations: int) -> None:
    store = open_store(f"sqlite:///{folder / 'centre.sqlite'}", folder, SystemClock())
    await store.open()
    await fill(store, conversations, Texts(7))
    await store.close()


def sqlite_subject(folder: Path, size: int) -> Subject:
    """Filled, unless an earlier run has left it in the folder."""
    home, part = folder / str(size), min(PART, size // PER_CONVERSATION)
    copies = max(1, round(size / part / PER_CONVERSATION))
    file = home / "centre.sqlite"
    if not home.exists():
        making = folder / f"{size}-unfinished"
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(parents=True)
        uvloop.run(fill_sqlite_part(making, part))
        if copies > 1:
            original = read_original(making / file.name, part)
            add_copies(making / file.name, original, range(1, copies))
        making.rename(home)
    return Subject(f"sqlite:///{file}", home, copies * part, file)


async def fill_mongodb(url: str, folder: Path, conversations: int) -> None:
    """Only what is missing; how far it came is seen by the last conversation of a part."""
    store = open_store(url, folder, SystemClock())
    await store.open()
    client = connect(url)
    texts = Repeated(7)
    for begin in range(0, conversations, PART):
        end = min(conversations, begin + PART)
        if await store.conversation(conversation_id(end - 1)) is None:
            await fill_mongo(database_of(client), begin, end, texts)
    client.close()
    await store.close()


def mongodb_subject(url: str, folder: Path, size: int) -> Subject:
    conversations = size // PER_CONVERSATION // 2 * 2
    named = url.replace("/bench", f"/bench{size}", 1)
    asyncio.run(fill_mongodb(named, folder / "data", conversations))
    return Subject(named, folder / "data", conversations)


# -- measuring -------------------------------------------------------------------------------------------------


def calls(store: Store, conversations: int, texts: Texts, seed: int) -> dict[str, Call]:
    chosen = random.Random(seed)
    queues = frozenset({QueueId("queue-1")})
    agents = [Scope(agent_id=AgentId(f"agent-{n % AGENTS}"), queue_ids=queues) for n in range(AGENTS)]

    def some() -> ConversationId:
        return conversation_id(chosen.randrange(conversations))

    def searching(queries: Sequence[str], scopes: Sequence[Scope]) -> Call:
        return lambda n: store.search(queries[n % len(queries)], scopes[n % len(scopes)])

    everyone = [EVERYTHING]
    words = ["возвратом", "манжеты", "退款", "无法开机", "refunds", "Rechnungen", "display battery error"]
    parts = [f"{chosen.randrange(10**5):05}" for _ in range(20)]
    rare = [texts.rare() for _ in range(50)]
    names = ["Petersn", "Kuznetsov", "Fernandes", "Yamamotto", "Lindquist"]
    opened = chosen.randrange(conversations) // 10 * 10
    return {
        "append": lambda n: store.record_inbound(
            message(opened, PER_CONVERSATION, texts, conversation_id(opened), uuid7())
        ),
        "head": lambda n: store.conversation(some()),
        HISTORY: lambda n: store.entries_before(some(), 10**6, 50),
        "list, an agent's": lambda n: store.conversations(
            ConversationFilter(agent_id=AgentId(f"agent-{n % AGENTS}")), EVERYTHING
        ),
        "list, a queue's open": lambda n: store.conversations(
            ConversationFilter(queue_id=f"queue-{n % QUEUES}", states=frozenset({State.ASSIGNED})), EVERYTHING
        ),
        "list, newest of all": lambda n: store.conversations(ConversationFilter(), EVERYTHING),
        "list, what an agent sees": lambda n: store.conversations(ConversationFilter(), agents[n % AGENTS]),
        "search, common words": searching(words, everyone),
        "search, rare words": searching(rare, everyone),
        "search, part of a number": searching(parts, everyone),
        "search, misspelt name": searching(names, everyone),
        "search, common, by an agent": searching(words, agents),
        "search, rare, by an agent": searching(rare, agents),
    }


async def timed(call: Call, repeats: int, before: Callable[[], None] = lambda: None) -> tuple[float, float]:
    """p50 and p95 in ms of ``call(0)``, ``call(1)`` ..."""
    waits = []
    for n in range(repeats):
        before()
        started = time.perf_counter()
        await call(n)
        waits.append((time.perf_counter() - started) * 1e3)
    return statistics.median(waits), statistics.quantiles(waits, n=20)[18]


async def measure(subject: Subject, seed: int) -> None:
    """One round."""
    store = open_store(subject.url, subject.folder, SystemClock())
    await store.open()
    try:
        if subject.file is not None:
            await asyncio.to_thread(read_pages, subject.file)
        await index(store)
        made = calls(store, subject.conversations, Texts(seed), seed)
        for name, call in made.items():
            await timed(call, WARM)
            await index(store)
            subject.rows.setdefault(name, []).append(await timed(call, REPEATS))
        if subject.file is not None:
            cold = await timed(made[HISTORY], REPEATS, partial(forget_pages, subject.file))
            subject.rows.setdefault(f"{HISTORY}, cold", []).append(cold)
    finally:
        await store.close()


def read_pages(file: Path) -> None:
    """Bring a file into the page cache."""
    with open(file, "rb", buffering=0) as reading:
        while reading.read(2**22):
            pass


def forget_pages(file: Path) -> None:
    """Throw a file out of the page cache, as far as it is on the disk."""
    descriptor = os.open(file, os.O_RDONLY)
    os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    os.close(descriptor)


def show(subjects: Sequence[Subject]) -> None:
    print(f"{'ms, p50 / p95':28}" + "".join(f"{one.messages:>22,}" for one in subjects))
    for name in subjects[0].rows:
        cells = []
        for one in subjects:
            p50, p95 = (statistics.median(column) for column in zip(*one.rows[name], strict=True))
            cells.append(f"{p50:12.3f} / {p95:7.2f}")
        print(f"{name:28}" + "".join(cells))


def main() -> None:
    parser = argparse.ArgumentParser(description="Latency of the store's verbs while it grows")
    parser.add_argument("--sizes", default="100000,1000000")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--mongodb", action="store_true")
    parser.add_argument("--folder", type=Path, help="where what is filled stays; default: a temporary folder")
    options = parser.parse_args()
    sizes = [int(size) for size in options.sizes.split(",")]
    with ExitStack() as stack:
        folder = options.folder or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-growth-")))
        if options.mongodb:
            url = stack.enter_context(mongod(folder))
            subjects = [mongodb_subject(url, folder, size) for size in sizes]
        else:
            subjects = [sqlite_subject(folder, size) for size in sizes]
        for number in range(options.rounds):
            for subject in subjects:
                uvloop.run(measure(subject, number)) if subject.file else asyncio.run(measure(subject, number))
        show(subjects)


if __name__ == "__main__":
    main()
