"""Contacts with their identities in one document each. A merge is a link; nothing moves.

``keys`` names the identities and is unique over all contacts: an address has one contact.
"""

import time
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime

from pymongo.errors import DuplicateKeyError

from contactcenter.errors import Conflict, NotFound, Stale
from contactcenter.ids import ContactId
from contactcenter.model.contact import Contact, Identity, Membership, Verification
from contactcenter.store.codec import decode, encode, to_us
from contactcenter.store.contact_changes import audit_line, proves_more_than, saved
from contactcenter.store.mongo import audit
from contactcenter.store.mongo.driver import Client, Database, Document, Session
from contactcenter.store.mongo.transactions import in_transaction

CONTACTS_KEPT = 20_000
TRUSTED_S = 30.0
"""How long this node believes what it read of a contact; another node's change is seen after that at the latest."""
PART = "\x1f"


@dataclass(frozen=True, slots=True)
class Owner:
    """The contact of an identity, and how far the identity is proven."""

    contact: Contact
    verification: Verification


class KnownOwners:
    """Contacts by the identity they write from, as this node read them lately."""

    def __init__(self) -> None:
        self._owners: OrderedDict[str, tuple[Owner, float]] = OrderedDict()

    def find(self, identity: Identity) -> Owner | None:
        known = self._owners.get(key_of(identity))
        return known[0] if known is not None and time.monotonic() - known[1] < TRUSTED_S else None

    def keep(self, identity: Identity, owner: Owner) -> None:
        key = key_of(identity)
        self._owners[key] = owner, time.monotonic()
        self._owners.move_to_end(key)
        if len(self._owners) > CONTACTS_KEPT:
            self._owners.popitem(last=False)

    def forget(self, identity: Identity) -> None:
        self._owners.pop(key_of(identity), None)

    def forget_contact(self, contact_id: ContactId) -> None:
        for key in [key for key, (owner, _) in self._owners.items() if owner.contact.id == contact_id]:
            del self._owners[key]


def key_of(identity: Identity) -> str:
    return PART.join(identity.key)


def document_of(contact: Contact, identity: Identity) -> Document:
    """A new contact, with the identity it writes from."""
    return {
        "_id": contact.id,
        "version": contact.version,
        "merged": contact.merged_into,
        "keys": [key_of(identity)],
        "proofs": {identity_slot(identity): identity.verification.value},
        "body": encode(contact),
        "n": time.time_ns() // 1_000,
        "todo": True,
    }


def identity_slot(identity: Identity) -> str:
    """A field's name cannot hold dots; an address may."""
    return key_of(identity).encode().hex()


async def read(database: Database, contact_id: str, session: Session | None = None) -> Contact | None:
    row = await database["contacts"].find_one({"_id": {"$eq": contact_id}}, {"body": 1}, session=session)
    return decode(Contact, row["body"]) if row else None


async def get(database: Database, contact_id: str, session: Session | None = None) -> Contact:
    """Raises errors.NotFound."""
    contact = await read(database, contact_id, session)
    if contact is None:
        raise NotFound("no such contact")
    return contact


async def owner_of(database: Database, identity: Identity) -> Owner | None:
    slot = identity_slot(identity)
    row = await database["contacts"].find_one({"keys": {"$eq": key_of(identity)}}, {"body": 1, f"proofs.{slot}": 1})
    if row is None:
        return None
    return Owner(decode(Contact, row["body"]), Verification(row["proofs"][slot]))


async def identities(database: Database, contact_id: ContactId) -> tuple[Identity, ...]:
    row = await database["contacts"].find_one({"_id": {"$eq": contact_id}}, {"keys": 1, "proofs": 1})
    return identities_of(row) if row else ()


def identities_of(row: Document) -> tuple[Identity, ...]:
    found = []
    for key in sorted(row["keys"]):
        kind, scope, address = key.split(PART, 2)
        known = Identity(kind=kind, scope=scope, address=address)
        proof = Verification(row["proofs"][identity_slot(known)])
        found.append(Identity(kind=kind, scope=scope, address=address, verification=proof))
    return tuple(found)


async def add_identity(database: Database, contact_id: ContactId, identity: Identity) -> None:
    """Raises errors.NotFound, and errors.Conflict if it is another contact's."""
    owner = await owner_of(database, identity)
    if owner is not None:
        if owner.contact.id != contact_id:
            raise Conflict("this address is another contact's")
        if not proves_more_than(identity.verification, owner.verification):
            return
    proof = {f"proofs.{identity_slot(identity)}": identity.verification.value, "todo": True}
    change = {"$addToSet": {"keys": key_of(identity)}, "$set": proof}
    try:
        done = await database["contacts"].update_one({"_id": {"$eq": contact_id}}, change)
    except DuplicateKeyError as exc:
        raise Conflict("this address is another contact's") from exc
    if done.matched_count == 0:
        raise NotFound("no such contact")


async def save(client: Client, database: Database, contact: Contact, actor: str, at: datetime) -> Contact:
    async def work(session: Session) -> Contact:
        stored = await get(database, contact.id, session)
        if stored.version != contact.version:
            raise Stale("the contact was changed since it was read")
        if contact.merged_into != stored.merged_into and contact.merged_into is not None:
            await _check_merge(database, contact.id, contact.merged_into, session)
        after = saved(contact)
        values = {"version": after.version, "merged": after.merged_into, "body": encode(after), "todo": True}
        await database["contacts"].update_one({"_id": contact.id}, {"$set": values}, session=session)
        await audit.append(database, audit_line(stored, after, actor, at), session)
        return after

    return await in_transaction(client, work)


async def _check_merge(database: Database, contact_id: ContactId, into: ContactId, session: Session) -> None:
    """Touches every contact on the way, so that two merges at once cannot close a circle between them."""
    target: ContactId | None = into
    while target is not None:
        if target == contact_id:
            raise Conflict("contacts cannot be merged in a circle")
        following = (await get(database, target, session)).merged_into
        await database["contacts"].update_one({"_id": target}, {"$inc": {"merges": 1}}, session=session)
        target = following


async def family(database: Database, contact_id: ContactId) -> frozenset[ContactId]:
    """The contact itself, what it is merged into, and all merged into the same."""
    root = contact_id
    while (contact := await read(database, root)) is not None and contact.merged_into is not None:
        root = contact.merged_into
    members, ends = {root}, [root]
    while ends:
        rows = database["contacts"].find({"merged": {"$in": ends}}, {"_id": 1})
        ends = [ContactId(row["_id"]) async for row in rows]
        members.update(ends)
    return frozenset(members)


async def memberships(database: Database, contact_id: ContactId) -> tuple[Membership, ...]:
    rows = database["memberships"].find({"contact": {"$eq": contact_id}}).sort([("since", 1), ("company", 1)])
    return tuple([decode(Membership, row["body"]) async for row in rows])


async def save_membership(database: Database, membership: Membership) -> None:
    since = to_us(membership.since) if membership.since else 0
    values = {
        "contact": membership.contact_id,
        "company": membership.company_id,
        "since": since,
        "body": encode(membership),
    }
    name = f"{membership.contact_id}/{membership.company_id}/{since}"
    await database["memberships"].replace_one({"_id": name}, values, upsert=True)
