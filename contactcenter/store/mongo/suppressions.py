"""Addresses that get no automatic mail, and why."""

from datetime import datetime

from contactcenter.model.contact import Identity
from contactcenter.store.codec import to_us
from contactcenter.store.mongo.contacts import key_of
from contactcenter.store.mongo.driver import Database


async def put(database: Database, identity: Identity, reason: str, at: datetime) -> None:
    values = {"reason": reason, "at": to_us(at)}
    await database["suppressions"].update_one({"_id": {"$eq": key_of(identity)}}, {"$set": values}, upsert=True)


async def reason(database: Database, identity: Identity) -> str | None:
    row = await database["suppressions"].find_one({"_id": {"$eq": key_of(identity)}})
    return str(row["reason"]) if row else None


async def release(database: Database, identity: Identity) -> None:
    await database["suppressions"].delete_one({"_id": {"$eq": key_of(identity)}})
