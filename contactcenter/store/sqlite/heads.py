"""Heads as the writer knows them: the committed ones it saw lately, and those changed in the unit at hand.

Only the writer writes, so what it remembers is the truth until a rollback: then everything is forgotten.
"""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from contactcenter.ids import ConversationId
from contactcenter.model.conversation import Conversation, due_at
from contactcenter.store.codec import encode, to_us

HEADS_KEPT = 8_192

Columns: TypeAlias = tuple[str, str, str | None, str | None, str | None, int | None, int | None]


@dataclass(slots=True)
class Kept:
    """A head, its integer key, and the columns of its row as they are stored."""

    key: int
    head: Conversation
    columns: Columns
    has_sides: bool = False


@dataclass(slots=True)
class Dirty:
    """A head that is not in its row yet, ready to be written; ``stored`` is what the row holds."""

    key: int
    head: Conversation
    columns: Columns
    encoded: bytes
    stored: Kept


def changed(known: Kept | Dirty, head: Conversation) -> Dirty:
    """Raises what encoding raises: a value that cannot be stored fails its own unit, not the whole batch."""
    stored = known.stored if isinstance(known, Dirty) else known
    return Dirty(known.key, head, columns_of(head), encode(head), stored)


def columns_of(head: Conversation) -> Columns:
    """What lists search by, without the times that every message moves."""
    since, due = head.waiting_since, due_at(head)
    return (
        head.state.value,
        head.awaiting.value,
        head.agent_id,
        head.offer.agent_id if head.offer else None,
        head.queue_id,
        to_us(since) if since else None,
        to_us(due) if due else None,
    )


class Heads:
    """``find`` and ``put`` are the writer's alone; ``committed`` may be called from any thread."""

    def __init__(self) -> None:
        self._kept: OrderedDict[ConversationId, Kept] = OrderedDict()
        self._begun: dict[ConversationId, Kept] = {}
        self._dirty: dict[ConversationId, Dirty] = {}

    def committed(self, conversation_id: ConversationId) -> Conversation | None:
        kept = self._kept.get(conversation_id)
        return kept.head if kept else None

    def find(self, conversation_id: ConversationId) -> Kept | Dirty | None:
        return self._dirty.get(conversation_id) or self._begun.get(conversation_id) or self._kept.get(conversation_id)

    def read(self, kept: Kept) -> Kept:
        """Remember a row that was just read, so committed."""
        self._kept[kept.head.id] = kept
        return kept

    def begin(self, kept: Kept) -> None:
        """A row was inserted in the unit at hand; nobody else sees it before the commit."""
        self._begun[kept.head.id] = kept

    def put(self, dirty: Dirty) -> None:
        """The unit's last step: the row is written before the commit."""
        self._dirty[dirty.head.id] = dirty

    def dirty(self) -> Iterable[Dirty]:
        return self._dirty.values()

    def commit(self, written: Iterable[Kept]) -> None:
        """The batch is durable: what it began and changed is what everybody reads from now on."""
        self._kept.update(self._begun)
        for kept in written:
            self._kept[kept.head.id] = kept
            self._kept.move_to_end(kept.head.id)
        self._begun.clear()
        self._dirty.clear()
        while len(self._kept) > HEADS_KEPT:
            self._kept.popitem(last=False)

    def forget(self) -> None:
        self._kept.clear()
        self._begun.clear()
        self._dirty.clear()
