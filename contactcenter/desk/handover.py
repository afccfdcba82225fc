"""Handing a conversation to people: always said to the contact, always with what was tried for the agent."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from contactcenter.desk.asking import as_lines, asking, questions_for, with_questions
from contactcenter.desk.desk import Desk
from contactcenter.desk.drafts import notice_draft, own_id, state_draft
from contactcenter.desk.replies import deliveries_for
from contactcenter.ids import AgentId, ConversationId, derived_id
from contactcenter.local_time import local_time
from contactcenter.model.bodies import AskedPart, Queued
from contactcenter.model.conversation import FIRST_ANSWER, Awaiting, Commitment, Conversation, Need, State
from contactcenter.model.entry import CENTRE, EntryDraft
from contactcenter.model.message import FactQuestion, Message, Source
from contactcenter.model.plan import Changed, Plan, Refused, RefusedBecause
from contactcenter.model.records import Inbox, Queue
from contactcenter.model.rows import ConversationFilter
from contactcenter.model.scope import EVERYTHING

HANDED_OVER = "notice.handed_over"
ACKNOWLEDGED = "notice.acknowledged"
ACKNOWLEDGED_BY = "notice.acknowledged_by"


async def hand_over(
    desk: Desk,
    head: Conversation,
    cause: str,
    reasons: Sequence[str],
    tried: Sequence[Source] = (),
    *,
    parts: Sequence[AskedPart] = (),
    may_ask: bool = False,
    silent: bool = False,
) -> Changed | Refused:
    """Into its inbox's queue, with a word to the contact in their language; once per cause.

    ``may_ask``: with questions about what nobody knows yet. ``silent``: without that word, where it would answer a
    machine (RFC 3834).
    """
    now = desk.clock.now()
    inbox = desk.directory.inbox(head.inbox_id)
    queue = desk.directory.queue(head.need.queue_id if head.need else inbox.queue_id)
    shown = await _answers_shown(desk, head) if not tried else tuple(tried)
    knows = head.agent_id or await last_agent(desk, head)
    zone = await time_zone_of(desk, head)

    def move(current: Conversation) -> Plan | Refused:
        need = need_of(current, queue, weight=inbox.weight, preferred=knows)
        promise = None if silent else _promise(desk, current, inbox, now)
        notice = None if silent else _notice(desk, current, inbox, promise, zone, cause)
        questions = questions_for(desk, current, zone) if may_ask and notice else ()
        if notice and questions:
            notice = with_questions(notice, questions, _about(desk, current, questions))
        plan = handed_over(desk, current, need, notice, tuple(reasons), shown, now, promise, tuple(parts))
        return asking(plan, questions) if isinstance(plan, Plan) else plan

    return await desk.try_change(head.id, move)


def _promise(desk: Desk, head: Conversation, inbox: Inbox, at: datetime) -> Commitment | None:
    """By when a person answers a letter, if the inbox promises that; once per conversation."""
    if not inbox.promise_hours or not desk.capabilities[head.channel].letters or head.commitments:
        return None
    due = at + timedelta(hours=inbox.promise_hours)
    promise_id = derived_id("first answer", head.id)
    return Commitment(id=promise_id, text=FIRST_ANSWER, due=due, by=None, to=head.contact_id, made_at=at)


async def time_zone_of(desk: Desk, head: Conversation) -> str:
    """In which zone its contact is told times (IANA): their own where it is known, else the inbox's."""
    contact = await desk.store.contact(head.contact_id)
    return (contact.time_zone if contact else None) or desk.directory.inbox(head.inbox_id).time_zone


def _notice(
    desk: Desk, head: Conversation, inbox: Inbox, promise: Commitment | None, zone: str, cause: str
) -> EntryDraft:
    """What happens next: in a chat that a colleague comes; by mail that it arrived, its reference, and by when."""
    language = head.language or inbox.language
    if not desk.capabilities[head.channel].letters:
        return notice_draft(head, HANDED_OVER, desk.words.text(HANDED_OVER, language), cause=cause)
    key = ACKNOWLEDGED_BY if promise else ACKNOWLEDGED
    time = local_time(promise.due, zone, language) if promise else ""
    return notice_draft(head, key, desk.words.text(key, language, reference=head.reference, time=time), cause=cause)


def _about(desk: Desk, head: Conversation, questions: Sequence[FactQuestion]) -> str:
    """The questions themselves where nothing can be pressed."""
    language = head.language or desk.directory.inbox(head.inbox_id).language
    if desk.capabilities[head.channel].buttons:
        return desk.words.text("notice.tell_more", language)
    return as_lines(desk, questions, language)


def need_of(head: Conversation, queue: Queue, *, weight: int, preferred: AgentId | None) -> Need:
    return Need(
        queue_id=queue.id, language=head.language, skills=queue.skills, weight=weight, preferred_agent_id=preferred
    )


def handed_over(
    desk: Desk,
    head: Conversation,
    need: Need,
    notice: EntryDraft | None,
    reasons: tuple[str, ...],
    tried: tuple[Source, ...],
    at: datetime,
    promise: Commitment | None = None,
    parts: tuple[AskedPart, ...] = (),
) -> Plan | Refused:
    if head.state not in (State.NEW, State.ANSWERED):
        return Refused(RefusedBecause.STATE, head)
    after = replace(
        head, state=State.WAITING, need=need, queue_id=need.queue_id, handed_over=True, awaiting=Awaiting.AGENT,
        waiting_since=at, told=None, agent_id=None,
        commitments=(*head.commitments, promise) if promise else head.commitments,
    )  # fmt: skip
    queued = EntryDraft(
        external_id=own_id(head, "queued"),
        body=Queued(
            queue_id=need.queue_id,
            language=need.language,
            skills=need.skills,
            reasons=reasons,
            tried=tried,
            parts=parts,
        ),
        author=CENTRE,
    )
    entries = (queued, state_draft(head, State.WAITING, CENTRE))
    if notice is None:
        return Plan(head=after, at=at, entries=entries)
    deliveries = deliveries_for(desk, head, notice.external_id, at)
    return Plan(head=after, at=at, entries=(notice, *entries), deliveries=deliveries)


async def ask_for_person(desk: Desk, conversation_id: ConversationId, cause: str) -> Changed | Refused:
    """The contact pressed the button. Nothing happens where a person has it, or is being looked for, already."""
    head = await desk.store.conversation(conversation_id)
    if head is None or head.state not in (State.NEW, State.ANSWERED):
        return Refused(RefusedBecause.STATE, head)
    return await hand_over(desk, head, cause, ("asked_for_person",))


async def _answers_shown(desk: Desk, head: Conversation) -> tuple[Source, ...]:
    """Articles that the contact was shown in this conversation, latest first."""
    entries = await desk.store.entries_before(head.id, head.seq + 1, 100)
    bodies = (entry.body for entry in reversed(entries))
    answers = (body.answer for body in bodies if isinstance(body, Message) and body.answer)
    return tuple(dict.fromkeys(source for answer in answers for source in answer.sources))


async def last_agent(desk: Desk, head: Conversation) -> AgentId | None:
    """The agent who knows this contact: whoever had the last conversation with one."""
    where = ConversationFilter(contact_id=head.contact_id)
    page = await desk.store.conversations(where, EVERYTHING, limit=10)
    known = (one.agent_id for one in page.items if one.id != head.id and one.agent_id)
    return next(known, None)
