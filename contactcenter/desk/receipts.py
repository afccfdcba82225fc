"""Bytes that a channel took over: kept before the provider is told so, then read, then received as messages.

Whatever cannot be read stays as it came, in quarantine, and is tried again after a fix (quarantine.py).
"""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Protocol

from contactcenter.desk.agent_answers import agent_answer, take_agent_answer
from contactcenter.desk.delivery_news import note_status
from contactcenter.desk.desk import Desk
from contactcenter.desk.intake import receive
from contactcenter.desk.verdicts import take_verdict
from contactcenter.errors import Unparsable
from contactcenter.ids import DeliveryId, InboxId, ReceiptId, is_uuid, uuid7
from contactcenter.model.plan import Recorded
from contactcenter.model.rows import Lease, Receipt, ReceiptState
from contactcenter.ports import Ignored, InboundMessage, Inward, RawInbound, Signal, StatusChange, Verdict

log = logging.getLogger(__name__)

LOOK_SECONDS = 5.0
PAGE = 48
AHEAD = 8  # receipts whose bytes are in memory at once
TRIES = 5  # of something that is readable and still fails; then it waits in quarantine for a fix

Read = tuple[Inward, ...]


class Reader(Protocol):
    """Reads raw bytes as their inbox's channel does (Channel.normalize), within limits of time and memory.

    Files that what was read only names are fetched too (fetching.py).
    """

    async def read(self, raw: RawInbound) -> Read:
        """Raises errors.Unparsable for what must go to quarantine."""
        ...


async def take_in(desk: Desk, inbox_id: InboxId, raws: Sequence[RawInbound], cursor: str, lease: Lease) -> bool:
    """Keep what was fetched, and how far that was; durable when it returns. False if another node has the inbox."""
    receipts = await asyncio.gather(*(_receipt(desk, raw) for raw in raws))
    kept = await desk.store.take_in(inbox_id, receipts, cursor, lease)
    if kept is None:
        return False
    if any(not one.duplicate for one in kept):
        desk.bell.ring(Signal(kind="receipt", key=inbox_id))
    return True


async def keep_receipts(desk: Desk, inbox_id: InboxId, raws: Sequence[RawInbound]) -> bool:
    """The same for what a provider brought by itself; whether any of it was new."""
    receipts = await asyncio.gather(*(_receipt(desk, raw) for raw in raws))
    kept = [await desk.store.receipt(one) for one in receipts]
    is_news = any(not one.duplicate for one in kept)
    if is_news:
        desk.bell.ring(Signal(kind="receipt", key=inbox_id))
    return is_news


async def _receipt(desk: Desk, raw: RawInbound) -> Receipt:
    receipt_id = ReceiptId(uuid7())  # before the wait: they are read in the order they came
    blob_id, _ = await desk.blobs.put(raw.raw)
    return Receipt(
        id=receipt_id,
        inbox_id=raw.inbox_id,
        external_id=raw.external_id,
        blob_id=blob_id,
        error=raw.incomplete or None,
        received_at=raw.received_at,
    )


class Reading:
    """Works off the receipts that nobody has read yet, oldest first; also those that a crash left behind."""

    def __init__(self, desk: Desk, reader: Reader) -> None:
        self._desk = desk
        self._reader = reader
        self._wake = asyncio.Event()
        self._failures: dict[str, int] = {}

    async def run(self) -> None:
        unlisten = self._desk.bell.listen(lambda event: self._on_bell(event))
        try:
            while True:
                try:
                    await self.step()
                except Exception:
                    log.exception("reading receipts failed")
                with suppress(TimeoutError):
                    async with asyncio.timeout(LOOK_SECONDS):
                        await self._wake.wait()
                self._wake.clear()
        finally:
            unlisten()

    def _on_bell(self, event: object) -> None:
        if isinstance(event, Signal) and event.kind == "receipt":
            self._wake.set()

    async def step(self) -> int:
        """Everything that waits, once; how many were settled.

        What concerns one another is stored in the order it came, the rest side by side: they share commits.
        """
        done, after = 0, None
        while True:
            page = await self._desk.store.receipts(ReceiptState.RECEIVED, after, PAGE)
            for start in range(0, len(page.items), AHEAD):
                done += await self._store(page.items[start : start + AHEAD])
            after = page.next
            if after is None:
                return done

    async def _store(self, receipts: Sequence[Receipt]) -> int:
        async with asyncio.TaskGroup() as tasks:
            readings = [tasks.create_task(parsed(self._desk, self._reader, one)) for one in receipts]
            under_way: list[tuple[frozenset[str], asyncio.Task[bool]]] = []
            for receipt, reading in zip(receipts, readings, strict=True):
                names = names_of(await reading)
                for others, task in under_way:
                    if names & others:
                        await asyncio.wait([task])
                under_way.append((names, tasks.create_task(self._settled(receipt, reading))))
        return sum(task.result() for _, task in under_way)

    async def _settled(self, receipt: Receipt, reading: asyncio.Task[Read | Exception]) -> bool:
        try:
            state, error = await taken(self._desk, receipt, reading.result())
        except Exception as failure:
            log.exception("receipt failed", extra={"inbox": receipt.inbox_id})
            tries = self._failures[receipt.id] = self._failures.get(receipt.id, 0) + 1
            if tries < TRIES:
                return False
            state, error = ReceiptState.QUARANTINED, f"could not be stored: {type(failure).__name__}"
        self._failures.pop(receipt.id, None)
        await self._desk.store.settle_receipt(receipt.id, state, error)
        if state is ReceiptState.QUARANTINED:
            self._desk.bell.ring(Signal(kind="quarantine", key=receipt.id))
        return True


async def read(desk: Desk, reader: Reader, receipt: Receipt) -> tuple[ReceiptState, str | None]:
    """Read one receipt and receive what is in it: what becomes of it, and why."""
    return await taken(desk, receipt, await parsed(desk, reader, receipt))


async def parsed(desk: Desk, reader: Reader, receipt: Receipt) -> Read | Exception:
    """What is in it, or why that cannot be told."""
    try:
        raw = b"".join([chunk async for chunk in desk.blobs.read(receipt.blob_id)])
        arrived = RawInbound(
            inbox_id=receipt.inbox_id,
            external_id=receipt.external_id,
            raw=raw,
            incomplete=(receipt.error or "") if receipt.state is ReceiptState.RECEIVED else "",
            received_at=receipt.received_at,
        )
        return await reader.read(arrived)
    except Exception as failure:
        return failure


def names_of(found: Read | Exception) -> frozenset[str]:
    """Whatever two messages may have in common that makes their order matter: a person, a thread, themselves."""
    if isinstance(found, Exception):
        return frozenset()
    return frozenset(
        name
        for one in found
        if isinstance(one, InboundMessage)
        for name in (
            "/".join(one.identity.key), one.external_id, *one.known_as, *one.thread_keys, *one.weak_thread_keys,
            *one.reply_tokens, *one.quoted_tokens, *((one.reference,) if one.reference else ()),
        )
    )  # fmt: skip


async def taken(desk: Desk, receipt: Receipt, found: Read | Exception) -> tuple[ReceiptState, str | None]:
    """Receive what was read: what becomes of the receipt, and why."""
    if isinstance(found, Unparsable):
        return ReceiptState.QUARANTINED, str(found)
    if isinstance(found, Exception):
        raise found
    kept = [await _taken(desk, one, receipt) for one in found]
    if any(kept):
        return ReceiptState.RECORDED, None
    reasons = (one.reason for one in found if isinstance(one, Ignored))
    return ReceiptState.IGNORED, next(reasons, "nothing in it is ours")


async def _taken(desk: Desk, one: Inward, receipt: Receipt) -> bool:
    if isinstance(one, InboundMessage):
        if await _is_our_own(desk, one):
            return False
        if (answer := await agent_answer(desk, one)) is not None:
            return await take_agent_answer(desk, answer)
        done = await receive(desk, replace(one, raw_blob_id=receipt.blob_id))
        return isinstance(done, Recorded)  # else its sender is blocked
    if isinstance(one, Verdict):
        return await take_verdict(desk, one)
    return isinstance(one, StatusChange) and await note_status(desk, one)


async def _is_our_own(desk: Desk, message: InboundMessage) -> bool:
    """What the centre sent, come back by a copy, a list or another of its inboxes.

    What whoever we wrote to sends under the same name is an answer: some gateways give it no name of its own.
    """
    if message.own_delivery is None or not is_uuid(message.own_delivery):
        return False
    delivery = await desk.store.delivery(DeliveryId(message.own_delivery))
    return delivery is not None and delivery.recipient.key != message.identity.key
