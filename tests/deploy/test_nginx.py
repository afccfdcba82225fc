"""The nginx site: it is right for nginx, and what the centre needs of a proxy gets through it."""

import asyncio
import re
import ssl
import subprocess
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from tests.deploy.nginx import SITE, nginx_program, write_site

Start = Callable[[int], str]


def test_nginx_accepts_the_site(tmp_path: Path) -> None:
    main = write_site(tmp_path, 8080, 8081, 8443)
    done = subprocess.run(
        [nginx_program(), "-t", "-p", str(tmp_path), "-c", str(main)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_a_quiet_connection_is_kept_for_75_seconds_or_more() -> None:
    seconds = re.search(r"proxy_read_timeout (\d+)s;", SITE.read_text("utf-8"))
    assert seconds is not None
    assert int(seconds[1]) >= 75


async def echo(request: web.Request) -> web.WebSocketResponse:
    socket = web.WebSocketResponse()
    await socket.prepare(request)
    async for message in socket:
        await socket.send_str(f"{message.data} from {request.headers['X-Forwarded-For']}")
    return socket


async def headers(request: web.Request) -> web.Response:
    return web.json_response(dict(request.headers))


async def dripping(request: web.Request) -> web.StreamResponse:
    """One part at once, the next when the test has seen the first."""
    response = web.StreamResponse()
    await response.prepare(request)
    await response.write(b"first")
    await request.app[SEEN].wait()
    await response.write(b"second")
    return response


async def refusing(request: web.Request) -> web.Response:
    """Answers before a byte of the body has been read."""
    return web.Response(status=413)


SEEN: web.AppKey[asyncio.Event] = web.AppKey("seen", asyncio.Event)


@pytest.fixture
async def origin(nginx_site: Start) -> AsyncIterator[tuple[str, web.Application]]:
    """An https origin behind which a small server shows what reaches it."""
    app = web.Application()
    app[SEEN] = asyncio.Event()
    app.router.add_get("/echo", echo)
    app.router.add_get("/headers", headers)
    app.router.add_get("/metrics", headers)
    app.router.add_get("/dripping", dripping)
    app.router.add_post("/refusing", refusing)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield await asyncio.to_thread(nginx_site, runner.addresses[0][1]), app
    await runner.cleanup()


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    unchecked = ssl.create_default_context()
    unchecked.check_hostname = False
    unchecked.verify_mode = ssl.CERT_NONE
    connector = aiohttp.TCPConnector(ssl=unchecked)
    async with aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(total=15)) as session:
        yield session


async def test_a_websocket_goes_through_and_back(
    origin: tuple[str, web.Application], session: aiohttp.ClientSession
) -> None:
    async with session.ws_connect(f"{origin[0]}/echo") as socket:
        await socket.send_str("hello")
        assert await socket.receive_str(timeout=5) == "hello from 127.0.0.1"


async def test_an_address_that_the_contact_makes_up_is_replaced(
    origin: tuple[str, web.Application], session: aiohttp.ClientSession
) -> None:
    forged = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "http"}
    async with session.get(f"{origin[0]}/headers", headers=forged) as response:
        told = await response.json()
    assert (told["X-Forwarded-For"], told["X-Forwarded-Proto"]) == ("127.0.0.1", "https")
    assert told["Host"].startswith("localhost")


async def test_an_answer_is_passed_on_as_it_is_written(
    origin: tuple[str, web.Application], session: aiohttp.ClientSession
) -> None:
    url, app = origin
    async with session.get(f"{url}/dripping") as response:
        assert await response.content.readany() == b"first"
        app[SEEN].set()
        assert await response.content.read() == b"second"


async def test_an_upload_reaches_the_server_that_refuses_it_early(
    origin: tuple[str, web.Application], session: aiohttp.ClientSession
) -> None:
    async with session.post(f"{origin[0]}/refusing", data=b"x" * 10_000) as response:
        assert response.status == 413


async def test_headers_and_logs_keep_what_they_promise(
    origin: tuple[str, web.Application], session: aiohttp.ClientSession, tmp_path: Path
) -> None:
    async with session.get(f"{origin[0]}/headers?token=secret") as response:
        assert response.headers["Strict-Transport-Security"].startswith("max-age=")
        assert "/" not in response.headers["Server"]
    await asyncio.sleep(0.2)
    log = (tmp_path / "nginx0" / "access.log").read_text("utf-8")
    assert "/headers 200" in log
    assert "secret" not in log
    assert "127.0.0.1" not in log
