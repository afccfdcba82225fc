"""On which channel replies of a conversation go out."""

import msgspec

from contactcenter.desk.access import Permission
from contactcenter.desk.ways import choose_way, own_way, ways
from contactcenter.web.conversations_api import ONE, HeadAnswer, shown
from contactcenter.web.routes import Call, Id, RouteTable

routes = RouteTable()


class WayView(msgspec.Struct, frozen=True, kw_only=True):
    """``chosen``: replies go there now."""

    inbox_id: str
    channel: str
    address: str
    chosen: bool


class Ways(msgspec.Struct, frozen=True):
    items: list[WayView]


@routes.get(ONE + "/ways", Permission.CONVERSATIONS_READ)
async def possible(call: Call) -> Ways:
    """Where the person of the conversation can be reached, its own channel first."""
    head = await call.conversation()
    now = head.way or own_way(head)
    return Ways(
        [
            WayView(inbox_id=one.inbox_id, channel=one.channel, address=one.identity.address, chosen=one == now)
            for one in await ways(call.desk, head)
        ]
    )


class WayBody(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    inbox_id: Id
    address: str


@routes.put(ONE + "/way", Permission.CONVERSATIONS_REPLY)
async def choose(call: Call, body: WayBody) -> HeadAnswer:
    """Let replies go out there, until the contact writes again."""
    head = await call.conversation()
    return await shown(call, (await choose_way(call.desk, head.id, body.inbox_id, body.address)).head)
