"""How often something happened lately, for what is allowed so many times in a while."""

from datetime import UTC, datetime, timedelta

from pymongo import ReturnDocument
from pymongo.errors import DuplicateKeyError

from contactcenter.store.codec import to_us
from contactcenter.store.mongo.driver import Database, Document

ATTEMPTS = 5


async def take(database: Database, name: str, times: int, window: timedelta, now: datetime) -> bool:
    """One document a name; whether this turn was taken is decided and written in one step."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            done = await database["turns"].find_one_and_update(
                {"_id": {"$eq": name}},
                _taking(times, to_us(now), to_us(now + window), now + window),
                upsert=True,
                return_document=ReturnDocument.AFTER,
            )
        except DuplicateKeyError:  # two began at once
            if attempt == ATTEMPTS:
                raise
            continue
        return bool(done["taken"])
    raise AssertionError("not reached")


def _taking(times: int, now: int, until: int, gone: datetime) -> list[Document]:
    open_ones = {"$filter": {"input": {"$ifNull": ["$until", []]}, "cond": {"$gt": ["$$this", now]}}}
    return [
        {"$set": {"until": open_ones}},
        {"$set": {"taken": {"$lt": [{"$size": "$until"}, times]}, "gone": gone.astimezone(UTC)}},
        {"$set": {"until": {"$cond": ["$taken", {"$concatArrays": ["$until", [until]]}, "$until"]}}},
    ]
