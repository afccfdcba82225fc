"""Sending what waits to be sent: claimed with a lease, tried, and what became of it written at the message.

One message of an inbox at a time: whatever kills this process, at most one is in doubt, and its repetition carries the
same name (RFC 5322: Message-ID), so that the receiving side can see that it is the same.
"""

import asyncio
import logging
from contextlib import suppress
from datetime import timedelta

from contactcenter.desk.delivery_news import LOST, tell
from contactcenter.desk.desk import Desk
from contactcenter.desk.outbound import Links, outbound
from contactcenter.ids import InboxId
from contactcenter.model.bodies import DeliveryState
from contactcenter.model.rows import Delivery
from contactcenter.ports import Channel, Health, Proves, Ring, Sent, Signal

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)  # longer than any one attempt may take
ATTEMPT_SECONDS = 240
LOOK_SECONDS = 5.0  # deferred messages come due without a bell
AFTER_FAILURE = timedelta(minutes=1)


class Outbox:
    """One inbox's way out; ``run`` ends only with its task."""

    def __init__(self, desk: Desk, inbox_id: InboxId, channel: Channel, holder: str, links: Links) -> None:
        self._desk = desk
        self._inbox_id = inbox_id
        self._channel = channel
        self._holder = holder
        self._links = links
        self._wake = asyncio.Event()
        self.health = Health()

    def on_bell(self, event: Ring | Signal) -> None:
        if isinstance(event, Ring) and (event.head is None or event.head.inbox_id == self._inbox_id):
            self._wake.set()

    async def run(self) -> None:
        unlisten = self._desk.bell.listen(self.on_bell)
        try:
            while True:
                try:
                    while await self.step():
                        pass
                except Exception:
                    log.exception("outbox failed", extra={"inbox": self._inbox_id})
                self._wake.clear()
                with suppress(TimeoutError):
                    async with asyncio.timeout(LOOK_SECONDS):
                        await self._wake.wait()
        finally:
            unlisten()

    async def step(self) -> bool:
        """Send the message that is due first; False if none is."""
        now = self._desk.clock.now()
        claimed = await self._desk.store.claim_deliveries(self._holder, now, LEASE, 1, inbox_id=self._inbox_id)
        for delivery in claimed:
            sent = await self._attempt(delivery)
            self.health = health_after(sent)
            await tell(self._desk, delivery, sent.state, sent.error)
            await self._desk.store.settle_delivery(
                delivery.id,
                delivery.epoch,
                sent.state,
                at=self._desk.clock.now(),
                provider_id=sent.provider_id,
                error=sent.error,
                retry_at=sent.retry_at,
            )
        return bool(claimed)

    async def _attempt(self, delivery: Delivery) -> Sent:
        try:
            proves = isinstance(self._channel, Proves) and self._channel.proves_senders
            message = await outbound(self._desk, delivery, self._links, proves_senders=proves)
            if isinstance(message, DeliveryState):
                return Sent(state=message, error="the message is no longer there" if message in LOST else None)
            async with asyncio.timeout(ATTEMPT_SECONDS):
                return await self._channel.deliver(message)
        except Exception as error:
            log.exception("delivery failed", extra={"inbox": self._inbox_id})
            retry_at = self._desk.clock.now() + AFTER_FAILURE
            return Sent(state=DeliveryState.DEFERRED, error=type(error).__name__, retry_at=retry_at)


def health_after(sent: Sent) -> Health:
    """What an attempt says of the way out: one message that was refused says nothing about the others."""
    if sent.state is not DeliveryState.DEFERRED:
        return Health()
    return Health(problem=sent.error or "not sent", advice="it is tried again by itself")
