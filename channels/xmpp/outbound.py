"""A message of ours as a stanza. Pure."""

from collections.abc import Sequence
from xml.etree import ElementTree

from channels.xmpp.settings import Settings
from channels.xmpp.stanzas import MARKERS, OOB, RECEIPTS, STATES, Element
from contactcenter.ports import LinkPurpose, OutboundMessage


def stanza_for(settings: Settings, stream: str, to: str, stanza_id: str, *, text: str, link: str = "") -> Element:
    """With the wish to be told when it arrived and when it was read; a file goes as its link alone (XEP-0066)."""
    message = ElementTree.Element(f"{{{stream}}}message", {"to": to, "type": "chat", "id": stanza_id})
    if settings.is_component:
        message.set("from", settings.xmpp_address)
    ElementTree.SubElement(message, f"{{{stream}}}body").text = text
    ElementTree.SubElement(message, f"{{{STATES}}}active")
    ElementTree.SubElement(message, f"{{{RECEIPTS}}}request")
    ElementTree.SubElement(message, f"{{{MARKERS}}}markable")
    if link:
        x = ElementTree.SubElement(message, f"{{{OOB}}}x")
        ElementTree.SubElement(x, f"{{{OOB}}}url").text = link
    return message


def receipt_for(settings: Settings, stream: str, message: Element) -> Element | None:
    """What says that a message is safe with us, if it asks for that (XEP-0184)."""
    if message.find(f"{{{RECEIPTS}}}request") is None or not message.get("id") or message.get("type") == "error":
        return None
    answer = ElementTree.Element(f"{{{stream}}}message", {"to": message.get("from", ""), "type": "chat"})
    if settings.is_component:
        answer.set("from", settings.xmpp_address)
    ElementTree.SubElement(answer, f"{{{RECEIPTS}}}received", {"id": message.get("id", "")})
    return answer


def words_of(message: OutboundMessage, unsent: Sequence[str] = ()) -> str:
    """The text with the article it is from, and where the files are that could not be sent."""
    parts = [message.message.text]
    if source := message.links.get(LinkPurpose.SOURCE):
        parts.append(f"{message.link_labels.get(LinkPurpose.SOURCE, '')}\n{source}".strip())
    if unsent:
        page = message.links.get(LinkPurpose.CONVERSATION, "")
        parts.append("\n".join([*unsent, page]).strip())
    return "\n\n".join(part for part in parts if part)


def file_id(delivery_id: str, number: int) -> str:
    return f"{delivery_id}.{number}"
