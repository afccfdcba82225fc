"""The live server: authenticates sockets, works off their mailboxes, answers their events."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

import msgspec
from aiohttp import web

from contactcenter.desk import presence, reading
from contactcenter.desk.access import Principal, PrincipalKind
from contactcenter.desk.desk import Desk
from contactcenter.errors import CentreError, ErrorCode, Forbidden, Invalid, NotFound, RateLimited, RequestError
from contactcenter.ids import AgentId, ContactId, ConversationId, uuid7
from contactcenter.model.conversation import Conversation, State
from contactcenter.model.rows import ConversationFilter
from contactcenter.model.scope import can_view
from contactcenter.web.live import events
from contactcenter.web.live.connection import MAILBOX, MAX_FOLLOWED, MAX_VISITOR_FRAME_BYTES, Connection
from contactcenter.web.live.guard import GuardedServer
from contactcenter.web.live.hub import Hub
from contactcenter.web.live.lists import IN_LINE, MINE, OPEN, PRESENCE, QUEUES, is_in_line, is_mine
from contactcenter.web.live.wire import IncomingEvent, ack_text, decode_body
from contactcenter.web.names import ContactNames
from contactcenter.web.presence import presence_views
from contactcenter.web.sending import (
    Normalize,
    StaffMessage,
    carry_on_with,
    record_visitor_message,
    send_staff_message,
    visitor_message,
)
from contactcenter.web.views import (
    Waiting,
    author_view,
    contact_head,
    entry_for_contact,
    entry_for_staff,
    head_view,
)

log = logging.getLogger(__name__)

GAP_LIMIT = 200
Authenticate = Callable[[str | None, str | None], Awaitable[Principal]]  # (token, ticket)


class Hello(msgspec.Struct, forbid_unknown_fields=True):
    """What a client says when it connects."""

    protocol: int
    token: str | None = None
    ticket: str | None = None


class LiveServer:
    """Socket events in, through the desk, acknowledgements out; what others do comes through the hub."""

    def __init__(
        self,
        desk: Desk,
        names: ContactNames,
        normalize: Normalize,
        authenticate: Authenticate,
        waiting: Callable[[Conversation], Waiting | None],
        session_wait: Callable[[Principal], float] = lambda principal: 0.0,
    ) -> None:
        """``normalize``: the chat channel's, which alone knows the body of a visitor's message.

        ``session_wait``: seconds until the principal's session may act again, however many sockets it has open.
        """
        self._session_wait = session_wait
        self.desk = desk
        self.names = names
        self.node = uuid7()
        self.normalize = normalize
        self._authenticate = authenticate
        self.server = GuardedServer(self._on_packet)
        self.hub = Hub(desk, names, waiting)
        self._tasks: set[asyncio.Task[None]] = set()
        self._doors = events.doors(
            {
                "message.send": self._message_send,
                "follow": self._follow,
                "unfollow": self._unfollow,
                "watch": self._watch,
                "typing": self._typing,
                "read": self._read,
            }
        )
        self.server.on("connect", self._connected)
        self.server.on("disconnect", self._disconnected)

    def attach(self, app: web.Application) -> None:
        self.server.attach(app)
        self.desk.bell.listen(self.hub.on_bell)

    # -- coming and going --------------------------------------------------------------------------------------

    async def _connected(self, sid: str, environ: Mapping[str, Any], auth: object = None) -> bool:
        principal = await self._admitted(auth)
        eio_sid = self.server.eio_sid(sid)
        if principal is None or eio_sid is None:
            return False
        connection = Connection(
            sid,
            principal,
            await contacts_of(self.desk, principal),
            asyncio.get_running_loop().time(),
            deliver=partial(self.server.send, eio_sid),
            cut=partial(self.server.cut, eio_sid),
        )
        self.hub.join(connection)
        if principal.kind is PrincipalKind.AGENT:
            await presence.beat(self.desk, AgentId(principal.id), self.node, sid)
        return True

    async def _admitted(self, auth: object) -> Principal | None:
        try:
            hello = msgspec.convert(auth, Hello)
            if hello.protocol != 1:
                return None
            return await self._authenticate(hello.token, hello.ticket)
        except (msgspec.ValidationError, CentreError) as refusal:
            log.info("sign-in refused", extra={"reason": type(refusal).__name__})
            return None

    async def _disconnected(self, sid: str, reason: object = None) -> None:
        connection = self.hub.connections.get(sid)
        if connection is not None:
            self.hub.leave(connection)  # an agent's presence runs out by itself: that is the grace

    async def beat(self) -> None:
        """Renew the presence of every agent connected here; called every few seconds."""
        for connection in tuple(self.hub.connections.values()):
            if connection.principal.kind is PrincipalKind.AGENT:
                await presence.beat(self.desk, AgentId(connection.principal.id), self.node, connection.sid)

    async def sign_out(self, agent_id: str) -> None:
        """End the agent's sockets and presence at once."""
        for connection in tuple(self.hub.agents.get(agent_id, ())):
            await presence.leave(self.desk, AgentId(agent_id), connection.sid)
            connection.cut()

    async def finished(self) -> None:
        """Returns when every event that was taken in has been answered."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    # -- mailbox -----------------------------------------------------------------------------------------------

    def _on_packet(self, sid: str, event: IncomingEvent, size: int) -> None:
        connection = self.hub.connections.get(sid)
        if connection is None:
            return
        refusal = self._refusal(connection, size)
        if refusal is not None:
            self._answer_error(connection, event, refusal)
            return
        connection.mailbox.append(event)
        if not connection.working:
            connection.working = True
            task = asyncio.get_running_loop().create_task(self._work_off(connection))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def _refusal(self, connection: Connection, size: int) -> CentreError | None:
        if not connection.is_staff and size > MAX_VISITOR_FRAME_BYTES:
            return Invalid("the message is too long")
        wait = connection.bucket.take(asyncio.get_running_loop().time()) or self._session_wait(connection.principal)
        if wait or len(connection.mailbox) >= MAILBOX:
            return RateLimited("too many messages: wait a moment", retry_after_seconds=round(max(wait, 0.1), 2))
        return None

    async def _work_off(self, connection: Connection) -> None:
        try:
            while connection.mailbox:
                await self._handle(connection, connection.mailbox.popleft())
        finally:
            connection.working = False

    async def _handle(self, connection: Connection, event: IncomingEvent) -> None:
        try:
            answer = await self._dispatch(connection, event)
        except CentreError as error:
            self._answer_error(connection, event, error)
        except Exception:
            log.exception("event failed", extra={"signal": event.name})
            self._answer_error(connection, event, CentreError("something went wrong on our side"))
        else:
            if event.ack_id is not None and answer is not None:
                self.hub.send(connection, ack_text(event.ack_id, answer))

    async def _dispatch(self, connection: Connection, event: IncomingEvent) -> object:
        door = self._doors.get(event.name)
        if door is None:
            raise Invalid("there is no event of this name")
        permission = door.permission if connection.is_staff else door.visitor_permission
        if permission is None:
            raise Forbidden("not for contacts")
        connection.principal.require(permission)
        body = decode_body(event.body, door.shape) if door.shape else event
        return await door.handler(connection, body)

    def _answer_error(self, connection: Connection, event: IncomingEvent, error: CentreError) -> None:
        if event.ack_id is None:
            return
        body: dict[str, object] = {"code": error.code, "detail": str(error)}
        if isinstance(error, RequestError) and error.path:
            body["path"] = error.path
        if isinstance(error, RateLimited):
            body["retry_after"] = error.retry_after_seconds
        if error.code is ErrorCode.INTERNAL:
            body["detail"] = "something went wrong on our side"
        self.hub.send(connection, ack_text(event.ack_id, {"error": body}))

    # -- events ------------------------------------------------------------------------------------------------

    async def _message_send(self, connection: Connection, event: IncomingEvent) -> object:
        if connection.is_staff:
            message = decode_body(event.body, StaffMessage)
            connection.sending.add(message.external_id)
            try:
                return await send_staff_message(self.desk, connection.principal, self.hub.scope(connection), message)
            finally:
                connection.sending.discard(message.external_id)
        return await self._visitor_sends(connection, event)

    async def _visitor_sends(self, connection: Connection, event: IncomingEvent) -> object:
        message = visitor_message(self.normalize, connection.principal, event.body, self.desk.clock.now())
        connection.sending.add(message.external_id)
        try:
            ack, recorded = await record_visitor_message(self.desk, message)
        finally:
            connection.sending.discard(message.external_id)
        self._contact_is(connection, recorded.contact.id)
        if event.ack_id is not None:
            self.hub.send(connection, ack_text(event.ack_id, ack))  # after the commit, before the answer is sought
        await carry_on_with(self.desk, message, recorded)
        return None

    def _contact_is(self, connection: Connection, contact_id: ContactId) -> None:
        """A visitor's contact is made with the first message; it may be another one after a merge."""
        if contact_id not in connection.contacts:
            connection.contacts = connection.contacts | {contact_id}
            self.hub.contacts[contact_id].add(connection)

    async def _viewable(self, connection: Connection, conversation_id: str) -> Conversation:
        head = await self.desk.store.conversation(ConversationId(conversation_id))
        if head is None or not can_view(self.hub.scope(connection), head):
            raise NotFound("no such conversation")
        return head

    async def _follow(self, connection: Connection, body: events.Follow) -> object:
        await self._viewable(connection, body.conversation)
        if len(connection.followed) >= MAX_FOLLOWED and body.conversation not in connection.followed:
            raise Invalid("too many conversations followed at once: leave some first")
        self.hub.follow(connection, body.conversation)  # join first, then read: nothing falls between
        head = await self._viewable(connection, body.conversation)
        staff = connection.is_staff
        name = await self.names.name(head.contact_id)
        entries = await self.desk.store.entries(head.id, body.after, GAP_LIMIT, contact_only=not staff)
        view = entry_for_staff if staff else entry_for_contact
        directory = self.desk.directory
        shown = head_view(head, name) if staff else contact_head(head, directory, self.hub.waiting(head))
        return {
            "head": shown,
            "entries": [view(entry, directory, name) for entry in entries],
            "more": len(entries) == GAP_LIMIT,
        }

    async def _unfollow(self, connection: Connection, body: events.Unfollow) -> object:
        self.hub.unfollow(connection, body.conversation)
        return {}

    async def _watch(self, connection: Connection, body: events.Watch) -> object:
        answer: dict[str, object] = {}
        for view in dict.fromkeys(body.views):
            if view == PRESENCE:
                self.hub.lists.watch(connection, PRESENCE, set())
                answer[PRESENCE] = list(presence_views(self.desk))
            elif view in (MINE, QUEUES):
                answer[view] = await self._watched_heads(connection, view)
            else:
                raise Invalid("there is no view of this name", path="views")
        return answer

    async def _watched_heads(self, connection: Connection, view: str) -> list[object]:
        self.hub.lists.watch(connection, view, set())
        heads = await heads_of_view(self.desk, connection, view, self.hub)
        self.hub.lists.watch(connection, view, {head.id for head in heads} | connection.shown[view])
        names = await self.names.names(head.contact_id for head in heads)
        return [head_view(head, names[head.contact_id]) for head in heads]

    async def _typing(self, connection: Connection, body: events.Typing) -> object:
        head = await self.desk.head(ConversationId(body.conversation))
        if head is None or not can_view(self.hub.scope(connection), head):
            raise NotFound("no such conversation")
        author = author_view(connection.principal.author, self.desk.directory, self.names.known(head.contact_id))
        self.hub.typing(connection, head, author)
        return {}

    async def _read(self, connection: Connection, body: events.Read) -> object:
        head = await self._viewable(connection, body.conversation)
        who = connection.principal.id if connection.is_staff else reading.CONTACT
        await reading.read_up_to(self.desk, head.id, who, body.seq)
        return {}


async def contacts_of(desk: Desk, principal: Principal) -> frozenset[ContactId]:
    """A visitor's contact and all merged with it; nobody's for staff."""
    if principal.kind is not PrincipalKind.VISITOR:
        return frozenset()
    merged = await desk.store.merged_contacts(ContactId(principal.id))
    return merged or frozenset({ContactId(principal.id)})


async def heads_of_view(desk: Desk, connection: Connection, view: str, hub: Hub) -> list[Conversation]:
    """What the view holds now, as the lists keep it up to date from then on."""
    scope = hub.scope(connection)
    agent_id = connection.principal.id
    if view == MINE:
        mine = ConversationFilter(states=OPEN, agent_id=AgentId(agent_id))
        found = list((await desk.store.conversations(mine, scope, limit=100)).items)
        offered = ConversationFilter(states=frozenset({State.OFFERED}), order="waiting")
        page = await desk.store.conversations(offered, scope, limit=100)
        return found + [head for head in page.items if is_mine(head, agent_id)]
    page = await desk.store.conversations(ConversationFilter(states=IN_LINE, order="waiting"), scope, limit=100)
    queues = hub.queues(agent_id)
    return [head for head in page.items if is_in_line(head, queues)]
