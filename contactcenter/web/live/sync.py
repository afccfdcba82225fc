"""The long poll: the events of the socket, without state on the server, where websockets are blocked."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from contactcenter.desk import presence
from contactcenter.desk.access import Principal, PrincipalKind
from contactcenter.errors import Invalid, NotFound
from contactcenter.ids import AgentId, ConversationId, is_uuid
from contactcenter.model.conversation import Conversation
from contactcenter.model.scope import can_view
from contactcenter.web.live.connection import Connection
from contactcenter.web.live.lists import MINE, PRESENCE, QUEUES
from contactcenter.web.live.server import GAP_LIMIT, LiveServer, contacts_of, heads_of_view
from contactcenter.web.live.wire import event_text
from contactcenter.web.presence import presence_views
from contactcenter.web.views import contact_head, entry_for_contact, entry_for_staff, head_view

MAX_WAIT_SECONDS = 25.0
MAX_FOLLOWED = 50
SETTLE_SECONDS = 0.02  # what one change causes comes in one answer


@dataclass(frozen=True, slots=True)
class SyncQuery:
    """``follow``: conversation -> last seq the client applied; ``cursor``: what it was told last."""

    follow: dict[str, int]
    watch: tuple[str, ...]
    cursor: str
    wait_seconds: float


def parse_query(follow: Sequence[str], watch: Sequence[str], cursor: str, wait: str) -> SyncQuery:
    """Raises errors.Invalid with the name of the argument."""
    if len(follow) > MAX_FOLLOWED:
        raise Invalid(f"at most {MAX_FOLLOWED} conversations at once", path="follow")
    if set(watch) - {MINE, QUEUES, PRESENCE}:
        raise Invalid("there is no view of this name", path="watch")
    try:
        seconds = float(wait or 0)
    except ValueError as error:
        raise Invalid("expected seconds", path="wait") from error
    if not 0 <= seconds <= MAX_WAIT_SECONDS:
        raise Invalid(f"expected 0 to {MAX_WAIT_SECONDS:.0f} seconds", path="wait")
    return SyncQuery(dict(_followed(one) for one in follow), tuple(dict.fromkeys(watch)), cursor[:200], seconds)


def _followed(text: str) -> tuple[str, int]:
    conversation, _, seq = text.partition(":")
    if not is_uuid(conversation) or not (seq.isascii() and seq.isdigit() and len(seq) < 16):
        raise Invalid("expected ID:SEQ", path="follow")
    return conversation, int(seq)


async def sync(live: LiveServer, principal: Principal, poll_id: str, query: SyncQuery) -> bytes:
    """The JSON answer, as soon as there is an event or when the wait is over. Raises errors.NotFound."""
    events: list[str] = []
    woken = asyncio.Event()

    def deliver(text: str) -> bool:
        events.append(text)
        woken.set()
        return True

    loop = asyncio.get_running_loop()
    contacts = await contacts_of(live.desk, principal)
    connection = Connection(f"poll:{poll_id}", principal, contacts, loop.time(), deliver=deliver, cut=woken.set)
    live.hub.join(connection)
    try:
        await _be_present(live, principal, connection.sid)
        cursor = await _catch_up(live, connection, query)
        if not events:
            await _wait(woken, query.wait_seconds)
        return _answer(cursor, events)
    finally:
        live.hub.leave(connection)


async def _be_present(live: LiveServer, principal: Principal, socket: str) -> None:
    if principal.kind is PrincipalKind.AGENT:
        await presence.beat(live.desk, AgentId(principal.id), live.node, socket)


async def _wait(woken: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await woken.wait()
            await asyncio.sleep(SETTLE_SECONDS)
    except TimeoutError:
        return


async def _catch_up(live: LiveServer, connection: Connection, query: SyncQuery) -> str:
    """Joined first, now read: what the client has not got yet. The new cursor."""
    for conversation_id, seq in query.follow.items():
        await _gap(live, connection, conversation_id, seq)
    seen: list[str] = []
    for view in query.watch:
        seen += await _view(live, connection, view, query)
    return ".".join(seen)


async def _gap(live: LiveServer, connection: Connection, conversation_id: str, seq: int) -> None:
    live.hub.follow(connection, conversation_id)
    head = await live.desk.store.conversation(ConversationId(conversation_id))
    if head is None or not can_view(live.hub.scope(connection), head):
        raise NotFound("no such conversation")
    staff = connection.is_staff
    if seq >= (head.seq if staff else head.contact_seq):
        return
    name = await live.names.name(head.contact_id)
    entries = await live.desk.store.entries(head.id, seq, GAP_LIMIT, contact_only=not staff)
    view = entry_for_staff if staff else entry_for_contact
    body = {
        "conversation": head.id,
        "entries": [view(entry, live.desk.directory, name) for entry in entries],
        "head": head_view(head, name) if staff else contact_head(head, live.desk.directory, live.hub.waiting(head)),
    }
    connection.deliver(event_text("entries", body))


async def _view(live: LiveServer, connection: Connection, view: str, query: SyncQuery) -> list[str]:
    """Send the whole view unless the client has it; from then on its changes."""
    live.hub.lists.watch(connection, view, set())
    if view == PRESENCE:
        return _presence(live, connection, query)
    heads = await heads_of_view(live.desk, connection, view, live.hub)
    live.hub.lists.watch(connection, view, {head.id for head in heads} | connection.shown[view])
    state = [f"{view}:{head.id}:{head.version}" for head in heads] or [f"{view}:"]
    if not _knows(query, state):
        await _send_view(live, connection, view, heads)
    return [_digest(state)]


def _presence(live: LiveServer, connection: Connection, query: SyncQuery) -> list[str]:
    views = list(presence_views(live.desk))
    state = [f"{one.agent_id}:{one.status}:{one.load}" for one in views]
    if not _knows(query, state):
        for one in views:
            connection.deliver(event_text("presence", one))
    return [_digest(state)]


async def _send_view(live: LiveServer, connection: Connection, view: str, heads: Sequence[Conversation]) -> None:
    names = await live.names.names(head.contact_id for head in heads)
    shown = [head_view(head, names[head.contact_id]) for head in heads]
    connection.deliver(event_text("list", {"view": view, "changed": shown, "removed": [], "all": True}))


def _digest(state: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(state).encode()).hexdigest()[:16]


def _knows(query: SyncQuery, state: Sequence[str]) -> bool:
    return _digest(state) in query.cursor.split(".")


def _answer(cursor: str, events: Sequence[str]) -> bytes:
    return f'{{"cursor":"{cursor}","events":[{",".join(text[1:] for text in events)}]}}'.encode()
