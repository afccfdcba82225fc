"""What is known about contacts and companies: appended only, the same fact of the same moment once."""

from collections.abc import Iterable

from bson import ObjectId
from pymongo import UpdateOne

from contactcenter.ids import CompanyId, ContactId, derived_id
from contactcenter.model.contact import KnownFact
from contactcenter.store.codec import decode, encode, to_us
from contactcenter.store.mongo.driver import Database, Session


async def add(database: Database, facts: Iterable[KnownFact], session: Session | None = None) -> None:
    updates = []
    for fact in facts:
        body = encode(fact)
        document = {
            "contact": fact.contact_id,
            "company": fact.company_id,
            "at": to_us(fact.at),
            "n": ObjectId(),  # order of telling within one moment
            "body": body,
        }
        updates.append(
            UpdateOne({"_id": derived_id("known-fact", body.decode())}, {"$setOnInsert": document}, upsert=True)
        )
    if updates:
        await database["known_facts"].bulk_write(updates, session=session)


async def of_contacts(database: Database, contacts: Iterable[ContactId]) -> tuple[KnownFact, ...]:
    rows = database["known_facts"].find({"contact": {"$in": list(contacts)}}).sort([("at", 1), ("n", 1)])
    return tuple([decode(KnownFact, row["body"]) async for row in rows])


async def of_company(database: Database, company_id: CompanyId) -> tuple[KnownFact, ...]:
    rows = database["known_facts"].find({"company": {"$eq": company_id}}).sort([("at", 1), ("n", 1)])
    return tuple([decode(KnownFact, row["body"]) async for row in rows])
