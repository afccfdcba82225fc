"""What both stores must know about the kinds of records."""

from contactcenter.model.records import RECORDS, Agent, Record

_KINDS: dict[type[object], str] = {record: kind for kind, record in RECORDS.items()}


def kind_of(record_type: type[object]) -> str:
    """The name under which records of this type are stored."""
    return _KINDS[record_type]


def unique_key(record: Record) -> str | None:
    """Agents: the e-mail address without regard to case; None = nothing of the kind."""
    return record.email.casefold() if isinstance(record, Agent) else None
