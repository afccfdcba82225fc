"""Outbound messages on their way: claimed with a lease, settled under the epoch that the claim gave.

``claimable`` is there as long as there is something to send; its index holds nothing else.
"""

from datetime import datetime, timedelta

from pymongo import ReturnDocument

from contactcenter.ids import ConversationId, DeliveryId, InboxId
from contactcenter.model.bodies import DeliveryState
from contactcenter.model.contact import Identity
from contactcenter.model.plan import Plan
from contactcenter.model.rows import Delivery
from contactcenter.store.codec import decode, encode, from_us, to_us
from contactcenter.store.delivery_rules import later_state
from contactcenter.store.mongo.driver import Database, Document, Session
from contactcenter.store.placing import Placed, message_seq

_TO_SEND = frozenset({DeliveryState.QUEUED, DeliveryState.DEFERRED})
SETTLE_ATTEMPTS = 5


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


async def claim(database: Database, holder: str, now: datetime, lease: timedelta, limit: int) -> tuple[Delivery, ...]:
    """One conditional write each: of several workers one gets it."""
    at, until = to_us(now), to_us(now + lease)
    due = (
        database["deliveries"].find({"claimable": {"$gt": 0, "$lte": at}}, {"_id": 1}).sort("claimable", 1).limit(limit)
    )
    claimed: list[Delivery] = []
    for row in await due.to_list(limit):
        taken = await database["deliveries"].find_one_and_update(
            {"_id": row["_id"], "claimable": {"$lte": at}},
            {"$set": {"holder": holder, "claimable": until}, "$inc": {"epoch": 1, "attempts": 1}},
            return_document=ReturnDocument.AFTER,
        )
        if taken is not None:
            claimed.append(_delivery(taken))
    return tuple(claimed)


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
    for _ in range(SETTLE_ATTEMPTS):
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
    values: Document = {"state": state.value, "error": error, "changed": to_us(at)}
    if provider_id is not None:
        values["provider"] = provider_id
    if retry_at is not None:
        values["due"] = to_us(retry_at)
    if state not in _TO_SEND:
        return {"$set": values, "$unset": {"claimable": ""}}
    if retry_at is not None:
        values["claimable"] = to_us(retry_at)
    return {"$set": values}


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
        error=row.get("error"),
    )
