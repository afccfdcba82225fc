"""Who the host page's own server says its reader is: a signed, expiring token (a JWT with HS256, RFC 7519).

The secret is the inbox's, derived from the keyring and shown to the administrator, so that nothing is stored.
"""

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated

import msgspec

from contactcenter.errors import Invalid
from contactcenter.keys import Keyring, Purpose
from contactcenter.model.records import Inbox

MAX_LASTING = timedelta(days=1)  # what is signed for longer is refused: a leaked token must end soon
REFUSED = "the identity that the page gave is not valid: reload the page"


class _Header(msgspec.Struct):
    alg: str


class _Claims(msgspec.Struct):
    sub: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    exp: int
    name: Annotated[str, msgspec.Meta(max_length=200)] = ""


@dataclass(frozen=True, slots=True)
class Known:
    """``address`` is the same for the same reader of the same inbox in every browser."""

    address: str
    name: str


def secret_of(keyring: Keyring, inbox: Inbox) -> str:
    """What the host page's server signs with; another one after the keyring was rotated."""
    _, mac = keyring.mac(Purpose.CONTACT_IDENTITY, f"inbox/{inbox.id}")
    return mac.hex()


def verify(keyring: Keyring, inbox: Inbox, token: str, now: datetime) -> Known:
    """Raises errors.Invalid for a token that is forged, expired, or signed for too long."""
    try:
        head, payload, signature = token.split(".")
        claims = msgspec.json.decode(_raw(payload), type=_Claims)
        algorithm = msgspec.json.decode(_raw(head), type=_Header).alg
        given = _raw(signature)
    except (ValueError, msgspec.MsgspecError) as error:
        raise Invalid(REFUSED, path="identity") from error
    right = hmac.digest(secret_of(keyring, inbox).encode(), f"{head}.{payload}".encode(), hashlib.sha256)
    left = claims.exp - now.timestamp()
    if algorithm != "HS256" or not hmac.compare_digest(right, given):
        raise Invalid(REFUSED, path="identity")
    if not 0 < left <= MAX_LASTING.total_seconds():
        raise Invalid(REFUSED, path="identity")
    return Known(f"{inbox.id}/{claims.sub}", claims.name)


def _raw(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError("not base64url") from error
