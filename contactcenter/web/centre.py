"""What every door of the web side works with."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from aiohttp import web

from contactcenter.config import Config
from contactcenter.desk.access import Principal, PrincipalKind, scope_of
from contactcenter.desk.desk import Desk
from contactcenter.desk.hooks import Hooks
from contactcenter.desk.receipts import Reader
from contactcenter.ids import ContactId
from contactcenter.keys import Keyring
from contactcenter.model.conversation import Conversation
from contactcenter.model.entry import Entry
from contactcenter.model.scope import Scope
from contactcenter.ports import Channel
from contactcenter.web.limits import STAFF, VISITOR, Buckets, too_many
from contactcenter.web.live.server import LiveServer
from contactcenter.web.metrics import Metrics
from contactcenter.web.names import ContactNames
from contactcenter.web.sending import Normalize
from contactcenter.web.views import (
    AuthorView,
    ContactHead,
    EntryView,
    HeadView,
    Waiting,
    contact_head,
    entries_for_contact,
    entry_for_staff,
    head_view,
)


@dataclass(slots=True, kw_only=True)
class Centre:
    """``place_in_line`` says where a waiting conversation stands; ``draining`` = the process is about to end."""

    desk: Desk
    config: Config
    channels: Mapping[str, type[Channel]]
    reader: Reader
    normalize: Normalize  # the chat channel's: what a widget sends
    names: ContactNames
    live: LiveServer
    hooks: Hooks
    is_demo: bool = False
    draining: bool = False
    limits: Buckets = field(default_factory=Buckets)
    metrics: Metrics = field(default_factory=Metrics)
    place_in_line: Callable[[Conversation], Waiting | None] = lambda head: None
    in_progress: set[str] = field(default_factory=set)  # requests with an Idempotency-Key, by its hash

    @property
    def keyring(self) -> Keyring:
        return self.desk.keyring

    def limit(self, principal: Principal) -> None:
        """Count one action of a session. Raises errors.RateLimited with a line for the person concerned."""
        seconds = self.session_wait(principal)
        if seconds:
            raise too_many(seconds)

    def session_wait(self, principal: Principal) -> float:
        """Count one action, over HTTP or a socket: 0, or the seconds to wait first."""
        if principal.kind is PrincipalKind.VISITOR:
            return self.limits.wait("session", principal.id, VISITOR)
        if principal.is_staff and principal.kind is not PrincipalKind.OPERATOR:  # who owns the machine anyway
            return self.limits.wait("session", principal.session or principal.actor, STAFF)
        return 0.0

    async def scope(self, principal: Principal) -> Scope:
        """Whose conversations the principal sees."""
        contacts: frozenset[ContactId] = frozenset()
        if principal.kind is PrincipalKind.VISITOR:
            contacts = await self.desk.store.merged_contacts(ContactId(principal.id))
        return scope_of(principal, self.desk.directory, contacts | {ContactId(principal.id)})

    async def staff_head(self, head: Conversation) -> HeadView:
        return head_view(head, await self.names.name(head.contact_id))

    async def staff_heads(self, heads: Sequence[Conversation]) -> list[HeadView]:
        names = await self.names.names(head.contact_id for head in heads)
        return [head_view(head, names[head.contact_id]) for head in heads]

    async def staff_entries(self, head: Conversation, entries: Iterable[Entry]) -> list[EntryView]:
        name = await self.names.name(head.contact_id)
        return [entry_for_staff(entry, self.desk.directory, name) for entry in entries]

    def show_typing(self, head: Conversation, author: AuthorView) -> None:
        """Tell followers; it is shown for a few seconds and never stored."""
        self.live.hub.typing(None, head, author)

    def visitor_head(self, head: Conversation) -> ContactHead:
        return contact_head(head, self.desk.directory, self.place_in_line(head))

    async def visitor_entries(self, head: Conversation, entries: Iterable[Entry]) -> list[EntryView]:
        """Only those that contacts may see."""
        return entries_for_contact(entries, self.desk.directory, await self.names.name(head.contact_id))


CENTRE = web.AppKey("centre", Centre)
