"""A whole process: what it prints and what its links say is where it can be reached."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientSession

from contactcenter.config import Config
from contactcenter.control import centre_at_socket
from contactcenter.runtime import Runtime


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[tuple[Config, str]]:
    """A process with any free port, and the address that it says it serves at."""
    config = Config(data=str(tmp_path / "data"), port=0)
    runtime = Runtime(config, demo=False)
    address: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    running = asyncio.create_task(runtime.run(address.set_result, 0))
    async with asyncio.timeout(60):
        yield config, await address
    runtime.stopping.set()
    await running


async def test_links_name_the_port_that_was_free(
    served: tuple[Config, str], capsys: pytest.CaptureFixture[str]
) -> None:
    config, address = served
    assert not address.endswith(":0")
    agent = {"name": "Ann", "email": "ann@example.com", "role": "agent"}
    async with centre_at_socket(config.control_socket) as centre:
        made = await centre.request("POST", "/admin/agents", agent)
        invitation = await centre.request("POST", f"/admin/agents/{made['id']}/invitation", {})
    assert str(invitation["url"]).startswith(f"{address}/invitations/")


async def test_stopping_takes_seconds_though_a_socket_is_open(tmp_path: Path) -> None:
    runtime = Runtime(Config(data=str(tmp_path / "data"), port=0), demo=False)
    address: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    running = asyncio.create_task(runtime.run(address.set_result, 0))
    url = f"{await address}/socket.io/?EIO=4&transport=websocket"
    async with ClientSession() as session, session.ws_connect(url) as socket:
        assert (await socket.receive_str()).startswith("0")
        runtime.stopping.set()
        async with asyncio.timeout(15):
            await running
