"""Signatures of both directions, as Standard Webhooks has them (standardwebhooks.com, specification 1.0.0).

``webhook-signature`` holds ``v1,`` and the base64 of HMAC-SHA256 over ``ID.TIMESTAMP.BODY``; several may stand there,
with spaces between, while a secret is being replaced.
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta

from contactcenter.errors import Unauthenticated

TOLERANCE = timedelta(minutes=5)
MIN_SECRET_CHARS = 16
MAX_ID_CHARS = 128
_PREFIX = "whsec_"
_MAX_SIGNATURES = 10


def key_of(secret: str) -> bytes:
    """The bytes that are signed with. Raises ValueError, in words for who entered it."""
    if secret.startswith(_PREFIX):
        try:
            key = base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
        except binascii.Error as error:
            raise ValueError("what follows whsec_ in the secret is not base64") from error
    else:
        key = secret.encode()
    if len(key) < MIN_SECRET_CHARS:
        raise ValueError(f"the secret is too short: {MIN_SECRET_CHARS} bytes at least")
    return key


def signature(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """The value of ``webhook-signature``. Raises ValueError for a secret that is none."""
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key_of(secret), signed, hashlib.sha256)).decode()


def verified_id(secret: str, headers: Mapping[str, str], body: bytes, now: datetime) -> str:
    """The id of the message that these headers vouch for. Raises errors.Unauthenticated."""
    message_id = headers.get("webhook-id", "")
    given = headers.get("webhook-signature", "")
    stamp = headers.get("webhook-timestamp", "")
    if not (message_id and given and stamp):
        raise Unauthenticated("not signed: expected webhook-id, webhook-timestamp and webhook-signature")
    if len(message_id) > MAX_ID_CHARS or not message_id.isascii() or not message_id.isprintable():
        raise Unauthenticated(f"expected at most {MAX_ID_CHARS} ASCII characters", path="webhook-id")
    if not (stamp.isascii() and stamp.isdecimal() and len(stamp) <= 12):
        raise Unauthenticated("expected seconds since 1970", path="webhook-timestamp")
    if abs(now.timestamp() - int(stamp)) > TOLERANCE.total_seconds():
        raise Unauthenticated("too old, or from the future: check the sender's clock", path="webhook-timestamp")
    try:
        expected = signature(secret, message_id, int(stamp), body)
    except ValueError as error:
        raise Unauthenticated("this inbox has no usable secret yet") from error
    candidates = given.split(" ")[:_MAX_SIGNATURES]
    if not any(hmac.compare_digest(expected.encode(), one.encode()) for one in candidates):
        raise Unauthenticated("the signature does not fit", path="webhook-signature")
    return message_id
