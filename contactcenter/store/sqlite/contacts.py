"""Contacts, their identities, companies and what is known about them. A merge is a link; nothing moves."""

import sqlite3
from collections.abc import Iterable
from datetime import datetime

from contactcenter.errors import Conflict, NotFound, Stale
from contactcenter.ids import CompanyId, ContactId, derived_id
from contactcenter.model.contact import Contact, Identity, KnownFact, Membership, Verification
from contactcenter.model.plan import Inbound
from contactcenter.store.codec import decode, encode, to_us
from contactcenter.store.contact_changes import audit_line, proves_more_than, saved
from contactcenter.store.sqlite import audit
from contactcenter.store.sqlite.transaction import Transaction

BY_ID = "SELECT body FROM contacts WHERE id = ?"
INSERT = "INSERT INTO contacts (id, version, merged_into, body) VALUES (?, ?, ?, ?)"
UPDATE = "UPDATE contacts SET version = ?, merged_into = ?, body = ?, indexed = 0 WHERE id = ?"
TOUCH = "UPDATE contacts SET indexed = 0 WHERE id = ?"
CHILDREN = "SELECT id FROM contacts WHERE merged_into = ?"
OWNER = "SELECT contact_id, verification FROM identities WHERE kind = ? AND scope = ? AND address = ?"
IDENTIFY = "INSERT INTO identities (kind, scope, address, verification, contact_id) VALUES (?, ?, ?, ?, ?)"
PROVE = "UPDATE identities SET verification = ? WHERE kind = ? AND scope = ? AND address = ?"
IDENTITIES = (
    "SELECT kind, scope, address, verification FROM identities WHERE contact_id = ? ORDER BY kind, scope, address"
)
KNOW = "INSERT OR IGNORE INTO known_facts (digest, contact_id, company_id, at, body) VALUES (?, ?, ?, ?, ?)"
KNOWN = "SELECT at, key, body FROM known_facts WHERE contact_id = ?"
KNOWN_OF_COMPANY = "SELECT body FROM known_facts WHERE company_id = ? ORDER BY at, key"
JOIN = "INSERT OR REPLACE INTO memberships (contact_id, company_id, since, body) VALUES (?, ?, ?, ?)"
MEMBERSHIPS = "SELECT body FROM memberships WHERE contact_id = ? ORDER BY since, company_id"


# -- a message on its way in ---------------------------------------------------------------------------------


def of_inbound(transaction: Transaction, inbound: Inbound) -> tuple[Contact, bool]:
    """The identity's contact, and whether the identity is new (then nothing of it is stored yet)."""
    identity = inbound.identity
    known = transaction.contacts.owner(identity.key)
    contact = transaction.contacts.contact(known[0]) if known else None
    if contact is not None:
        return contact, False
    owner = _owner(transaction.connection, identity)
    if owner is not None:
        contact = get(transaction, owner[0])
        transaction.contacts.keep(identity.key, owner[1], contact)
        return contact, False
    return read(transaction.connection, inbound.contact_id) or _new_contact(inbound), True


def _new_contact(inbound: Inbound) -> Contact:
    return Contact(
        id=inbound.contact_id, name=inbound.contact_name, language=inbound.contact_language, created_at=inbound.at
    )


def proves_more(transaction: Transaction, identity: Identity) -> bool:
    known = transaction.contacts.owner(identity.key) or _owner(transaction.connection, identity)
    return known is None or proves_more_than(identity.verification, known[1])


def keep(transaction: Transaction, contact: Contact, identity: Identity, is_new: bool) -> None:
    """Store the new identity, with its contact if that is new too, or the better proof of a known one."""
    if not is_new:
        if proves_more(transaction, identity):
            transaction.execute(PROVE, (identity.verification.value, *identity.key))
            transaction.contacts.forget_identity(identity.key)
        return
    if read(transaction.connection, contact.id) is None:
        transaction.execute(INSERT, (contact.id, contact.version, None, encode(contact)))
    else:
        transaction.execute(TOUCH, (contact.id,))
    transaction.execute(IDENTIFY, (*identity.key, identity.verification.value, contact.id))


# -- contacts and identities ---------------------------------------------------------------------------------


def read(connection: sqlite3.Connection, contact_id: ContactId) -> Contact | None:
    row = connection.execute(BY_ID, (contact_id,)).fetchone()
    return decode(Contact, row[0]) if row else None


def get(transaction: Transaction, contact_id: ContactId) -> Contact:
    """Raises errors.NotFound."""
    contact = read(transaction.connection, contact_id)
    if contact is None:
        raise NotFound("no such contact")
    return contact


def by_identity(connection: sqlite3.Connection, identity: Identity) -> Contact | None:
    owner = _owner(connection, identity)
    return read(connection, owner[0]) if owner else None


def identities(connection: sqlite3.Connection, contact_id: ContactId) -> tuple[Identity, ...]:
    return tuple(
        Identity(kind=kind, scope=scope, address=address, verification=Verification(verification))
        for kind, scope, address, verification in connection.execute(IDENTITIES, (contact_id,))
    )


def add_identity(transaction: Transaction, contact_id: ContactId, identity: Identity) -> None:
    contact = get(transaction, contact_id)
    owner = _owner(transaction.connection, identity)
    if owner is None:
        transaction.execute(IDENTIFY, (*identity.key, identity.verification.value, contact_id))
        transaction.execute(TOUCH, (contact_id,))
    elif owner[0] != contact_id:
        raise Conflict("this address is another contact's")
    else:
        keep(transaction, contact, identity, is_new=False)


def save(transaction: Transaction, contact: Contact, actor: str, at: datetime) -> Contact:
    stored = get(transaction, contact.id)
    if stored.version != contact.version:
        raise Stale("the contact was changed since it was read")
    if contact.merged_into != stored.merged_into and contact.merged_into is not None:
        _check_merge(transaction, contact.id, contact.merged_into)
    after = saved(contact)
    transaction.execute(UPDATE, (after.version, after.merged_into, encode(after), after.id))
    transaction.contacts.forget_contact(contact.id)
    audit.append(transaction, audit_line(stored, after, actor, at))
    return after


def _check_merge(transaction: Transaction, contact_id: ContactId, into: ContactId) -> None:
    target: ContactId | None = into
    while target is not None:
        if target == contact_id:
            raise Conflict("contacts cannot be merged in a circle")
        target = get(transaction, target).merged_into


def family(connection: sqlite3.Connection, contact_id: ContactId) -> frozenset[ContactId]:
    """The contact itself, what it is merged into, and all merged into the same."""
    root = contact_id
    while (contact := read(connection, root)) is not None and contact.merged_into is not None:
        root = contact.merged_into
    members, open_ends = {root}, [root]
    while open_ends:
        for (child,) in connection.execute(CHILDREN, (open_ends.pop(),)):
            members.add(child)
            open_ends.append(child)
    return frozenset(members)


def _owner(connection: sqlite3.Connection, identity: Identity) -> tuple[ContactId, Verification] | None:
    row = connection.execute(OWNER, identity.key).fetchone()
    return (ContactId(row[0]), Verification(row[1])) if row else None


# -- what is known about them --------------------------------------------------------------------------------


def add_known_facts(transaction: Transaction, facts: Iterable[KnownFact]) -> None:
    """The same fact of the same moment is stored once, however often it is told."""
    for fact in facts:
        body = encode(fact)
        digest = derived_id("known-fact", body.decode())
        transaction.execute(KNOW, (digest, fact.contact_id, fact.company_id, to_us(fact.at), body))


def known_facts(connection: sqlite3.Connection, contact_id: ContactId) -> tuple[KnownFact, ...]:
    rows = (row for one in family(connection, contact_id) for row in connection.execute(KNOWN, (one,)))
    return tuple(decode(KnownFact, body) for _, _, body in sorted(rows, key=lambda row: row[:2]))


def company_facts(connection: sqlite3.Connection, company_id: CompanyId) -> tuple[KnownFact, ...]:
    return tuple(decode(KnownFact, body) for (body,) in connection.execute(KNOWN_OF_COMPANY, (company_id,)))


def memberships(connection: sqlite3.Connection, contact_id: ContactId) -> tuple[Membership, ...]:
    return tuple(decode(Membership, body) for (body,) in connection.execute(MEMBERSHIPS, (contact_id,)))


def save_membership(transaction: Transaction, membership: Membership) -> None:
    since = to_us(membership.since) if membership.since else 0
    transaction.execute(JOIN, (membership.contact_id, membership.company_id, since, encode(membership)))
