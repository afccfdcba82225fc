"""The routing log: appended only, read in order of time."""

from collections.abc import Iterable
from datetime import datetime

from bson import ObjectId

from contactcenter.model.plan import RoutingRecord
from contactcenter.store.codec import encode, from_us, plain_mapping, to_us
from contactcenter.store.mongo.driver import Database, Session


async def append(database: Database, records: Iterable[RoutingRecord], session: Session | None = None) -> None:
    lines = [
        {"at": to_us(record.at), "n": ObjectId(), "event": record.event, "data": encode(record.data)}
        for record in records
    ]
    if lines:
        await database["routing_log"].insert_many(lines, session=session)


async def since(database: Database, at: datetime, limit: int) -> tuple[RoutingRecord, ...]:
    rows = database["routing_log"].find({"at": {"$gte": to_us(at)}}).sort([("at", 1), ("n", 1)]).limit(limit)
    return tuple(
        [
            RoutingRecord(at=from_us(row["at"]), event=row["event"], data=plain_mapping(row["data"]))
            async for row in rows
        ]
    )
