"""Facts of a conversation: what, where, when, how much. A fact is a value, unknown, or asked and not answered."""

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
