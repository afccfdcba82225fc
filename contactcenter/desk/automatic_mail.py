"""Whether the centre may write a letter by itself: to people only, and rarely, so that no two machines talk for ever.

Source: RFC 3834. Nobody is left alone by this: what is not answered automatically goes to a colleague.
"""

from datetime import timedelta

from contactcenter.desk.desk import Desk
from contactcenter.desk.questions import Question
from contactcenter.model.conversation import Conversation
from contactcenter.model.message import MessageClass
from contactcenter.model.rows import ConversationFilter
from contactcenter.model.scope import EVERYTHING

MATTERS_A_DAY = 3  # of one contact; the next ones of the same day go to a person without an automatic word
A_DAY = timedelta(days=1)
TO_A_DOMAIN, AN_HOUR = 60, timedelta(hours=1)
OLD = timedelta(days=3)  # imported, or after a long outage: who wrote it waits for no automatic word any more


def is_from_person(question: Question) -> bool:
    return question.original is None or question.original.message_class is MessageClass.HUMAN


async def may_write_by_itself(desk: Desk, head: Conversation, question: Question) -> bool:
    """Whether this letter may be answered without a person.

    Within one conversation there are two automatic letters at most: an answer, and the word that a person takes over.
    """
    original = question.original
    if original is None or not is_from_person(question) or not original.may_answer or question.age > OLD:
        return False
    for one in head.participants:
        if one.identity is not None and await desk.store.suppression(one.identity):
            return False
    if await _began_too_many(desk, head):
        return False
    domain = original.sender.rpartition("@")[2].lower()
    return await desk.store.take_turn(f"automatic mail to {domain}", TO_A_DOMAIN, AN_HOUR, desk.clock.now())


async def _began_too_many(desk: Desk, head: Conversation) -> bool:
    """A machine that does not thread begins a new conversation with every answer."""
    where = ConversationFilter(contact_id=head.contact_id)
    page = await desk.store.conversations(where, EVERYTHING, limit=MATTERS_A_DAY + 1)
    since = desk.clock.now() - A_DAY
    return sum(one.created_at > since and one.id != head.id for one in page.items) >= MATTERS_A_DAY
