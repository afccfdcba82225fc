"""Why a message goes to a person at once, before or instead of an automatic answer."""

from datetime import timedelta

from contactcenter.desk.answering import sources_of
from contactcenter.desk.answers import text_of
from contactcenter.desk.desk import Desk
from contactcenter.desk.questions import Question
from contactcenter.knowledge.answer import Decision, Outcome
from contactcenter.knowledge.intent import asks_for_person
from contactcenter.model.conversation import Conversation
from contactcenter.model.message import AutomaticAnswer, Message
from contactcenter.model.records import RestrictedTopic
from contactcenter.model.rows import ConversationFilter
from contactcenter.model.scope import EVERYTHING

ALIKE_WITHIN = timedelta(days=7)
LOOKED_AT = 10  # conversations of the contact, and five times as many entries of each


def person_wanted(desk: Desk, head: Conversation, question: Question) -> str | None:
    """The reason: a person is asked for, or the matter is one that administrators keep for people; else None."""
    if asks_for_person(question.said) or asks_for_person(question.text):
        return "asked_for_person"
    topic = restricted_topic(desk, head, question.text)
    return f"restricted={topic.name}" if topic else None


def restricted_topic(desk: Desk, head: Conversation, text: str) -> RestrictedTopic | None:
    """The first topic that holds in this inbox and that the text names, or whose tag the conversation has."""
    topics = desk.directory.all(RestrictedTopic)
    if not topics:
        return None
    named = desk.directory.mentions.read(text).topics
    for topic in sorted(topics.values(), key=lambda one: one.id):
        holds = topic.active and (not topic.inboxes or head.inbox_id in topic.inboxes)
        if holds and (topic.id in named or not set(topic.tags).isdisjoint(head.tags)):
            return topic
    return None


async def asked_alike(desk: Desk, head: Conversation, question: Question, decision: Decision) -> bool:
    """Whether the contact would be given what the centre gave them within seven days: that did not settle it."""
    since = desk.clock.now() - ALIKE_WITHIN
    page = await desk.store.conversations(ConversationFilter(contact_id=head.contact_id), EVERYTHING, limit=LOOKED_AT)
    for one in page.items:
        if one.last_at < since:
            continue
        for entry in await desk.store.entries_before(one.id, one.seq + 1, 5 * LOOKED_AT):
            body = entry.body
            if not isinstance(body, Message) or body.answer is None or body.answer.answers == question.cause:
                continue
            if entry.received_at >= since and _is_same(desk, body, body.answer, decision):
                return True
    return False


def _is_same(desk: Desk, given: Message, answer: AutomaticAnswer, decision: Decision) -> bool:
    """Another passage of the same article is another answer; titles are the same if they are of the same articles."""
    if {one.article_id for one in answer.sources} != {one.article_id for one in sources_of(decision)}:
        return False
    return decision.outcome is Outcome.SUGGEST or given.text == text_of(desk, decision, given.language or "en")
