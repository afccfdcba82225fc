"""What receipts are, the same on both stores: an inbox's own, and in lists the oldest first."""

from collections.abc import Iterable

from contactcenter.errors import Invalid
from contactcenter.ids import InboxId
from contactcenter.model.rows import Receipt
from contactcenter.store.codec import to_us

BEGINNING = (-(2**63), "")


def require_inbox(inbox_id: InboxId, receipts: Iterable[Receipt]) -> None:
    """Raises ValueError for another inbox's receipt: its cursor would not move with it."""
    if any(receipt.inbox_id != inbox_id for receipt in receipts):
        raise ValueError("receipts of another inbox")


def cursor_of(receipt: Receipt) -> str:
    return f"{to_us(receipt.received_at):x}.{receipt.id}"


def bound_of(after: str | None) -> tuple[int, str]:
    """Time (microseconds) and id after which the page begins. Raises errors.Invalid for what is no cursor of ours."""
    if after is None:
        return BEGINNING
    time, _, receipt_id = after.partition(".")
    try:
        moment = int(time, 16)
    except ValueError:
        raise Invalid("not a cursor of this list", path="cursor") from None
    if not -(2**63) <= moment < 2**63:
        raise Invalid("not a cursor of this list", path="cursor")
    return moment, receipt_id
