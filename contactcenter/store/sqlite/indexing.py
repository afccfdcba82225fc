"""Bringing the search index up to date, in small units so that nobody who writes waits for long."""

import sqlite3
from dataclasses import dataclass

from contactcenter.ids import ContactId
from contactcenter.model.bodies import EntryKind
from contactcenter.model.contact import Contact
from contactcenter.store.codec import decode, decode_body, decode_head
from contactcenter.store.search_text import SEARCHED_KINDS, contact_terms, entry_terms
from contactcenter.store.sqlite import contacts
from contactcenter.store.sqlite.transaction import Transaction

MARKS = "#@="
UNIT = 50
"""Entries indexed in one commit."""

INDEXED_TO = "SELECT indexed_to FROM search_state"
UNINDEXED = """SELECT e.key, e.conversation, e.seq, e.kind, e.body, iif(e.seq = 1, c.head, NULL)
    FROM entries e JOIN conversations c ON c.key = e.conversation WHERE e.key > ? ORDER BY e.key LIMIT ?"""
ADD = "INSERT INTO entry_search (rowid, terms) VALUES (?, ?)"
KNOW_WORD = "INSERT OR IGNORE INTO search_words (word) VALUES (?)"
MOVE_ON = "UPDATE search_state SET indexed_to = ? WHERE indexed_to = ?"
UNINDEXED_CONTACTS = """SELECT key, id, body FROM contacts INDEXED BY contacts_unindexed
    WHERE indexed = 0 ORDER BY key DESC LIMIT ?"""
FORGET = "DELETE FROM contact_terms WHERE term = ? AND contact = ?"
TERMS_OF = "SELECT terms FROM contacts WHERE key = ?"
LEARN = "INSERT INTO contact_terms (term, contact) VALUES (?, ?)"
DONE = "UPDATE contacts SET indexed = 1, terms = ? WHERE key = ?"


@dataclass(frozen=True, slots=True)
class EntryUnit:
    """Entries in (after, to] with their terms; entries that are not searched have none."""

    after: int
    to: int
    count: int
    rows: tuple[tuple[int, str], ...]
    words: frozenset[str]


def pending(connection: sqlite3.Connection, limit: int) -> tuple[bool, EntryUnit]:
    """Whether contacts are to be indexed, and the next entries that are."""
    people = connection.execute(UNINDEXED_CONTACTS, (1,)).fetchone() is not None
    return people, read_entries(connection, limit)


def read_entries(connection: sqlite3.Connection, limit: int) -> EntryUnit:
    """The next entries to be indexed: read and taken apart outside of any write."""
    (after,) = connection.execute(INDEXED_TO).fetchone()
    rows: list[tuple[int, str]] = []
    words: set[str] = set()
    last, count = after, 0
    for key, conversation, _, kind, body, head in connection.execute(UNINDEXED, (after, limit)):
        last, count = key, count + 1
        if kind in SEARCHED_KINDS:
            begun = decode_head(head) if head else None
            terms = entry_terms(decode_body(EntryKind(kind), body), begun)
            rows.append((key, " ".join((*terms, conversation_term(conversation)))))
            words.update(terms)
    return EntryUnit(after, last, count, tuple(rows), frozenset(word for word in words if word[0] not in MARKS))


def write_entries(transaction: Transaction, unit: EntryUnit) -> int:
    """Entries done: none if another has indexed them meanwhile."""
    if transaction.execute(MOVE_ON, (unit.to, unit.after)).rowcount == 0:
        return 0
    transaction.connection.executemany(ADD, unit.rows)
    transaction.connection.executemany(KNOW_WORD, [(word,) for word in unit.words])
    return unit.count


def unindexed_contacts(connection: sqlite3.Connection, limit: int) -> list[tuple[int, frozenset[str]]]:
    """Keys and terms of contacts that are new or were changed, the newest first."""
    rows = connection.execute(UNINDEXED_CONTACTS, (limit,)).fetchall()
    return [(key, _terms(connection, ContactId(contact_id), decode(Contact, body))) for key, contact_id, body in rows]


def write_contacts(transaction: Transaction, limit: int) -> int:
    """Read inside the unit: an address added meanwhile is never missed."""
    rows = unindexed_contacts(transaction.connection, limit)
    for key, terms in rows:
        known = terms_of(transaction.connection, key)
        transaction.connection.executemany(FORGET, [(term, key) for term in known - terms])
        transaction.connection.executemany(LEARN, [(term, key) for term in terms - known])
        transaction.execute(DONE, (" ".join(sorted(terms)), key))
    return len(rows)


def terms_of(connection: sqlite3.Connection, key: int) -> frozenset[str]:
    """The terms under which a contact is found in the index."""
    return frozenset(connection.execute(TERMS_OF, (key,)).fetchone()[0].split())


def conversation_term(key: int) -> str:
    """Every entry carries its conversation as a term: a search within few conversations intersects with it."""
    return f"@{key}"


def _terms(connection: sqlite3.Connection, contact_id: ContactId, contact: Contact) -> frozenset[str]:
    return contact_terms(contact, contacts.identities(connection, contact_id))
