"""A large SQLite store out of a small one: its conversations again and again, with other ids, people, numbers, times.

Filling ten million messages through the verbs takes an hour and a half of one core. A copy has the rows that the verbs
would have written for its conversations (the same ids, agents, queues; entries of many conversations one after the
other, as they arrived), and its words in the search index; only the texts and names repeat, but for numbers in them.
"""

import re
import sqlite3
from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from bench.growth_data import SECONDS_APART, contact_id, conversation_id, identity_of
from contactcenter.ids import derived_id, new_reference
from contactcenter.model.bodies import EntryKind
from contactcenter.model.contact import Contact
from contactcenter.model.conversation import State
from contactcenter.model.message import Message
from contactcenter.store.codec import decode, decode_body, decode_head, encode, to_us
from contactcenter.store.search_text import entry_terms
from contactcenter.store.sqlite import indexing
from contactcenter.store.sqlite.connection import open_writer
from contactcenter.store.sqlite.heads import Heads
from contactcenter.store.sqlite.known_contacts import KnownContacts
from contactcenter.store.sqlite.transaction import Transaction
from contactcenter.store.tokens import document_terms

CONTACT_CHUNK = 2_000
NUMBER = re.compile(r"A-(\d{8})")

CONVERSATIONS = """SELECT key, state, awaiting, agent_id, queue_id, head FROM conversations
    WHERE key <= ? ORDER BY key"""
ADD_CONVERSATION = """INSERT INTO conversations (key, id, reference, contact_id, state, awaiting, agent_id, queue_id,
    created_at, last_at, head) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
ENTRIES = """SELECT key, conversation, seq, kind, audience, author_kind, prev, received_at, body FROM entries
    WHERE key <= ? ORDER BY key"""
ADD_ENTRY = """INSERT INTO entries (key, conversation, seq, external_id, kind, audience, author_kind, author_id, prev,
    received_at, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
CONTACTS = "SELECT key, version, body FROM contacts WHERE key <= ? ORDER BY key"
ADD_CONTACT = "INSERT INTO contacts (key, id, version, body) VALUES (?, ?, ?, ?)"
ADD_IDENTITY = "INSERT INTO identities (kind, scope, address, verification, contact_id) VALUES (?, '', ?, 'claimed', ?)"
ADD_LOAD = "UPDATE agent_load SET units = units + ? WHERE agent_id = ?"


@dataclass(frozen=True, slots=True)
class Line:
    """An entry of the original, its words without numbers, and the numbers in it."""

    row: tuple[int, int, int, str, str, str, int, int, bytes]
    terms: str
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Original:
    """``numbers``: key of a conversation -> its number n, of which its ids are derived."""

    conversations: list[tuple[int, str, str, str, str, bytes]]
    numbers: dict[int, int]
    lines: list[Line]
    contacts: list[tuple[int, int, Contact]]

    @property
    def keys(self) -> int:
        return len(self.conversations)


def read_original(path: Path, conversations: int) -> Original:
    """The first ``conversations``, as bench.store_growth filled them; a multiple of agents, queues and ten."""
    connection = open_writer(path)
    heads = connection.execute(CONVERSATIONS, (conversations,)).fetchall()
    number_of = {conversation_id(n): n for n in range(conversations)}
    numbers = {row[0]: number_of[decode_head(row[5]).id] for row in heads}
    (last,) = connection.execute("SELECT count(*) FROM entries WHERE conversation <= ?", (conversations,)).fetchone()
    first = {row[0]: decode_head(row[5]) for row in heads}
    lines = []
    for row in connection.execute(ENTRIES, (last,)):
        body = decode_body(EntryKind(row[3]), row[8])
        assert isinstance(body, Message)
        plain = replace(body, text=NUMBER.sub("", body.text))
        head = replace(first[row[1]], reference="") if row[2] == 1 else None
        terms = " ".join(term for term in entry_terms(plain, head) if term != "=")
        lines.append(Line(row, terms, tuple(NUMBER.findall(body.text))))
    people = [
        (key, version, decode(Contact, body))
        for key, version, body in connection.execute(CONTACTS, (conversations // 2,))
    ]
    connection.close()
    return Original(heads, numbers, lines, people)


def add_copies(path: Path, original: Original, copies: range) -> None:
    """The first copy is number 1; the original itself is 0. A crash meanwhile leaves nothing to be used."""
    connection = open_writer(path)
    connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -500000")
    # ids lie in no order: an index of millions is sooner made at the end than kept up, and half of the writing saved
    (by_id,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'entries_external'").fetchone()
    connection.execute("DROP INDEX entries_external")
    transaction = Transaction(connection, Heads(), KnownContacts())
    for number in copies:
        connection.execute("BEGIN IMMEDIATE")
        references = _add_conversations(connection, original, number)
        _add_entries(connection, original, number, references)
        _add_contacts(connection, original, number)
        while indexing.write_contacts(transaction, CONTACT_CHUNK):
            pass
        connection.execute("COMMIT")
    connection.execute(by_id)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.close()


def _add_conversations(connection: sqlite3.Connection, original: Original, copy: int) -> dict[int, str]:
    """References by the original's key."""
    later = timedelta(seconds=SECONDS_APART * original.keys * copy)
    references: dict[int, str] = {}
    rows, loads = [], Counter[str]()
    for key, state, awaiting, agent, queue, encoded in original.conversations:
        n = original.numbers[key] + copy * original.keys
        references[key] = new_reference()
        head = decode_head(encoded)
        copied = replace(
            head,
            id=conversation_id(n),
            reference=references[key],
            contact_id=contact_id(n // 2),
            created_at=head.created_at + later,
            last_at=head.last_at + later,
        )
        rows.append(
            (key + copy * original.keys, copied.id, copied.reference, copied.contact_id, state, awaiting, agent, queue,
             to_us(copied.created_at), to_us(copied.last_at), encode(copied))
        )  # fmt: skip
        if state != State.RESOLVED:
            loads[agent] += 1
    connection.executemany(ADD_CONVERSATION, rows)
    connection.executemany(ADD_LOAD, [(units, agent) for agent, units in loads.items()])
    return references


def _add_entries(connection: sqlite3.Connection, original: Original, copy: int, references: dict[int, str]) -> None:
    later = SECONDS_APART * original.keys * copy * 1_000_000
    begin, key_step = copy * len(original.lines), copy * original.keys
    people = {key: contact_id((n + key_step) // 2) for key, n in original.numbers.items()}
    rows, terms = [], []
    for line in original.lines:
        key, conversation, seq, kind, audience, author, prev, at, body = line.row
        n = original.numbers[conversation] + key_step
        external_id = derived_id("message", str(n), str(seq - 1))
        words = f"{line.terms} {indexing.conversation_term(conversation + key_step)}"
        for digits in line.numbers:
            other = f"{(int(digits) + copy * 7_919_317) % 10**8:08}"
            body = body.replace(digits.encode(), other.encode())
            words += " " + " ".join(document_terms(other))
        if seq == 1:
            half, other_half = references[conversation].casefold().split("-")
            words += f" ={half}{other_half} ={half} ={other_half}"
        rows.append(
            (key + begin, conversation + key_step, seq, external_id, kind, audience, author, people[conversation], prev,
             at + later, body)
        )  # fmt: skip
        terms.append((key + begin, words))
    connection.executemany(ADD_ENTRY, rows)
    connection.executemany(indexing.ADD, terms)
    connection.execute("UPDATE search_state SET indexed_to = ?", (rows[-1][0],))


def _add_contacts(connection: sqlite3.Connection, original: Original, copy: int) -> None:
    later = timedelta(seconds=SECONDS_APART * original.keys * copy)
    contacts, identities = [], []
    first = copy * len(original.contacts)
    by_id = {contact_id(n): n for n in range(len(original.contacts))}
    for key, version, contact in original.contacts:
        n = by_id[contact.id] + first
        copied = replace(contact, id=contact_id(n), created_at=contact.created_at + later)
        contacts.append((key + first, copied.id, version, encode(copied)))
        identities.append(("email", identity_of(n).address, copied.id))
    connection.executemany(ADD_CONTACT, contacts)
    connection.executemany(ADD_IDENTITY, identities)
