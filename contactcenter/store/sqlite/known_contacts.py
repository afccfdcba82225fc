"""Contacts as the writer knows them, by the identity they write from: saves two lookups a message."""

from collections import OrderedDict
from typing import TypeAlias

from contactcenter.ids import ContactId
from contactcenter.model.contact import Contact, Verification

CONTACTS_KEPT = 8_192

IdentityKey: TypeAlias = tuple[str, str, str]


class KnownContacts:
    """The writer's alone. Whatever is written about a contact makes it forgotten; a rollback forgets everything."""

    def __init__(self) -> None:
        self._contacts: OrderedDict[ContactId, Contact] = OrderedDict()
        self._owners: OrderedDict[IdentityKey, tuple[ContactId, Verification]] = OrderedDict()

    def owner(self, identity: IdentityKey) -> tuple[ContactId, Verification] | None:
        return self._owners.get(identity)

    def contact(self, contact_id: ContactId) -> Contact | None:
        return self._contacts.get(contact_id)

    def keep(self, identity: IdentityKey, verification: Verification, contact: Contact) -> None:
        self._owners[identity] = contact.id, verification
        self._contacts[contact.id] = contact
        if len(self._owners) > CONTACTS_KEPT:
            self._owners.popitem(last=False)
        if len(self._contacts) > CONTACTS_KEPT:
            self._contacts.popitem(last=False)

    def forget_contact(self, contact_id: ContactId) -> None:
        self._contacts.pop(contact_id, None)

    def forget_identity(self, identity: IdentityKey) -> None:
        self._owners.pop(identity, None)

    def forget(self) -> None:
        self._contacts.clear()
        self._owners.clear()
