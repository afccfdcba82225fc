"""One connection to an XMPP server: everything about slixmpp is in here."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any
from xml.etree import ElementTree

from slixmpp import ClientXMPP, ComponentXMPP
from slixmpp.exceptions import IqError, IqTimeout
from slixmpp.xmlstream import tostring
from slixmpp.xmlstream.handler import Callback
from slixmpp.xmlstream.matcher import MatchXPath

from channels.xmpp.settings import Settings
from channels.xmpp.stanzas import MARKERS, RECEIPTS, Element
from contactcenter.errors import ProviderError

CONNECT_SECONDS = 20
ANSWER_SECONDS = 20
COMPONENT_PORT = 5347  # usual; RFC 6120 names 5222 for accounts
ENCRYPTED_ONLY = {
    f"unencrypted_{one}": False for one in ("plain", "scram", "digest", "cram")
}  # whoever takes STARTTLS away learns nothing


class LinkRefused(ProviderError):
    """The server answers and will not have us: trying again soon does not help."""


class Link:
    """A session; ``stanzas`` are the messages that arrive, in their order; None at its end."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.stanzas: asyncio.Queue[Element | None] = asyncio.Queue()
        self.is_open = False
        self._state: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._stream = _stream(settings)
        self.namespace: str = self._stream.default_ns
        self._stream.register_handler(
            Callback(
                "messages", MatchXPath(f"{{{self.namespace}}}message"), lambda one: self.stanzas.put_nowait(one.xml)
            )
        )
        for event, react in (
            ("session_start", self._begun),
            ("failed_all_auth", lambda _: self._failed(LinkRefused("the server refuses the password", retry=False))),
            ("ssl_invalid_chain", lambda error: self._failed(LinkRefused(f"its certificate: {error}", retry=False))),
            ("connection_failed", lambda error: self._failed(ProviderError(f"not reached: {error}", retry=True))),
            ("stream_error", lambda error: self._failed(_refusal(error))),
            ("disconnected", self._ended),
            ("presence_subscribe", self._subscribed),
        ):
            self._stream.add_event_handler(event, react)

    async def open(self) -> None:
        """Raises ProviderError in plain words, LinkRefused among them."""
        host = self.settings.xmpp_host or (self.settings.domain if self.settings.is_component else "")
        port = self.settings.xmpp_port or (COMPONENT_PORT if self.settings.is_component else 5222)
        if host:
            self._stream.connect(host, port)
        else:
            self._stream.connect()
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                await asyncio.shield(self._state)
        except TimeoutError as error:
            raise ProviderError(f"no session within {CONNECT_SECONDS} s", retry=True) from error
        self._stream.send_presence(pfrom=self.settings.xmpp_address if self.settings.is_component else None)

    def send(self, stanza: Element) -> None:
        """Raises ProviderError when the connection is gone."""
        if not self.is_open:
            raise ProviderError("the connection is gone", retry=True)
        self._stream.send_raw(tostring(stanza, stream=self._stream, top_level=True))

    async def ask(self, to: str, kind: str, query: Element) -> Element:
        """The answer to an IQ. Raises ProviderError, also for an answer that is an error."""
        if not self.is_open:
            raise ProviderError("the connection is gone", retry=True)
        iq = self._stream.make_iq(ito=to or None, itype=kind)
        if self.settings.is_component:
            iq["from"] = self.settings.xmpp_address
        iq.append(query)
        try:
            answer = await iq.send(timeout=ANSWER_SECONDS)
        except IqError as error:
            raise ProviderError(f"{to or 'the server'} says {error.condition}", retry=False) from error
        except IqTimeout as error:
            raise ProviderError(f"no answer within {ANSWER_SECONDS} s", retry=True) from error
        found: Element = answer.xml
        return found

    async def confirm(self) -> None:
        """Returns when the server has taken everything that was sent before: it works in order (RFC 6120, 10.1)."""
        ping = ElementTree.Element("{urn:xmpp:ping}ping")
        try:
            await self.ask(self.server, "get", ping)
        except ProviderError as error:
            if error.retry:
                raise

    @property
    def server(self) -> str:
        """Whom to ask what the server itself answers."""
        if not self.settings.is_component:
            return self.settings.domain
        return self.settings.domain.partition(".")[2] or self.settings.domain

    async def close(self) -> None:
        self.is_open = False
        self._stream.cancel_connection_attempt()
        with suppress(Exception):
            async with asyncio.timeout(3):
                await self._stream.disconnect(wait=1.0)
        self._stream.abort()
        self._state.cancel()
        sending = self._stream._run_out_filters
        if sending is not None:
            sending.cancel()

    def _begun(self, _: object) -> None:
        self.is_open = True
        if not self._state.done():
            self._state.set_result(None)

    def _failed(self, error: ProviderError) -> None:
        self.is_open = False
        self._stream.cancel_connection_attempt()
        if not self._state.done():
            self._state.set_exception(error)

    def _ended(self, reason: object) -> None:
        self._failed(ProviderError(f"the connection ended: {reason or 'no reason given'}", retry=True))
        self.stanzas.put_nowait(None)

    def _subscribed(self, presence: Any) -> None:
        """Whoever wants to see whether we are here may."""
        own = self.settings.xmpp_address if self.settings.is_component else None
        for kind in ("subscribed", None):
            self._stream.send_presence(pto=presence["from"].bare, ptype=kind, pfrom=own)


@asynccontextmanager
async def linked(settings: Settings) -> AsyncIterator[Link]:
    """Raises ProviderError. The session ends with the block."""
    link = Link(settings)
    try:
        await link.open()
        yield link
    finally:
        await asyncio.shield(link.close())


def _stream(settings: Settings) -> Any:
    if settings.is_component:
        component = ComponentXMPP(settings.domain, settings.xmpp_password)  # type: ignore[no-untyped-call]
        component.auto_authorize = None
        return component
    mechanisms = {"feature_mechanisms": ENCRYPTED_ONLY}
    client = ClientXMPP(f"{settings.xmpp_address}/contactcenter", settings.xmpp_password, plugin_config=mechanisms)
    client.auto_authorize = None
    client.enable_plaintext = False
    client.enable_direct_tls = settings.xmpp_port == 5223
    client.enable_starttls = settings.xmpp_port != 5223
    client.ssl_context = _trusting(settings.certificates)
    client.register_plugin("xep_0030")
    client.register_plugin("xep_0199")
    for feature in (RECEIPTS, MARKERS):
        client.plugin["xep_0030"].add_feature(feature)
    return client


def _trusting(certificates: str) -> ssl.SSLContext:
    """Raises LinkRefused when that text is no certificate."""
    context = ssl.create_default_context()
    if certificates.strip():
        try:
            context.load_verify_locations(cadata=certificates)
        except (ssl.SSLError, ValueError) as error:
            raise LinkRefused("the certificate authority that was entered cannot be read", retry=False) from error
    return context


def _refusal(error: Any) -> ProviderError:
    condition = str(error["condition"])
    if condition in ("not-authorized", "host-unknown", "conflict"):
        return LinkRefused(f"the server refuses the connection: {condition}", retry=False)
    return ProviderError(f"the server ended the connection: {condition}", retry=True)
