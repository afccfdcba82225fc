"""Engine.IO and Socket.IO by hand: what an attacker types."""

import asyncio
import json
from typing import Any

from aiohttp import ClientWebSocketResponse, WSMsgType


class RawSocket:
    """``call`` waits for an acknowledgement; ``events`` gathers what came meanwhile."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self.socket = socket
        self.events: list[tuple[str, Any]] = []
        self._acks: dict[int, Any] = {}
        self._next = 0

    async def handshake(self) -> None:
        assert (await self.receive()).startswith("0")

    async def connect(self, auth: Any) -> None:
        await self.send("40" + json.dumps(auth))
        answer = await self.receive()
        assert answer.startswith("40"), answer

    async def send(self, packet: str) -> None:
        await self.socket.send_str(packet)

    async def receive(self, seconds: float = 3.0) -> str:
        """The next packet; an empty text when the server has closed."""
        async with asyncio.timeout(seconds):
            while True:
                message = await self.socket.receive()
                if message.type is not WSMsgType.TEXT:
                    return ""
                if message.data == "2":
                    await self.send("3")
                    continue
                return str(message.data)

    async def call(self, name: str, body: Any) -> Any:
        self._next += 1
        await self.send(f"42{self._next}" + json.dumps([name, body]))
        return await self.acknowledgement(self._next)

    async def acknowledgement(self, number: int) -> Any:
        """A refusal may overtake the answer to what was sent before it."""
        while number not in self._acks:
            packet = await self.receive()
            if not packet:
                raise ConnectionError("closed")
            if packet.startswith("43"):
                start = packet.index("[")
                self._acks[int(packet[2:start])] = json.loads(packet[start:])[0]
            elif packet.startswith("42"):
                self.events.append(tuple(json.loads(packet[2:])))
        return self._acks.pop(number)

    async def event(self, name: str, seconds: float = 3.0) -> Any:
        """The body of the next event of this name."""
        for at, (known, body) in enumerate(self.events):
            if known == name:
                del self.events[at]
                return body
        async with asyncio.timeout(seconds):
            while packet := await self.receive(seconds):
                if packet.startswith("42"):
                    known, body = json.loads(packet[2:])
                    if known == name:
                        return body
        raise ConnectionError("closed")

    async def is_cut(self, seconds: float = 3.0) -> bool:
        """Whether the server closes the connection soon."""
        try:
            async with asyncio.timeout(seconds):
                while await self.receive(seconds):
                    pass
        except TimeoutError:
            return False
        return True

    async def close(self) -> None:
        await self.socket.close()
