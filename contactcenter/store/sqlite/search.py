"""Search: contacts by name or address, conversations by their words, newest first, only what the reader may see.

Newest first, not by rank: ranking reads every posting of a common word (1.1 s at a million messages), this reads the
last ones. CANDIDATES bounds what is looked at for a reader who may see little of it; should that leave the answer
short, the reader's own conversations are searched by themselves.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

from contactcenter.ids import ContactId, ConversationId
from contactcenter.model.bodies import EntryKind
from contactcenter.model.contact import Contact
from contactcenter.model.rows import ConversationFilter, Hit, HitKind
from contactcenter.model.scope import Scope
from contactcenter.store.codec import decode, decode_body, decode_head
from contactcenter.store.search_text import entry_terms, reference_term, snippet, text_of
from contactcenter.store.sqlite import indexing
from contactcenter.store.sqlite.conversation_lists import queries, scope_condition
from contactcenter.store.tokens import Term, matches, name_groups, query_groups

CANDIDATES = 1_000
OWN_CONVERSATIONS = 150
LAG = 300
"""Newest entries the reader may see, and contacts, that are searched although the index does not know them yet."""
LAG_CANDIDATES = 2_000
WORDS_OF_PREFIX = 64
CONTACT_HITS = 5
CONTACT_CANDIDATES = 400

ENTRIES = """SELECT e.key, e.conversation, e.seq, e.kind, e.body, c.id, c.contact_id
    FROM (SELECT rowid AS key FROM entry_search WHERE entry_search MATCH ? ORDER BY rowid DESC LIMIT ?) s
    CROSS JOIN entries e ON e.key = s.key CROSS JOIN conversations c ON c.key = e.conversation
    WHERE e.kind <> 'erased' AND {seen}"""
LAGGING = """SELECT e.key, e.conversation, e.seq, e.kind, e.body, c.id, c.contact_id, iif(e.seq = 1, c.head, NULL)
    FROM entries e CROSS JOIN conversations c ON c.key = e.conversation
    WHERE e.key > max(?, (SELECT max(key) FROM entries) - ?) AND {seen} ORDER BY e.key DESC LIMIT ?"""
WORDS = "SELECT word FROM search_words WHERE word >= ? AND word < ? ORDER BY word LIMIT ?"
CONTACTS_OF = "SELECT contact FROM contact_terms WHERE term = ? ORDER BY contact DESC LIMIT ?"
CONTACTS_OF_PREFIX = "SELECT contact FROM contact_terms WHERE term >= ? AND term < ? LIMIT ?"
CONTACT = "SELECT id, body FROM contacts WHERE key = ?"
VISIBLE = """SELECT EXISTS (SELECT 1 FROM conversations c INDEXED BY conversations_contact_open
        WHERE c.contact_id = ? AND c.state <> 'resolved' AND {seen})
    OR EXISTS (SELECT 1 FROM conversations c INDEXED BY conversations_contact_resolved
        WHERE c.contact_id = ? AND c.state = 'resolved' AND {seen})"""

Groups: TypeAlias = tuple[tuple[Term, ...], ...]
Row: TypeAlias = tuple[Any, ...]


def search(connection: sqlite3.Connection, query: str, scope: Scope, limit: int) -> tuple[Hit, ...]:
    groups = query_groups(query)
    if not groups:
        return ()
    people = list(_contacts(connection, query, scope))
    hits: dict[str, Hit] = {}
    for row in _entries(connection, query, groups, scope, limit):
        hits.setdefault(row[5], _hit(row, query))
        if len(hits) >= limit:
            break
    if len(hits) < limit:
        for hit in _of_contacts(connection, people, scope, limit):
            hits.setdefault(hit.conversation_id or "", hit)
    return (*people, *hits.values())[:limit]


# -- conversations -------------------------------------------------------------------------------------------


def _entries(connection: sqlite3.Connection, query: str, groups: Groups, scope: Scope, limit: int) -> Iterator[Row]:
    """Entries that match, newest first; the conversation of one may come again."""
    seen, values = _seen(scope)
    (indexed_to,) = connection.execute(indexing.INDEXED_TO).fetchone()
    reference = reference_term(query)
    for row in connection.execute(LAGGING.format(seen=seen), (indexed_to, LAG_CANDIDATES, *values, LAG)):
        terms = entry_terms(decode_body(EntryKind(row[3]), row[4]), decode_head(row[7]) if row[7] else None)
        if matches(groups, terms) or reference in terms:
            yield row
    asked = _match(connection, groups, reference)
    sql = ENTRIES.format(seen=seen)
    if scope.everything:
        yield from connection.execute(sql, (asked, -1, *values))
        return
    own = _own(connection, scope)
    if len(own) > OWN_CONVERSATIONS:
        yield from connection.execute(sql, (asked, CANDIDATES, *values))
    if own:
        within = " OR ".join(f'"{indexing.conversation_term(key)}"' for key in own[:OWN_CONVERSATIONS])
        yield from connection.execute(sql, (f"({asked}) AND ({within})", CANDIDATES, *values))


def _seen(scope: Scope) -> tuple[str, tuple[Any, ...]]:
    """What the reader may see, as SQL; contacts never see what is the staff's."""
    condition = scope_condition(scope)
    if condition is None:
        return "1", ()
    if scope.agent_id or scope.queue_ids:
        return condition.sql, condition.values
    return f"{condition.sql} AND e.audience = 'contact'", condition.values


def _own(connection: sqlite3.Connection, scope: Scope) -> list[int]:
    """Keys of the reader's newest conversations; more than OWN_CONVERSATIONS = there are others."""
    keys = {
        key
        for sql, values in queries(ConversationFilter(), scope, None, OWN_CONVERSATIONS + 1, None)
        for _, key, _ in connection.execute(sql, values)
    }
    return sorted(keys, reverse=True)


def _match(connection: sqlite3.Connection, groups: Groups, reference: str | None) -> str:
    """The query in FTS5's words. Terms hold letters, digits and our own marks only, never a quote."""
    words = " AND ".join(f"({' OR '.join(_quoted(connection, alternatives))})" for alternatives in groups)
    return f'({words}) OR "{reference}"' if reference else words


def _quoted(connection: sqlite3.Connection, alternatives: tuple[Term, ...]) -> Iterator[str]:
    for term in alternatives:
        if not term.prefix:
            yield f'"{term.text}"'
        elif term.text[0] in indexing.MARKS:
            yield f'"{term.text}" *'
        else:
            bounds = term.text, f"{term.text}\U0010ffff", WORDS_OF_PREFIX
            yield from (f'"{word}"' for (word,) in connection.execute(WORDS, bounds))
            yield f'"{term.text}"'


def _hit(row: Row, query: str) -> Hit:
    _, _, seq, kind, body, conversation_id, contact_id = row[:7]
    return Hit(
        kind=HitKind.CONVERSATION,
        conversation_id=ConversationId(conversation_id),
        contact_id=ContactId(contact_id),
        seq=seq,
        snippet=snippet(text_of(decode_body(EntryKind(kind), body)), query),
    )


# -- contacts ------------------------------------------------------------------------------------------------


def _contacts(connection: sqlite3.Connection, query: str, scope: Scope) -> Iterator[Hit]:
    groups = name_groups(query)
    if not groups:
        return
    found: set[ContactId] = set()
    for contact in _named(connection, groups):
        if contact.id not in found and _is_visible(connection, contact.id, scope):
            yield Hit(kind=HitKind.CONTACT, contact_id=contact.id, snippet=contact.name)
            found.add(contact.id)
        if len(found) == CONTACT_HITS:
            return


def _named(connection: sqlite3.Connection, groups: Groups) -> Iterator[Contact]:
    """Contacts that meet every group: those spelt as asked first, then the newest."""
    for key, terms in indexing.unindexed_contacts(connection, LAG):
        if matches(groups, terms):
            yield _contact(connection, key)
    exactly = tuple(alternatives[:1] for alternatives in groups)
    for wanted in (exactly, groups):
        for key in _rarest(connection, wanted):
            if matches(wanted, indexing.terms_of(connection, key)):
                yield _contact(connection, key)


def _rarest(connection: sqlite3.Connection, groups: Groups) -> list[int]:
    """Contacts that meet the group which the fewest meet, the newest first."""
    met = [{key for term in alternatives for key in _with_term(connection, term)} for alternatives in groups]
    rarest = min(met, key=len)
    return sorted(rarest, reverse=True)[:CONTACT_CANDIDATES]


def _with_term(connection: sqlite3.Connection, term: Term) -> Iterable[int]:
    if not term.prefix:
        rows = connection.execute(CONTACTS_OF, (term.text, CONTACT_CANDIDATES))
    else:
        rows = connection.execute(CONTACTS_OF_PREFIX, (term.text, f"{term.text}\U0010ffff", CONTACT_CANDIDATES))
    return (key for (key,) in rows)


def _contact(connection: sqlite3.Connection, key: int) -> Contact:
    return decode(Contact, connection.execute(CONTACT, (key,)).fetchone()[1])


def _is_visible(connection: sqlite3.Connection, contact_id: ContactId, scope: Scope) -> bool:
    condition = scope_condition(scope)
    if condition is None or contact_id in scope.contacts:
        return True
    one = contact_id, *condition.values
    return bool(connection.execute(VISIBLE.format(seen=condition.sql), (*one, *one)).fetchone()[0])


def _of_contacts(connection: sqlite3.Connection, people: Iterable[Hit], scope: Scope, limit: int) -> Iterator[Hit]:
    """Conversations of the contacts found."""
    for person in people:
        where = ConversationFilter(contact_id=person.contact_id)
        for sql, values in queries(where, scope, None, limit, None):
            for _, _, head in connection.execute(sql, values):
                found = decode_head(head)
                yield Hit(
                    kind=HitKind.CONVERSATION,
                    conversation_id=found.id,
                    contact_id=found.contact_id,
                    snippet=found.preview,
                )
