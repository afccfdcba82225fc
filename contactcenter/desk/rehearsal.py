"""What automatic answers would have done with the latest conversations of an inbox: asked, decided, nothing sent."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from contactcenter.desk.automatic_mail import is_from_person
from contactcenter.desk.desk import Desk
from contactcenter.desk.products import customer
from contactcenter.desk.questions import Question, question_of
from contactcenter.ids import ConversationId, InboxId
from contactcenter.knowledge.answer import Outcome
from contactcenter.knowledge.intent import asks_for_person, is_small_talk
from contactcenter.model.conversation import Conversation
from contactcenter.model.rows import ConversationFilter
from contactcenter.model.scope import EVERYTHING

LOOKED_AT = 200  # conversations of the inbox
LOOKED_THROUGH = 2_000  # of all inboxes, newest first
SAMPLES = 10
_PAGE = 100


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """One first question, and the article that would have answered it (title), '' for a person."""

    conversation_id: ConversationId
    question: str
    article: str
    confidence: float


@dataclass(slots=True, kw_only=True)
class Rehearsal:
    """``questions`` = first messages of people; of them so many answered, or shown up to three titles."""

    questions: int = 0
    answered: int = 0
    suggested: int = 0
    samples: list[Rehearsed] = field(default_factory=list)

    @property
    def handed_over(self) -> int:
        return self.questions - self.answered - self.suggested


async def rehearse(desk: Desk, inbox_id: InboxId) -> Rehearsal:
    """Raises LookupError while the knowledge base is not built."""
    found = Rehearsal()
    async for head in _latest(desk, inbox_id):
        question = await _first_question(desk, head)
        if question is not None and is_from_person(question) and not is_small_talk(question.text):
            found.questions += 1
            await _rehearse_one(desk, head, question, found)
    return found


async def _rehearse_one(desk: Desk, head: Conversation, question: Question, found: Rehearsal) -> None:
    if asks_for_person(question.text):
        return
    can = desk.capabilities[head.channel]
    reader = await customer(desk, head, question.text)
    decision = await desk.answering.decide(question.text, head.language or "en", reader, can.max_text_chars)
    if decision.outcome is Outcome.SUGGEST and can.buttons:
        found.suggested += 1
    elif decision.outcome is Outcome.ANSWER and decision.article:
        found.answered += 1
        if len(found.samples) < SAMPLES:
            found.samples.append(Rehearsed(head.id, question.text, decision.article.title, decision.confidence))


async def _latest(desk: Desk, inbox_id: InboxId) -> AsyncIterator[Conversation]:
    cursor, seen, given = None, 0, 0
    while True:
        page = await desk.store.conversations(ConversationFilter(), EVERYTHING, after=cursor, limit=_PAGE)
        for head in page.items:
            if head.inbox_id == inbox_id and given < LOOKED_AT:
                given += 1
                yield head
        seen, cursor = seen + len(page.items), page.next
        if cursor is None or seen >= LOOKED_THROUGH or given >= LOOKED_AT:
            return


async def _first_question(desk: Desk, head: Conversation) -> Question | None:
    entries = await desk.store.entries(head.id, 0, 1)
    return question_of(entries[0]) if entries else None
