"""Hashes of tokens and what they open, and replies remembered under an Idempotency-Key."""

from datetime import datetime

from pymongo.errors import DuplicateKeyError

from contactcenter.model.rows import Page, StoredReply, Token
from contactcenter.store.codec import decode, encode, to_us, to_us_or_none
from contactcenter.store.mongo.driver import Database, Document


async def put(database: Database, token: Token) -> None:
    await database["tokens"].delete_many({"expires": {"$lte": to_us(token.created_at)}})
    values = {
        "purpose": token.purpose,
        "subject": token.subject,
        "expires": to_us_or_none(token.expires_at),
        "body": encode(token),
    }
    await database["tokens"].replace_one({"_id": {"$eq": token.hash}}, values, upsert=True)


async def find(database: Database, token_hash: str, now: datetime) -> Token | None:
    row = await database["tokens"].find_one(_opening(token_hash, now))
    return decode(Token, row["body"]) if row else None


async def page(database: Database, purpose: str, after: str | None, limit: int) -> Page[Token]:
    where = {"purpose": {"$eq": purpose}, "subject": {"$gt": after or ""}}
    rows = await database["tokens"].find(where).sort("subject", 1).to_list(limit + 1)
    items = tuple(decode(Token, row["body"]) for row in rows[:limit])
    return Page(items=items, next=items[-1].subject if len(rows) > limit else None)


async def spend(database: Database, token_hash: str, now: datetime) -> Token | None:
    row = await database["tokens"].find_one_and_delete(_opening(token_hash, now))
    return decode(Token, row["body"]) if row else None


async def drop(database: Database, purpose: str, subject: str) -> int:
    done = await database["tokens"].delete_many({"purpose": {"$eq": purpose}, "subject": {"$eq": subject}})
    return done.deleted_count


async def recall(database: Database, key: str, now: datetime) -> StoredReply | None:
    row = await database["replies"].find_one({"_id": {"$eq": key}, "expires": {"$gt": to_us(now)}})
    return StoredReply(status=row["status"], body=bytes(row["body"])) if row else None


async def remember(database: Database, key: str, reply: StoredReply, now: datetime, expires_at: datetime) -> None:
    """The first reply under a key is kept until it expires."""
    await database["replies"].delete_many({"expires": {"$lte": to_us(now)}})
    values = {"status": reply.status, "body": reply.body, "expires": to_us(expires_at)}
    try:
        await database["replies"].update_one({"_id": {"$eq": key}}, {"$setOnInsert": values}, upsert=True)
    except DuplicateKeyError:
        return  # two at once: the other was first


def _opening(token_hash: str, now: datetime) -> Document:
    return {"_id": {"$eq": token_hash}, "$or": [{"expires": None}, {"expires": {"$gt": to_us(now)}}]}
