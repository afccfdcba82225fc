"""The contact's verdict on an automatic answer: it helped, it did not, or a person is wanted."""

from dataclasses import replace
from datetime import datetime

from contactcenter.desk.desk import Desk
from contactcenter.desk.drafts import state_draft
from contactcenter.desk.handover import hand_over
from contactcenter.ids import ConversationId
from contactcenter.model.bodies import Feedback, FeedbackVerdict
from contactcenter.model.conversation import Awaiting, Conversation, State
from contactcenter.model.entry import Audience, Author, AuthorKind, EntryDraft
from contactcenter.model.plan import Changed, Plan


async def give_feedback(
    desk: Desk, conversation_id: ConversationId, *, external_id: str, feedback: Feedback
) -> Changed:
    """Keep the verdict. *Helped* resolves an answered conversation; the other two hand it to a person."""
    now = desk.clock.now()
    changed = await desk.change(conversation_id, lambda head: judged(head, external_id, feedback, now))
    if feedback.verdict is FeedbackVerdict.HELPED or changed.head.state not in (State.NEW, State.ANSWERED):
        return changed
    reason = "asked_for_person" if feedback.verdict is FeedbackVerdict.PERSON else "answer_did_not_help"
    handed = await hand_over(desk, changed.head, external_id, (reason,))
    return handed if isinstance(handed, Changed) else changed


def judged(head: Conversation, external_id: str, feedback: Feedback, at: datetime) -> Plan:
    author = Author(AuthorKind.CONTACT, head.contact_id)
    draft = EntryDraft(external_id=external_id, body=feedback, author=author, audience=Audience.CONTACT)
    if feedback.verdict is not FeedbackVerdict.HELPED or head.state is not State.ANSWERED:
        return Plan(head=head, at=at, entries=(draft,))
    after = replace(head, state=State.RESOLVED, awaiting=Awaiting.NONE, resolved_at=at, resolve_reason="answer_helped")
    entries = (draft, state_draft(head, State.RESOLVED, author, "answer_helped"))
    return Plan(head=after, at=at, entries=entries)
