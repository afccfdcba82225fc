"""How the names of conversations are kept, the same on both stores."""

import hashlib
from collections.abc import Iterable

LONGEST_CHARS = 1_000  # a Message-ID of a whole header line (RFC 5322, 2.1.1: 998) is kept as it is


def kept_keys(keys: Iterable[str]) -> tuple[str, ...]:
    """The keys as they are stored, each once, in their order; an empty one names nothing and is left out."""
    return tuple(dict.fromkeys(_kept(key) for key in keys if key))


def _kept(key: str) -> str:
    if len(key) <= LONGEST_CHARS:
        return key
    return f"sha256:{hashlib.sha256(key.encode()).hexdigest()}"
