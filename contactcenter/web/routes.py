"""The table of HTTP routes: each names its permission, and takes and gives typed values.

    @routes.post("/api/v1/conversations/{id}/tags", Permission.CONVERSATIONS_EDIT)
    async def tag(call: Call, body: TagBody) -> HeadAnswer: ...

The types of ``body``, ``query`` and the answer are read from the function itself; OpenAPI is made of the same table.
"""

import asyncio
import time
import typing
from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated, Any, TypeAlias, TypeVar

import msgspec
from aiohttp import hdrs, web

from contactcenter.desk.access import NOBODY, Permission, Principal, PrincipalKind
from contactcenter.desk.desk import Desk
from contactcenter.errors import CentreError, Forbidden, NotFound, TooLarge
from contactcenter.ids import AgentId, ConversationId
from contactcenter.model.conversation import Conversation
from contactcenter.model.entry import Entry
from contactcenter.model.scope import can_view
from contactcenter.web import auth, edge, replays
from contactcenter.web.centre import CENTRE, Centre
from contactcenter.web.errors import STATUS
from contactcenter.web.limits import NETWORK
from contactcenter.web.origins import client_address

MAX_BODY_BYTES = 256 * 1024
BODY_DEADLINE_SECONDS = 20
JSON = "application/json"

Answer: TypeAlias = msgspec.Struct | web.StreamResponse
Handle: TypeAlias = Callable[..., Awaitable[Answer]]
H = TypeVar("H", bound=Handle)


Id = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
ExternalId = Annotated[str, msgspec.Meta(min_length=1, max_length=128)]
LanguageTag = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$")]
Seq = Annotated[int, msgspec.Meta(ge=0, le=2**53)]
Limit = Annotated[int, msgspec.Meta(ge=1, le=100)]


class Empty(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """``{}``."""


class EntriesQuery(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    after: Seq | None = None
    before: Seq | None = None
    limit: Limit = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One door. ``body``, ``query`` and ``answer`` are Structs (an answer may be a record) or None."""

    method: str
    path: str
    needs: Permission
    handle: Handle
    summary: str
    body: type[msgspec.Struct] | None = None
    query: type[msgspec.Struct] | None = None
    answer: type[Any] | None = None
    max_body_bytes: int = MAX_BODY_BYTES
    takes_file: bool = False
    raw: type[msgspec.Struct] | None = None  # the handler decodes the body itself; this is what it must look like
    gives: str = JSON
    demo_only: bool = False
    for_visitors: bool = False  # visitors may too, with VISIT
    if_match: bool = False


@dataclass(slots=True, kw_only=True)
class Call:
    """One request on its way through a handler."""

    request: web.Request
    centre: Centre
    principal: Principal

    @property
    def desk(self) -> Desk:
        return self.centre.desk

    @property
    def agent_id(self) -> AgentId:
        """The agent who acts. Raises errors.Forbidden for a program that acts for none."""
        if self.principal.kind is not PrincipalKind.AGENT:
            raise Forbidden("only an agent can do this: use a token that was made for an agent")
        return AgentId(self.principal.id)

    def path(self, name: str) -> str:
        """A part of the path, as an id. Raises errors.NotFound for what cannot be one."""
        return edge.path_value(self.request.match_info[name])

    @property
    def conversation_id(self) -> ConversationId:
        return ConversationId(self.path("id"))

    async def conversation(self, conversation_id: str | None = None) -> Conversation:
        """The one in the path, if the principal may see it. Raises errors.NotFound: unknown and not yours alike."""
        wanted = ConversationId(conversation_id) if conversation_id else self.conversation_id
        head = await self.desk.store.conversation(wanted)
        if head is None or not can_view(await self.centre.scope(self.principal), head):
            raise NotFound("no such conversation")
        return head


async def page_of_entries(call: Call, head: Conversation, query: EntriesQuery) -> tuple[Entry, ...]:
    """After a seq, before one, or the last ones; for a visitor only what contacts may see."""
    store, contact_only = call.desk.store, not call.principal.is_staff
    if query.after is not None:
        return await store.entries(head.id, query.after, query.limit, contact_only)
    before = head.seq + 1 if query.before is None else query.before
    return await store.entries_before(head.id, before, query.limit, contact_only)


class RouteTable:
    """Routes in the order they were declared."""

    def __init__(self) -> None:
        self._routes: list[Route] = []

    def __iter__(self) -> Iterator[Route]:
        return iter(self._routes)

    def add(self, route: Route) -> None:
        self._routes.append(route)

    def get(self, path: str, needs: Permission, **more: Any) -> Callable[[H], H]:
        return self._add(hdrs.METH_GET, path, needs, more)

    def post(self, path: str, needs: Permission, **more: Any) -> Callable[[H], H]:
        return self._add(hdrs.METH_POST, path, needs, more)

    def put(self, path: str, needs: Permission, **more: Any) -> Callable[[H], H]:
        return self._add(hdrs.METH_PUT, path, needs, more)

    def delete(self, path: str, needs: Permission, **more: Any) -> Callable[[H], H]:
        return self._add(hdrs.METH_DELETE, path, needs, more)

    def _add(self, method: str, path: str, needs: Permission, more: dict[str, Any]) -> Callable[[H], H]:
        def declare(handle: H) -> H:
            self._routes.append(route_for(method, path, needs, handle, more))
            return handle

        return declare


def route_for(method: str, path: str, needs: Permission, handle: Handle, more: dict[str, Any]) -> Route:
    types = typing.get_type_hints(handle)
    answer = types["return"]
    return Route(
        method=method,
        path=path,
        needs=needs,
        handle=handle,
        body=types.get("body"),
        query=types.get("query"),
        answer=answer if isinstance(answer, type) and issubclass(answer, msgspec.Struct) else more.pop("answer", None),
        summary=(handle.__doc__ or handle.__name__).strip().splitlines()[0],
        **more,
    )


class Undeclared(RuntimeError):
    """A route that names no permission: the server does not start."""


def install(app: web.Application, routes: Iterable[Route]) -> None:
    for route in routes:
        door = Door(route)
        app.router.add_route(route.method, route.path, door.answer)
        if route.method == hdrs.METH_GET:
            app.router.add_route(hdrs.METH_HEAD, route.path, door.answer)


def require_declared(app: web.Application, checked_elsewhere: str) -> None:
    """Raises Undeclared for any route outside the table, but for one that checks permissions itself."""
    for route in app.router.routes():
        path = route.resource.canonical if route.resource else "?"
        if path != checked_elsewhere and not isinstance(getattr(route.handler, "__self__", None), Door):
            raise Undeclared(f"{route.method} {path} declares no permission")


class Door:
    """The aiohttp handler of a route: identify, permit, limit, decode, act, encode; in this order."""

    def __init__(self, route: Route) -> None:
        self.route = route

    async def answer(self, request: web.Request) -> web.StreamResponse:
        centre, route = request.app[CENTRE], self.route
        began = time.perf_counter()
        status = "error"
        try:
            response = await _answered(await _admitted(centre, route, request), route)
            status = str(response.status)
            return response
        except CentreError as error:
            status = str(STATUS[error.code])
            raise
        finally:
            centre.metrics.request_seconds.labels(route.path).observe(time.perf_counter() - began)
            centre.metrics.requests.labels(route.method, route.path, status).inc()


async def _admitted(centre: Centre, route: Route, request: web.Request) -> Call:
    centre.limits.take_network("network", client_address(request, centre.config), NETWORK)
    if route.demo_only and not centre.is_demo:
        raise NotFound("only in the demo")
    principal = NOBODY if route.needs is Permission.PUBLIC else await auth.identify(centre, request)
    is_visitor = principal.kind is PrincipalKind.VISITOR
    principal.require(Permission.VISIT if is_visitor and route.for_visitors else route.needs)
    centre.limit(principal)
    return Call(request=request, centre=centre, principal=principal)


async def _answered(call: Call, route: Route) -> web.StreamResponse:
    values: dict[str, Any] = {}
    if route.query is not None:
        values["query"] = edge.decode_query(call.request.query, route.query)
    raw = b""
    if not route.takes_file and call.request.can_read_body:
        raw = await read_body(call.request, route.max_body_bytes)
    if route.body is not None:
        values["body"] = edge.decode(raw, route.body)
    if route.raw is not None:
        values["raw"] = raw
    if route.method == hdrs.METH_POST and "Idempotency-Key" in call.request.headers and not route.takes_file:
        return await replays.once(call.centre, call.principal, call.request, raw, lambda: _act(call, route, values))
    return await _act(call, route, values)


async def _act(call: Call, route: Route, values: dict[str, Any]) -> web.StreamResponse:
    answer = await route.handle(call, **values)
    return json_response(answer) if isinstance(answer, msgspec.Struct) else answer


def json_response(answer: object, status: int = 200) -> web.Response:
    response = web.Response(body=msgspec.json.encode(answer), status=status, content_type=JSON)
    response.headers["Cache-Control"] = "no-store"
    return response


async def read_body(request: web.Request, max_bytes: int) -> bytes:
    """The whole body. Raises errors.TooLarge, before reading where the length is announced, and TimeoutError."""
    if request.content_length is not None and request.content_length > max_bytes:
        raise TooLarge(f"at most {max_bytes} bytes")
    parts: list[bytes] = []
    size = 0
    async with asyncio.timeout(BODY_DEADLINE_SECONDS):
        async for chunk in request.content.iter_any():
            size += len(chunk)
            if size > max_bytes:
                raise TooLarge(f"at most {max_bytes} bytes")
            parts.append(chunk)
    return b"".join(parts)
