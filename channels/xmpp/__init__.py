"""XMPP: an account with its archive, or a component (docs/channels/xmpp.md)."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, ClassVar

from channels.pace import put_off
from channels.xmpp.inbound import KIND, MAX_TEXT_CHARS, inward
from channels.xmpp.link import Link, linked
from channels.xmpp.outbound import file_id, stanza_for, words_of
from channels.xmpp.receiving import health_of, receive
from channels.xmpp.settings import Settings
from channels.xmpp.uploading import service_of, upload
from contactcenter.errors import ProviderError
from contactcenter.guarded_http import NotFetched, guarded_http
from contactcenter.model.bodies import DeliveryState
from contactcenter.ports import (
    Capabilities,
    ChannelContext,
    Health,
    Inward,
    Network,
    OutboundMessage,
    RawInbound,
    Sent,
)

ONLINE_SECONDS = 20
MAX_FILE_BYTES = 10 * 2**20


class XmppChannel:
    """One address. What is sent goes over the session that receives: this node's, while it has the inbox."""

    kind: ClassVar[str] = KIND
    Settings: ClassVar[type[Any]] = Settings
    capabilities: ClassVar[Capabilities] = Capabilities(
        max_text_chars=MAX_TEXT_CHARS, max_attachment_bytes=MAX_FILE_BYTES
    )

    def __init__(self, settings: Any) -> None:
        self._settings: Settings = settings
        self._networks: Sequence[Network] = ()
        self._link: Link | None = None
        self._online = asyncio.Event()

    def may_reach(self, networks: Sequence[Network]) -> None:
        self._networks = networks

    def normalize(self, raw: RawInbound) -> tuple[Inward, ...]:
        return (inward(self._settings, raw),)

    async def run(self, context: ChannelContext) -> None:
        if not self._settings.xmpp_address:
            context.report(Health(problem="no address is set", advice="enter the address that customers write to"))
            await asyncio.Event().wait()
        await receive(self._settings, context, self._on_link)

    def _on_link(self, link: Link | None) -> None:
        self._link = link
        if link is None:
            self._online.clear()
        else:
            self._online.set()

    async def fetch(self, remote: str) -> bytes:
        try:
            async with guarded_http(self._networks) as http:
                return (await http.get(remote, most_bytes=MAX_FILE_BYTES)).content
        except NotFetched as error:
            raise ProviderError(f"not fetched: {error}", retry=False) from error

    async def deliver(self, message: OutboundMessage) -> Sent:
        now = datetime.now(UTC)
        try:
            async with asyncio.timeout(ONLINE_SECONDS):
                await self._online.wait()
            assert self._link is not None
            provider_id = await self._send(self._link, message)
        except TimeoutError:
            return put_off("not connected to the XMPP server", message.sent_at, now)
        except ProviderError as error:
            return put_off(error.message, message.sent_at, now)
        return Sent(state=DeliveryState.SENT, provider_id=provider_id)

    async def _send(self, link: Link, message: OutboundMessage) -> str:
        """The text, then each file as a message of its own; returns when the server has them."""
        to, named = message.recipient.address, message.delivery_id
        urls, unsent = await self._uploaded(link, message)
        text = words_of(message, unsent)
        first = named
        if text:
            link.send(stanza_for(self._settings, link.namespace, to, named, text=text))
        for number, url in enumerate(urls):
            one = file_id(named, number) if text or number else named
            link.send(stanza_for(self._settings, link.namespace, to, one, text=url, link=url))
        await link.confirm()
        return f"{to}/{first}"

    async def _uploaded(self, link: Link, message: OutboundMessage) -> tuple[list[str], list[str]]:
        """Where the files are, and the names of those that could not be brought there."""
        urls: list[str] = []
        unsent: list[str] = []
        if not message.files:
            return urls, unsent
        try:
            service = await service_of(link)
        except ProviderError as error:
            if error.retry:
                raise
            return urls, [one.attachment.name for one in message.files]
        for file in message.files:
            try:
                urls.append(await upload(link, service, file, self._networks))
            except ProviderError as error:
                if error.retry:
                    raise
                unsent.append(file.attachment.name)
        return urls, unsent

    async def probe(self) -> Health:
        """Signs in besides the session there is, and asks for the upload service."""
        if not self._settings.xmpp_address:
            return Health(problem="no address is set", advice="enter the address that customers write to")
        if self._settings.is_component and self._link is not None and self._link.is_open:
            return Health()  # a second session of a component would end the first
        try:
            async with linked(self._settings) as link:
                await link.confirm()
                return await _files_note(link)
        except ProviderError as error:
            return health_of(error)


async def _files_note(link: Link) -> Health:
    try:
        await service_of(link)
    except ProviderError as error:
        return Health(note=f"Files go as links to the page of the conversation: {error.message}.")
    return Health()
