"""The bell between nodes: it says that something changed, never what is true. The store is the truth."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from contactcenter.ids import ConversationId
from contactcenter.model.conversation import Conversation
from contactcenter.model.entry import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """A conversation's head moved to ``seq``. ``head`` and ``entries`` come along where they are at hand."""

    conversation_id: ConversationId
    seq: int
    head: Conversation | None = None
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """Anything else that changed: ``kind`` record | presence | typing | read | routing; ``key`` names it."""

    kind: str
    key: str
    detail: str = ""


Listener: TypeAlias = Callable[[Ring | Signal], None]


class Doorbell(Protocol):
    def ring(self, event: Ring | Signal) -> None:
        """Tell every listener on every node, soon. Never blocks, never raises."""
        ...

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Register a listener that must return at once; call what comes back to stop."""
        ...
