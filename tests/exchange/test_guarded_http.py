"""The client for addresses that others chose reaches the internet and nothing behind this machine."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from ipaddress import ip_network

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.test_utils import TestServer

from contactcenter.guarded_http import GuardedHttp, NotFetched, guarded_http, is_reachable

LOOPBACK = (ip_network("127.0.0.0/8"),)
MOST = 10_000


class Names(AbstractResolver):
    """Answers with the next address of its list for each question, the last one over and over."""

    def __init__(self, *addresses: str) -> None:
        self.addresses = list(addresses)
        self.asked = 0

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        self.asked += 1
        address = self.addresses.pop(0) if len(self.addresses) > 1 else self.addresses[0]
        return [ResolveResult(hostname=host, host=address, port=port, family=socket.AF_INET, proto=0, flags=0)]

    async def close(self) -> None:
        pass


@asynccontextmanager
async def site(*routes: web.RouteDef) -> AsyncIterator[TestServer]:
    app = web.Application()
    app.add_routes(routes)
    async with TestServer(app) as server:
        yield server


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.255.255.254", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254",
        "100.64.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
        "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::a00:1",
        "2002:7f00:1::", "2001:0:7f00:1::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "2001:db8::1",
        "not an address", "",
    ],
)  # fmt: skip
def test_addresses_that_are_not_of_the_internet_are_not_reached(address: str) -> None:
    assert not is_reachable(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::5db8:d70e"])
def test_addresses_of_the_internet_are_reached(address: str) -> None:
    assert is_reachable(address)


def test_a_network_of_ones_own_can_be_allowed_and_nothing_beside_it() -> None:
    assert is_reachable("10.1.2.3", [ip_network("10.1.0.0/16")])
    assert is_reachable("::ffff:10.1.2.3", [ip_network("10.1.0.0/16"), ip_network("::ffff:10.1.0.0/112")])
    assert not is_reachable("10.2.0.1", [ip_network("10.1.0.0/16")])


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "2130706433", "0x7f000001", "0177.0.0.1", "0x7f.1", "127.1", "0", "localhost", "[::1]",
        "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:0:0:1]", "[64:ff9b::7f00:1]",
    ],
)  # fmt: skip
async def test_this_machine_is_not_reached_however_its_address_is_written(host: str) -> None:
    reached = []

    async def secret(request: web.Request) -> web.Response:
        reached.append(request.path)
        return web.Response(text="secret")

    async with site(web.get("/", secret)) as server, guarded_http() as http:
        with pytest.raises(NotFetched, match=r"not public|not a canonical IPv4 address"):
            await http.get(f"http://{host}:{server.port}/", most_bytes=MOST)
    assert reached == []


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://x.example/", "http:///x", "http://a:b@x.example/", "x"])
async def test_other_schemes_and_names_with_passwords_are_refused(url: str) -> None:
    async with guarded_http() as http:
        with pytest.raises(NotFetched):
            await http.get(url, most_bytes=MOST)


async def test_a_redirect_into_the_own_network_is_refused() -> None:
    reached = []

    async def away(request: web.Request) -> web.Response:
        raise web.HTTPFound(f"http://127.0.0.2:{request.url.port}/inside")

    async def inside(request: web.Request) -> web.Response:
        reached.append(request.path)
        return web.Response(text="secret")

    only_one = (ip_network("127.0.0.1/32"),)
    async with site(web.get("/", away), web.get("/inside", inside)) as server, guarded_http(only_one) as http:
        with pytest.raises(NotFetched, match=r"127\.0\.0\.2"):
            await http.get(str(server.make_url("/")), most_bytes=MOST)
    assert reached == []


async def test_a_name_that_changes_its_address_is_asked_once_and_its_second_answer_never_connected_to() -> None:
    names = Names("127.0.0.1", "127.0.0.2")

    async def hello(request: web.Request) -> web.Response:
        return web.Response(text=request.transport.get_extra_info("sockname")[0])  # type: ignore[union-attr]

    only_one = (ip_network("127.0.0.1/32"),)
    async with site(web.get("/", hello)) as server, guarded_http(only_one, names) as http:
        url = f"http://rebinding.example:{server.port}/"
        assert (await http.get(url, most_bytes=MOST)).content == b"127.0.0.1"
        assert names.asked == 1
    async with site(web.get("/", hello)) as server, guarded_http(only_one, names) as http:
        with pytest.raises(NotFetched, match="not public"):
            await http.get(f"http://rebinding.example:{server.port}/", most_bytes=MOST)


async def fetched(http: GuardedHttp, server: TestServer) -> bytes:
    return (await http.get(str(server.make_url("/")), most_bytes=MOST)).content


async def test_what_is_too_long_is_cut_off_also_when_it_was_packed() -> None:
    async def bomb(request: web.Request) -> web.Response:
        response = web.Response(body=b"0" * 50_000_000)
        response.enable_compression(web.ContentCoding.gzip)
        return response

    async with site(web.get("/", bomb)) as server, guarded_http(LOOPBACK) as http:
        with pytest.raises(NotFetched, match="more than"):
            await fetched(http, server)


async def test_redirects_in_a_circle_end() -> None:
    async def round_and_round(request: web.Request) -> web.Response:
        raise web.HTTPFound("/")

    async with site(web.get("/", round_and_round)) as server, guarded_http(LOOPBACK) as http:
        with pytest.raises(NotFetched, match="redirects"):
            await fetched(http, server)


async def test_neither_cookies_nor_credentials_go_along() -> None:
    seen: list[dict[str, str]] = []

    async def hello(request: web.Request) -> web.Response:
        seen.append(dict(request.headers))
        response = web.Response(text="x")
        response.set_cookie("session", "1")
        return response

    async with site(web.get("/", hello)) as server, guarded_http(LOOPBACK) as http:
        await fetched(http, server)
        assert await fetched(http, server) == b"x"
    assert not {"Cookie", "Authorization", "Referer"} & set(seen[1])
