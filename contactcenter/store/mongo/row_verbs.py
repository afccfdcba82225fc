"""The store's verbs about rows that lie beside conversations: receipts, deliveries, leases, presence, tokens ..."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from contactcenter.ids import ConversationId, DeliveryId, InboxId, ReceiptId
from contactcenter.model.bodies import DeliveryState
from contactcenter.model.contact import Identity
from contactcenter.model.plan import RoutingRecord
from contactcenter.model.rows import Delivery, Lease, Page, Presence, Receipt, ReceiptState, StoredReply, Token
from contactcenter.ports import Clock
from contactcenter.store.mongo import deliveries, leases, receipts, routing_log, suppressions, tokens, turns
from contactcenter.store.mongo.node import Node


class RowVerbs:
    """See ports.Store for what each verb means."""

    def __init__(self, node: Node, clock: Clock) -> None:
        self._node, self._clock = node, clock
        self._reading = node.reading

    # -- receipts ----------------------------------------------------------------------------------------------

    async def receipt(self, receipt: Receipt) -> Receipt:
        async with self._reading() as database:
            return await receipts.keep(database, receipt)

    async def settle_receipt(self, receipt_id: ReceiptId, state: ReceiptState, error: str | None = None) -> None:
        async with self._reading() as database:
            await receipts.settle(database, receipt_id, state, error)

    async def receipts(self, state: ReceiptState, after: str | None = None, limit: int = 100) -> Page[Receipt]:
        async with self._reading() as database:
            return await receipts.page(database, state, after, limit)

    async def receipt_by_id(self, receipt_id: ReceiptId) -> Receipt | None:
        async with self._reading() as database:
            return await receipts.by_id(database, receipt_id)

    async def take_in(
        self, inbox_id: InboxId, fetched: Sequence[Receipt], cursor: str, lease: Lease
    ) -> tuple[Receipt, ...] | None:
        async with self._reading() as database:
            return await receipts.take_in(self._node.parts.client, database, inbox_id, fetched, cursor, lease)

    async def inbox_cursor(self, inbox_id: InboxId) -> str | None:
        async with self._reading() as database:
            return await receipts.inbox_cursor(database, inbox_id)

    # -- deliveries --------------------------------------------------------------------------------------------

    async def claim_deliveries(
        self, holder: str, now: datetime, lease: timedelta, limit: int = 50, inbox_id: InboxId | None = None
    ) -> tuple[Delivery, ...]:
        async with self._reading() as database:
            return await deliveries.claim(database, holder, now, lease, limit, inbox_id)

    async def settle_delivery(
        self,
        delivery_id: DeliveryId,
        epoch: int,
        state: DeliveryState,
        *,
        at: datetime,
        provider_id: str | None = None,
        error: str | None = None,
        retry_at: datetime | None = None,
    ) -> bool:
        async with self._reading() as database:
            return await deliveries.settle(database, delivery_id, epoch, state, at, provider_id, error, retry_at)

    async def note_delivery(
        self, delivery_id: DeliveryId, state: DeliveryState, *, at: datetime, error: str | None = None
    ) -> Delivery | None:
        async with self._reading() as database:
            return await deliveries.note(database, delivery_id, state, at, error)

    async def delivery(self, delivery_id: DeliveryId) -> Delivery | None:
        async with self._reading() as database:
            return await deliveries.by_id(database, delivery_id)

    async def deliveries_of(
        self, conversation_id: ConversationId, message_seq: int | None = None
    ) -> tuple[Delivery, ...]:
        async with self._reading() as database:
            return await deliveries.of_conversation(database, conversation_id, message_seq)

    async def delivery_by_provider_id(self, inbox_id: InboxId, provider_ids: Sequence[str]) -> Delivery | None:
        async with self._reading() as database:
            return await deliveries.by_provider_id(database, inbox_id, provider_ids)

    async def suppress(self, identity: Identity, reason: str, at: datetime) -> None:
        async with self._reading() as database:
            await suppressions.put(database, identity, reason, at)

    async def suppression(self, identity: Identity) -> str | None:
        async with self._reading() as database:
            return await suppressions.reason(database, identity)

    async def unsuppress(self, identity: Identity) -> None:
        async with self._reading() as database:
            await suppressions.release(database, identity)

    async def take_turn(self, name: str, times: int, window: timedelta, now: datetime) -> bool:
        async with self._reading() as database:
            return await turns.take(database, name, times, window, now)

    # -- leases and presence -----------------------------------------------------------------------------------

    async def take_lease(self, name: str, holder: str, now: datetime, lasting: timedelta) -> Lease | None:
        async with self._reading() as database:
            return await leases.take(database, name, holder, now, lasting)

    async def drop_lease(self, lease: Lease) -> None:
        async with self._reading() as database:
            await leases.drop(database, lease)

    async def beat(self, presence: Presence) -> None:
        async with self._reading() as database:
            await leases.beat(database, presence)

    async def drop_presence(self, socket: str) -> None:
        async with self._reading() as database:
            await leases.leave(database, socket)

    async def presences(self, now: datetime) -> tuple[Presence, ...]:
        async with self._reading() as database:
            return await leases.present(database, now)

    # -- tokens and replies ------------------------------------------------------------------------------------

    async def put_token(self, token: Token) -> None:
        async with self._reading() as database:
            await tokens.put(database, token)

    async def token(self, token_hash: str, now: datetime) -> Token | None:
        async with self._reading() as database:
            return await tokens.find(database, token_hash, now)

    async def spend_token(self, token_hash: str, now: datetime) -> Token | None:
        async with self._reading() as database:
            return await tokens.spend(database, token_hash, now)

    async def tokens(self, purpose: str, after: str | None = None, limit: int = 100) -> Page[Token]:
        async with self._reading() as database:
            return await tokens.page(database, purpose, after, limit)

    async def drop_tokens(self, purpose: str, subject: str) -> int:
        async with self._reading() as database:
            return await tokens.drop(database, purpose, subject)

    async def recall_reply(self, key: str, now: datetime) -> StoredReply | None:
        async with self._reading() as database:
            return await tokens.recall(database, key, now)

    async def remember_reply(self, key: str, reply: StoredReply, expires_at: datetime) -> None:
        async with self._reading() as database:
            await tokens.remember(database, key, reply, self._clock.now(), expires_at)

    # -- routing log -------------------------------------------------------------------------------------------

    async def log_routing(self, records: Sequence[RoutingRecord]) -> None:
        async with self._reading() as database:
            await routing_log.append(database, records)

    async def routing_log(self, since: datetime, limit: int = 10_000) -> tuple[RoutingRecord, ...]:
        async with self._reading() as database:
            return await routing_log.since(database, since, limit)
