"""The two verbs that make entries, as units of work: a change of one conversation, and a message on its way in."""

import time
from dataclasses import dataclass, field

from contactcenter.errors import NotFound
from contactcenter.ids import ContactId, ConversationId
from contactcenter.model.contact import Contact
from contactcenter.model.conversation import Conversation
from contactcenter.model.entry import Entry
from contactcenter.model.plan import Changed, Inbound, Move, Plan, Recorded, Refused
from contactcenter.store.contact_changes import proves_more_than
from contactcenter.store.mongo import contacts, journal
from contactcenter.store.mongo.appender import Look, Settled, Step, Write
from contactcenter.store.mongo.contacts import KnownOwners, Owner
from contactcenter.store.mongo.driver import Database
from contactcenter.store.mongo.heads import KnownHeads
from contactcenter.store.mongo.wide import CONTACT, is_wide
from contactcenter.store.placing import place, writes_nothing


@dataclass(slots=True)
class Reading:
    """Where units look."""

    database: Database
    heads: KnownHeads
    owners: KnownOwners

    async def head(self, conversation_id: str) -> Conversation | None:
        """The committed head, remembered."""
        asked = time.monotonic()
        head = await journal.last_head(self.database, conversation_id)
        if head is not None:
            self.heads.keep(head, asked)
        return head


@dataclass(slots=True)
class Change:
    """``unknown`` is set once the conversation was looked for and not found."""

    reading: Reading
    conversation_id: ConversationId
    move: Move
    begun: float = field(default_factory=time.monotonic)
    unknown: bool = False

    @property
    def lane(self) -> str:
        return self.conversation_id

    def decide(self) -> Step:
        known = self.reading.heads.find(self.conversation_id)
        if known is None:
            if self.unknown:
                raise NotFound("no such conversation")
            return Look(self._look)
        plan = self.move(known.head)
        if isinstance(plan, Refused) or writes_nothing(plan, known.head):
            if known.confirmed_at < self.begun:
                return Look(self._look)
            return Settled(plan if isinstance(plan, Refused) else Changed(head=known.head, entries=()))
        placed = place(plan, known.head)
        return Write(known.head, plan, placed, journal.write_of(placed), is_wide(plan, known.head, placed.head))

    def stored(self, write: Write) -> Changed:
        return Changed(head=write.placed.head, entries=write.placed.entries)

    def duplicate(self, head: Conversation, entries: tuple[Entry, ...]) -> Changed:
        return Changed(head=head, entries=entries, duplicate=True)

    def claims(self, write: Write) -> list[str]:
        return list(write.document.get("k", ()))

    def refused(self, field_name: str) -> None:
        """The head was forgotten by then: it is read again."""

    async def _look(self) -> None:
        self.unknown = await self.reading.head(self.conversation_id) is None


@dataclass(slots=True)
class Arrival:
    """Identity -> thread -> message.

    Every entry of a message in claims its external id twice: in the conversation where it is stored, and in the one
    that it would begin. The latter is derived from the message, so a resend is known wherever it is admitted to.
    """

    reading: Reading
    inbound: Inbound
    begun: float = field(default_factory=time.monotonic)
    owner: Owner | None = None  # as this unit knows it: the identity's, or the contact that is to be made
    is_new: bool = False
    family: frozenset[ContactId] | None = None
    unknown: bool = False
    looked: bool = False  # whether a resend was looked for
    resent: Recorded | None = None
    taken: bool = False

    @property
    def lane(self) -> str:
        return self.inbound.conversation_id or self.inbound.new_id

    def decide(self) -> Step:
        owner = self._owner()
        if owner is None:
            return Look(self._look_for_owner)
        known = self.reading.heads.find(self.lane)
        if known is None and (self.inbound.conversation_id is not None or self.taken):
            if self.unknown:
                raise NotFound("no such conversation")
            return Look(self._look)
        head = known.head if known else None
        if head is not None and not self._may_enter(head, owner):
            return Look(self._look_for_family)
        plan = self.inbound.admit(head, owner.contact)
        return self._step(plan, head, known.confirmed_at if known else None, owner)

    def _may_enter(self, head: Conversation, owner: Owner) -> bool:
        """False if the contact's family must be known first. Raises errors.NotFound for somebody else's thread."""
        inbound = self.inbound
        if inbound.conversation_id is None or inbound.may_join or head.contact_id == owner.contact.id:
            return True
        if self.family is None:
            return False
        if self.is_new or head.contact_id not in self.family:
            raise NotFound("no such conversation")
        return True

    def _step(self, plan: Plan | Refused, head: Conversation | None, confirmed: float | None, owner: Owner) -> Step:
        goes_on = isinstance(plan, Plan) and head is not None and plan.head.id == head.id
        if isinstance(plan, Refused) or (goes_on and head is not None and writes_nothing(plan, head)):
            if not self.looked or (confirmed is not None and confirmed < self.begun):
                return Look(self._look_for_resend)
            if self.resent is not None:
                return Settled(self.resent)
            if isinstance(plan, Refused):
                return Settled(plan)
            assert head is not None
            return Settled(Recorded(contact=owner.contact, head=head, entries=()))
        if not self.is_new and proves_more_than(self.inbound.identity.verification, owner.verification):
            return Look(self._prove)
        before = head if goes_on else None
        placed = place(plan, before)
        claims = (
            [journal.claim(one, self.inbound.external_id) for one in (self.lane, self.inbound.new_id)]
            if any(entry.external_id == self.inbound.external_id for entry in placed.entries)
            else ()
        )
        document = journal.write_of(placed, claims)
        contact = contacts.document_of(owner.contact, self.inbound.identity) if self.is_new else None
        return Write(before, plan, placed, document, is_wide(plan, before, placed.head), contact)

    def stored(self, write: Write) -> Recorded:
        owner = self._owner()
        assert owner is not None
        if self.is_new:
            self.reading.owners.keep(self.inbound.identity, owner)
        head, entries = write.placed.head, write.placed.entries
        return Recorded(contact=owner.contact, head=head, entries=entries, began=write.before is None)

    def duplicate(self, head: Conversation, entries: tuple[Entry, ...]) -> Recorded:
        owner = self._owner()
        assert owner is not None
        return Recorded(contact=owner.contact, head=head, entries=entries, duplicate=True)

    def claims(self, write: Write) -> list[str]:
        return list(write.document.get("k", ()))

    def refused(self, field_name: str) -> None:
        if field_name == CONTACT:
            self.owner, self.is_new = None, False
        else:
            self.taken = True  # the conversation to be begun is there: it was begun by somebody else

    def _owner(self) -> Owner | None:
        if self.owner is not None:
            return self.owner
        known = self.reading.owners.find(self.inbound.identity)
        if known is not None:
            self.owner = known
        return self.owner

    async def _look(self) -> None:
        found = await self.reading.head(self.lane) is not None
        self.unknown = not found and self.inbound.conversation_id is not None
        self.taken = False

    async def _look_for_owner(self) -> None:
        inbound = self.inbound
        owner = await contacts.owner_of(self.reading.database, inbound.identity)
        if owner is None and await contacts.read(self.reading.database, inbound.contact_id) is not None:
            # the contact lost or never had this identity: it is its own all the same
            await contacts.add_identity(self.reading.database, inbound.contact_id, inbound.identity)
            owner = await contacts.owner_of(self.reading.database, inbound.identity)
        if owner is not None:
            self.reading.owners.keep(inbound.identity, owner)
            self.owner = owner
            return
        fresh = Contact(
            id=inbound.contact_id, name=inbound.contact_name, language=inbound.contact_language, created_at=inbound.at
        )
        self.owner, self.is_new = Owner(fresh, inbound.identity.verification), True

    async def _look_for_family(self) -> None:
        assert self.owner is not None
        self.family = await contacts.family(self.reading.database, self.owner.contact.id)

    async def _look_for_resend(self) -> None:
        """Before a refusal is handed out: the head as it is now, and whether this is a resend of what was taken."""
        self.looked = True
        await self._look()
        names = [journal.claim(one, self.inbound.external_id) for one in (self.inbound.new_id, self.lane)]
        entries = await journal.claimed(self.reading.database["journal"], names)
        head = await self.reading.head(entries[0].conversation_id) if entries else None
        if head is not None:
            self.resent = self.duplicate(head, entries[:1])

    async def _prove(self) -> None:
        """Keep the better proof of the identity, then go on."""
        assert self.owner is not None
        await contacts.add_identity(self.reading.database, self.owner.contact.id, self.inbound.identity)
        self.reading.owners.forget(self.inbound.identity)
        self.owner = Owner(self.owner.contact, self.inbound.identity.verification)
        self.reading.owners.keep(self.inbound.identity, self.owner)
