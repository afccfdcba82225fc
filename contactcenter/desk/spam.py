"""Spam: out of every queue into a folder of its own, back with its original time if wrong, erased in the end."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

from contactcenter.desk.closing import resolved
from contactcenter.desk.desk import Desk
from contactcenter.desk.drafts import own_id, state_draft
from contactcenter.desk.handover import need_of
from contactcenter.desk.merging import block_contact
from contactcenter.desk.records import save_record
from contactcenter.desk.tagging import tagged
from contactcenter.errors import Conflict
from contactcenter.ids import ConversationId
from contactcenter.model.bodies import Queued
from contactcenter.model.conversation import SPAM, Awaiting, Conversation, State
from contactcenter.model.entry import Author, EntryDraft
from contactcenter.model.plan import Changed, Plan, Refused, RefusedBecause
from contactcenter.model.records import BlockedDomain, Queue
from contactcenter.model.rows import ConversationFilter
from contactcenter.model.scope import EVERYTHING

Block = Literal["address", "domain"]
KEPT = timedelta(days=30)
PAGE = 100


async def mark_spam(
    desk: Desk, author: Author, actor: str, conversation_id: ConversationId, *, block: Block | None = None
) -> Changed:
    """Resolve it as spam, and refuse what else its sender, or anybody at the sender's domain, writes."""
    now = desk.clock.now()
    changed = await desk.change(conversation_id, lambda head: marked(head, author, now))
    if block == "address":
        await block_contact(desk, actor, changed.head.contact_id, blocked=True)
    elif block == "domain":
        await _block_domain(desk, actor, changed.head)
    return changed


def marked(head: Conversation, author: Author, at: datetime) -> Plan | Refused:
    """Marking what is marked changes nothing."""
    if SPAM in head.tags:
        return Plan(head=head, at=at)
    closed = resolved(head, author, SPAM, at)
    if isinstance(closed, Refused):
        return closed
    labelled = tagged(closed.head, author, SPAM, True, at)
    return replace(closed, head=labelled.head, entries=(*closed.entries, *labelled.entries))


async def not_spam(desk: Desk, author: Author, conversation_id: ConversationId) -> Changed:
    """Back into its queue, with the time it came: whoever was wrongly thought a spammer waits no longer than others."""
    head = await desk.store.conversation(conversation_id)
    queue = desk.directory.queue(desk.directory.inbox(head.inbox_id).queue_id) if head else None
    now = desk.clock.now()
    return await desk.change(conversation_id, lambda current: unmarked(current, author, queue, now))


def unmarked(head: Conversation, author: Author, queue: Queue | None, at: datetime) -> Plan:
    if SPAM not in head.tags or queue is None:
        return Plan(head=head, at=at)
    labelled = tagged(head, author, SPAM, False, at)
    need = need_of(head, queue, weight=1, preferred=head.agent_id)
    after = replace(
        labelled.head, state=State.WAITING, need=need, queue_id=queue.id, handed_over=True, awaiting=Awaiting.AGENT,
        waiting_since=head.created_at, resolved_at=None, resolve_reason=None, agent_id=None,
    )  # fmt: skip
    queued = EntryDraft(
        external_id=own_id(head, "queued"),
        body=Queued(queue_id=queue.id, language=need.language, skills=need.skills, reasons=("not_spam",)),
        author=author,
    )
    return Plan(head=after, at=at, entries=(*labelled.entries, queued, state_draft(head, State.WAITING, author)))


async def erase_old_spam(desk: Desk) -> int:
    """Erase what was written in conversations that have lain in the folder for KEPT; how many."""
    now = desk.clock.now()
    before, erased, after = now - KEPT, 0, None
    where = ConversationFilter(tag=SPAM, order="oldest")
    while True:
        page = await desk.store.conversations(where, EVERYTHING, after, PAGE)
        old = [head for head in page.items if head.last_at < before]
        for head in old:
            done = await desk.try_change(head.id, lambda current: emptied(current, before, now))
            erased += isinstance(done, Changed)
        after = page.next
        if len(old) < len(page.items) or after is None:
            return erased


def emptied(head: Conversation, before: datetime, at: datetime) -> Plan | Refused:
    """Out of the folder too; what measures go by, that it was spam, stays in its entries."""
    if SPAM not in head.tags or head.last_at >= before:
        return Refused(RefusedBecause.STATE, head)
    after = replace(head, subject="", preview="", facts={}, tags=())
    return Plan(head=after, at=at, erases=SPAM)


async def _block_domain(desk: Desk, actor: str, head: Conversation) -> None:
    """One that is blocked already stays so."""
    addresses = (one.identity.address for one in head.participants if one.identity is not None)
    domain = next((address.rpartition("@")[2].lower() for address in addresses if "@" in address), "")
    if domain and desk.directory.get(BlockedDomain, domain) is None:
        try:
            await save_record(desk, BlockedDomain(id=domain), actor=actor, new=True)
        except Conflict:
            return  # another agent was quicker
