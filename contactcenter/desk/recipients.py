"""Who gets a copy of what is written to a contact: chosen by agents, seen by everybody in the conversation."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from contactcenter.desk.desk import Desk
from contactcenter.desk.drafts import own_id
from contactcenter.ids import ConversationId
from contactcenter.model.bodies import EntryKind, ParticipantChange
from contactcenter.model.contact import Identity
from contactcenter.model.conversation import Conversation, Participant, ParticipantRole
from contactcenter.model.entry import Audience, Author, EntryDraft
from contactcenter.model.plan import Changed, Plan


async def choose_copies(
    desk: Desk, author: Author, conversation_id: ConversationId, copies: Sequence[Identity]
) -> Changed:
    """Exactly these get copies from now on; the contact is never one of them."""
    now = desk.clock.now()
    return await desk.change(conversation_id, lambda head: chosen(head, author, copies, now))


def chosen(head: Conversation, author: Author, copies: Sequence[Identity], at: datetime) -> Plan:
    contact = {one.identity.key for one in head.participants if one.identity and one.role is ParticipantRole.CONTACT}
    wanted = {one.key: one for one in copies if one.key not in contact}
    before = {one.identity.key: one for one in head.participants if one.identity}
    kept = tuple(_as_wanted(one, wanted) for one in head.participants)
    new = tuple(
        Participant(role=ParticipantRole.COPIED, id=one.address, identity=one, joined_at=at)
        for key, one in wanted.items()
        if key not in before
    )
    after = (*(one for one in kept if one is not None), *new)
    if after == head.participants:
        return Plan(head=head, at=at)
    return Plan(head=replace(head, participants=after), at=at, entries=_entries(head, author, head.participants, after))


def _as_wanted(one: Participant, wanted: dict[tuple[str, str, str], Identity]) -> Participant | None:
    """Whoever wrote into the conversation stays in it without copies; whoever only got copies leaves."""
    if one.identity is None or one.role in (ParticipantRole.CONTACT, ParticipantRole.AGENT):
        return one
    if one.identity.key in wanted:
        return replace(one, role=ParticipantRole.COPIED)
    return one if one.role is ParticipantRole.JOINED else None


def _entries(
    head: Conversation, author: Author, before: tuple[Participant, ...], after: tuple[Participant, ...]
) -> tuple[EntryDraft, ...]:
    """One for each who comes or goes; addresses are the staff's to see."""

    def copied(participants: tuple[Participant, ...]) -> set[str]:
        return {one.id for one in participants if one.role is ParticipantRole.COPIED}

    came, went = copied(after) - copied(before), copied(before) - copied(after)
    changes = [(one, True) for one in sorted(came)] + [(one, False) for one in sorted(went)]
    return tuple(
        EntryDraft(
            external_id=f"{own_id(head, EntryKind.PARTICIPANT)}:{number}",
            body=ParticipantChange(role=ParticipantRole.COPIED, id=who, joined=joined),
            author=author,
            audience=Audience.STAFF,
        )
        for number, (who, joined) in enumerate(changes)
    )
