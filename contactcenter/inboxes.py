"""Runs the channels of all inboxes: what fetches, under a lease, and what sends. An inbox that changes starts anew."""

import asyncio
import logging
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Any

import msgspec

from contactcenter.desk.desk import Desk
from contactcenter.desk.inbox_channels import working_channel
from contactcenter.desk.outbound import Links
from contactcenter.desk.outbox import Outbox
from contactcenter.desk.receipts import Reader, Reading, take_in
from contactcenter.errors import CentreError
from contactcenter.model.records import Inbox
from contactcenter.model.rows import Lease
from contactcenter.ports import Channel, ChannelContext, Health, Pulls, Ring, Signal

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=30)
RENEW_SECONDS = 10.0
AGAIN_SECONDS = 5.0
WATCH_SECONDS = 2.0


class Inboxes:
    """One task an inbox, for as long as the process lives."""

    def __init__(
        self,
        desk: Desk,
        channels: Mapping[str, type[Channel]],
        reader: Reader,
        node: str,
        links: Links,
        base_url: str = "",
    ) -> None:
        self._desk = desk
        self._channels = channels
        self._reader = reader
        self._node = node
        self._links = links
        self._base_url = base_url
        self._changed: asyncio.Queue[str] = asyncio.Queue()
        self._running: dict[str, asyncio.Task[None]] = {}

    async def run(self) -> None:
        unlisten = self._desk.bell.listen(self._on_bell)
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(Reading(self._desk, self._reader).run())
                for inbox_id in tuple(self._desk.directory.all(Inbox)):
                    self._start(tasks, inbox_id)
                while True:
                    await self._start_anew(tasks, await self._changed.get())
        finally:
            unlisten()

    def _on_bell(self, event: Ring | Signal) -> None:
        if isinstance(event, Signal) and event.kind == "record" and event.key.startswith("inbox:"):
            self._changed.put_nowait(event.key.removeprefix("inbox:"))

    async def _start_anew(self, tasks: asyncio.TaskGroup, inbox_id: str) -> None:
        running = self._running.pop(inbox_id, None)
        if running is not None:
            running.cancel()
            await asyncio.wait([running])
        self._start(tasks, inbox_id)

    def _start(self, tasks: asyncio.TaskGroup, inbox_id: str) -> None:
        inbox = self._desk.directory.get(Inbox, inbox_id)
        self._desk.health.forget(inbox_id)
        if inbox is None or not inbox.active or inbox.channel not in self._channels:
            return
        if self._channels[inbox.channel].capabilities.live:
            return
        self._running[inbox_id] = tasks.create_task(self._serve(inbox))

    async def _serve(self, inbox: Inbox) -> None:
        try:
            channel = working_channel(self._desk, self._channels, inbox)
        except (CentreError, msgspec.ValidationError) as error:
            self._report(inbox, Health(problem=str(error), advice="enter the settings of this inbox again"))
            return
        async with asyncio.TaskGroup() as tasks:
            outbox = Outbox(self._desk, inbox.id, channel, self._node, self._links)
            tasks.create_task(outbox.run())
            if isinstance(channel, Pulls):
                tasks.create_task(self._pull(inbox, channel))
            else:
                tasks.create_task(self._watch(inbox, outbox))

    async def _watch(self, inbox: Inbox, outbox: Outbox) -> None:
        """How an inbox fares that is called by its provider: as its last message that was sent, or was not."""
        while True:
            self._report(inbox, outbox.health)
            await asyncio.sleep(WATCH_SECONDS)

    async def _pull(self, inbox: Inbox, channel: Pulls) -> None:
        """Fetch while this node holds the inbox's lease; else look again whether its holder is gone."""
        while True:
            lease = await self._desk.store.take_lease(f"inbox:{inbox.id}", self._node, self._desk.clock.now(), LEASE)
            if lease is None:
                await asyncio.sleep(AGAIN_SECONDS)
                continue
            try:
                await self._pull_under(lease, inbox, channel)
            except asyncio.CancelledError:
                await asyncio.shield(self._give_up(lease))
                raise
            except Exception:
                log.exception("fetching failed", extra={"inbox": inbox.id})
                self._report(inbox, Health(problem="fetching failed unexpectedly", advice="see the server's log"))
            await asyncio.sleep(AGAIN_SECONDS)

    async def _give_up(self, lease: Lease) -> None:
        """So that the next process, or another node, need not wait for the lease's end."""
        with suppress(Exception):  # nobody waits for it longer than that
            await self._desk.store.drop_lease(lease)

    async def _pull_under(self, lease: Lease, inbox: Inbox, channel: Pulls) -> None:
        async def take(raws: Any, cursor: str) -> bool:
            return await take_in(self._desk, inbox.id, raws, cursor, lease)

        context = ChannelContext(
            inbox_id=inbox.id,
            take=take,
            cursor=lambda: self._desk.store.inbox_cursor(inbox.id),
            report=lambda health: self._report(inbox, health),
            now=self._desk.clock.now,
            hook_url=f"{self._base_url}/hooks/{inbox.id}",
        )
        fetching = asyncio.ensure_future(channel.run(context))
        renewing = asyncio.ensure_future(self._renew(lease))
        try:
            await asyncio.wait([fetching, renewing], return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (fetching, renewing):
                task.cancel()
            await asyncio.wait([fetching, renewing])
        if fetching.done() and not fetching.cancelled():
            fetching.result()

    async def _renew(self, lease: Lease) -> None:
        """Returns when the lease is somebody else's."""
        while True:
            await asyncio.sleep(RENEW_SECONDS)
            now = self._desk.clock.now()
            held = await self._desk.store.take_lease(lease.name, lease.holder, now, LEASE)
            if held is None or held.epoch != lease.epoch:
                return

    def _report(self, inbox: Inbox, health: Health) -> None:
        if self._desk.health.report(inbox.id, health, self._desk.clock.now()):
            self._desk.bell.ring(Signal(kind="inbox", key=inbox.id))
            if health.problem:
                log.warning("inbox does not work", extra={"inbox": inbox.id, "problem": health.problem})
