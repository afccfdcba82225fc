"""The chat widget: messages come in and go out over the live connection, so there is nothing to fetch or to send."""

from typing import ClassVar

import msgspec

from contactcenter.errors import NotSupported, Unparsable
from contactcenter.model.bodies import DeliveryState
from contactcenter.model.contact import Identity, Verification
from contactcenter.ports import Capabilities, InboundFile, InboundMessage, OutboundMessage, RawInbound, Sent

KIND = "chat"


class ChatFile(msgspec.Struct, forbid_unknown_fields=True):
    """A file that was uploaded before."""

    blob_id: str
    name: str
    content_type: str
    size_bytes: int


class ChatMessage(msgspec.Struct, forbid_unknown_fields=True):
    """The body of ``message.send`` (docs/protocol.md) with who sent it, as the live edge authenticated it."""

    external_id: str
    visitor: str
    text: str
    conversation: str | None = None
    attachments: tuple[ChatFile, ...] = ()
    language: str | None = None
    signed: bool = False


class Settings(msgspec.Struct, forbid_unknown_fields=True):
    """What an administrator sets for one widget."""

    colour: str = "#2f6fed"
    position: str = "right"


class ChatChannel:
    kind: ClassVar[str] = KIND
    Settings: ClassVar[type[msgspec.Struct]] = Settings
    capabilities: ClassVar[Capabilities] = Capabilities(
        max_text_chars=10_000, max_attachment_bytes=20 * 2**20, buttons=True, typing=True, live=True
    )

    def normalize(self, raw: RawInbound) -> tuple[InboundMessage, ...]:
        """Pure; raises errors.Unparsable."""
        try:
            message = msgspec.json.decode(raw.raw, type=ChatMessage)
        except msgspec.MsgspecError as error:
            raise Unparsable(str(error)) from error
        return (inbound(raw.inbox_id, message),)

    async def deliver(self, message: OutboundMessage) -> Sent:
        raise NotSupported(f"chat delivers over the open connection, not {DeliveryState.QUEUED}")


def inbound(inbox_id: str, message: ChatMessage) -> InboundMessage:
    """A widget's message in the centre's form; the visitor id is the address of its identity."""
    proven = Verification.SIGNED if message.signed else Verification.SESSION
    return InboundMessage(
        inbox_id=inbox_id,  # type: ignore[arg-type]
        external_id=message.external_id,
        identity=Identity(kind=KIND, address=message.visitor, verification=proven),
        text=message.text,
        browser_language=message.language,
        conversation_id=message.conversation,
        files=tuple(
            InboundFile(name=one.name, content_type=one.content_type, blob_id=one.blob_id, size_bytes=one.size_bytes)
            for one in message.attachments
        ),
    )
