"""A client that never finishes its headers does not keep its connection; others notice nothing."""

import asyncio

from aiohttp import web

from contactcenter.web.server import PromptRunner


async def hello(request: web.Request) -> web.Response:
    return web.Response(text="hello")


async def served(header_seconds: float) -> tuple[PromptRunner, int]:
    app = web.Application()
    app.router.add_get("/", hello)
    runner = PromptRunner(app, header_seconds=header_seconds, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return runner, runner.addresses[0][1]


async def test_a_header_that_never_ends_closes_the_connection() -> None:
    runner, port = await served(0.3)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n")
    for _ in range(3):
        await asyncio.sleep(0.05)
        writer.write(b"X-More: slowly\r\n")
    async with asyncio.timeout(2):
        assert await reader.read() == b""
    writer.close()
    await runner.cleanup()


async def test_a_connection_that_says_nothing_is_closed() -> None:
    runner, port = await served(0.2)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    async with asyncio.timeout(2):
        assert await reader.read() == b""
    writer.close()
    await runner.cleanup()


async def test_a_second_request_that_never_ends_closes_the_connection_too() -> None:
    runner, port = await served(0.3)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    assert b"hello" in await reader.read(1000)
    writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n")
    async with asyncio.timeout(2):
        assert await reader.read() == b""
    writer.close()
    await runner.cleanup()


async def test_a_kept_connection_may_rest_between_two_requests() -> None:
    runner, port = await served(0.2)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for _ in range(2):
        writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert b"hello" in await reader.read(1000)
        await asyncio.sleep(0.4)
    writer.close()
    await runner.cleanup()
