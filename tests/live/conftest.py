"""The web fixtures, and raw sockets to attack the server with."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

from tests.live.raw_socket import RawSocket
from tests.web.conftest import make_site, site
from tests.web.site import Site

__all__ = ["make_site", "site"]

OpenSocket = Callable[..., Awaitable[RawSocket]]


@pytest.fixture
async def open_socket(site: Site) -> AsyncIterator[OpenSocket]:
    """``await open_socket()`` is a visitor's; ``open_socket(agent="agent")`` an agent's; ``auth=None`` sends none."""
    opened: list[RawSocket] = []

    async def open_one(agent: str | None = None, auth: Any = ..., headers: dict[str, str] | None = None) -> RawSocket:
        raw = RawSocket(await site.client.ws_connect("/socket.io/?EIO=4&transport=websocket", headers=headers or {}))
        opened.append(raw)
        await raw.handshake()
        if auth is ...:
            bearer = await (site.agent(agent) if agent else site.visitor())
            auth = {"protocol": 1, "token": bearer["Authorization"].removeprefix("Bearer ")}
        if auth is not None:
            await raw.connect(auth)
        return raw

    yield open_one
    for raw in opened:
        await raw.close()
