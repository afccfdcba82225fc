"""What one appended message costs in the store: CPU of the process and time to durable, beside an fdatasync probe.

    python -m bench.append_cost [--messages 20000] [--folder DIR] [--mongodb | --store URL]

``--mongodb`` starts a one-node replica set of its own (the tests' mongod); ``--store`` takes one that is there.

A message = store.record_inbound() into a known conversation. Writers wait for their own message before the next one.
"""

import argparse
import asyncio
import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import uvloop

from contactcenter.clock import SystemClock
from contactcenter.ids import ContactId, ConversationId, InboxId, derived_id, new_reference, uuid7
from contactcenter.model.contact import Contact, Identity
from contactcenter.model.conversation import Conversation, State
from contactcenter.model.entry import Audience, Author, AuthorKind, EntryDraft
from contactcenter.model.message import Message
from contactcenter.model.plan import Inbound, Plan, Recorded
from contactcenter.ports import Store
from contactcenter.store import open_store

TEXT = "My blood-pressure monitor shows E3 and will not start, what can I do now?"


@dataclass(frozen=True, slots=True)
class Row:
    writers: int
    per_second: float
    cpu_us: float
    p50_ms: float
    p99_ms: float


def inbound(address: str, conversation_id: ConversationId | None) -> Inbound:
    external_id, at = uuid7(), datetime.now(UTC)
    new_id = ConversationId(derived_id("conversation", external_id))

    def admit(head: Conversation | None, contact: Contact) -> Plan:
        author = Author(AuthorKind.CONTACT, contact.id)
        draft = EntryDraft(external_id=external_id, body=Message(text=TEXT), author=author, audience=Audience.CONTACT)
        if head is None:
            head = Conversation(
                id=new_id,
                reference=new_reference(),
                inbox_id=InboxId("chat"),
                channel="chat",
                contact_id=contact.id,
                state=State.WAITING,
                created_at=at,
                last_at=at,
            )
        return Plan(head=replace(head, preview=TEXT), at=at, entries=(draft,))

    return Inbound(
        inbox_id=InboxId("chat"),
        identity=Identity(kind="chat", address=address),
        contact_id=ContactId(derived_id("contact", address)),
        external_id=external_id,
        conversation_id=conversation_id,
        new_id=new_id,
        at=at,
        admit=admit,
    )


async def measure(store: Store, writers: int, messages: int) -> Row:
    conversations = [await _begin(store, f"{writers}-{n}") for n in range(writers)]
    waits: list[float] = []

    async def write(n: int) -> None:
        for _ in range(messages // writers):
            message = inbound(f"{writers}-{n}", conversations[n])
            begun = time.perf_counter()
            done = await store.record_inbound(message)
            assert isinstance(done, Recorded) and not done.duplicate
            waits.append(time.perf_counter() - begun)

    cpu, wall = time.process_time(), time.perf_counter()
    await asyncio.gather(*(write(n) for n in range(writers)))
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    cuts = statistics.quantiles(waits, n=100)
    return Row(writers, len(waits) / wall, cpu / len(waits) * 1e6, cuts[49] * 1e3, cuts[98] * 1e3)


async def _begin(store: Store, address: str) -> ConversationId:
    recorded = await store.record_inbound(inbound(address, None))
    assert isinstance(recorded, Recorded)
    return recorded.head.id


def build_cost(count: int = 5_000) -> float:
    """CPU in us of making the message and running its move: what the caller adds, in no way the store's."""
    begun = time.process_time()
    contact = Contact(id=ContactId("c"), created_at=datetime.now(UTC))
    plan = inbound("x", None).admit(None, contact)
    assert isinstance(plan, Plan)
    for _ in range(count):
        inbound("x", None).admit(plan.head, contact)
    return (time.process_time() - begun) / count * 1e6


def fdatasync_ms(folder: Path, count: int = 300) -> float:
    """Median time to append 4 KiB and sync it: what a durable write costs on this disk at least."""
    waits = []
    with open(folder / "probe", "wb", buffering=0) as file:
        for _ in range(count):
            begun = time.perf_counter()
            file.write(b"x" * 4096)
            os.fdatasync(file.fileno())
            waits.append(time.perf_counter() - begun)
    return statistics.median(waits) * 1e3


@contextmanager
def mongod(folder: Path) -> Iterator[str]:
    """The URL of a database on a server of this run."""
    from tests.servers.mongod import Mongod, free_port, require_binary, with_database

    server = Mongod(require_binary(), folder / "mongod", free_port())
    server.start()
    try:
        yield with_database(server.url, "bench")
    finally:
        server.stop()


async def run(url: str, folder: Path, messages: int) -> None:
    print(f"fdatasync p50 {fdatasync_ms(folder):.2f} ms; making a message and its move {build_cost():.1f} us")
    store = open_store(url, folder / "data", SystemClock())
    await store.open()
    try:
        for writers, share in ((1, 10), (64, 1), (256, 1)):
            row = await measure(store, writers, messages // share)
            print(
                f"{row.writers:4} writers  {row.per_second:8,.0f} messages/s  {row.cpu_us:6.1f} us CPU each"
                f"  p50 {row.p50_ms:6.2f} ms  p99 {row.p99_ms:6.2f} ms"
            )
    finally:
        await store.close()


def main() -> None:
    parser = argparse.ArgumentParser(description="CPU and latency of one appended message")
    parser.add_argument("--messages", type=int, default=20_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--mongodb", action="store_true")
    parser.add_argument("--store", help="URL of an empty store")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        folder = Path(name)
        with mongod(folder) if options.mongodb else nullcontext(options.store or f"sqlite:///{name}/data/x.db") as url:
            uvloop.run(run(url, folder, options.messages))


if __name__ == "__main__":
    main()
