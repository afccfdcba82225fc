"""Asking back where a message says little: what, where, since when, how much. Never why, and nothing twice.

The questions go out together with the word that a person takes over; nobody waits for the answers. What is asked is a
fact that was not answered yet, so that it is asked once, and what is answered is one that agents see and may change.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from contactcenter.desk.desk import Desk
from contactcenter.desk.facts import stated
from contactcenter.desk.outbound import in_language
from contactcenter.knowledge.parts import asks_something, count_words
from contactcenter.model.bodies import FactStated
from contactcenter.model.conversation import Conversation
from contactcenter.model.entry import CENTRE, EntryDraft
from contactcenter.model.fact import Fact, FactSource, FactState, completeness
from contactcenter.model.message import Choice, FactQuestion, Message
from contactcenter.model.plan import Plan
from contactcenter.model.records import Product, Symptom

AT_MOST = 3
SHORT_WORDS = 12
KNOWN_ENOUGH = 50  # percent
MOST_CHOICES = 12
EXTENTS = ("always", "sometimes", "once")


def is_vague(facts: Mapping[str, Fact], said: str) -> bool:
    """Whether a message that is not answered tells too little to work on: short, asks nothing, names no symptom."""
    names_symptom = "symptom" in facts and facts["symptom"].state is FactState.VALUE
    if names_symptom or completeness(facts) >= KNOWN_ENOUGH:
        return False
    return count_words(said) <= SHORT_WORDS and not asks_something(said)


def questions_for(desk: Desk, head: Conversation, zone: str) -> tuple[FactQuestion, ...]:
    """Up to three questions about what is neither known nor was asked before, in the conversation's language."""
    language = head.language or desk.directory.inbox(head.inbox_id).language
    questions = (
        _what(desk, head, language),
        _open(desk, head, "where", language),
        _open(desk, head, "first_seen", language, _days(desk, zone, language)),
        _open(desk, head, "extent", language, _extents(desk, language)),
    )
    return tuple(one for one in questions if one is not None)[:AT_MOST]


def as_lines(desk: Desk, questions: Sequence[FactQuestion], language: str) -> str:
    """The questions as they stand in a letter, numbered so that answers can name them."""
    lead = desk.words.text("notice.tell_more", language)
    lines = (f"{at}. {one.text}{_named(one)}" for at, one in enumerate(questions, 1))
    return "\n".join((lead, *lines))


def asking(plan: Plan, questions: Sequence[FactQuestion]) -> Plan:
    """The plan with each question noted as asked and not answered yet."""
    for one in questions:
        fact = FactStated(key=one.key, state=FactState.UNANSWERED, source=FactSource.CENTRE)
        step = stated(plan.head, CENTRE, fact, None, plan.at)
        plan = replace(plan, head=step.head, entries=plan.entries + step.entries)
    return plan


def with_questions(notice: EntryDraft, questions: tuple[FactQuestion, ...], text: str) -> EntryDraft:
    """The notice with the questions, and ``text`` about them below its own."""
    body = notice.body
    assert isinstance(body, Message)
    return replace(notice, body=replace(body, text=f"{body.text}\n\n{text}", asks=questions))


def _what(desk: Desk, head: Conversation, language: str) -> FactQuestion | None:
    """Which product, or where the centre has none to name which symptom; there must be several to choose from."""
    kinds: tuple[tuple[str, type[Product] | type[Symptom]], ...] = (("product", Product), ("symptom", Symptom))
    for key, kind in kinds:
        listed = [one for one in desk.directory.all(kind).values() if one.active]
        if key in head.facts or not 2 <= len(listed) <= MOST_CHOICES:
            continue
        choices = tuple(Choice(value=one.id, label=in_language(one.names, language) or one.id) for one in listed)
        text = desk.words.text(f"notice.ask.{key}", language)
        return FactQuestion(key=key, text=text, choices=choices, is_free=False)
    return None


def _open(
    desk: Desk, head: Conversation, key: str, language: str, choices: tuple[Choice, ...] = ()
) -> FactQuestion | None:
    if key in head.facts:
        return None
    return FactQuestion(key=key, text=desk.words.text(f"notice.ask.{key}", language), choices=choices)


def _days(desk: Desk, zone: str, language: str) -> tuple[Choice, ...]:
    today: datetime = desk.clock.now().astimezone(ZoneInfo(zone))
    days = (("today", today), ("yesterday", today - timedelta(days=1)))
    return tuple(
        Choice(value=day.date().isoformat(), label=desk.words.text(f"notice.choice.{name}", language))
        for name, day in days
    )


def _extents(desk: Desk, language: str) -> tuple[Choice, ...]:
    return tuple(Choice(value=one, label=desk.words.text(f"notice.choice.{one}", language)) for one in EXTENTS)


def _named(question: FactQuestion) -> str:
    return f" ({' / '.join(one.label for one in question.choices)})" if question.choices else ""
