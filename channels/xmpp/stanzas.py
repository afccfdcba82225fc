"""Stanzas as elements: what is in a message, whatever namespace its stream has. Pure.

RFC 6121, XEP-0066 (files), XEP-0172 (names), XEP-0184 (receipts), XEP-0203 (delay), XEP-0308 (corrections),
XEP-0313 (archive), XEP-0333 (markers), XEP-0359 (ids), XEP-0363 (upload).
"""

from datetime import datetime
from xml.etree import ElementTree

from contactcenter.errors import Unparsable

Element = ElementTree.Element

RECEIPTS = "urn:xmpp:receipts"
MARKERS = "urn:xmpp:chat-markers:0"
OOB = "jabber:x:oob"
NICK = "http://jabber.org/protocol/nick"
DELAY = "urn:xmpp:delay"
CORRECT = "urn:xmpp:message-correct:0"
ARCHIVE = "urn:xmpp:mam:2"
FORWARD = "urn:xmpp:forward:0"
IDS = "urn:xmpp:sid:0"
RSM = "http://jabber.org/protocol/rsm"
UPLOAD = "urn:xmpp:http:upload:0"
ERRORS = "urn:ietf:params:xml:ns:xmpp-stanzas"
STATES = "http://jabber.org/protocol/chatstates"
STREAMS = ("jabber:client", "jabber:component:accept")


def parsed(raw: bytes) -> Element:
    """Raises errors.Unparsable. XMPP has no document types (RFC 6120, 11.1), so there are no entities to expand."""
    if b"<!" in raw and b"<!DOCTYPE" in raw.upper():
        raise Unparsable("a document type in a stanza")
    try:
        return ElementTree.fromstring(raw)
    except (ElementTree.ParseError, ValueError, RecursionError) as error:
        raise Unparsable(f"not a stanza: {error}") from error


def of_stream(stanza: Element, name: str) -> Element | None:
    """The child of the stream's own namespace, whichever that is."""
    for stream in STREAMS:
        found = stanza.find(f"{{{stream}}}{name}")
        if found is not None:
            return found
    return None


def child(stanza: Element, namespace: str, name: str) -> Element | None:
    return stanza.find(f"{{{namespace}}}{name}")


def text_of(element: Element | None) -> str:
    return (element.text or "") if element is not None else ""


def bare(jid: str) -> str:
    """Without its resource, in small letters."""
    return jid.partition("/")[0].lower()


def archived(stanza: Element, own: str) -> tuple[str, Element, str | None] | None:
    """Of a result from one's own archive: its id there, the message, and when the archive got it.

    What anybody else sends in this form is none (XEP-0313, section 9).
    """
    result = child(stanza, ARCHIVE, "result")
    if result is None or bare(stanza.get("from", own)) != own:
        return None
    forwarded = child(result, FORWARD, "forwarded")
    message = of_stream(forwarded, "message") if forwarded is not None else None
    if forwarded is None or message is None:
        return None
    delay = child(forwarded, DELAY, "delay")
    return result.get("id", ""), message, delay.get("stamp") if delay is not None else None


def archive_id(message: Element, own: str) -> str:
    """Its id in one's own archive, '' if it was not archived; others may not say so (XEP-0359, section 6)."""
    for one in message.findall(f"{{{IDS}}}stanza-id"):
        if bare(one.get("by", "")) == own:
            return one.get("id", "")
    return ""


def stamped(value: str | None) -> datetime | None:
    """XEP-0082; None for what is no time with a zone."""
    try:
        found = datetime.fromisoformat(value or "")
    except ValueError:
        return None
    return found if found.tzinfo else None
