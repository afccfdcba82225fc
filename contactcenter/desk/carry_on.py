"""What happens to a conversation after a contact wrote: an answer, suggestions, or a person."""

import logging
from dataclasses import replace

from contactcenter.desk.admission import may_be_from_person
from contactcenter.desk.answering import asked, sources_of
from contactcenter.desk.answers import answer_from_knowledge
from contactcenter.desk.asking import is_vague
from contactcenter.desk.automatic_mail import is_from_person, may_write_by_itself
from contactcenter.desk.desk import Desk
from contactcenter.desk.handover import hand_over
from contactcenter.desk.notices import ask_for_question
from contactcenter.desk.person_wanted import asked_alike, person_wanted
from contactcenter.desk.products import customer
from contactcenter.desk.questions import Question, last_question
from contactcenter.knowledge.answer import Outcome
from contactcenter.knowledge.intent import is_small_talk
from contactcenter.model.conversation import Awaiting, Conversation, State
from contactcenter.model.plan import Plan, Refused, RefusedBecause

log = logging.getLogger(__name__)


async def carry_on(desk: Desk, head: Conversation, question: Question) -> None:
    """Answer if sure enough, else hand over. A conversation that a person has, or waits for, is left to them.

    Safe to repeat: every step is stored once per question.
    """
    if head.state not in (State.NEW, State.ANSWERED):
        return
    if desk.capabilities[head.channel].letters:
        await _carry_on_letter(desk, head, question)
        return
    inbox = desk.directory.inbox(head.inbox_id)
    if head.handed_over or not inbox.answers:
        await hand_over(desk, head, question.cause, ("answers_off",))
    elif reason := person_wanted(desk, head, question):
        await hand_over(desk, head, question.cause, (reason,))
    else:
        await _answer_or_hand_over(desk, head, question)


async def _carry_on_letter(desk: Desk, head: Conversation, question: Question) -> None:
    """The same by mail: once, to people only, and whoever answers an automatic answer gets a person."""
    if not is_from_person(question):
        if head.state is State.NEW or _may_answer_ours(question):  # people look at it; nothing is said to a machine
            await hand_over(desk, head, question.cause, ("automatic_mail",), silent=True)
        return
    if head.state is State.ANSWERED and is_small_talk(question.text):
        await _needs_nothing(desk, head)
        return
    inbox = desk.directory.inbox(head.inbox_id)
    if not await may_write_by_itself(desk, head, question):
        await hand_over(desk, head, question.cause, ("automatic_mail_held_back",), silent=True)
    elif head.state is State.ANSWERED:
        await hand_over(desk, head, question.cause, ("answer_did_not_help",))
    elif head.handed_over or not inbox.answers:
        await hand_over(desk, head, question.cause, ("answers_off",))
    elif reason := person_wanted(desk, head, question):
        await hand_over(desk, head, question.cause, (reason,))
    else:
        await _answer_or_hand_over(desk, head, question)


def _may_answer_ours(question: Question) -> bool:
    """Whether it may be a person's answer to an automatic one: what came by a list is no machine's for sure."""
    return question.original is not None and may_be_from_person(question.original.message_class)


async def _answer_or_hand_over(desk: Desk, head: Conversation, question: Question) -> None:
    if is_small_talk(question.text):
        if head.state is State.NEW:
            await ask_for_question(desk, head, question.cause)
        else:
            await _needs_nothing(desk, head)
        return
    try:
        reader = await customer(desk, head, question.text)
        decision = await desk.answering.decide(
            question.text, head.language or "en", reader, desk.capabilities[head.channel].max_text_chars
        )
        is_given_again = decision.outcome is not Outcome.HAND_OVER and await asked_alike(desk, head, question, decision)
    except Exception:
        log.exception("knowledge failed", extra={"conversation": head.id})
        await hand_over(desk, head, question.cause, ("knowledge_failed",))
        return
    unsure = decision.outcome is Outcome.SUGGEST and not desk.capabilities[head.channel].buttons
    if is_given_again:
        await hand_over(desk, head, question.cause, ("asked_alike",), tried=sources_of(decision))
    elif decision.outcome is Outcome.HAND_OVER or unsure:
        await hand_over(
            desk,
            head,
            question.cause,
            decision.reasons,
            tried=sources_of(decision),
            parts=asked(decision),
            may_ask=is_vague(head.facts, question.said),
        )
    else:
        await answer_from_knowledge(desk, head, question.cause, decision)


async def _needs_nothing(desk: Desk, head: Conversation) -> None:
    """As "thanks" after an answer: taken up, and nobody waits for anything."""
    now = desk.clock.now()

    def move(current: Conversation) -> Plan | Refused:
        if current.seq != head.seq:
            return Refused(RefusedBecause.STATE, current)  # more was written meanwhile, which may need something
        return Plan(head=replace(current, awaiting=Awaiting.CONTACT), at=now)

    await desk.try_change(head.id, move)


async def resume(desk: Desk, head: Conversation) -> None:
    """Take up a conversation whose last message nobody took up: what a crash cut off."""
    question = await last_question(desk, head.id)
    if question is not None:
        await carry_on(desk, head, question)
