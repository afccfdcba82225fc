"""A provider's call: believed or refused by its channel, kept as receipts, and answered when those are durable."""

import asyncio
from collections.abc import Sequence

from contactcenter.desk.desk import Desk
from contactcenter.desk.inbox_channels import Channels, channel_of
from contactcenter.desk.receipts import keep_receipts
from contactcenter.errors import NotFound
from contactcenter.ids import InboxId
from contactcenter.model.records import Inbox
from contactcenter.ports import Channel, Hooked, HookReply, HookRequest, RawInbound

_MOST = 1000


class Hooks:
    """The channels that are called, made once for each version of their inbox."""

    def __init__(self, desk: Desk, channels: Channels) -> None:
        self._desk = desk
        self._channels = channels
        self._made: dict[tuple[str, int], Channel] = {}

    async def take(self, request: HookRequest) -> HookReply:
        """Raises errors.NotFound for an inbox that nobody calls, and whatever its channel refuses with."""
        reply = self._called(request.inbox_id).hook(request)
        if reply.inbound:
            await self._keep(request.inbox_id, reply.inbound)
        return reply

    async def _keep(self, inbox_id: InboxId, raws: Sequence[RawInbound]) -> None:
        await asyncio.shield(keep_receipts(self._desk, inbox_id, raws))

    def _called(self, inbox_id: InboxId) -> Hooked:
        inbox = self._desk.directory.get(Inbox, inbox_id)
        if inbox is None or not inbox.active:
            raise NotFound("nothing is called here")
        channel = self._made.get((inbox.id, inbox.version))
        if channel is None:
            channel = channel_of(self._desk.keyring, self._channels, inbox)
            if len(self._made) >= _MOST:
                self._made.clear()
            self._made[inbox.id, inbox.version] = channel
        if not isinstance(channel, Hooked):
            raise NotFound("nothing is called here")
        return channel
