"""Watched lists: an agent's own conversations, its queues, and who is here. Changes go out at most 4 times a second."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from typing import TYPE_CHECKING

from contactcenter.model.conversation import Conversation, State
from contactcenter.web.live.connection import Connection
from contactcenter.web.live.wire import event_text
from contactcenter.web.presence import presence_views
from contactcenter.web.views import head_view

if TYPE_CHECKING:
    from contactcenter.web.live.hub import Hub

FLUSH_SECONDS = 0.25
MINE, QUEUES, PRESENCE = "mine", "queues", "presence"
OPEN = frozenset({State.ASSIGNED, State.SNOOZED})
IN_LINE = frozenset({State.WAITING, State.OFFERED})


def is_mine(head: Conversation, agent_id: str) -> bool:
    return (head.agent_id == agent_id and head.state in OPEN) or (
        head.offer is not None and head.offer.agent_id == agent_id
    )


def is_in_line(head: Conversation, queues: frozenset[str]) -> bool:
    return head.state in IN_LINE and head.queue_id in queues


class ListViews:
    """Which connection holds which conversation in which view."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._watchers: dict[str, set[Connection]] = {MINE: set(), QUEUES: set(), PRESENCE: set()}
        self._holders: defaultdict[str, set[Connection]] = defaultdict(set)

    def watch(self, connection: Connection, view: str, shown: set[str]) -> None:
        """From now on the connection gets changes of the view; ``shown`` = what it was given to begin with."""
        connection.watched.add(view)
        connection.shown[view] = shown
        self._watchers[view].add(connection)
        for conversation_id in shown:
            self._holders[conversation_id].add(connection)

    def leave(self, connection: Connection) -> None:
        for view in connection.watched:
            self._watchers[view].discard(connection)
            for conversation_id in connection.shown.get(view, ()):
                self._holders[conversation_id].discard(connection)
        if connection.flushing:
            connection.flushing.cancel()

    def on_head(self, head: Conversation) -> None:
        for connection in self._concerned(head):
            for view in connection.watched - {PRESENCE}:
                self._note(connection, view, head)

    def _concerned(self, head: Conversation) -> set[Connection]:
        concerned = set(self._holders.get(head.id, ()))
        for agent_id in {head.agent_id, head.offer.agent_id if head.offer else None} - {None}:
            concerned |= self._hub.agents.get(agent_id, set())  # type: ignore[arg-type]  # None is taken out
        if head.state in IN_LINE:
            concerned |= self._watchers[QUEUES]
        return concerned

    def _note(self, connection: Connection, view: str, head: Conversation) -> None:
        shown = connection.shown[view]
        if self._belongs(connection, view, head):
            shown.add(head.id)
            self._holders[head.id].add(connection)
            connection.changed.setdefault(view, {})[head.id] = head
            connection.removed.get(view, set()).discard(head.id)
        elif head.id in shown:
            shown.discard(head.id)
            connection.changed.get(view, {}).pop(head.id, None)
            connection.removed.setdefault(view, set()).add(head.id)
            if not any(head.id in other for other in connection.shown.values()):
                self._holders[head.id].discard(connection)
        else:
            return
        self._schedule(connection)

    def _belongs(self, connection: Connection, view: str, head: Conversation) -> bool:
        if view == MINE:
            return is_mine(head, connection.principal.id)
        return is_in_line(head, self._hub.queues(connection.principal.id))

    def _schedule(self, connection: Connection) -> None:
        if connection.flushing is None:
            loop = asyncio.get_running_loop()
            connection.flushing = loop.call_later(FLUSH_SECONDS, self._flush, connection)

    def _flush(self, connection: Connection) -> None:
        connection.flushing = None
        for view in (MINE, QUEUES):
            changed = connection.changed.pop(view, {})
            removed = connection.removed.pop(view, set())
            if changed or removed:
                heads = [head_view(head, self._hub.names.known(head.contact_id)) for head in changed.values()]
                body = {"view": view, "changed": heads, "removed": sorted(removed)}
                self._hub.send(connection, event_text("list", body))

    def on_presence(self, agent_id: str) -> None:
        watchers = self._watchers[PRESENCE]
        if not watchers:
            return
        for view in presence_views(self._hub.desk, only=agent_id):
            text = event_text("presence", view)
            for connection in tuple(watchers):
                self._hub.send(connection, text)
