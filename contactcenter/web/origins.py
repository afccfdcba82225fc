"""Where a request comes from: the address behind trusted proxies, and which origins are our own."""

import ipaddress
import socket
from functools import lru_cache
from urllib.parse import urlsplit

from aiohttp import web

from contactcenter.config import Config
from contactcenter.errors import Forbidden

OWN_HEADER = "X-Requested-With"
OWN_HEADER_VALUE = "contactcenter"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def is_control_socket(request: web.BaseRequest) -> bool:
    """Whether it came over DATA/control.sock, which only the machine's operator can open."""
    transport = request.transport
    listening = transport.get_extra_info("socket") if transport else None
    return listening is not None and listening.family == socket.AF_UNIX


def client_address(request: web.BaseRequest, config: Config) -> str:
    """The nearest address that is no trusted proxy (X-Forwarded-For is read from the right)."""
    address = request.remote or ""
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    while hops and _is_trusted(address, config.trusted_proxies):
        address = hops.pop()
    return address


@lru_cache(maxsize=4096)
def _is_trusted(address: str, proxies: tuple[str, ...]) -> bool:
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(ip in ipaddress.ip_network(proxy) for proxy in proxies)


def is_https(request: web.BaseRequest, config: Config) -> bool:
    """Whether the browser speaks TLS, to us or to a trusted proxy."""
    if _is_trusted(request.remote or "", config.trusted_proxies) and "X-Forwarded-Proto" in request.headers:
        return request.headers["X-Forwarded-Proto"] == "https"
    if config.public_url.startswith("https:") and request.host == urlsplit(config.public_url).netloc:
        return True  # a proxy that is not listed as trusted ends TLS there
    return request.scheme == "https"


def is_loopback_host(host: str) -> bool:
    """Whether a Host header names this machine: browsers treat only such plain http as trustworthy."""
    name = urlsplit(f"//{host}").hostname or ""
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def is_trustworthy(request: web.BaseRequest, config: Config) -> bool:
    """Whether a console may be used here: https, or plain http that does not leave the machine."""
    return is_https(request, config) or is_loopback_host(request.host)


def is_own_origin(request: web.BaseRequest, config: Config) -> bool:
    """Whether the Origin header is the centre's own address.

    A server bound to loopback accepts loopback names only, so that a foreign name pointed at it is no way in.
    """
    origin = request.headers.get("Origin", "")
    if origin == own_origin(config):
        return True
    if config.public_url and not is_loopback_host(request.host):
        return False
    if config.is_loopback and not is_loopback_host(request.host):
        return False
    scheme = "https" if is_https(request, config) else "http"
    return origin == f"{scheme}://{request.host}"


def own_origin(config: Config) -> str:
    parts = urlsplit(config.base_url)
    return f"{parts.scheme}://{parts.netloc}"


def require_own_page(request: web.BaseRequest, config: Config) -> None:
    """Refuse an unsafe request that was not made by a page of ours (forged across sites)."""
    if request.method in SAFE_METHODS:
        return
    if request.headers.get(OWN_HEADER) != OWN_HEADER_VALUE:
        raise Forbidden(f"the header {OWN_HEADER}: {OWN_HEADER_VALUE} is missing")
    if not is_own_origin(request, config):
        raise Forbidden("this request does not come from a page of this centre")
