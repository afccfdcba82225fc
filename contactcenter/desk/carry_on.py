"""What happens to a conversation after a contact wrote: an answer, suggestions, or a person."""

import logging
from dataclasses import dataclass

from contactcenter.desk.answering import sources_of
from contactcenter.desk.answers import answer_from_knowledge
from contactcenter.desk.desk import Desk
from contactcenter.desk.handover import hand_over
from contactcenter.desk.notices import ask_for_question
from contactcenter.ids import ConversationId
from contactcenter.knowledge.answer import Outcome
from contactcenter.knowledge.intent import asks_for_person, is_small_talk
from contactcenter.model.bodies import Message
from contactcenter.model.conversation import Conversation, State
from contactcenter.model.entry import AuthorKind, Entry

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Question:
    """The contact's message that is to be answered; ``cause`` = its external id."""

    text: str
    cause: str


async def carry_on(desk: Desk, head: Conversation, question: Question) -> None:
    """Answer if sure enough, else hand over. A conversation that a person has, or waits for, is left to them.

    Safe to repeat: every step is stored once per question.
    """
    if head.state not in (State.NEW, State.ANSWERED):
        return
    inbox = desk.directory.inbox(head.inbox_id)
    if head.handed_over or not inbox.answers:
        await hand_over(desk, head, question.cause, ("answers_off",))
    elif asks_for_person(question.text):
        await hand_over(desk, head, question.cause, ("asked_for_person",))
    else:
        await _answer_or_hand_over(desk, head, question)


async def _answer_or_hand_over(desk: Desk, head: Conversation, question: Question) -> None:
    if is_small_talk(question.text):
        if head.state is State.NEW:
            await ask_for_question(desk, head, question.cause)
        return  # "thanks" after an answer needs nothing
    try:
        decision = await desk.answering.decide(
            question.text, head.language or "en", max_chars=desk.capabilities[head.channel].max_text_chars
        )
    except Exception:
        log.exception("knowledge failed", extra={"conversation": head.id})
        await hand_over(desk, head, question.cause, ("knowledge_failed",))
        return
    if decision.outcome is Outcome.HAND_OVER:
        await hand_over(desk, head, question.cause, decision.reasons, tried=sources_of(decision))
    else:
        await answer_from_knowledge(desk, head, question.cause, decision)


async def resume(desk: Desk, head: Conversation) -> None:
    """Take up a conversation whose last message nobody took up: what a crash cut off."""
    question = await last_question(desk, head.id)
    if question is not None:
        await carry_on(desk, head, question)


async def last_question(desk: Desk, conversation_id: ConversationId) -> Question | None:
    """The contact's last message, if it is among the last entries."""
    head = await desk.store.conversation(conversation_id)
    if head is None:
        return None
    for entry in reversed(await desk.store.entries_before(conversation_id, head.seq + 1, 50)):
        if question := question_of(entry):
            return question
    return None


def question_of(entry: Entry) -> Question | None:
    if entry.author.kind is AuthorKind.CONTACT and isinstance(entry.body, Message):
        return Question(entry.body.text, entry.external_id)
    return None
