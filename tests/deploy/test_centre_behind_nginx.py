"""The demo centre behind the nginx of deploy/: chat by websocket and by long poll, sign-in over https, a drain."""

import asyncio
import os
import ssl
import sys
import time
import uuid
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.deploy.nginx import free_port
from tests.live.raw_socket import RawSocket

pytestmark = pytest.mark.timeout(90)
QUESTION = "How do I clean the cuff?"


@pytest.fixture
async def centre(
    nginx_site: Callable[..., str], tmp_path: Path
) -> AsyncIterator[tuple[str, asyncio.subprocess.Process]]:
    """The origin to open and the process behind it."""
    port, secure_port = free_port(), free_port()
    settings = {
        "CONTACTCENTER_PUBLIC_URL": f"https://localhost:{secure_port}",
        "CONTACTCENTER_TRUSTED_PROXIES": "127.0.0.1",
    }
    command = ["-m", "contactcenter", "demo", "--weeks", "0", "--port", str(port), "--data", str(tmp_path / "data")]
    with (tmp_path / "said").open("wb") as said:
        process = await asyncio.create_subprocess_exec(
            sys.executable, *command, stdout=asyncio.subprocess.PIPE, stderr=said, env=os.environ | settings
        )
    assert process.stdout is not None
    async with asyncio.timeout(30):
        line = await process.stdout.readline()
    assert line.startswith(b"ready"), (tmp_path / "said").read_text()[-2000:]
    yield await asyncio.to_thread(nginx_site, port, secure_port), process
    if process.returncode is None:
        process.kill()
    await process.wait()


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    unchecked = ssl.create_default_context()
    unchecked.check_hostname = False
    unchecked.verify_mode = ssl.CERT_NONE
    connector = aiohttp.TCPConnector(ssl=unchecked)
    async with aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(total=40)) as session:
        yield session


async def visitor_token(session: aiohttp.ClientSession, origin: str) -> str:
    async with session.post(f"{origin}/api/v1/widget/webshop/visitors", json={"language": "en"}) as response:
        assert response.status == 200, await response.text()
        return str((await response.json())["token"])


def new_message(text: str) -> dict[str, Any]:
    return {"external_id": str(uuid.uuid4()), "conversation": None, "text": text}


async def test_a_question_over_the_websocket_is_acknowledged_and_answered(
    centre: tuple[str, asyncio.subprocess.Process], session: aiohttp.ClientSession
) -> None:
    token = await visitor_token(session, centre[0])
    async with session.ws_connect(f"{centre[0]}/socket.io/?EIO=4&transport=websocket") as websocket:
        socket = RawSocket(websocket)
        await socket.handshake()
        await socket.connect({"protocol": 1, "token": token})
        acknowledged = await socket.call("message.send", new_message(QUESTION))
        assert acknowledged["seq"] >= 1
        event = await socket.event("entries", seconds=15)
        assert event["conversation"] == acknowledged["conversation"]


async def test_a_question_without_websockets_is_answered_by_the_long_poll(
    centre: tuple[str, asyncio.subprocess.Process], session: aiohttp.ClientSession
) -> None:
    bearer = {"Authorization": f"Bearer {await visitor_token(session, centre[0])}"}
    api = f"{centre[0]}/api/v1"
    async with session.post(f"{api}/visitor/messages", json=new_message(QUESTION), headers=bearer) as response:
        sent = await response.json()
    follow = f"{sent['conversation']}:{sent['seq']}"
    async with session.get(f"{api}/sync", params={"follow": follow, "wait": "25"}, headers=bearer) as response:
        assert response.status == 200
        events = (await response.json())["events"]
    assert "entries" in [name for name, _ in events]


async def test_a_quiet_long_poll_ends_by_itself_and_not_by_nginx(
    centre: tuple[str, asyncio.subprocess.Process], session: aiohttp.ClientSession
) -> None:
    bearer = {"Authorization": f"Bearer {await visitor_token(session, centre[0])}"}
    started = time.monotonic()
    async with session.get(f"{centre[0]}/api/v1/sync", params={"wait": "3"}, headers=bearer) as response:
        assert response.status == 200
        assert (await response.json())["events"] == []
    assert time.monotonic() - started >= 2.5


async def test_the_sign_in_cookie_is_for_https_and_this_host_alone(
    centre: tuple[str, asyncio.subprocess.Process], session: aiohttp.ClientSession
) -> None:
    headers = {"Origin": centre[0], "X-Requested-With": "contactcenter"}
    async with session.post(f"{centre[0]}/api/v1/demo/login", json={"agent_id": "emma"}, headers=headers) as response:
        assert response.status == 200, await response.text()
        cookie = response.headers["Set-Cookie"]
    assert cookie.startswith("__Host-")
    assert "; Secure" in cookie


async def test_a_page_of_another_site_cannot_sign_anybody_in(
    centre: tuple[str, asyncio.subprocess.Process], session: aiohttp.ClientSession
) -> None:
    headers = {"Origin": "https://evil.example", "X-Requested-With": "contactcenter"}
    async with session.post(f"{centre[0]}/api/v1/demo/login", json={"agent_id": "emma"}, headers=headers) as response:
        assert response.status == 403


async def test_a_stop_drains_within_fifteen_seconds_although_a_websocket_is_open(
    centre: tuple[str, asyncio.subprocess.Process], session: aiohttp.ClientSession
) -> None:
    origin, process = centre
    token = await visitor_token(session, origin)
    async with session.ws_connect(f"{origin}/socket.io/?EIO=4&transport=websocket") as websocket:
        socket = RawSocket(websocket)
        await socket.handshake()
        await socket.connect({"protocol": 1, "token": token})
        process.terminate()
        assert (await socket.event("closing", seconds=10))["reason"] == "draining"
        async with asyncio.timeout(15):
            assert await process.wait() == 0
