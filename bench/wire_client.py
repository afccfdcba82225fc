"""A raw Socket.IO client over one websocket: little enough of its own to put load on a server."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import aiohttp


class WireClient:
    """``on_event(name, body)`` gets every event; ``call`` waits for its acknowledgement, ``post`` does not:

    it returns the number that ``on_ack(number, answer)`` is called with as soon as the acknowledgement was read.
    """

    def __init__(
        self, on_event: Callable[[str, Any], None] | None = None, on_ack: Callable[[int, Any], None] | None = None
    ) -> None:
        self._on_event = on_event
        self._on_ack = on_ack
        self._acks: dict[int, asyncio.Future[Any]] = {}
        self._next = 0
        self.closed = asyncio.Event()

    async def connect(self, session: aiohttp.ClientSession, base: str, auth: object, *, compress: int = 0) -> None:
        """Raises ConnectionError if the server refuses."""
        self._ws = await session.ws_connect(
            f"{base}/socket.io/?EIO=4&transport=websocket", max_msg_size=0, compress=compress
        )
        opening = (await self._ws.receive()).data
        assert opening.startswith("0"), opening
        await self._ws.send_str("40" + json.dumps(auth))
        answer = (await self._ws.receive()).data
        if not isinstance(answer, str) or not answer.startswith("40"):
            raise ConnectionError(str(answer))
        self._reader = asyncio.create_task(self._read())

    async def _read(self) -> None:
        async for message in self._ws:
            text = message.data
            if text == "2":
                await self._ws.send_str("3")
            elif text.startswith("43"):
                start = text.index("[")
                self._acknowledged(int(text[2:start]), json.loads(text[start:])[0])
            elif text.startswith("42") and self._on_event:
                name, body = json.loads(text[2:])
                self._on_event(name, body)
        self.closed.set()
        for future in self._acks.values():
            if not future.done():
                future.set_exception(ConnectionError("closed"))
                future.exception()  # whoever waits gets it; where nobody does any more, nobody need be told

    def _acknowledged(self, number: int, answer: Any) -> None:
        future = self._acks.pop(number, None)
        if future is None:
            if self._on_ack:
                self._on_ack(number, answer)
        elif not future.done():
            future.set_result(answer)

    async def call(self, name: str, body: object) -> Any:
        future = self._acks[self._next] = asyncio.get_running_loop().create_future()
        await self.post(name, body)
        return await future

    async def post(self, name: str, body: object) -> int:
        number = self._next
        self._next += 1
        await self._ws.send_str(f"42{number}" + json.dumps([name, body]))
        return number

    async def close(self) -> None:
        await self._ws.close()
        self._reader.cancel()
