"""The contact's verdict on an automatic answer: it helped, it did not, or a person is wanted."""

from dataclasses import replace
from datetime import datetime

from contactcenter.desk.desk import Desk
from contactcenter.desk.drafts import notice_draft, state_draft
from contactcenter.desk.handover import hand_over
from contactcenter.desk.replies import deliveries_for
from contactcenter.ids import ConversationId
from contactcenter.model.bodies import Feedback, FeedbackVerdict
from contactcenter.model.conversation import Awaiting, Conversation, State
from contactcenter.model.entry import Audience, Author, AuthorKind, EntryDraft
from contactcenter.model.plan import Changed, Plan

TRY_AGAIN = "notice.try_again"
LOOKED_AT = 100  # entries


async def give_feedback(
    desk: Desk, conversation_id: ConversationId, *, external_id: str, feedback: Feedback
) -> Changed:
    """Keep the verdict. *Helped* resolves an answered conversation; asking for a person hands it to one.

    After the first *did not help* the contact is asked to say it in other words, after the second a person takes over.
    """
    now = desk.clock.now()
    again = feedback.verdict is FeedbackVerdict.DID_NOT_HELP and not await _has_failed(desk, conversation_id)

    def move(head: Conversation) -> Plan:
        plan = judged(head, external_id, feedback, now)
        return _with_another_try(desk, plan, external_id) if again and head.state is State.ANSWERED else plan

    changed = await desk.change(conversation_id, move)
    tries_again = again and changed.head.state is State.ANSWERED
    if feedback.verdict is FeedbackVerdict.HELPED or tries_again:
        return changed
    if changed.head.state not in (State.NEW, State.ANSWERED):
        return changed
    reason = "asked_for_person" if feedback.verdict is FeedbackVerdict.PERSON else "answer_did_not_help"
    handed = await hand_over(desk, changed.head, external_id, (reason,))
    return handed if isinstance(handed, Changed) else changed


async def _has_failed(desk: Desk, conversation_id: ConversationId) -> bool:
    """Whether an answer did not help before in this conversation."""
    head = await desk.store.conversation(conversation_id)
    entries = await desk.store.entries_before(conversation_id, head.seq + 1, LOOKED_AT) if head else ()
    return any(isinstance(one.body, Feedback) and one.body.verdict is FeedbackVerdict.DID_NOT_HELP for one in entries)


def _with_another_try(desk: Desk, plan: Plan, cause: str) -> Plan:
    """The verdict, and the word that other words may find more."""
    head = plan.head
    notice = notice_draft(head, TRY_AGAIN, desk.words.text(TRY_AGAIN, head.language or "en"), cause=cause)
    return replace(
        plan,
        head=replace(head, awaiting=Awaiting.CONTACT),
        entries=(*plan.entries, notice),
        deliveries=deliveries_for(desk, head, notice.external_id, plan.at),
    )


def judged(head: Conversation, external_id: str, feedback: Feedback, at: datetime) -> Plan:
    author = Author(AuthorKind.CONTACT, head.contact_id)
    draft = EntryDraft(external_id=external_id, body=feedback, author=author, audience=Audience.CONTACT)
    if feedback.verdict is not FeedbackVerdict.HELPED or head.state is not State.ANSWERED:
        return Plan(head=head, at=at, entries=(draft,))
    after = replace(head, state=State.RESOLVED, awaiting=Awaiting.NONE, resolved_at=at, resolve_reason="answer_helped")
    entries = (draft, state_draft(head, State.RESOLVED, author, "answer_helped"))
    return Plan(head=after, at=at, entries=entries)
