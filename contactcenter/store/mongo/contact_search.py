"""Search for contacts by name or address, in one call and one more for what the reader may see."""

from collections.abc import Iterable

from contactcenter.ids import ContactId
from contactcenter.model.contact import Contact
from contactcenter.model.rows import Hit, HitKind
from contactcenter.model.scope import Scope
from contactcenter.store.codec import decode
from contactcenter.store.mongo import folding, lists
from contactcenter.store.mongo.driver import Database, Document, derived, rows_of
from contactcenter.store.mongo.terms import Groups, any_of
from contactcenter.store.tokens import Term, matches, name_groups

CONTACT_CANDIDATES = 400
CONTACT_HITS = 5
LAG = 300
"""Contacts just changed that are searched although the index does not know them yet."""
LONGEST_MS = 5_000
BY_CONTACT = {"contact": 1, "last": -1, "_id": -1}


async def named_contacts(database: Database, query: str, scope: Scope) -> list[Hit]:
    """Those by that name or address, also misspelt, that the reader may see."""
    groups = name_groups(query)
    if not groups:
        return []
    named = await _named(database, groups)
    visible = await _visible(database, named, scope)
    hits = [Hit(kind=HitKind.CONTACT, contact_id=one.id, snippet=one.name) for one in named if one.id in visible]
    return hits[:CONTACT_HITS]


async def _named(database: Database, groups: Groups) -> list[Contact]:
    """Contacts that meet every group: those just changed first, then those spelt as asked, then the newest."""
    exactly = _alike([alternatives[:1] for alternatives in groups])
    newest_first: list[Document] = [{"$sort": {"n": -1}}, {"$limit": CONTACT_HITS * 10}]
    # many may have a common name: of these only some are sorted
    some: Document = {"$limit": CONTACT_CANDIDATES}
    pipeline: list[Document] = [
        {"$match": {"todo": True}},
        {"$sort": {"n": -1}},
        {"$limit": LAG},
        {"$unionWith": {"coll": "contacts", "pipeline": [exactly, *newest_first]}},
        {"$unionWith": {"coll": "contacts", "pipeline": [_alike(groups), some, *newest_first]}},
    ]
    found: dict[ContactId, Contact] = {}
    async for row in rows_of(database["contacts"], pipeline, maxTimeMS=LONGEST_MS):
        if "todo" not in row or matches(groups, folding.terms_of(row)):
            found.setdefault(row["_id"], decode(Contact, row["body"]))
    return list(found.values())


def _alike(groups: Iterable[tuple[Term, ...]]) -> Document:
    words = [{"terms": any_of(alternatives)} for alternatives in groups]
    return {"$match": {"$and": [*words, {"todo": {"$exists": False}}]}}


async def _visible(database: Database, named: Iterable[Contact], scope: Scope) -> frozenset[ContactId]:
    """Those of them that have a conversation which the reader may see."""
    ids = [contact.id for contact in named]
    seen = lists.scope_condition(scope)
    if seen is None or not ids:
        return frozenset(ids)
    pipeline: list[Document] = [
        {"$match": {"$and": [{"contact": {"$in": ids}}, seen]}},
        {"$group": {"_id": "$contact"}},
    ]
    rows = rows_of(derived(database, "heads"), pipeline, maxTimeMS=LONGEST_MS, hint=BY_CONTACT)
    return frozenset([ContactId(row["_id"]) async for row in rows]) | (scope.contacts & frozenset(ids))
