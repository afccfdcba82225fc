"""Where providers call: the raw body goes to the inbox's channel, which alone knows whether to believe it."""

from aiohttp import web

from contactcenter.desk.access import Permission
from contactcenter.ids import InboxId
from contactcenter.ports import HookRequest
from contactcenter.web.routes import Call, RouteTable, read_body

routes = RouteTable()

MAX_HOOK_BYTES = 16 * 2**20


@routes.post("/hooks/{inbox}", Permission.PUBLIC, gives="text/plain", takes_file=True)
async def hook(call: Call) -> web.Response:
    """A provider's call for one inbox; answered when what came is durable."""
    request = call.request
    reply = await call.centre.hooks.take(
        HookRequest(
            inbox_id=InboxId(call.path("inbox")),
            received_at=call.desk.clock.now(),
            method=request.method,
            query=dict(request.query),
            headers={name.lower(): value for name, value in request.headers.items()},
            body=await read_body(request, MAX_HOOK_BYTES),
        )
    )
    return web.Response(status=reply.status, body=reply.body, content_type=reply.content_type)
