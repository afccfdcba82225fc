"""A customer: a second slixmpp client, which is not ours, on the same server."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from slixmpp import ClientXMPP

from tests.servers.prosody import COMPONENT, Prosody, XmppAccount

PATIENCE_S = 20


def account_settings(prosody: Prosody, bot: XmppAccount, **more: Any) -> dict[str, Any]:
    return {
        "xmpp_address": bot.address,
        "xmpp_password": bot.password,
        "xmpp_host": prosody.host,
        "xmpp_port": prosody.ports["c2s"],
        "certificates": prosody.certificates,
    } | more


def component_settings(prosody: Prosody, **more: Any) -> dict[str, Any]:
    return {
        "xmpp_address": f"help@{COMPONENT}",
        "xmpp_connects": "component",
        "xmpp_password": prosody.component_secret,
        "xmpp_host": prosody.host,
        "xmpp_port": prosody.ports["component"],
        "xmpp_upload": "upload.localhost",
    } | more


class Customer:
    def __init__(self, client: Any) -> None:
        self.client = client
        self.got: list[Any] = []
        self._changed = asyncio.Event()
        client.add_event_handler("message", self._take)
        client.add_event_handler("receipt_received", self._take)

    def _take(self, message: Any) -> None:
        self.got.append(message)
        self._changed.set()

    async def until(self, is_so: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while not is_so():
                self._changed.clear()
                await self._changed.wait()

    async def text(self, words: str) -> Any:
        """The message whose body holds these words, once it is there."""
        await self.until(lambda: any(words in one["body"] for one in self.got))
        return next(one for one in self.got if words in one["body"])

    async def receipt(self, message_id: str) -> None:
        await self.until(lambda: any(one["receipt"] == message_id for one in self.got))

    def say(self, to: str, text: str, **more: Any) -> str:
        message = self.client.make_message(mto=to, mbody=text, mtype="chat")
        message["id"] = more.get("id") or self.client.new_id()
        message["request_receipt"] = True
        if url := more.get("url"):
            message["oob"]["url"] = url
        message.send()
        return str(message["id"])

    def displayed(self, message: Any) -> None:
        answer = self.client.make_message(mto=message["from"].bare, mtype="chat")
        answer["displayed"]["id"] = message["id"]
        answer.send()


@asynccontextmanager
async def customer(prosody: Prosody, account: XmppAccount) -> AsyncIterator[Customer]:
    client = ClientXMPP(account.address + "/phone", account.password)
    client.ssl_context = ssl.create_default_context(cadata=prosody.certificates)
    client.enable_plaintext = client.enable_direct_tls = False
    for plugin in ("xep_0030", "xep_0066", "xep_0184", "xep_0333", "xep_0363"):
        client.register_plugin(plugin)
    client.plugin["xep_0184"].auto_ack = True
    one = Customer(client)
    ready = asyncio.Event()
    client.add_event_handler("session_start", lambda _: ready.set())
    client.connect("127.0.0.1", prosody.ports["c2s"])
    try:
        async with asyncio.timeout(PATIENCE_S):
            await ready.wait()
        client.send_presence()
        yield one
    finally:
        await client.disconnect(wait=1.0)
        client.abort()
