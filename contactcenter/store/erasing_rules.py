"""Which entries hold what people wrote, and what is left of one when that is erased: a tombstone with its seq."""

from contactcenter.model.bodies import Body, EntryKind, Erased
from contactcenter.model.message import Message

ERASED_KINDS = frozenset(
    {
        EntryKind.MESSAGE,
        EntryKind.NOTE,
        EntryKind.QUEUED,  # the questions of a message, in its words
        EntryKind.FACT,
        EntryKind.RATING,
        EntryKind.COMMITMENT,
        EntryKind.PROCEDURE,
    }
)


def tombstone(kind: EntryKind, reason: str) -> Erased:
    return Erased(kind=kind.value, reason=reason)


def raw_of(body: Body) -> str | None:
    """The blob of the bytes as they came, which a receipt names too."""
    return body.original.raw_blob_id if isinstance(body, Message) and body.original else None
