"""Reading the answers to a letter's numbered questions out of the letter that answers it."""

import re
from collections.abc import Mapping, Sequence

from contactcenter.desk.desk import Desk
from contactcenter.model.bodies import FactStated
from contactcenter.model.conversation import Conversation
from contactcenter.model.fact import FactSource, FactState
from contactcenter.model.message import FactQuestion, Message

MAX_CHARS = 200  # of one answer
LOOKED_AT = 50  # entries

_NUMBERED = re.compile(r"\s*(\d)\s?[.)、:．](?!\d)\s*(.+?)\s*$")


async def answers_in(desk: Desk, head: Conversation | None, text: str) -> tuple[FactStated, ...]:
    """What a message says to the questions that the centre asked in its conversation and that are still open."""
    if head is None or not any(_is_open(head, key) for key in head.facts):
        return ()
    for entry in reversed(await desk.store.entries_before(head.id, head.seq + 1, LOOKED_AT)):
        if isinstance(entry.body, Message) and entry.body.asks:
            said = answers_to(entry.body.asks, text)
            return tuple(
                FactStated(key=key, value=value, source=FactSource.CONTACT)
                for key, value in said.items()
                if _is_open(head, key)
            )
    return ()


def answers_to(questions: Sequence[FactQuestion], text: str) -> Mapping[str, str]:
    """Fact key -> value, from lines that begin with the questions' numbers. Other words stay for people to read."""
    said = {int(one[1]): one[2] for line in text.splitlines() if (one := _NUMBERED.match(line))}
    found = {one.key: _value(one, said[at]) for at, one in enumerate(questions, 1) if at in said}
    return {key: value for key, value in found.items() if value}


def _value(question: FactQuestion, said: str) -> str:
    """One of the choices if it is named, else the words themselves where they will do."""
    plain = said.casefold()
    named = [one for one in question.choices if one.label.casefold() in plain or one.value.casefold() == plain]
    if named:
        return max(named, key=lambda one: len(one.label)).value
    return said[:MAX_CHARS] if question.is_free else ""


def _is_open(head: Conversation, key: str) -> bool:
    fact = head.facts.get(key)
    return fact is not None and fact.source is FactSource.CENTRE and fact.state is FactState.UNANSWERED
