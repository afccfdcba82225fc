"""The chat widget: messages come in and go out over the live connection, so there is nothing to fetch or to send."""

from typing import Annotated, ClassVar, Literal

import msgspec

from contactcenter.errors import NotSupported, Unparsable
from contactcenter.ids import is_uuid
from contactcenter.model.contact import Identity, Verification
from contactcenter.model.text import clean
from contactcenter.ports import Capabilities, InboundFile, InboundMessage, OutboundMessage, RawInbound, Sent

KIND = "chat"
VISITOR = "visitor"  # header of RawInbound: the authenticated visitor's id, put there by the live edge
SIGNED = "signed"  # header: set if the host page's server vouched for the identity
MAX_TEXT_CHARS = 10_000
MAX_FILES = 10


class ChatFile(msgspec.Struct, forbid_unknown_fields=True):
    """A file that was uploaded before."""

    blob_id: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
    name: Annotated[str, msgspec.Meta(max_length=255)]
    content_type: Annotated[str, msgspec.Meta(max_length=100)]
    size_bytes: Annotated[int, msgspec.Meta(ge=0)]


class ChatMessage(msgspec.Struct, forbid_unknown_fields=True):
    """The body of ``message.send`` as a widget sends it (docs/protocol.md)."""

    external_id: str
    text: Annotated[str, msgspec.Meta(max_length=MAX_TEXT_CHARS)]
    conversation: str | None = None
    attachments: Annotated[tuple[ChatFile, ...], msgspec.Meta(max_length=MAX_FILES)] = ()
    language: Annotated[str, msgspec.Meta(max_length=35)] | None = None


class Settings(msgspec.Struct, forbid_unknown_fields=True):
    """What an administrator sets for one widget; the line to embed carries it (docs/embedding.md)."""

    position: Literal["start", "end"] = "end"
    theme: Literal["auto", "light", "dark"] = "auto"


class ChatChannel:
    kind: ClassVar[str] = KIND
    Settings: ClassVar[type[msgspec.Struct]] = Settings
    capabilities: ClassVar[Capabilities] = Capabilities(
        max_text_chars=MAX_TEXT_CHARS, max_attachment_bytes=20 * 2**20, buttons=True, typing=True, live=True
    )

    def __init__(self, settings: msgspec.Struct) -> None:
        """The settings are the widget's: nothing here depends on them."""

    def normalize(self, raw: RawInbound) -> tuple[InboundMessage, ...]:
        """Pure; raises errors.Unparsable with the path of the field."""
        try:
            message = _decoder.decode(raw.raw)
        except (msgspec.MsgspecError, UnicodeError) as error:
            raise Unparsable(str(error)) from error
        return (_inbound(raw, message),)

    async def deliver(self, message: OutboundMessage) -> Sent:
        raise NotSupported("chat is read over its open connection: there is nothing to deliver")


_decoder = msgspec.json.Decoder(ChatMessage)


def _inbound(raw: RawInbound, message: ChatMessage) -> InboundMessage:
    text = clean(message.text)
    if not is_uuid(message.external_id):
        raise Unparsable("Expected a UUID in lower case - at `$.external_id`")
    if not text.strip() and not message.attachments:
        raise Unparsable("Expected some text or a file - at `$.text`")
    proven = Verification.SIGNED if SIGNED in raw.headers else Verification.SESSION
    return InboundMessage(
        inbox_id=raw.inbox_id,
        external_id=message.external_id,
        identity=Identity(kind=KIND, address=raw.headers[VISITOR], verification=proven),
        text=text,
        browser_language=message.language,
        conversation_id=message.conversation,
        files=tuple(
            InboundFile(name=one.name, content_type=one.content_type, blob_id=one.blob_id, size_bytes=one.size_bytes)
            for one in message.attachments
        ),
    )
