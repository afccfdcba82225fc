"""The audit: who changed what, appended only. Ids are UUIDv7, so their order is the order of writing."""

from pymongo.errors import DuplicateKeyError

from contactcenter.model.rows import AuditLine, Page
from contactcenter.store.codec import decode, encode
from contactcenter.store.mongo.driver import Database, Session

AFTER_ALL = "g"  # greater than any UUID


async def append(database: Database, line: AuditLine, session: Session | None = None) -> None:
    document = {"_id": line.id, "body": encode(line)}
    if session is not None:
        await database["audit"].insert_one(document, session=session)
        return
    try:
        await database["audit"].insert_one(document)
    except DuplicateKeyError:
        return  # the same line again


async def lines(database: Database, after: str | None, limit: int) -> Page[AuditLine]:
    rows = await database["audit"].find({"_id": {"$lt": after or AFTER_ALL}}).sort("_id", -1).to_list(limit + 1)
    items = tuple(decode(AuditLine, row["body"]) for row in rows[:limit])
    return Page(items=items, next=items[-1].id if len(rows) > limit else None)
