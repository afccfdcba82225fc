"""Identifiers: UUIDv7 in text form (RFC 9562), one NewType a noun, and the short reference people read out."""

import hashlib
import os
import re
import secrets
import threading
import time
from typing import NewType

ContactId = NewType("ContactId", str)
CompanyId = NewType("CompanyId", str)
ConversationId = NewType("ConversationId", str)
AgentId = NewType("AgentId", str)
TeamId = NewType("TeamId", str)
QueueId = NewType("QueueId", str)
InboxId = NewType("InboxId", str)
ArticleId = NewType("ArticleId", str)
ProblemId = NewType("ProblemId", str)
ReceiptId = NewType("ReceiptId", str)
DeliveryId = NewType("DeliveryId", str)
BlobId = NewType("BlobId", str)  # SHA-256 of the bytes, hex

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_lock = threading.Lock()
_last = 0


def uuid7() -> str:
    """A new UUIDv7; strictly increasing within this process (RFC 9562, 6.2 method 3: sub-millisecond fraction)."""
    global _last
    with _lock:
        # 48 bits of milliseconds and 12 bits of fraction; a clock that stands still or goes back still increases
        tick = max(int(time.time_ns() / 1_000_000 * 4096), _last + 1)
        _last = tick
    return _format(tick, int.from_bytes(os.urandom(8), "big"))


def derived_id(*parts: str) -> str:
    """The same UUID for the same parts (version 8): a retry, or a second node, makes the same conversation."""
    digest = hashlib.sha256("\x1f".join(parts).encode()).digest()
    value = int.from_bytes(digest[:16], "big")
    value = (value & ~(0xF << 76)) | (0x8 << 76)
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    return _dashed(value)


def is_uuid(text: str) -> bool:
    """Whether the text is a UUID in canonical lower-case form."""
    return _UUID.fullmatch(text) is not None


_ALPHABET = "23456789BCDFGHJKMNPQRSTVWXYZ"  # no vowels: no words; no 0 O 1 I L: no misreading


def new_reference() -> str:
    """A short random reference for people, like ``K7PX-2MQD``: 28^8 values, never a counter."""
    letters = "".join(secrets.choice(_ALPHABET) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def _format(tick: int, noise: int) -> str:
    value = (tick >> 12) << 80 | 0x7 << 76 | (tick & 0xFFF) << 64 | 0x2 << 62 | noise & ((1 << 62) - 1)
    return _dashed(value)


def _dashed(value: int) -> str:
    digits = f"{value:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
