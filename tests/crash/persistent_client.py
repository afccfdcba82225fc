"""A client that does what the protocol asks of one: an outbox, resending, gap filling, coming back."""

import asyncio
from contextlib import suppress
from typing import Any

import aiohttp

from bench.wire_client import WireClient


class PersistentClient:
    """``applied`` holds, per conversation, the entries in the order in which they were applied, each once."""

    def __init__(self, session: aiohttp.ClientSession, base: str, token: str, conversations: list[str]) -> None:
        self._session, self._base, self._token = session, base, token
        self._conversations = conversations
        self._wire: WireClient | None = None
        self.applied: dict[str, list[dict[str, Any]]] = {one: [] for one in conversations}
        self.acknowledged: list[str] = []
        self.resent = 0

    def _last(self, conversation: str) -> int:
        entries = self.applied[conversation]
        return int(entries[-1]["seq"]) if entries else 0

    def _apply(self, conversation: str, entries: list[dict[str, Any]]) -> bool:
        """False if there is a gap before one of them."""
        for entry in entries:
            if entry["seq"] <= self._last(conversation):
                continue
            if entry["after"] != self._last(conversation):
                return False
            self.applied[conversation].append(entry)
        return True

    def _on_event(self, name: str, body: Any) -> None:
        if name == "entries" and not self._apply(body["conversation"], body["entries"]):
            self._gap = asyncio.ensure_future(self._fill_or_reconnect(body["conversation"]))

    async def _fill_or_reconnect(self, conversation: str) -> None:
        with suppress(ConnectionError):  # the next connection fills it
            await self._fill(conversation)

    async def _fill(self, conversation: str) -> None:
        more = True
        while more and self._wire is not None:
            page = await self._wire.call("follow", {"conversation": conversation, "after": self._last(conversation)})
            self._apply(conversation, page["entries"])
            more = page["more"]

    async def connected(self) -> WireClient:
        """The open connection, a new one if need be: tries until it succeeds."""
        while self._wire is None or self._wire.closed.is_set():
            wire = WireClient(self._on_event)
            try:
                await wire.connect(self._session, self._base, {"protocol": 1, "token": self._token})
                self._wire = wire
                for conversation in self._conversations:
                    await self._fill(conversation)
            except (aiohttp.ClientError, ConnectionError, AssertionError, AttributeError):
                self._wire = None
                await asyncio.sleep(0.05)
        return self._wire

    async def send(self, external_id: str, conversation: str, text: str) -> None:
        """Returns when the server has acknowledged it, however often it must be sent."""
        body = {"external_id": external_id, "conversation": conversation, "text": text}
        while True:
            try:
                wire = await self.connected()
                async with asyncio.timeout(5):
                    answer = await wire.call("message.send", body)
            except (aiohttp.ClientError, ConnectionError, TimeoutError):
                self.resent += 1
                await asyncio.sleep(0.05)
                continue
            if "error" in answer:
                await asyncio.sleep(answer["error"].get("retry_after", 0.2))
                continue
            self.acknowledged.append(external_id)
            return

    async def catch_up(self) -> None:
        await self.connected()
        for conversation in self._conversations:
            await self._fill(conversation)

    async def close(self) -> None:
        if self._wire is not None:
            await self._wire.close()
