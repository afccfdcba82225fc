"""Files out: a slot from the server's upload service (XEP-0363), then one PUT through the guarded client."""

from collections.abc import Sequence
from xml.etree import ElementTree

from channels.xmpp.link import Link
from channels.xmpp.stanzas import UPLOAD, Element, child
from contactcenter.errors import ProviderError
from contactcenter.guarded_http import NotFetched, guarded_http
from contactcenter.ports import Network, OutboundFile

ITEMS = "http://jabber.org/protocol/disco#items"
INFO = "http://jabber.org/protocol/disco#info"
_HEADERS = frozenset({"Authorization", "Cookie", "Expires"})  # XEP-0363, 5: all that a service may ask for
_UPLOAD_SECONDS = 60


async def service_of(link: Link) -> str:
    """The upload service, as it was set or as the server names it. Raises ProviderError if there is none."""
    if link.settings.xmpp_upload:
        return link.settings.xmpp_upload
    items = await link.ask(link.server, "get", ElementTree.Element(f"{{{ITEMS}}}query"))
    for item in items.iter(f"{{{ITEMS}}}item"):
        jid = item.get("jid", "")
        if await _takes_files(link, jid):
            return jid
    raise ProviderError("the server has no upload service", retry=False)


async def _takes_files(link: Link, jid: str) -> bool:
    """False also for a service that does not answer: the next one may."""
    try:
        info = await link.ask(jid, "get", ElementTree.Element(f"{{{INFO}}}query"))
    except ProviderError:
        return False
    return any(one.get("var") == UPLOAD for one in info.iter(f"{{{INFO}}}feature"))


async def upload(link: Link, service: str, file: OutboundFile, networks: Sequence[Network]) -> str:
    """Where the file is now. Raises ProviderError."""
    name, kind = file.attachment.name, file.attachment.content_type
    request = ElementTree.Element(
        f"{{{UPLOAD}}}request", {"filename": name, "size": str(len(file.data)), "content-type": kind}
    )
    answer = await link.ask(service, "get", request)
    slot = child(answer, UPLOAD, "slot")
    put = child(slot, UPLOAD, "put") if slot is not None else None
    get = child(slot, UPLOAD, "get") if slot is not None else None
    if put is None or get is None:
        raise ProviderError("the upload service gave no slot", retry=False)
    try:
        async with guarded_http(networks) as http:
            answered = await http.send(
                "PUT", put.get("url", ""), body=file.data, headers={"Content-Type": kind} | _asked_for(put),
                most_bytes=64 * 1024, seconds=_UPLOAD_SECONDS,
            )  # fmt: skip
    except NotFetched as error:
        raise ProviderError(f"not uploaded: {error}", retry=False) from error
    if answered.status not in (200, 201):
        raise ProviderError(f"not uploaded: the service answered {answered.status}", retry=False)
    return get.get("url", "")


def _asked_for(put: Element) -> dict[str, str]:
    found = {}
    for one in put.iter(f"{{{UPLOAD}}}header"):
        value = one.text or ""
        if one.get("name") in _HEADERS and "\n" not in value and "\r" not in value:
            found[one.get("name", "")] = value
    return found
