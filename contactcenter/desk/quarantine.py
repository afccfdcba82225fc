"""Reading again what could not be read when it arrived."""

from collections.abc import Mapping

import msgspec

from contactcenter.desk.desk import Desk
from contactcenter.desk.intake import receive
from contactcenter.errors import NotFound, Unparsable
from contactcenter.ids import ReceiptId
from contactcenter.model.rows import Receipt, ReceiptState
from contactcenter.ports import Channel, InboundMessage, RawInbound


async def retry(desk: Desk, channels: Mapping[str, type[Channel]], receipt_id: ReceiptId) -> ReceiptState:
    """What became of it: recorded, ignored, or quarantined again with the new reason. Raises errors.NotFound."""
    receipt = await _quarantined(desk, receipt_id)
    inbox = desk.directory.inbox(receipt.inbox_id)
    channel = channels.get(inbox.channel)
    if channel is None:
        raise NotFound("the channel of this inbox is not there")
    raw = b"".join([chunk async for chunk in desk.blobs.read(receipt.blob_id)])
    arrived = RawInbound(
        inbox_id=receipt.inbox_id, external_id=receipt.external_id, raw=raw, received_at=receipt.received_at
    )
    try:
        found = channel(msgspec.convert(dict(inbox.settings), channel.Settings)).normalize(arrived)
    except Unparsable as error:
        await desk.store.settle_receipt(receipt.id, ReceiptState.QUARANTINED, str(error))
        return ReceiptState.QUARANTINED
    messages = [one for one in found if isinstance(one, InboundMessage)]
    for message in messages:
        await receive(desk, message)
    state = ReceiptState.RECORDED if messages else ReceiptState.IGNORED
    await desk.store.settle_receipt(receipt.id, state)
    return state


async def _quarantined(desk: Desk, receipt_id: ReceiptId) -> Receipt:
    receipt = await desk.store.receipt_by_id(receipt_id)
    if receipt is None or receipt.state is not ReceiptState.QUARANTINED:
        raise NotFound("nothing of this id is in quarantine")
    return receipt
