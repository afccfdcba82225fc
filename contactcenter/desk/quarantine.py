"""Reading again what could not be read when it arrived."""

from contactcenter.desk.desk import Desk
from contactcenter.desk.receipts import Reader, read
from contactcenter.errors import NotFound
from contactcenter.ids import ReceiptId
from contactcenter.model.rows import Receipt, ReceiptState


async def retry(desk: Desk, reader: Reader, receipt_id: ReceiptId) -> ReceiptState:
    """What became of it: recorded, ignored, or quarantined again with the new reason. Raises errors.NotFound."""
    receipt = await _quarantined(desk, receipt_id)
    state, error = await read(desk, reader, receipt)
    await desk.store.settle_receipt(receipt.id, state, error)
    return state


async def _quarantined(desk: Desk, receipt_id: ReceiptId) -> Receipt:
    receipt = await desk.store.receipt_by_id(receipt_id)
    if receipt is None or receipt.state is not ReceiptState.QUARANTINED:
        raise NotFound("nothing of this id is in quarantine")
    return receipt
