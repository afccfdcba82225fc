"""From a stanza to what the centre takes. Pure."""

from urllib.parse import unquote, urlsplit

from channels.xmpp.settings import Settings
from channels.xmpp.stanzas import (
    CORRECT,
    DELAY,
    ERRORS,
    MARKERS,
    NICK,
    OOB,
    RECEIPTS,
    Element,
    archived,
    bare,
    child,
    of_stream,
    parsed,
    stamped,
    text_of,
)
from contactcenter.model.bodies import DeliveryState
from contactcenter.model.contact import Identity, Verification
from contactcenter.model.text import clean
from contactcenter.ports import Ignored, InboundFile, InboundMessage, Inward, RawInbound, StatusChange

KIND = "xmpp"
MAX_ADDRESS_CHARS = 3071  # RFC 7622
MAX_TEXT_CHARS = 10_000
_GONE = frozenset({"item-not-found", "gone", "jid-malformed"})  # nobody will ever be reached there


def inward(settings: Settings, raw: RawInbound) -> Inward:
    """What one stanza says. Raises errors.Unparsable."""
    stanza = parsed(raw.raw)
    own = bare(settings.xmpp_address)
    result = archived(stanza, own)
    stamp: str | None = None
    if result is not None:
        _, stanza, stamp = result
    sender = bare(stanza.get("from", ""))
    kind = stanza.get("type", "normal")
    if not sender or sender == own or len(sender) > MAX_ADDRESS_CHARS:
        return Ignored(reason="our own, or the server's")
    if kind == "error":
        return _returned(raw, stanza, sender)
    if (news := _news(raw, stanza, sender)) is not None:
        return news
    if kind not in ("chat", "normal"):
        return Ignored(reason=f"a message of the kind {kind}")
    return _message(raw, stanza, sender, stamp)


def _message(raw: RawInbound, stanza: Element, sender: str, stamp: str | None) -> Inward:
    text = clean(text_of(of_stream(stanza, "body")))[:MAX_TEXT_CHARS]
    link = _link(stanza)
    if link and text.strip() == link:
        text = ""
    if not text.strip() and not link:
        return _wordless(raw, stanza, sender)
    if child(stanza, CORRECT, "replace") is not None:
        text = f"\u270e {text}"
    delay = child(stanza, DELAY, "delay")
    return InboundMessage(
        inbox_id=raw.inbox_id,
        external_id=raw.external_id,
        identity=_identity(sender),
        contact_name=clean(text_of(child(stanza, NICK, "nick")))[:200].strip(),
        line="",
        text=text,
        files=(InboundFile(name=_name(link), content_type="", remote=link),) if link else (),
        sent_at=stamped(delay.get("stamp") if delay is not None else stamp),
    )


def _wordless(raw: RawInbound, stanza: Element, sender: str) -> Inward:
    """What has no text: typing signs are nothing; encryption that we cannot read must not vanish."""
    if any(one.tag.endswith("}encrypted") for one in stanza):
        return InboundMessage(
            inbox_id=raw.inbox_id,
            external_id=raw.external_id,
            identity=_identity(sender),
            line="",
            text="[encrypted message: it cannot be read here]",
        )
    return Ignored(reason="no text in it")


def _news(raw: RawInbound, stanza: Element, sender: str) -> StatusChange | None:
    """That a message of ours arrived (XEP-0184), or was read (XEP-0333)."""
    for namespace, name, state in (
        (MARKERS, "displayed", DeliveryState.SEEN),
        (MARKERS, "acknowledged", DeliveryState.SEEN),
        (RECEIPTS, "received", DeliveryState.DELIVERED),
        (MARKERS, "received", DeliveryState.DELIVERED),
    ):
        found = child(stanza, namespace, name)
        if found is not None:
            return _status(raw, found.get("id", ""), sender, state)
    return None


def _returned(raw: RawInbound, stanza: Element, sender: str) -> Inward:
    """RFC 6120, 8.3: the server that could not deliver a message of ours says why."""
    error = of_stream(stanza, "error")
    named = [one.tag.rpartition("}")[2] for one in (error if error is not None else ()) if ERRORS in one.tag]
    condition = next((one for one in named if one != "text"), "unknown")
    words = clean(text_of(child(error, ERRORS, "text")))[:200] if error is not None else ""
    told = f"{condition}: {words}" if words else condition
    return _status(raw, stanza.get("id", ""), sender, DeliveryState.BOUNCED, error=told, is_final=condition in _GONE)


def _status(
    raw: RawInbound, named: str, sender: str, state: DeliveryState, error: str | None = None, is_final: bool = True
) -> StatusChange:
    return StatusChange(
        inbox_id=raw.inbox_id,
        provider_ids=(f"{sender}/{named}",),
        state=state,
        error=error,
        is_final=is_final,
        at=raw.received_at,
    )


def _identity(sender: str) -> Identity:
    return Identity(kind=KIND, address=sender, verification=Verification.VERIFIED)  # its server vouches for it


def _link(stanza: Element) -> str:
    x = child(stanza, OOB, "x")
    url = text_of(child(x, OOB, "url")).strip() if x is not None else ""
    return url if urlsplit(url).scheme in ("http", "https") and len(url) <= 2000 else ""


def _name(link: str) -> str:
    return unquote(urlsplit(link).path.rpartition("/")[2]) or "file"
