"""Passwords: argon2id (RFC 9106) with 19 MiB and two passes, in a small thread pool of its own."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

MIN_CHARS = 10
MAX_CHARS = 200

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_pool = ThreadPoolExecutor(max_workers=2, thread_name_prefix="password")  # bounds memory: 38 MiB at most
_NOBODYS = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$0000000000000000000000000000000000000000000"


async def hash_password(password: str) -> str:
    return await asyncio.get_running_loop().run_in_executor(_pool, _hasher.hash, password)


async def is_password(stored_hash: str | None, password: str) -> bool:
    """Whether the password is right; takes as long for an agent that does not exist (None)."""
    return await asyncio.get_running_loop().run_in_executor(_pool, _verify, stored_hash or _NOBODYS, password)


def _verify(stored_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(stored_hash, password)
    except (VerificationError, InvalidHashError):
        return False
