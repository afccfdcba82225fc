"""From a service's JSON to what the centre takes."""

from typing import Any

import msgspec

from channels.webhook.bodies import KINDS, Body, Feedback, File, Message, OtherKind, Rating, Sender, Status
from contactcenter.errors import Invalid, NotJson
from contactcenter.model.bodies import DeliveryState
from contactcenter.model.contact import Identity, Verification
from contactcenter.model.text import clean
from contactcenter.ports import InboundFile, InboundMessage, Inward, RawInbound, StatusChange, Verdict

KIND = "webhook"
MAX_DEPTH = 16
TOLD = frozenset({DeliveryState.SENT, DeliveryState.DELIVERED, DeliveryState.SEEN, DeliveryState.FAILED})


def read(body: bytes) -> Body | OtherKind:
    """Strictly. Raises errors.NotJson, and errors.Invalid with the path of the field."""
    try:
        value = msgspec.json.decode(body)
        _check(value, 0)
    except (msgspec.DecodeError, UnicodeError) as error:
        raise NotJson(f"not JSON in UTF-8: {error}") from error
    except RecursionError as error:
        raise Invalid("nested too deeply") from error
    kind = value.get("type") if isinstance(value, dict) else None
    try:
        if isinstance(kind, str) and kind not in KINDS:
            return msgspec.convert(value, OtherKind)
        found: Body = msgspec.convert(value, Body)
    except msgspec.ValidationError as error:
        message, _, path = str(error).partition(" - at `$")
        raise Invalid(message, path=path.rstrip("`").lstrip(".")) from error
    if isinstance(found, Message) and not found.text.strip() and not found.files:
        raise Invalid("expected some text or a file", path="text")
    if isinstance(found, Status) and found.state not in TOLD:
        raise Invalid(f"expected one of {', '.join(sorted(TOLD))}", path="state")
    return found


def inward(raw: RawInbound, found: Body | OtherKind) -> Inward:
    if isinstance(found, Status):
        return StatusChange(
            inbox_id=raw.inbox_id,
            provider_ids=(f"delivery:{found.message}",),
            state=found.state,
            error=found.error,
            at=found.at or raw.received_at,
        )
    who = _identity(raw, found.sender)
    if isinstance(found, (Feedback, Rating)):
        return Verdict(
            inbox_id=raw.inbox_id,
            external_id=raw.external_id,
            identity=who,
            provider_ids=(f"delivery:{found.message}",),
            verdict=found.verdict if isinstance(found, Feedback) else None,
            score=found.score if isinstance(found, Rating) else None,
            comment=clean(found.comment) if isinstance(found, Rating) else "",
        )
    return InboundMessage(
        inbox_id=raw.inbox_id,
        external_id=raw.external_id,
        identity=who,
        contact_name=clean(found.sender.name).strip(),
        browser_language=found.sender.language,
        line=found.conversation,
        text=clean(found.text) if isinstance(found, Message) else f"[{clean(found.type)}]",
        files=tuple(_file(one) for one in found.files) if isinstance(found, Message) else (),
        sent_at=found.sent_at,
    )


def _identity(raw: RawInbound, sender: Sender) -> Identity:
    proven = Verification.VERIFIED if sender.verified else Verification.SESSION
    return Identity(kind=KIND, scope=raw.inbox_id, address=sender.id, verification=proven)


def _file(one: File) -> InboundFile:
    name = clean(one.name) or "file"
    if one.url is not None:
        return InboundFile(name=name, content_type=one.content_type, remote=one.url)
    return InboundFile(name=name, content_type=one.content_type, data=one.data or b"", size_bytes=len(one.data or b""))


def _check(value: Any, depth: int) -> None:
    """Refuse what no store can keep. Raises errors.Invalid."""
    if depth > MAX_DEPTH:
        raise Invalid("nested too deeply")
    if isinstance(value, str) and ("\0" in value or any("\ud800" <= sign <= "\udfff" for sign in value)):
        raise Invalid("must not hold NUL or lone surrogates")
    if isinstance(value, dict):
        for name, one in value.items():
            _check(name, depth + 1)
            _check(one, depth + 1)
    elif isinstance(value, list):
        for one in value:
            _check(one, depth + 1)
