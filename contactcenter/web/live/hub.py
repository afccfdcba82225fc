"""Who hears what: the bell rings once a change, and every connection gets what it may see of it."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Iterable

from contactcenter.desk.access import Permission, queues_of, scope_of
from contactcenter.desk.desk import Desk
from contactcenter.model.bodies import EntryKind, Offered, OfferEnded
from contactcenter.model.conversation import Conversation, State
from contactcenter.model.entry import Audience, Entry
from contactcenter.model.records import Agent
from contactcenter.model.scope import Scope, can_view
from contactcenter.ports import Ring, Signal
from contactcenter.web.live.connection import Connection
from contactcenter.web.live.lists import ListViews
from contactcenter.web.live.wire import event_text
from contactcenter.web.names import ContactNames
from contactcenter.web.views import Waiting, contact_head, entry_for_contact, entry_for_staff, head_view

log = logging.getLogger(__name__)

ALERTS = frozenset({"alert", "inbox", "quarantine"})  # kinds of signals


class Hub:
    """Connections by what they follow. ``on_bell`` returns at once: everything is queued on the sockets."""

    def __init__(self, desk: Desk, names: ContactNames, waiting: Callable[[Conversation], Waiting | None]) -> None:
        self.desk = desk
        self.names = names
        self.waiting = waiting
        self.connections: dict[str, Connection] = {}
        self.followers: defaultdict[str, set[Connection]] = defaultdict(set)
        self.contacts: defaultdict[str, set[Connection]] = defaultdict(set)
        self.agents: defaultdict[str, set[Connection]] = defaultdict(set)
        self.lists = ListViews(self)
        self._scopes: dict[str, Scope] = {}

    # -- coming and going --------------------------------------------------------------------------------------

    def join(self, connection: Connection) -> None:
        self.connections[connection.sid] = connection
        for contact_id in connection.contacts:
            self.contacts[contact_id].add(connection)
        if connection.is_staff:
            self.agents[connection.principal.id].add(connection)

    def leave(self, connection: Connection) -> None:
        self.connections.pop(connection.sid, None)
        self.lists.leave(connection)
        for conversation_id in tuple(connection.followed):
            self.unfollow(connection, conversation_id)
        for contact_id in connection.contacts:
            _discard(self.contacts, contact_id, connection)
        _discard(self.agents, connection.principal.id, connection)
        self._scopes.pop(connection.sid, None)

    def follow(self, connection: Connection, conversation_id: str) -> None:
        connection.followed.add(conversation_id)
        self.followers[conversation_id].add(connection)

    def unfollow(self, connection: Connection, conversation_id: str) -> None:
        connection.followed.discard(conversation_id)
        _discard(self.followers, conversation_id, connection)

    def scope(self, connection: Connection) -> Scope:
        """What the connection may see, until a record of people or queues changes."""
        scope = self._scopes.get(connection.sid)
        if scope is None:
            scope = scope_of(connection.principal, self.desk.directory, connection.contacts)
            self._scopes[connection.sid] = scope
        return scope

    def queues(self, agent_id: str) -> frozenset[str]:
        """Queues whose line the agent sees."""
        agent = self.desk.directory.get(Agent, agent_id)
        return queues_of(self.desk.directory, agent) if agent else frozenset()

    # -- the bell ----------------------------------------------------------------------------------------------

    def on_bell(self, event: Ring | Signal) -> None:
        if isinstance(event, Signal):
            self._on_signal(event)
        elif event.head is not None:
            self._entries(event.head, event.entries)
            self._offers(event.head, event.entries)
            self.lists.on_head(event.head)

    def _on_signal(self, signal: Signal) -> None:
        if signal.kind == "record" and signal.key.partition(":")[0] in ("agent", "queue", "role", "team"):
            self._scopes.clear()
        if signal.kind in ("presence", "routing"):
            self.lists.on_presence(signal.key)
        if signal.kind in ALERTS:
            self._alert(signal)

    def _alert(self, signal: Signal) -> None:
        """What somebody who runs the centre should look at: a hint, what it is about is read over HTTP."""
        text = event_text("alert", {"kind": signal.kind, "key": signal.key, "detail": signal.detail})
        for connection in tuple(self.connections.values()):
            if connection.is_staff and connection.principal.may(Permission.RECORDS_READ):
                self.send(connection, text)

    def _entries(self, head: Conversation, entries: tuple[Entry, ...]) -> None:
        staff = self._staff_followers(head)
        readers = [one for one in self.contacts.get(head.contact_id, ()) if not _is_told(one, entries)]
        name = self.names.known(head.contact_id)
        if staff:
            views = [entry_for_staff(entry, self.desk.directory, name) for entry in entries]
            self._send_change(staff, entries, head, views, head_view(head, name))
        if readers:
            shown = tuple(entry for entry in entries if entry.audience is Audience.CONTACT)
            own = [entry_for_contact(entry, self.desk.directory, name) for entry in shown]
            self._send_change(readers, shown, head, own, contact_head(head, self.desk.directory, self.waiting(head)))

    def _staff_followers(self, head: Conversation) -> list[Connection]:
        """Followers who may still see it; whoever lost access leaves the room."""
        allowed = []
        for connection in tuple(self.followers.get(head.id, ())):
            if not connection.is_staff:
                continue
            if can_view(self.scope(connection), head):
                allowed.append(connection)
            else:
                self.unfollow(connection, head.id)
        return allowed

    def _send_change(
        self, to: Iterable[Connection], entries: tuple[Entry, ...], head: Conversation, views: object, head_view: object
    ) -> None:
        text = None
        for connection in tuple(to):
            if _is_told(connection, entries):
                continue
            if text is None:
                body = {"conversation": head.id, "head": head_view}
                text = event_text("entries", body | {"entries": views}) if entries else event_text("head", body)
            self.send(connection, text)

    def _offers(self, head: Conversation, entries: tuple[Entry, ...]) -> None:
        for entry in entries:
            if entry.kind is EntryKind.OFFER and isinstance(entry.body, Offered) and head.state is State.OFFERED:
                view = head_view(head, self.names.known(head.contact_id))
                body = {"conversation": head.id, "head": view, "offer": head.offer, "reasons": entry.body.reasons}
                self.tell_agent(entry.body.agent_id, "offer", body)
            elif isinstance(entry.body, OfferEnded):
                ended = {"conversation": head.id, "offer_id": entry.body.offer_id, "outcome": entry.body.outcome}
                self.tell_agent(entry.body.agent_id, "offer_ended", ended)

    # -- out ---------------------------------------------------------------------------------------------------

    def tell_agent(self, agent_id: str, name: str, body: object) -> None:
        text = event_text(name, body)
        for connection in tuple(self.agents.get(agent_id, ())):
            self.send(connection, text)

    def typing(self, sender: Connection | None, head: Conversation, author: object) -> None:
        """To everybody else in the conversation; never stored, may be lost."""
        text = event_text("typing", {"conversation": head.id, "author": author})
        others = self._staff_followers(head) + list(self.contacts.get(head.contact_id, ()))
        for connection in others:
            if connection is not sender:
                self.send(connection, text)

    def send(self, connection: Connection, text: str) -> None:
        if not connection.deliver(text):
            log.info("slow consumer let go", extra={"kind": connection.principal.kind})
            connection.cut()

    def close_all(self, reason: str, spread_seconds: float) -> None:
        """Tell every client to come back, each at another moment."""
        count = max(1, len(self.connections))
        for number, connection in enumerate(tuple(self.connections.values())):
            wait = round(0.2 + spread_seconds * number / count, 2)
            self.send(connection, event_text("closing", {"reason": reason, "retry_after": wait}))
        asyncio.get_running_loop().call_later(1.0, self._cut_all)

    def _cut_all(self) -> None:
        for connection in tuple(self.connections.values()):
            connection.cut()


def _is_told(connection: Connection, entries: tuple[Entry, ...]) -> bool:
    """Whether the acknowledgement of what the connection is sending says the same."""
    return len(entries) == 1 and entries[0].external_id in connection.sending


def _discard(rooms: defaultdict[str, set[Connection]], key: str, connection: Connection) -> None:
    members = rooms.get(key)
    if members is not None:
        members.discard(connection)
        if not members:
            del rooms[key]
