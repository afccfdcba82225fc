"""What the store's verbs take while it grows: append, lists, history and search at 100,000 and 1,000,000 messages.

    python -m bench.store_growth [--sizes 100000,1000000] [--store URL] [--folder DIR]

The store is filled through its own verbs; texts are words of six languages by a Zipf-like law, order numbers and
names. Times are of the whole call in one process, one call at a time. 10,000,000 messages need 12 GB and an hour.
"""

import argparse
import asyncio
import random
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import uvloop

from contactcenter.clock import SystemClock
from contactcenter.ids import AgentId, ContactId, ConversationId, InboxId, QueueId, derived_id, new_reference
from contactcenter.model.bodies import Message
from contactcenter.model.contact import Contact, Identity
from contactcenter.model.conversation import Conversation, State
from contactcenter.model.entry import Audience, Author, AuthorKind, EntryDraft
from contactcenter.model.plan import Inbound, Plan, Recorded, Refused
from contactcenter.model.rows import ConversationFilter
from contactcenter.model.scope import EVERYTHING, Scope
from contactcenter.ports import Store
from contactcenter.store import open_store

BEGIN = datetime(2025, 1, 6, tzinfo=UTC)
PER_CONVERSATION = 12
WRITERS = 256
AGENTS, QUEUES = 60, 12
STEMS = {
    "en": "monitor cuff display battery refund order delivery invoice warranty manual error pressure".split(),
    "ru": "тонометр манжета экран батарейка возврат заказ доставка счёт гарантия инструкция ошибка".split(),
    "de": "Messgerät Manschette Anzeige Batterie Erstattung Bestellung Lieferung Rechnung Garantie".split(),
    "zh-Hans": "血压计 袖带 屏幕 电池 退款 订单 发货 发票 保修 说明书 错误 无法开机".split(),
}
NAMES = "Petersen Kuznetsova Fernandez Okafor Yamamoto Schneider Novak Rossi Dubois Lindqvist Haddad".split()


class Texts:
    """Reproducible texts: a few words are common, most are rare."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._rare = ["".join(self._random.choices("abdegiklmnoprstuv", k=7)) for _ in range(30_000)]

    def message(self) -> tuple[str, str]:
        language = self._random.choice(tuple(STEMS))
        words = self._random.choices(STEMS[language], k=6) + [self.rare() for _ in range(5)]
        if self._random.random() < 0.1:
            words.append(f"A-{self._random.randrange(10**8):08}")
        self._random.shuffle(words)
        return ("" if language.startswith("zh") else " ").join(words), language

    def rare(self) -> str:
        return self._rare[int(self._random.paretovariate(0.6)) % len(self._rare)]

    def name(self) -> str:
        given = "".join(self._random.choices("aeiouklmnrst", k=5)).title()
        return f"{given} {self._random.choice(NAMES)}{self._random.choice(('', 'son', 'ova', 'er', 'i'))}"


def message(n: int, step: int, texts: Texts, named: ConversationId | None) -> Inbound:
    """Message ``step`` of conversation ``n``; the last one resolves nine conversations in ten."""
    external_id = derived_id("message", str(n), str(step))
    at = BEGIN + timedelta(seconds=n * 20 + step * 60)
    new_id = ConversationId(derived_id("conversation", str(n)))
    text, language = texts.message()

    def admit(head: Conversation | None, contact: Contact) -> Plan | Refused:
        author = Author(AuthorKind.CONTACT, contact.id)
        body = Message(text=text, language=language)
        draft = EntryDraft(external_id=external_id, body=body, author=author, audience=Audience.CONTACT)
        head = head or Conversation(
            id=new_id,
            reference=new_reference(),
            inbox_id=InboxId("chat"),
            channel="chat",
            contact_id=contact.id,
            agent_id=AgentId(f"agent-{n % AGENTS}"),
            queue_id=QueueId(f"queue-{n % QUEUES}"),
            state=State.ASSIGNED,
            created_at=at,
            last_at=at,
        )
        ends = step == PER_CONVERSATION - 1 and n % 10 != 0
        state = State.RESOLVED if ends else head.state
        return Plan(head=replace(head, preview=text[:140], state=state), at=at, entries=(draft,))

    contact = n // 2
    return Inbound(
        inbox_id=InboxId("chat"),
        identity=Identity(kind="email", address=f"person{contact}@example{contact % 97}.com"),
        contact_id=ContactId(derived_id("contact", str(contact))),
        contact_name=texts.name(),
        external_id=external_id,
        conversation_id=named,
        new_id=new_id,
        at=at,
        admit=admit,
    )


async def fill(store: Store, begin: int, end: int, texts: Texts) -> float:
    """Conversations [begin, end) with all their messages; messages a second."""
    numbers = iter(range(begin, end))

    async def writer() -> None:
        for n in numbers:
            recorded = await store.record_inbound(message(n, 0, texts, None))
            assert isinstance(recorded, Recorded)
            for step in range(1, PER_CONVERSATION):
                await store.record_inbound(message(n, step, texts, recorded.head.id))

    started = time.perf_counter()
    await asyncio.gather(*(writer() for _ in range(WRITERS)))
    return (end - begin) * PER_CONVERSATION / (time.perf_counter() - started)


async def index(store: Store) -> float:
    """Entries indexed a second."""
    started, done = time.perf_counter(), 0
    while count := await store.index_pending(2_000):
        done += count
    return done / (time.perf_counter() - started) if done else 0.0


async def timed(call: Callable[[int], Awaitable[object]], repeats: int) -> tuple[float, float]:
    """p50 and p95 in ms of ``call(0)``, ``call(1)`` ..."""
    waits = []
    for n in range(repeats):
        started = time.perf_counter()
        await call(n)
        waits.append((time.perf_counter() - started) * 1e3)
    return statistics.median(waits), statistics.quantiles(waits, n=20)[18]


def calls(store: Store, conversations: int, texts: Texts) -> dict[str, Callable[[int], Awaitable[object]]]:
    chosen = random.Random(1)
    agents = [
        Scope(agent_id=AgentId(f"agent-{n % AGENTS}"), queue_ids=frozenset({QueueId("queue-1")})) for n in range(60)
    ]

    def some() -> ConversationId:
        return ConversationId(derived_id("conversation", str(chosen.randrange(conversations))))

    def searching(queries: Sequence[str], scopes: Sequence[Scope]) -> Callable[[int], Awaitable[object]]:
        return lambda n: store.search(queries[n % len(queries)], scopes[n % len(scopes)])

    everyone = [EVERYTHING]
    words = ["возвратом", "манжеты", "退款", "无法开机", "refunds", "Rechnungen", "display battery error"]
    parts = [f"{chosen.randrange(10**5):05}" for _ in range(20)]
    rare = [texts.rare() for _ in range(50)]
    names = ["Petersn", "Kuznetsov", "Fernandes", "Yamamotto", "Lindquist"]
    opened = chosen.randrange(conversations) // 10 * 10
    return {
        "append": lambda n: store.record_inbound(
            message(
                opened,
                PER_CONVERSATION + conversations + n,
                texts,
                ConversationId(derived_id("conversation", str(opened))),
            )
        ),
        "head": lambda n: store.conversation(some()),
        "history, last 50": lambda n: store.entries_before(some(), 10**6, 50),
        "list, an agent's": lambda n: store.conversations(
            ConversationFilter(agent_id=AgentId(f"agent-{n % 60}")), EVERYTHING
        ),
        "list, a queue's open": lambda n: store.conversations(
            ConversationFilter(queue_id=f"queue-{n % QUEUES}", states=frozenset({State.ASSIGNED})), EVERYTHING
        ),
        "list, newest of all": lambda n: store.conversations(ConversationFilter(), EVERYTHING),
        "list, what an agent sees": lambda n: store.conversations(ConversationFilter(), agents[n % 60]),
        "search, common words": searching(words, everyone),
        "search, rare words": searching(rare, everyone),
        "search, part of a number": searching(parts, everyone),
        "search, misspelt name": searching(names, everyone),
        "search, common, by an agent": searching(words, agents),
        "search, rare, by an agent": searching(rare, agents),
    }


async def run(url: str, folder: Path, sizes: Sequence[int]) -> None:
    store = open_store(url, folder / "data", SystemClock())
    await store.open()
    texts, done = Texts(7), 0
    try:
        for size in sizes:
            conversations = size // PER_CONVERSATION
            rate = await fill(store, done, conversations, texts)
            done = conversations
            print(f"\n{size:,} messages, filled at {rate:,.0f}/s, indexed at {await index(store):,.0f}/s")
            for name, call in calls(store, conversations, texts).items():
                await timed(call, 20)
                await index(store)
                p50, p95 = await timed(call, 200)
                print(f"  {name:28} p50 {p50:8.3f} ms  p95 {p95:8.3f} ms", flush=True)
    finally:
        await store.close()


def main() -> None:
    parser = argparse.ArgumentParser(description="Latency of the store's verbs while it grows")
    parser.add_argument("--sizes", default="100000,1000000")
    parser.add_argument("--store", help="URL; default: SQLite in a temporary folder")
    parser.add_argument("--folder", type=Path, help="where the temporary folder is made")
    options = parser.parse_args()
    sizes = [int(size) for size in options.sizes.split(",")]
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        folder = Path(name)
        uvloop.run(run(options.store or f"sqlite:///{folder}/data/centre.sqlite", folder, sizes))


if __name__ == "__main__":
    main()
