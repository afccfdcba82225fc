"""Search: contacts by name or address, conversations by their words, newest first, only what the reader may see.

A reader with a scope is searched its own newest conversations first; for what is older, CHECKED bounds how many entries
are held against the scope.
"""

import re
import time
from collections.abc import AsyncIterator, Iterable
from typing import TypeAlias

from bson.regex import Regex

from contactcenter.ids import ContactId, ConversationId
from contactcenter.model.contact import Contact
from contactcenter.model.rows import ConversationFilter, Hit, HitKind
from contactcenter.model.scope import Scope
from contactcenter.store.codec import decode
from contactcenter.store.mongo import folding, journal, lists
from contactcenter.store.mongo.driver import Collection, Database, Document, derived, rows_of
from contactcenter.store.search_text import reference_term, snippet, text_of
from contactcenter.store.tokens import Term, matches, name_groups, query_groups

CANDIDATES = 1_000
CHECKED = 300
WINDOWS = (5_000, 40_000)
WINDOWS_KEPT_S = 60.0
BY_TERM, BY_CONVERSATION = {"t": 1, "n": -1}, {"c": 1, "t": 1}
OWN_CONVERSATIONS = 300
LAG = 300
"""Newest writes, and contacts, that are searched although the index does not know them yet."""
CONTACT_HITS = 5
LONGEST_MS = 5_000

Groups: TypeAlias = tuple[tuple[Term, ...], ...]
Found: TypeAlias = tuple[str, int]  # conversation, seq


class Windows:
    """Since when to look, the last window is everything: common words are found among the newest entries, and only
    rare ones, which have few postings, are looked for among all."""

    def __init__(self, database: Database) -> None:
        self._entries = derived(database, "search")
        self._since: list[int] = []
        self._asked_at = -WINDOWS_KEPT_S

    async def since(self) -> list[int]:
        if time.monotonic() - self._asked_at > WINDOWS_KEPT_S:
            self._asked_at = time.monotonic()
            self._since = [since for size in WINDOWS if (since := await self._oldest_of(size))]
        return [*self._since, 0]

    async def _oldest_of(self, newest: int) -> int:
        """0 = there are not so many."""
        found = await self._entries.find({}, {"_id": 0, "n": 1}).sort("n", -1).skip(newest).limit(1).to_list(1)
        return int(found[0]["n"]) if found else 0


async def search(database: Database, windows: Windows, query: str, scope: Scope, limit: int) -> tuple[Hit, ...]:
    groups = query_groups(query)
    if not groups:
        return ()
    people = [hit async for hit in _contacts(database, query, scope)]
    found: dict[str, int] = {}
    async for conversation_id, seq in _entries(database, windows, query, groups, scope, limit):
        found.setdefault(conversation_id, seq)
        if len(found) >= limit:
            break
    hits = await _hits(database, found, query)
    if len(hits) < limit:
        hits += [hit for hit in await _of_contacts(database, people, scope, limit) if hit.conversation_id not in found]
    return (*people, *hits)[:limit]


# -- conversations -------------------------------------------------------------------------------------------


async def _entries(
    database: Database, windows: Windows, query: str, groups: Groups, scope: Scope, limit: int
) -> AsyncIterator[Found]:
    """Entries that match, newest first; the conversation of one may come again."""
    reference = reference_term(query)
    for found in await _lagging(database, groups, reference, scope):
        yield found
    wanted = _wanted(groups, reference)
    if _is_contacts_own(scope):
        wanted = {"$and": [wanted, {"a": True}]}
    seen = lists.scope_condition(scope)
    entries = derived(database, "search")
    own = await _own(database, scope) if seen else []
    if seen:
        within = {"$and": [{"c": {"$in": own}}, wanted]}
        rows = await _rows(entries, _newest_of_each(within, limit), BY_CONVERSATION) if own else []
        for row in rows:
            yield row["c"], row["s"]
        if len(rows) >= limit or len(own) < OWN_CONVERSATIONS:
            return
    for since in await windows.since():
        within = {"$and": [wanted, {"n": {"$gt": since}}]}
        pipeline = _seen_among_newest(within, seen, limit) if seen else _newest_of_each(within, limit)
        rows = await _rows(entries, pipeline, BY_TERM)
        for row in rows:
            yield row["c"], row["s"]
        if len({row["c"] for row in rows}) >= limit:
            return


async def _own(database: Database, scope: Scope) -> list[str]:
    """The reader's newest conversations; if there are no more than these, the search ends within them."""
    page = await lists.page(database, ConversationFilter(), scope, None, OWN_CONVERSATIONS)
    return [head.id for head in page.items]


async def _rows(entries: Collection, pipeline: list[Document], index: dict[str, int]) -> list[Document]:
    """The index is named: left to itself the planner walks the newest entries, whatever their words."""
    return [row async for row in rows_of(entries, pipeline, maxTimeMS=LONGEST_MS, hint=index)]


def _newest_of_each(wanted: Document, limit: int) -> list[Document]:
    return [
        {"$match": wanted},
        {"$sort": {"n": -1}},
        {"$limit": CANDIDATES},
        {"$group": {"_id": "$c", "c": {"$first": "$c"}, "s": {"$first": "$s"}, "n": {"$first": "$n"}}},
        {"$sort": {"n": -1}},
        {"$limit": limit},
    ]


def _seen_among_newest(wanted: Document, seen: Document, limit: int) -> list[Document]:
    """The scope is checked inside the query, on the heads as they are now."""
    heads = {"from": "heads", "localField": "c", "foreignField": "_id", "as": "head"}
    return [
        {"$match": wanted},
        {"$sort": {"n": -1}},
        {"$limit": CHECKED},
        {"$project": {"c": 1, "s": 1}},
        {"$lookup": {**heads, "pipeline": [{"$match": seen}, {"$project": {"_id": 1}}]}},
        {"$match": {"head": {"$ne": []}}},
        {"$limit": limit * 4},
    ]


def _wanted(groups: Groups, reference: str | None) -> Document:
    words: Document = {"$and": [{"t": _any_of(alternatives)} for alternatives in groups]}
    return {"$or": [words, {"t": reference}]} if reference else words


def _any_of(alternatives: Iterable[Term]) -> Document:
    """A regular expression without flags is a range of the index; one of ``re`` carries a flag and reads all of it."""
    return {"$in": [Regex(f"^{re.escape(term.text)}") if term.prefix else term.text for term in alternatives]}


def _is_contacts_own(scope: Scope) -> bool:
    """Contacts never see what is the staff's."""
    return not (scope.everything or scope.agent_id or scope.queue_ids)


async def _lagging(database: Database, groups: Groups, reference: str | None, scope: Scope) -> list[Found]:
    writes = await database["journal"].find({"todo": True, "s": {"$gt": 0}}).sort("n", -1).to_list(LAG)
    if not writes:
        return []
    where: Document = {"_id": {"$in": list({write["c"] for write in writes})}}
    seen = lists.scope_condition(scope)
    rows = derived(database, "heads").find({"$and": [where, seen]} if seen else where, {"_id": 1})
    visible = {row["_id"] async for row in rows}
    found: list[Found] = []
    for write in writes:
        if write["c"] not in visible:
            continue
        for one in reversed(folding.search_documents(write)):
            terms = frozenset(one["t"])
            if (one["a"] or not _is_contacts_own(scope)) and (matches(groups, terms) or reference in terms):
                found.append((one["c"], one["s"]))
    return found


async def _hits(database: Database, found: dict[str, int], query: str) -> list[Hit]:
    """With the words around; an entry erased meanwhile is shown without any."""
    if not found:
        return []
    contacts = {
        row["_id"]: row["contact"]
        async for row in derived(database, "heads").find({"_id": {"$in": list(found)}}, {"contact": 1})
    }
    places = [{"c": conversation_id, "e.q": seq, "s": {"$gte": seq}} for conversation_id, seq in found.items()]
    texts: dict[Found, str] = {}
    async for write in database["journal"].find({"$or": places}, {"c": 1, "e": 1}):
        texts |= {(write["c"], entry.seq): text_of(entry.body) for entry in journal.entries_of(write)}
    return [
        Hit(
            kind=HitKind.CONVERSATION,
            conversation_id=ConversationId(conversation_id),
            contact_id=ContactId(contacts[conversation_id]),
            seq=seq,
            snippet=snippet(texts.get((conversation_id, seq), ""), query),
        )
        for conversation_id, seq in found.items()
        if conversation_id in contacts
    ]


# -- contacts ------------------------------------------------------------------------------------------------


async def _contacts(database: Database, query: str, scope: Scope) -> AsyncIterator[Hit]:
    groups = name_groups(query)
    if not groups:
        return
    found: set[str] = set()
    async for contact in _named(database, groups):
        if contact.id not in found and await _is_visible(database, contact.id, scope):
            yield Hit(kind=HitKind.CONTACT, contact_id=contact.id, snippet=contact.name)
            found.add(contact.id)
        if len(found) == CONTACT_HITS:
            return


async def _named(database: Database, groups: Groups) -> AsyncIterator[Contact]:
    """Contacts that meet every group: those just changed first, then those spelt as asked, then the newest."""
    for row in await database["contacts"].find({"todo": True}).sort("n", -1).to_list(LAG):
        if matches(groups, folding.terms_of(row)):
            yield decode(Contact, row["body"])
    for exact in (True, False):
        words = [{"terms": _any_of(alternatives[:1] if exact else alternatives)} for alternatives in groups]
        where = {"$and": [*words, {"todo": {"$exists": False}}]}
        rows = database["contacts"].find(where, {"body": 1}, max_time_ms=LONGEST_MS).sort("n", -1)
        for row in await rows.to_list(CONTACT_HITS * 10):
            yield decode(Contact, row["body"])


async def _is_visible(database: Database, contact_id: ContactId, scope: Scope) -> bool:
    seen = lists.scope_condition(scope)
    if seen is None or contact_id in scope.contacts:
        return True
    return await derived(database, "heads").find_one({"$and": [{"contact": contact_id}, seen]}, {"_id": 1}) is not None


async def _of_contacts(database: Database, people: Iterable[Hit], scope: Scope, limit: int) -> list[Hit]:
    """Conversations of the contacts found."""
    hits: list[Hit] = []
    for person in people:
        page = await lists.page(database, ConversationFilter(contact_id=person.contact_id), scope, None, limit)
        hits += [
            Hit(kind=HitKind.CONVERSATION, conversation_id=head.id, contact_id=head.contact_id, snippet=head.preview)
            for head in page.items
        ]
    return hits
