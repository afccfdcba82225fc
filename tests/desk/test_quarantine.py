"""What could not be read is read again when asked for, and nothing else is."""

import pytest

from channels.chat import ChatChannel
from contactcenter.desk.inbox_channels import OwnProcessReader
from contactcenter.desk.quarantine import retry
from contactcenter.errors import NotFound, Unparsable
from contactcenter.ids import InboxId, ReceiptId, uuid7
from contactcenter.model.contact import Identity
from contactcenter.model.rows import Receipt, ReceiptState
from contactcenter.ports import InboundMessage, RawInbound
from tests.desk.room import START, Room


class Plain(ChatChannel):
    """A channel whose bytes are the text."""

    def normalize(self, raw: RawInbound) -> tuple[InboundMessage, ...]:
        try:
            text = bytes(raw.raw).decode()
        except UnicodeDecodeError as exc:
            raise Unparsable("not UTF-8") from exc
        who = Identity(kind="chat", address="v1")
        return (InboundMessage(inbox_id=raw.inbox_id, external_id=raw.external_id, identity=who, text=text),)


def reader_of(room: Room) -> OwnProcessReader:
    return OwnProcessReader(room.desk.directory, room.desk.keyring, {"chat": Plain})


async def kept(room: Room, raw: bytes, state: ReceiptState) -> ReceiptId:
    blob_id, _ = await room.desk.blobs.put(raw)
    receipt = Receipt(
        id=ReceiptId(uuid7()), inbox_id=InboxId("shop"), external_id=uuid7(), blob_id=blob_id, received_at=START
    )
    await room.desk.store.receipt(receipt)
    await room.desk.store.settle_receipt(receipt.id, state, "why")
    return receipt.id


async def test_what_can_be_read_by_now_is_recorded(room: Room) -> None:
    receipt_id = await kept(room, b"hello", ReceiptState.QUARANTINED)
    assert await retry(room.desk, reader_of(room), receipt_id) is ReceiptState.RECORDED
    receipt = await room.desk.store.receipt_by_id(receipt_id)
    assert receipt is not None and (receipt.state, receipt.error) == (ReceiptState.RECORDED, None)


async def test_what_still_cannot_be_read_stays_with_its_new_reason(room: Room) -> None:
    receipt_id = await kept(room, b"\xff", ReceiptState.QUARANTINED)
    assert await retry(room.desk, reader_of(room), receipt_id) is ReceiptState.QUARANTINED
    receipt = await room.desk.store.receipt_by_id(receipt_id)
    assert receipt is not None and receipt.error == "not UTF-8"


async def test_what_is_not_in_quarantine_is_not_read_again(room: Room) -> None:
    recorded = await kept(room, b"hello", ReceiptState.RECORDED)
    for receipt_id in (recorded, ReceiptId(uuid7())):
        with pytest.raises(NotFound, match="nothing of this id is in quarantine"):
            await retry(room.desk, reader_of(room), receipt_id)
