"""Facts of a conversation: what, where, when, how much. A fact is a value, unknown, or asked and not answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class FactState(StrEnum):
    VALUE = "value"
    UNKNOWN = "unknown"  # the contact does not know
    UNANSWERED = "unanswered"  # asked and not answered


class FactSource(StrEnum):
    CONTACT = "contact"
    AGENT = "agent"
    TEXT = "text"  # read out of a message
    API = "api"
    CENTRE = "centre"  # asked by the centre itself


# Built-in keys; administrators add others (records.FactKey). product, version and symptom hold ids of records.
FACT_KEYS = ("product", "version", "symptom", "where", "first_seen", "last_seen", "extent", "changed")

# Facts about what the contact has: kept at the contact and its company after the conversation is closed.
LASTING_FACTS = frozenset({"product", "version", "where"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    key: str
    state: FactState = FactState.VALUE
    value: str | None = None  # set iff state is VALUE
    source: FactSource
    at: datetime
    asked_by: str | None = None  # the last agent who asked for it or stated it


ASPECTS = (("product", "symptom"), ("where",), ("first_seen", "last_seen"), ("extent",))
"""What, where, when, how much."""


def completeness(facts: Mapping[str, Fact]) -> int:
    """Percent of what, where, when and how much that is known."""
    known = {key for key, fact in facts.items() if fact.state is FactState.VALUE}
    return 100 * sum(not known.isdisjoint(keys) for keys in ASPECTS) // len(ASPECTS)
