"""Search: contacts by name or address, conversations by their words, newest first, only what the reader may see.

Whole words are merged from the index in the order of time and read no further than needed. With a range of the index
among them MongoDB first reads and sorts all that match, so the beginning of a word is looked up in a list of words.

A reader with a scope is searched its own newest conversations first; for what is older, CHECKED bounds how many entries
are held against the scope.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, replace
from itertools import islice
from typing import TypeAlias

from contactcenter.ids import ContactId, ConversationId
from contactcenter.model.rows import ConversationFilter, Hit, HitKind
from contactcenter.model.scope import Scope
from contactcenter.store.mongo import folding, journal, lists
from contactcenter.store.mongo.contact_search import named_contacts
from contactcenter.store.mongo.driver import Collection, Database, Document, derived, rows_of
from contactcenter.store.mongo.terms import Groups, any_of
from contactcenter.store.search_text import reference_term, snippet, text_of
from contactcenter.store.tokens import Term, matches, query_groups

FIRST_CANDIDATES, CANDIDATES = 150, 1_000
CHECKED = 300
WORDS_OF_PREFIX = 64
WINDOWS = (5_000, 40_000)
WINDOWS_KEPT_S = 60.0
BY_TERM, BY_CONVERSATION = {"t": 1, "n": -1}, {"c": 1, "t": 1}
OWN_CONVERSATIONS = 300
LAG = 300
"""Newest writes that are searched although the index does not know them yet."""
LONGEST_MS = 5_000

Found: TypeAlias = tuple[str, int]  # conversation, seq


@dataclass(frozen=True, slots=True)
class Asked:
    """``reference``: the term of a query that looks like one."""

    groups: Groups
    reference: str | None
    scope: Scope
    limit: int


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
    asked = Asked(groups, reference_term(query), scope, limit)
    people, lagging, whole = await asyncio.gather(
        named_contacts(database, query, scope), _lagging(database, asked), _in_whole_words(database, groups)
    )
    found: dict[str, int] = {}
    for conversation_id, seq in lagging:
        found.setdefault(conversation_id, seq)
    if len(found) < limit:
        async for conversation_id, seq in _indexed(database, windows, replace(asked, groups=whole)):
            found.setdefault(conversation_id, seq)
    hits = await _hits(database, dict(islice(found.items(), limit)), query)
    if len(hits) < limit:
        hits += [hit for hit in await _of_contacts(database, people, scope, limit) if hit.conversation_id not in found]
    return (*people, *hits)[:limit]


# -- conversations -------------------------------------------------------------------------------------------


async def _indexed(database: Database, windows: Windows, asked: Asked) -> AsyncIterator[Found]:
    """Entries in the index that match, newest first; the conversation of one may come again."""
    wanted, limit = _wanted(asked.groups, asked.reference), asked.limit
    if _is_contacts_own(asked.scope):
        wanted = {"$and": [wanted, {"a": True}]}
    seen = lists.scope_condition(asked.scope)
    entries = derived(database, "search")
    own = await _own(database, seen) if seen else []
    if seen:
        within = {"$and": [{"c": {"$in": own}}, wanted]}
        rows = await _rows(entries, _newest_of_each(within, limit, CANDIDATES), BY_CONVERSATION) if own else []
        for row in rows:
            yield row["c"], row["s"]
        if len(rows) >= limit or len(own) < OWN_CONVERSATIONS:
            return
    for since in await windows.since():
        within = {"$and": [wanted, {"n": {"$gt": since}}]}
        if seen:
            rows = await _seen_among_newest(database, within, seen)
        else:
            rows = await _newest(entries, within, limit)
        for row in rows:
            yield row["c"], row["s"]
        if len({row["c"] for row in rows}) >= limit:
            return


async def _seen_among_newest(database: Database, wanted: Document, seen: Document) -> list[Document]:
    """The scope is checked on the heads as they are now, in one call: a lookup an entry takes ten times as long."""
    pipeline: list[Document] = [{"$match": wanted}, {"$sort": {"n": -1}}, {"$limit": CHECKED}]
    rows = await _rows(derived(database, "search"), [*pipeline, {"$project": {"c": 1, "s": 1}}], BY_TERM)
    where = {"$and": [{"_id": {"$in": list({row["c"] for row in rows})}}, seen]}
    heads = derived(database, "heads").find(where, {"_id": 1}, hint={"_id": 1}, max_time_ms=LONGEST_MS)
    visible = {head["_id"] async for head in heads}
    return [row for row in rows if row["c"] in visible]


async def _own(database: Database, seen: Document) -> list[str]:
    """The reader's newest conversations; if there are no more than these, the search ends within them."""
    rows = derived(database, "heads").find(seen, {"_id": 1}, max_time_ms=LONGEST_MS)
    return [row["_id"] async for row in rows.sort([("last", -1), ("_id", -1)]).limit(OWN_CONVERSATIONS)]


async def _newest(entries: Collection, wanted: Document, limit: int) -> list[Document]:
    """Of each conversation the newest entry. Mostly those of the first few entries are enough."""
    rows = await _rows(entries, _newest_of_each(wanted, limit, FIRST_CANDIDATES), BY_TERM)
    if len(rows) >= limit or sum(row["count"] for row in rows) < FIRST_CANDIDATES:
        return rows
    return await _rows(entries, _newest_of_each(wanted, limit, CANDIDATES), BY_TERM)


async def _rows(entries: Collection, pipeline: list[Document], index: dict[str, int]) -> list[Document]:
    """The index is named: left to itself the planner walks the newest entries, whatever their words."""
    return [row async for row in rows_of(entries, pipeline, maxTimeMS=LONGEST_MS, hint=index)]


def _newest_of_each(wanted: Document, limit: int, candidates: int) -> list[Document]:
    """``count``: how many of the candidates are the conversation's."""
    first = {name: {"$first": f"${name}"} for name in ("c", "s", "n")}
    return [
        {"$match": wanted},
        {"$sort": {"n": -1}},
        {"$limit": candidates},
        {"$group": {"_id": "$c", **first, "count": {"$sum": 1}}},
        {"$sort": {"n": -1}},
        {"$limit": limit},
    ]


def _wanted(groups: Groups, reference: str | None) -> Document:
    words: Document = {"$and": [{"t": any_of(alternatives)} for alternatives in groups]}
    return {"$or": [words, {"t": reference}]} if reference else words


async def _in_whole_words(database: Database, groups: Groups) -> Groups:
    """The groups with the words that begin as asked in place of beginnings; numbers, which are rare, stay ranges."""
    beginnings = list(dict.fromkeys(term.text for group in groups for term in group if _is_beginning(term)))
    if not beginnings:
        return groups
    first, *others = (_words_from(text) for text in beginnings)
    pipeline = [*first, *({"$unionWith": {"coll": "search_words", "pipeline": one}} for one in others)]
    words = [row["_id"] async for row in rows_of(derived(database, "search_words"), pipeline)]
    return tuple(_with_words(group, words) for group in groups)


def _is_beginning(term: Term) -> bool:
    return term.prefix and term.text[0] not in folding.MARKS


def _words_from(beginning: str) -> list[Document]:
    bounds = {"$gte": beginning, "$lt": f"{beginning}\U0010ffff"}
    return [{"$match": {"_id": bounds}}, {"$sort": {"_id": 1}}, {"$limit": WORDS_OF_PREFIX}]


def _with_words(group: tuple[Term, ...], words: Iterable[str]) -> tuple[Term, ...]:
    beginnings = tuple(term.text for term in group if _is_beginning(term))
    kept = [term for term in group if not _is_beginning(term)]
    return tuple(dict.fromkeys([*kept, *(Term(word) for word in words if word.startswith(beginnings))]))


def _is_contacts_own(scope: Scope) -> bool:
    """Contacts never see what is the staff's."""
    return not (scope.everything or scope.agent_id or scope.queue_ids)


async def _lagging(database: Database, asked: Asked) -> list[Found]:
    """Of what was just written, newest first."""
    writes = await database["journal"].find({"todo": True, "s": {"$gt": 0}}).sort("n", -1).to_list(LAG)
    if not writes:
        return []
    where: Document = {"_id": {"$in": list({write["c"] for write in writes})}}
    seen = lists.scope_condition(asked.scope)
    rows = derived(database, "heads").find({"$and": [where, seen]} if seen else where, {"_id": 1})
    visible = {row["_id"] async for row in rows}
    found: list[Found] = []
    for write in writes:
        if write["c"] not in visible:
            continue
        for one in reversed(folding.search_documents(write)):
            terms = frozenset(one["t"])
            may_see = one["a"] or not _is_contacts_own(asked.scope)
            if may_see and (matches(asked.groups, terms) or asked.reference in terms):
                found.append((one["c"], one["s"]))
    return found


async def _hits(database: Database, found: dict[str, int], query: str) -> list[Hit]:
    """With the words around; an entry erased meanwhile is shown without any."""
    if not found:
        return []
    places = [{"c": conversation_id, "e.q": seq, "s": {"$gte": seq}} for conversation_id, seq in found.items()]
    heads, writes = await asyncio.gather(
        derived(database, "heads").find({"_id": {"$in": list(found)}}, {"contact": 1}).to_list(len(found)),
        database["journal"].find({"$or": places}, {"c": 1, "e": 1}).to_list(len(places)),
    )
    contacts = {row["_id"]: row["contact"] for row in heads}
    texts = {(write["c"], entry.seq): text_of(entry.body) for write in writes for entry in journal.entries_of(write)}
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


async def _of_contacts(database: Database, people: Iterable[Hit], scope: Scope, limit: int) -> list[Hit]:
    """Conversations of the contacts found."""
    pages = await asyncio.gather(
        *(
            lists.page(database, ConversationFilter(contact_id=person.contact_id), scope, None, limit)
            for person in people
        )
    )
    return [
        Hit(kind=HitKind.CONVERSATION, conversation_id=head.id, contact_id=head.contact_id, snippet=head.preview)
        for page in pages
        for head in page.items
    ]
