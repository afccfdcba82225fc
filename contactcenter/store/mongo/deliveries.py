"""Outbound messages on their way: claimed with a lease, settled under the epoch that the claim gave.

``claimable`` is there as long as there is something to send; its index holds nothing else.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from pymongo import ReturnDocument

from contactcenter.errors import StoreUnavailable
from contactcenter.ids import ConversationId, DeliveryId, InboxId
from contactcenter.model.bodies import DeliveryState
from contactcenter.model.contact import Identity
from contactcenter.model.plan import Plan
from contactcenter.model.rows import Delivery
from contactcenter.store.codec import decode, encode, from_us, to_us
from contactcenter.store.delivery_rules import TO_SEND, later_state
from contactcenter.store.mongo.driver import Database, Document, Session
from contactcenter.store.placing import Placed, message_seq

ATTEMPTS = 5


async def insert(database: Database, plan: Plan, placed: Placed, session: Session) -> None:
    seq = message_seq(placed.entries)
    documents = [
        {
            "_id": draft.id,
            "conversation": placed.head.id,
            "seq": seq,
            "inbox": draft.inbox_id,
            "channel": draft.channel,
            "recipient": encode(draft.recipient),
            "state": DeliveryState.QUEUED.value,
            "attempts": 0,
            "due": to_us(draft.due_at),
            "claimable": to_us(draft.due_at),
            "holder": "",
            "epoch": 0,
            "changed": to_us(plan.at),
        }
        for draft in plan.deliveries
    ]
    await database["deliveries"].insert_many(documents, session=session)


async def claim(
    database: Database, holder: str, now: datetime, lease: timedelta, limit: int, inbox_id: InboxId | None
) -> tuple[Delivery, ...]:
    """One conditional write each: of several workers one gets it."""
    at, until = to_us(now), to_us(now + lease)
    where: Document = {"claimable": {"$gt": 0, "$lte": at}}
    if inbox_id is not None:
        where["inbox"] = {"$eq": inbox_id}
    due = database["deliveries"].find(where, {"_id": 1}).sort("claimable", 1).limit(limit)
    taking = {"holder": holder, "claimable": until, "state": DeliveryState.SENDING.value}
    claimed: list[Delivery] = []
    for row in await due.to_list(limit):
        taken = await database["deliveries"].find_one_and_update(
            {"_id": row["_id"], "claimable": {"$lte": at}},
            {"$set": taking, "$inc": {"epoch": 1, "attempts": 1}},
            return_document=ReturnDocument.AFTER,
        )
        if taken is not None:
            claimed.append(_delivery(taken))
    return tuple(claimed)


async def by_id(database: Database, delivery_id: DeliveryId) -> Delivery | None:
    row = await database["deliveries"].find_one({"_id": {"$eq": delivery_id}})
    return _delivery(row) if row else None


async def of_conversation(
    database: Database, conversation_id: ConversationId, message_seq: int | None
) -> tuple[Delivery, ...]:
    where: Document = {"conversation": {"$eq": conversation_id}}
    if message_seq is not None:
        where["seq"] = message_seq
    rows = database["deliveries"].find(where).sort([("seq", 1), ("_id", 1)])
    return tuple([_delivery(row) async for row in rows])


async def by_provider_id(database: Database, inbox_id: InboxId, provider_ids: Sequence[str]) -> Delivery | None:
    for provider_id in provider_ids:
        where = {"inbox": {"$eq": inbox_id}, "provider": {"$eq": provider_id, "$gt": ""}}
        row = await database["deliveries"].find_one(where, sort=[("_id", 1)])
        if row is not None:
            return _delivery(row)
    return None


async def note(
    database: Database, delivery_id: DeliveryId, told: DeliveryState, at: datetime, error: str | None
) -> Delivery | None:
    for _ in range(ATTEMPTS):
        known = await by_id(database, delivery_id)
        if known is None or known.state is later_state(known.state, told):
            return None
        noted = await database["deliveries"].find_one_and_update(
            {"_id": known.id, "state": known.state.value},
            _moving(told, {"error": error, "changed": to_us(at)}),
            return_document=ReturnDocument.AFTER,
        )
        if noted is not None:
            return _delivery(noted)
    raise StoreUnavailable("too many writers on one delivery", hint="try again")


async def settle(
    database: Database,
    delivery_id: DeliveryId,
    epoch: int,
    told: DeliveryState,
    at: datetime,
    provider_id: str | None,
    error: str | None,
    retry_at: datetime | None,
) -> bool:
    for _ in range(ATTEMPTS):
        row = await database["deliveries"].find_one({"_id": {"$eq": delivery_id}, "epoch": epoch})
        if row is None:
            return False
        before = DeliveryState(row["state"])
        change = _settling(before, told, at, provider_id, error, retry_at)
        guard = {"_id": row["_id"], "epoch": epoch, "state": before.value}
        if (await database["deliveries"].update_one(guard, change)).matched_count:
            return True
    return False


def _settling(
    before: DeliveryState,
    told: DeliveryState,
    at: datetime,
    provider_id: str | None,
    error: str | None,
    retry_at: datetime | None,
) -> Document:
    state = later_state(before, told)
    values: Document = {"changed": to_us(at)}
    if state is told:
        values["error"] = error
    if provider_id is not None:
        values["provider"] = provider_id
    if retry_at is not None:
        values["due"] = values["claimable"] = to_us(retry_at)
    return _moving(state, values)


def _moving(state: DeliveryState, values: Document) -> Document:
    """``claimable`` goes with the last state in which there is something to send."""
    if state in TO_SEND:
        return {"$set": {**values, "state": state.value}}
    values = {name: value for name, value in values.items() if name != "claimable"}
    return {"$set": {**values, "state": state.value}, "$unset": {"claimable": ""}}


def _delivery(row: Document) -> Delivery:
    return Delivery(
        id=DeliveryId(row["_id"]),
        conversation_id=ConversationId(row["conversation"]),
        message_seq=row["seq"],
        inbox_id=InboxId(row["inbox"]),
        channel=row["channel"],
        recipient=decode(Identity, row["recipient"]),
        state=DeliveryState(row["state"]),
        attempts=row["attempts"],
        due_at=from_us(row["due"]),
        epoch=row["epoch"],
        provider_id=row.get("provider"),
        error=row.get("error"),
    )
