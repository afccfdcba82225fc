"""The long poll as a route: everything works over it where websockets are blocked."""

from typing import Annotated

import msgspec
from aiohttp import web

from contactcenter.desk.access import Permission
from contactcenter.web.live.sync import parse_query, sync
from contactcenter.web.routes import JSON, Call, RouteTable

routes = RouteTable()


class SyncQuery(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """``follow`` is ID:SEQ with the last seq applied; ``wait`` in seconds, at most 25."""

    follow: Annotated[list[str], msgspec.Meta(max_length=50)] = []
    watch: Annotated[list[str], msgspec.Meta(max_length=3)] = []
    cursor: Annotated[str, msgspec.Meta(max_length=200)] = ""
    wait: Annotated[float, msgspec.Meta(ge=0, le=25)] = 0


class SyncAnswer(msgspec.Struct, frozen=True):
    cursor: str
    events: list[list[object]]  # [name, body]


@routes.get("/api/v1/sync", Permission.CONVERSATIONS_READ, for_visitors=True, answer=SyncAnswer)
async def poll(call: Call, query: SyncQuery) -> web.Response:
    """The socket's events since what the caller has, as soon as there are any."""
    wanted = parse_query(query.follow, query.watch, query.cursor, str(query.wait))
    body = await sync(call.centre.live, call.principal, call.principal.session or call.principal.id, wanted)
    return web.Response(body=body, content_type=JSON, headers={"Cache-Control": "no-store"})
