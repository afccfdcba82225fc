"""What both stores do with a plan before they write it: places for its entries, guards, and who carries how much.

Pure: the head as committed and a plan go in, what is to be written comes out.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from contactcenter.errors import IllegalTransition
from contactcenter.ids import AgentId
from contactcenter.model.bodies import KINDS, EntryKind
from contactcenter.model.conversation import Conversation, State, copied, load_of, may_become
from contactcenter.model.entry import Audience, Entry, EntryDraft, placed_at
from contactcenter.model.plan import Plan


@dataclass(frozen=True, slots=True)
class Placed:
    """The head and entries as they are to be stored."""

    head: Conversation
    entries: tuple[Entry, ...]


def place(plan: Plan, before: Conversation | None) -> Placed:
    """Give the plan's entries their places after ``before`` (None = a new conversation).

    Raises errors.IllegalTransition for a state change that the model does not have.
    """
    _check(plan, before)
    seq, contact_seq, last_at, version = _last(plan, before)
    entries: list[Entry] = []
    for draft in plan.entries:
        last_at = max(draft.received_at or plan.at, last_at)
        seq += 1
        entries.append(_entry(plan, draft, seq, contact_seq, last_at))
        if draft.audience is Audience.CONTACT:
            contact_seq = seq
    head = copied(plan.head, seq=seq, contact_seq=contact_seq, last_at=last_at, version=version + 1)
    return Placed(head, tuple(entries))


def writes_nothing(plan: Plan, before: Conversation) -> bool:
    """Whether there is nothing at all to store: such a plan leaves the version as it is."""
    if plan.entries or has_more(plan):
        return False
    return plan.head is before or plan.head == before


def has_more(plan: Plan) -> bool:
    """Whether it stores more than its conversation's head and entries."""
    more = plan.deliveries or plan.links or plan.unlinked or plan.known or plan.routing or plan.thread_keys
    return bool(more or plan.erases)


def load_changes(before: Conversation | None, after: Conversation) -> dict[AgentId, int]:
    """Units that agents carry more or less because of this change; agents without a difference are left out."""
    old, new = load_of(before) if before else None, load_of(after)
    if old == new:
        return {}
    changes: dict[AgentId, int] = {}
    if old:
        changes[old[0]] = -old[1]
    if new:
        changes[new[0]] = changes.get(new[0], 0) + new[1]
    return {agent: units for agent, units in changes.items() if units}


def message_seq(entries: Iterable[Entry]) -> int:
    """The entry that the plan's deliveries send: its first message, else its first note. Raises ValueError without."""
    placed = list(entries)
    for kind in (EntryKind.MESSAGE, EntryKind.NOTE):
        for entry in placed:
            if entry.kind is kind:
                return entry.seq
    raise ValueError("a plan with deliveries needs a message or a note")


def _check(plan: Plan, before: Conversation | None) -> None:
    if before is not None and plan.head.id != before.id:
        raise ValueError("a plan changes the conversation it was made for")
    state = before.state if before else State.NEW
    if not may_become(state, plan.head.state):
        raise IllegalTransition(f"{state} -> {plan.head.state}")


def _last(plan: Plan, before: Conversation | None) -> tuple[int, int, datetime, int]:
    if before is None:
        return 0, 0, plan.at, 0
    return before.seq, before.contact_seq, before.last_at, before.version


def _entry(plan: Plan, draft: EntryDraft, seq: int, prev: int, received_at: datetime) -> Entry:
    return Entry(
        conversation_id=plan.head.id,
        seq=seq,
        prev=prev,
        kind=KINDS[type(draft.body)],
        audience=draft.audience,
        author=draft.author,
        external_id=draft.external_id,
        received_at=received_at,
        sent_at=draft.sent_at,
        placed_at=placed_at(draft.sent_at, received_at),
        body=draft.body,
    )
