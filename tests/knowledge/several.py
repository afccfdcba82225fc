"""What becomes of the labelled messages that ask several things, and of the long ones that ask one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache

from contactcenter.knowledge.answer import Decision, Knowledge, Outcome
from contactcenter.knowledge.article import IndexedArticle
from contactcenter.knowledge.several import decide
from tests.knowledge import labelled


@dataclass(frozen=True, slots=True)
class Judged:
    message: labelled.LabelledMessage
    decision: Decision

    @property
    def asks_several(self) -> bool:
        return len(self.message.parts) > 1

    @property
    def is_answered(self) -> bool:
        return self.decision.outcome is Outcome.ANSWER

    @property
    def is_right(self) -> bool:
        """Every part has its article first, and there is no other part."""
        return Counter(one.article for one in self.message.parts) == Counter(_found(self.decision))

    @property
    def kind(self) -> str:
        if self.is_answered:
            return "answered rightly" if self.is_right else "answered wrongly"
        return "handed over with parts" if self.decision.parts else "handed over"


@cache
def knowledge() -> Knowledge:
    """All articles with all their phrasings: the messages are in nobody's phrasings."""
    return Knowledge(
        IndexedArticle(id=one.key, language=one.language, title=one.title, body=one.body, phrasings=one.phrasings)
        for one in labelled.articles()
    )


def judged() -> list[Judged]:
    return [Judged(message, decided(message.text, message.language)) for message in labelled.messages()]


def decided(text: str, language: str, max_chars: int = 1_000) -> Decision:
    return decide(text, lambda one, room: knowledge().answer(one, language, max_chars=room), max_chars)


def _found(decision: Decision) -> list[str]:
    decisions = [part.decision for part in decision.parts] or [decision]
    return [one.found[0].id for one in decisions if one.found]
