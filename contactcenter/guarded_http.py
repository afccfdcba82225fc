"""HTTP to addresses that others chose: only to the internet, never into the networks behind this machine (SSRF).

What is checked is the very address that is connected to: names are resolved once, by the connection itself, so that a
name which changes its address between a check and the connection (rebinding) gains nothing. Numbers written in other
ways (decimal, octal, IPv4 inside IPv6) are what the operating system makes of them, and redirects go through the same
gate again.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import urljoin, urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

Network = IPv4Network | IPv6Network
Address = IPv4Address | IPv6Address

MAX_REDIRECTS = 5
_REDIRECTS = (301, 302, 303, 307, 308)
TIMEOUT = aiohttp.ClientTimeout(total=30, connect=10)
_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052: an IPv4 address in the last 32 bits
_NAT64_LOCAL = IPv6Network("64:ff9b:1::/48")  # RFC 8215
_COMPATIBLE = IPv6Network("::/96")  # RFC 4291, deprecated


class NotFetched(Exception):
    """The address was refused, or nobody answered as was hoped; the message is for whoever named it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """``url`` is the one that answered, after redirects; ``content_type`` without parameters, in small letters."""

    url: str
    content_type: str
    charset: str | None
    content: bytes


def is_reachable(address: str, allowed: Sequence[Network] = ()) -> bool:
    """Whether this is an address of the public internet, whatever it is wrapped in, or one in an allowed network."""
    try:
        bare = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    forms = (bare, *_inside(bare))
    return all(_is_allowed(one, allowed) or (one.is_global and not one.is_multicast) for one in forms)


def _is_allowed(address: Address, allowed: Sequence[Network]) -> bool:
    return any(address in network for network in allowed if network.version == address.version)


def _inside(address: Address) -> Sequence[IPv4Address]:
    """The IPv4 addresses that an IPv6 address stands for."""
    if isinstance(address, IPv4Address):
        return ()
    found = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in _NAT64 or address in _NAT64_LOCAL or address in _COMPATIBLE:
        found.append(IPv4Address(int(address) & 0xFFFFFFFF))
    return [one for one in found if one is not None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What a server said to what it was sent: any status but a redirect. ``headers`` by names in small letters."""

    status: int
    headers: Mapping[str, str]
    content: bytes


class _Gate(AbstractResolver):
    """Resolves, and gives what may be reached and nothing else; a name with one forbidden address is refused whole."""

    def __init__(self, allowed: Sequence[Network], inner: AbstractResolver) -> None:
        self._allowed = allowed
        self._inner = inner

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        found = await self._inner.resolve(host, port, family)
        if not all(is_reachable(one["host"], self._allowed) for one in found):
            raise NotFetched(f"{host} leads into a network that is not public")
        return found

    async def close(self) -> None:
        await self._inner.close()


class GuardedHttp:
    """GET of what others name, and sending to where they say.

    Cookies, credentials and the proxies of the environment are not used.
    """

    def __init__(self, session: aiohttp.ClientSession, allowed: Sequence[Network]) -> None:
        self._session = session
        self._allowed = allowed

    async def get(self, url: str, *, most_bytes: int, may_visit: Callable[[str], bool] = lambda url: True) -> Fetched:
        """What is at `url`, redirects followed as far as ``may_visit`` lets them. Raises NotFetched."""
        with _worded():
            async with asyncio.timeout(TIMEOUT.total):
                return await self._followed(url, most_bytes, may_visit)

    async def send(
        self,
        method: str,
        url: str,
        *,
        body: bytes | aiohttp.FormData,
        headers: Mapping[str, str],
        most_bytes: int,
        seconds: float = TIMEOUT.total or 30,
    ) -> Answered:
        """What the server answers; a redirect is refused, for what is sent is meant for the address that was named.

        Raises NotFetched if it was not reached or did not answer in time.
        """
        limit = aiohttp.ClientTimeout(seconds)
        with _worded():
            self._check(url)
            async with (
                asyncio.timeout(seconds),
                self._session.request(
                    method, url, data=body, headers=headers, allow_redirects=False, timeout=limit
                ) as response,
            ):
                if response.status in _REDIRECTS:
                    raise NotFetched("it leads to another address: enter that one, if it is right")
                content = await _bytes(response, most_bytes)
                names = {name.lower(): value for name, value in response.headers.items()}
                return Answered(status=response.status, headers=names, content=content)

    async def _followed(self, url: str, most_bytes: int, may_visit: Callable[[str], bool]) -> Fetched:
        for _ in range(MAX_REDIRECTS + 1):
            self._check(url)
            if not may_visit(url):
                raise NotFetched(f"leads away to {url}")
            async with self._session.get(url, allow_redirects=False) as response:
                target = response.headers.get("Location")
                if response.status in _REDIRECTS and target:
                    url = urljoin(str(response.url), target)
                    continue
                return await _content(response, most_bytes)
        raise NotFetched(f"more than {MAX_REDIRECTS} redirects")

    def _check(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise NotFetched("expected an address that begins with https:// or http://")
        if parts.username is not None or parts.password is not None:
            raise NotFetched("an address with a name and a password in it")
        if _is_number(parts.hostname) and not is_reachable(parts.hostname, self._allowed):
            raise NotFetched(f"{parts.hostname} leads into a network that is not public")


@contextmanager
def _worded() -> Iterator[None]:
    """Whatever goes wrong on the way as NotFetched."""
    try:
        yield
    except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as exc:
        refused = exc.__cause__
        if isinstance(refused, NotFetched):
            raise refused from exc
        raise NotFetched(f"no answer: {exc or 'too late'}") from exc


def _is_number(host: str) -> bool:
    """Whether the client would connect to it without asking a resolver."""
    try:
        ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


async def _content(response: aiohttp.ClientResponse, most_bytes: int) -> Fetched:
    if response.status != 200:
        raise NotFetched(f"answers {response.status}")
    kind = response.content_type.lower()
    content = await _bytes(response, most_bytes)
    return Fetched(url=str(response.url), content_type=kind, charset=response.charset, content=content)


async def _bytes(response: aiohttp.ClientResponse, most_bytes: int) -> bytes:
    content = bytearray()
    async for part in response.content.iter_chunked(64 * 1024):  # after decompression: a bomb ends here too
        content += part
        if len(content) > most_bytes:
            raise NotFetched(f"has more than {most_bytes} bytes")
    return bytes(content)


@asynccontextmanager
async def guarded_http(
    allowed: Sequence[Network] = (), resolver: AbstractResolver | None = None
) -> AsyncIterator[GuardedHttp]:
    """A client for as long as the block runs. ``allowed`` = networks of one's own that may be reached besides."""
    gate = _Gate(allowed, resolver or ThreadedResolver())
    connector = aiohttp.TCPConnector(resolver=gate, use_dns_cache=False, limit_per_host=4)
    headers = {"User-Agent": "contactcenter", "Accept-Language": "*"}
    async with aiohttp.ClientSession(
        connector=connector, timeout=TIMEOUT, headers=headers, trust_env=False, cookie_jar=aiohttp.DummyCookieJar()
    ) as session:
        yield GuardedHttp(session, allowed)
