"""Plans become rows: one move on one conversation, two on a pair, one message on its way in."""

import sqlite3
from collections.abc import Callable
from typing import TypeAlias

from contactcenter.errors import Conflict, NotFound
from contactcenter.ids import ConversationId
from contactcenter.model.bodies import blobs_of
from contactcenter.model.contact import Contact
from contactcenter.model.conversation import Conversation
from contactcenter.model.entry import Entry
from contactcenter.model.plan import Changed, Inbound, Link, Move, Plan, Recorded, Refused, RefusedBecause
from contactcenter.store.codec import to_us
from contactcenter.store.placing import Placed, has_more, load_changes, place, writes_nothing
from contactcenter.store.sqlite import (
    contacts,
    conversation_rows,
    deliveries,
    entries,
    erasing,
    routing_log,
    thread_keys,
)
from contactcenter.store.sqlite.heads import Dirty, Kept, changed
from contactcenter.store.sqlite.transaction import Transaction

Known: TypeAlias = Kept | Dirty
PairMove: TypeAlias = Callable[[Conversation, Conversation], tuple[Plan, Plan] | Refused]

LOAD = "SELECT units FROM agent_load WHERE agent_id = ?"
ADD_LOAD = """INSERT INTO agent_load (agent_id, units) VALUES (?, ?)
    ON CONFLICT (agent_id) DO UPDATE SET units = units + excluded.units"""
LINK = "INSERT OR IGNORE INTO links (source, kind, target, at) VALUES (?, ?, ?, ?)"
UNLINK = "DELETE FROM links WHERE source = ? AND kind = ? AND target = ?"


def change(transaction: Transaction, conversation_id: ConversationId, move: Move) -> Changed | Refused:
    """Guarded by itself: leaves nothing behind when it raises or refuses."""
    known = conversation_rows.get(transaction, conversation_id)
    plan = move(known.head)
    if isinstance(plan, Refused):
        return plan
    return _carry_out(transaction, known, plan)


def change_pair(
    transaction: Transaction, first: ConversationId, second: ConversationId, move: PairMove
) -> tuple[Changed, Changed] | Refused:
    if first == second:
        raise Conflict("a pair is two conversations")
    pair = conversation_rows.get(transaction, first), conversation_rows.get(transaction, second)
    plans = move(pair[0].head, pair[1].head)
    if isinstance(plans, Refused):
        return plans
    stored = [_stored(transaction, known, plan) for known, plan in zip(pair, plans, strict=True)]
    if any(stored):
        both = [
            Changed(head=known.head, entries=found, duplicate=True) for known, found in zip(pair, stored, strict=True)
        ]
        return both[0], both[1]
    return _carry_out_pair(transaction, pair, plans)


def record_inbound(transaction: Transaction, inbound: Inbound) -> Recorded | Refused:
    """Guarded by itself. A message that is stored already is answered as it was, whatever admit() would say now."""
    contact, is_new = contacts.of_inbound(transaction, inbound)
    named = _named(transaction, inbound, contact, is_new)
    may_be_elsewhere = inbound.may_join or named is None or conversation_rows.has_sides(named)
    if may_be_elsewhere and (resent := _resent(transaction, inbound, contact)):
        return resent
    known = named or conversation_rows.find(transaction, inbound.new_id)
    plan = inbound.admit(known.head if known else None, contact)
    goes_on = known is not None and isinstance(plan, Plan) and plan.head.id == known.head.id
    if not (goes_on or may_be_elsewhere) and (resent := _resent(transaction, inbound, contact)):
        return resent
    if isinstance(plan, Refused):
        return plan
    is_usual = not (is_new or inbound.may_join or contacts.proves_more(transaction, inbound.identity))
    if known and goes_on and is_usual:
        return _recorded(contact, _carry_out(transaction, known, plan))

    def first_time() -> Recorded | Refused:
        contacts.keep(transaction, contact, inbound.identity, is_new)
        if known and goes_on:
            if inbound.may_join:
                conversation_rows.note_arrival(transaction, inbound.new_id, known.head.id)
            return _recorded(contact, _carry_out(transaction, known, plan))
        if named:
            conversation_rows.add_side(transaction, named)
        return _begin(transaction, contact, plan)

    return transaction.undoable(first_time)


def _resent(transaction: Transaction, inbound: Inbound, contact: Contact) -> Recorded | None:
    """The message as stored: in the conversation it names or began, or in one merged into that since."""
    if inbound.may_join:
        return _resent_by_sender(transaction, inbound, contact)
    for (key,) in transaction.execute(entries.HOLDERS, (inbound.external_id,)).fetchall():
        holder = conversation_rows.get_by_key(transaction, key)
        if _leads_to(transaction, holder.head, {inbound.new_id, inbound.conversation_id}):
            stored = entries.by_external_ids(transaction, key, holder.head.id, (inbound.external_id,))
            return Recorded(contact=contact, head=holder.head, entries=stored, duplicate=True)
    return None


def _resent_by_sender(transaction: Transaction, inbound: Inbound, contact: Contact) -> Recorded | None:
    """Wherever this sender's message went, whatever it names by now: where it joined, or what it began."""
    arrived = conversation_rows.arrival(transaction, inbound.new_id)
    for place_id in (arrived, inbound.new_id, inbound.conversation_id):
        known = conversation_rows.find(transaction, place_id) if place_id else None
        if known is None:
            continue
        stored = entries.by_external_ids(transaction, known.key, known.head.id, (inbound.external_id,))
        if stored:
            return Recorded(contact=contact, head=known.head, entries=stored, duplicate=True)
    return None


def _leads_to(transaction: Transaction, head: Conversation, wanted: set[ConversationId | None]) -> bool:
    passed: set[ConversationId] = set()
    while head.id not in wanted:
        if head.merged_into is None or head.id in passed:
            return False
        passed.add(head.id)
        head = conversation_rows.get(transaction, head.merged_into).head
    return True


def _named(transaction: Transaction, inbound: Inbound, contact: Contact, is_new: bool) -> Known | None:
    """The thread that the message names. Raises errors.NotFound if it is not the contact's and may not be joined."""
    if inbound.conversation_id is None:
        return None
    known = conversation_rows.get(transaction, inbound.conversation_id)
    owner = known.head.contact_id
    if inbound.may_join or owner == contact.id:
        return known
    if is_new or owner not in contacts.family(transaction.connection, contact.id):
        raise NotFound("no such conversation")
    return known


def _recorded(contact: Contact, done: Changed | Refused) -> Recorded | Refused:
    if isinstance(done, Refused):
        return done
    return Recorded(contact=contact, head=done.head, entries=done.entries, duplicate=done.duplicate)


def _begin(transaction: Transaction, contact: Contact, plan: Plan) -> Recorded | Refused:
    placed = place(plan, None)
    if refused := _shift_loads(transaction, plan, None, placed.head):
        return refused
    kept = conversation_rows.begin(transaction, placed.head)
    _insert_all(transaction, kept.key, plan, placed, None)
    transaction.heads.begin(kept)
    return Recorded(contact=contact, head=placed.head, entries=placed.entries, began=True)


def _carry_out(transaction: Transaction, known: Known, plan: Plan) -> Changed | Refused:
    before = known.head
    if writes_nothing(plan, before):
        return Changed(head=before, entries=())
    placed = place(plan, before)
    dirty = changed(known, placed.head)
    if len(placed.entries) == 1 and _is_append_alone(plan, before, placed):
        return _append(transaction, known, plan, placed, dirty)
    if stored := _stored(transaction, known, plan):
        return _duplicate(known, stored)

    def write() -> Changed | Refused:
        if refused := _shift_loads(transaction, plan, before, placed.head):
            return refused
        _insert_all(transaction, known.key, plan, placed, before)
        return Changed(head=placed.head, entries=placed.entries)

    done = transaction.undoable(write)
    if isinstance(done, Changed):
        transaction.heads.put(dirty)
    return done


def _append(transaction: Transaction, known: Known, plan: Plan, placed: Placed, dirty: Dirty) -> Changed:
    """One insert, which fails as a whole: no savepoint and no look before on the path of every message."""
    try:
        entries.insert(transaction, known.key, placed.entries[0])
    except sqlite3.IntegrityError:
        return _duplicate(known, _stored(transaction, known, plan))
    transaction.heads.put(dirty)
    return Changed(head=placed.head, entries=placed.entries)


def _is_append_alone(plan: Plan, before: Conversation, placed: Placed) -> bool:
    if has_more(plan):
        return False
    if placed.head.merged_into != before.merged_into:
        return False
    return not blobs_of(placed.entries[0].body) and not load_changes(before, placed.head)


def _carry_out_pair(
    transaction: Transaction, pair: tuple[Known, Known], plans: tuple[Plan, Plan]
) -> tuple[Changed, Changed] | Refused:
    placed = [place(plan, known.head) for known, plan in zip(pair, plans, strict=True)]
    dirty = [changed(known, at.head) for known, at in zip(pair, placed, strict=True)]
    for known, plan, at in zip(pair, plans, placed, strict=True):
        if refused := _shift_loads(transaction, plan, known.head, at.head):
            return refused
        _insert_all(transaction, known.key, plan, at, known.head)
    done: list[Changed] = []
    for known, plan, at, head in zip(pair, plans, placed, dirty, strict=True):
        if writes_nothing(plan, known.head):
            done.append(Changed(head=known.head, entries=()))
        else:
            transaction.heads.put(head)
            done.append(Changed(head=at.head, entries=at.entries))
    return done[0], done[1]


def _duplicate(known: Known, stored: tuple[Entry, ...]) -> Changed:
    return Changed(head=known.head, entries=stored, duplicate=True)


def _stored(transaction: Transaction, known: Known, plan: Plan) -> tuple[Entry, ...]:
    ids = (draft.external_id for draft in plan.entries)
    return entries.by_external_ids(transaction, known.key, known.head.id, ids)


def _shift_loads(
    transaction: Transaction, plan: Plan, before: Conversation | None, after: Conversation
) -> Refused | None:
    """Count the agents' units; refused if one would carry more than the plan allows."""
    changes = load_changes(before, after)
    if plan.units_limit is not None:
        for agent, units in changes.items():
            row = transaction.execute(LOAD, (agent,)).fetchone()
            if units > 0 and (row[0] if row else 0) + units > plan.units_limit:
                return Refused(RefusedBecause.CAPACITY, before)
    for agent, units in changes.items():
        transaction.execute(ADD_LOAD, (agent, units))
    return None


def _insert_all(transaction: Transaction, key: int, plan: Plan, placed: Placed, before: Conversation | None) -> None:
    for entry in placed.entries:
        entries.name_blobs(transaction, entries.insert(transaction, key, entry), entry.body)
    if plan.deliveries:
        deliveries.insert(transaction, plan, placed)
    for link in plan.links:
        transaction.execute(LINK, (link.source, link.kind.value, link.target, to_us(link.at)))
    for link in plan.unlinked:
        transaction.execute(UNLINK, _link_key(link))
    if plan.known:
        contacts.add_known_facts(transaction, plan.known)
    if plan.routing:
        routing_log.append(transaction, plan.routing)
    if plan.erases and before is not None:
        erasing.erase(transaction, key, before.seq, plan.erases)
    if plan.thread_keys:
        thread_keys.keep(transaction, placed.head.id, plan.thread_keys)
    if placed.head.merged_into and (before is None or placed.head.merged_into != before.merged_into):
        _tell_target(transaction, placed.head.merged_into)


def _tell_target(transaction: Transaction, merged_into: ConversationId) -> None:
    target = conversation_rows.find(transaction, merged_into)
    if target is not None:
        conversation_rows.add_side(transaction, target)


def _link_key(link: Link) -> tuple[str, str, str]:
    return link.source, link.kind.value, link.target
