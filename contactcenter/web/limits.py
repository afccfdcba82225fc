"""Rate limits on every door: token buckets per session and per network, in bounded memory, never silent."""

import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from contactcenter.errors import RateLimited


@dataclass(frozen=True, slots=True)
class Allowance:
    """So many at once, and so many more a second."""

    per_second: float
    burst: float


VISITOR = Allowance(20, 40)  # everything a visitor's token does, over sockets and HTTP together
STAFF = Allowance(50, 300)  # one agent's browser, or one program
NETWORK = Allowance(200, 1000)  # requests of one /24 or /64
SOCKETS = Allowance(10, 600)  # handshakes of one network: after a restart an office comes back at once
NEW_VISITORS = Allowance(0.5, 30)  # new visitors of one network
SIGN_IN = Allowance(1 / 20, 10)  # attempts on one address
SIGN_IN_NETWORK = Allowance(1 / 3, 30)  # attempts from one network
SEARCHES = Allowance(5, 100)  # in the help centre, of one network
UPLOADS = Allowance(1, 20)
UPLOAD_BYTES = Allowance(4 * 2**20, 400 * 2**20)  # of one network
CONNECTS = Allowance(1, 30)  # sockets opened by one session

MAX_BUCKETS = 50_000


class Buckets:
    """One bucket a key; the one unused for longest goes when there are too many."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, size: int = MAX_BUCKETS) -> None:
        self._clock = clock
        self._size = size
        self._levels: OrderedDict[tuple[str, str], tuple[float, float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._levels)

    def wait(self, door: str, key: str, allowance: Allowance, cost: float = 1) -> float:
        """Take from the bucket: 0, or the seconds until it would do (then nothing was taken)."""
        now = self._clock()
        level, at = self._levels.get((door, key), (allowance.burst, now))
        level = min(allowance.burst, level + (now - at) * allowance.per_second)
        passes = level >= cost
        self._levels[door, key] = (level - cost if passes else level, now)
        self._levels.move_to_end((door, key))
        if len(self._levels) > self._size:
            self._levels.popitem(last=False)
        return 0.0 if passes else (cost - level) / allowance.per_second

    def take(self, door: str, key: str, allowance: Allowance, cost: float = 1) -> None:
        """Raises errors.RateLimited with a line for the person concerned."""
        seconds = self.wait(door, key, allowance, cost)
        if seconds:
            raise too_many(seconds)

    def take_network(self, door: str, address: str, allowance: Allowance, cost: float = 1) -> None:
        """The same for the network of an address; the machine itself (loopback) is not limited."""
        network = network_of(address)
        if network is not None:
            self.take(door, network, allowance, cost)


def too_many(seconds: float) -> RateLimited:
    whole = max(1, math.ceil(seconds))
    return RateLimited(f"too many in a short time: please wait {whole} s", retry_after_seconds=seconds)


def network_of(address: str) -> str | None:
    """The /24 (IPv4) or /64 (IPv6) of an address; None for loopback. What is no address is one network."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    if ip.is_loopback:
        return None
    return str(ipaddress.ip_network((ip, 24 if ip.version == 4 else 64), strict=False))
