"""The records that every decision reads, at hand in memory: agents, queues, inboxes, roles, products ..."""

from collections.abc import Mapping
from typing import TypeVar, cast

from contactcenter.desk.mentions import Mentions
from contactcenter.errors import NotFound
from contactcenter.ids import AgentId, InboxId, QueueId
from contactcenter.model.records import (
    Agent,
    BlockedDomain,
    CannedReply,
    FactKey,
    Inbox,
    Product,
    Queue,
    Record,
    RestrictedTopic,
    Role,
    Skill,
    Symptom,
    Tag,
    Team,
)
from contactcenter.ports import Store

R = TypeVar("R", bound=Record)

KEPT: tuple[type[Record], ...] = (
    Agent, Queue, Inbox, Role, Team, Skill, Product, Symptom, Tag, FactKey, CannedReply, BlockedDomain,
    RestrictedTopic,
)  # fmt: skip


class Directory:
    """Loaded at start; a saved record is put in at once here, and on other nodes when their bell rings."""

    def __init__(self) -> None:
        self._kept: dict[type[Record], dict[str, Record]] = {kind: {} for kind in KEPT}
        self._mentions: Mentions | None = None

    async def load(self, store: Store) -> None:
        for kind in KEPT:
            self._kept[kind] = await _all(store, kind)
        self._mentions = None

    async def refresh(self, store: Store, kind: type[Record], record_id: str) -> None:
        """Read one record again after a bell from another node."""
        if kind not in self._kept:
            return
        record = await store.record(kind, record_id)
        if record is None:
            self.drop(kind, record_id)
        else:
            self.put(record)

    def put(self, record: Record) -> None:
        if type(record) in self._kept:
            self._kept[type(record)][record.id] = record
            self._forget_mentions(type(record))

    def drop(self, kind: type[Record], record_id: str) -> None:
        self._kept.get(kind, {}).pop(record_id, None)
        self._forget_mentions(kind)

    @property
    def mentions(self) -> Mentions:
        """What messages name products, symptoms and topics by: compiled when needed after one changed."""
        if self._mentions is None:
            topics = self.all(RestrictedTopic).values()
            self._mentions = Mentions(self.all(Product).values(), self.all(Symptom).values(), topics)
        return self._mentions

    def _forget_mentions(self, kind: type[Record]) -> None:
        if kind in (Product, Symptom, RestrictedTopic):
            self._mentions = None

    def all(self, kind: type[R]) -> Mapping[str, R]:
        return cast("Mapping[str, R]", self._kept[cast("type[Record]", kind)])

    def get(self, kind: type[R], record_id: str | None) -> R | None:
        return None if record_id is None else self.all(kind).get(record_id)

    def agent(self, agent_id: AgentId) -> Agent:
        return self._found(Agent, agent_id)

    def queue(self, queue_id: QueueId) -> Queue:
        return self._found(Queue, queue_id)

    def inbox(self, inbox_id: InboxId) -> Inbox:
        return self._found(Inbox, inbox_id)

    def _found(self, kind: type[R], record_id: str) -> R:
        record = self.get(kind, record_id)
        if record is None:
            raise NotFound(f"no such {kind.__name__.lower()}")
        return record


async def _all(store: Store, kind: type[Record]) -> dict[str, Record]:
    found: dict[str, Record] = {}
    after: str | None = None
    while True:
        page = await store.records(kind, after, 100)
        found.update((record.id, record) for record in page.items)
        if page.next is None:
            return found
        after = page.next
