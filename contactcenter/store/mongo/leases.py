"""Leases and presences: small documents with an end. Each verb is one conditional write."""

from datetime import datetime, timedelta

from pymongo import ReturnDocument
from pymongo.errors import DuplicateKeyError

from contactcenter.ids import AgentId
from contactcenter.model.rows import Lease, Presence
from contactcenter.store.codec import from_us, to_us
from contactcenter.store.mongo.driver import Database, Session

KEPT_AFTER_END = timedelta(minutes=10)


async def take(database: Database, name: str, holder: str, now: datetime, lasting: timedelta) -> Lease | None:
    leases, until = database["leases"], to_us(now + lasting)
    renewed = await leases.find_one_and_update(
        {"_id": {"$eq": name}, "holder": {"$eq": holder}},
        {"$set": {"until": until}},
        return_document=ReturnDocument.AFTER,
    )
    if renewed is not None:
        return Lease(name=name, holder=holder, epoch=renewed["epoch"], expires_at=now + lasting)
    try:
        taken = await leases.find_one_and_update(
            {"_id": {"$eq": name}, "until": {"$lte": to_us(now)}},
            {"$set": {"holder": holder, "until": until}, "$inc": {"epoch": 1}},
            upsert=True,
            return_document=ReturnDocument.AFTER,
        )
    except DuplicateKeyError:
        return None  # it is there, and somebody holds it
    return Lease(name=name, holder=holder, epoch=taken["epoch"], expires_at=now + lasting)


async def hold(database: Database, lease: Lease, session: Session) -> bool:
    """Whether nobody has taken it since; if so nobody can before the session's transaction ends."""
    held = {"_id": lease.name, "holder": lease.holder, "epoch": lease.epoch}
    done = await database["leases"].update_one(held, {"$inc": {"writes": 1}}, session=session)
    return bool(done.matched_count)


async def drop(database: Database, lease: Lease) -> None:
    held = {"_id": lease.name, "holder": lease.holder, "epoch": lease.epoch}
    await database["leases"].update_one(held, {"$set": {"holder": "", "until": 0}})


async def beat(database: Database, presence: Presence) -> None:
    expires = to_us(presence.expires_at)
    values = {"agent": presence.agent_id, "node": presence.node, "expires": expires}
    await database["presences"].delete_many({"expires": {"$lt": to_us(presence.expires_at - KEPT_AFTER_END)}})
    await database["presences"].update_one({"_id": {"$eq": presence.socket}}, {"$set": values}, upsert=True)


async def leave(database: Database, socket: str) -> None:
    await database["presences"].delete_one({"_id": {"$eq": socket}})


async def present(database: Database, now: datetime) -> tuple[Presence, ...]:
    rows = database["presences"].find({"expires": {"$gt": to_us(now)}}).sort("_id", 1)
    return tuple(
        [
            Presence(
                agent_id=AgentId(row["agent"]),
                node=row["node"],
                socket=row["_id"],
                expires_at=from_us(row["expires"]),
            )
            async for row in rows
        ]
    )
