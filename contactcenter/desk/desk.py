"""What every verb of the centre works with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from contactcenter.desk.answering import Answering
from contactcenter.desk.directory import Directory
from contactcenter.desk.heads import RecentHeads
from contactcenter.desk.inbox_health import InboxHealth
from contactcenter.desk.roster import Roster
from contactcenter.errors import Conflict
from contactcenter.ids import ConversationId
from contactcenter.keys import Keyring
from contactcenter.language import Detector
from contactcenter.model.conversation import Conversation
from contactcenter.model.plan import Changed, Move, Recorded, Refused, RefusedBecause
from contactcenter.ports import Blobs, Capabilities, Clock, Doorbell, Network, Ring, Store


class Words(Protocol):
    """The catalogue of texts (contactcenter.texts)."""

    def text(self, key: str, language: str, **slots: object) -> str: ...

    def language_name(self, tag: str, language: str) -> str: ...


@dataclass(slots=True, kw_only=True)
class Desk:
    """The centre's parts; the verbs are the functions beside this file."""

    store: Store
    blobs: Blobs
    clock: Clock
    bell: Doorbell
    directory: Directory
    words: Words
    detector: Detector
    answering: Answering
    keyring: Keyring
    capabilities: Mapping[str, Capabilities]  # by channel kind
    own_networks: tuple[Network, ...] = ()  # behind this machine, where channels may connect to besides the internet
    roster: Roster = field(default_factory=Roster)
    health: InboxHealth = field(default_factory=InboxHealth)
    heads: RecentHeads = field(default_factory=RecentHeads)

    async def change(self, conversation_id: ConversationId, move: Move) -> Changed:
        """Store what the move plans, then tell everybody. Raises errors.NotFound, errors.Conflict."""
        changed = await self.try_change(conversation_id, move)
        if isinstance(changed, Refused):
            raise Conflict(REFUSALS[changed.because])
        return changed

    async def try_change(self, conversation_id: ConversationId, move: Move) -> Changed | Refused:
        """The same where a refusal is an expected answer."""
        changed = await self.store.change(conversation_id, move)
        if isinstance(changed, Changed):
            self.publish(changed)
        return changed

    def publish(self, done: Changed | Recorded) -> None:
        """Ring the bell for a committed change; a repeated verb changed nothing and rings nothing."""
        if done.duplicate:
            return
        before = self.heads.get(done.head.id)
        if not done.entries and before is not None and before.version >= done.head.version:
            return
        self.heads.put(done.head)
        self.bell.ring(
            Ring(conversation_id=done.head.id, seq=done.head.seq, head=done.head, entries=done.entries),
        )

    async def head(self, conversation_id: ConversationId) -> Conversation | None:
        """The head as last seen here, else as stored. For hints only: moves judge the committed head."""
        return self.heads.get(conversation_id) or await self.store.conversation(conversation_id)


REFUSALS: Mapping[RefusedBecause, str] = {
    RefusedBecause.STATE: "the conversation is not in a state that allows this",
    RefusedBecause.CAPACITY: "the agent has no room for another conversation",
    RefusedBecause.OFFER: "the offer is no longer open",
    RefusedBecause.OWNER: "the conversation belongs to another agent",
    RefusedBecause.BLOCKED: "messages from this contact are not accepted",
}
