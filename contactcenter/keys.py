"""The keyring: one active key and the old ones, from which every token and every secret at rest is made.

A key is 32 random bytes. It is never used itself: each purpose has its own key, derived by HKDF-SHA256 (RFC 5869),
so that a visitor's token can never pass as an unsubscribe link. Tokens and ciphertexts name the key they were made
with, therefore the active key can be changed while old tokens stay good.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import secrets
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import NewType

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from contactcenter.errors import KeyringError

KEY_BYTES = 32
MAC_BYTES = 32
NONCE_BYTES = 12  # the size AES-GCM is defined for; random, safe far beyond 2^32 secrets a key (NIST SP 800-38D)
MAX_TOKEN_CHARS = 4096

KeyId = NewType("KeyId", str)
Claims = Mapping[str, str | int]

FILE_HEADER = """\
# Keys of this contact centre, the active one first, older ones below it. Keep this file secret and back it up
# apart from the data: without it stored passwords of inboxes and all links sent so far are worthless.
"""


class Purpose(StrEnum):
    """What a derived key is for; a token made for one purpose is refused for every other."""

    VISITOR = "visitor"
    CONTACT_IDENTITY = "contact identity"
    SESSION = "session"
    INVITATION = "invitation"
    API = "api"
    MAIL_TOKEN = "mail token"
    AGENT_MAIL_TOKEN = "agent mail token"
    LETTER_LINK = "letter link"
    UNSUBSCRIBE = "unsubscribe"
    CURSOR = "cursor"
    DOWNLOAD = "download"
    SECRETS_AT_REST = "secrets at rest"


class TokenFault(StrEnum):
    """Why a token is refused; for the log, never for whoever sent it."""

    MALFORMED = "malformed"
    UNKNOWN_KEY = "unknown_key"
    WRONG_SIGNATURE = "wrong_signature"
    EXPIRED = "expired"


class _Payload(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    claims: dict[str, str | int]
    expires: int | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Key:
    """One key of the ring; its id and fingerprint are derived, so a key needs no name of its own."""

    material: bytes

    @property
    def fingerprint(self) -> str:
        """32 hex digits that tell this key from others and say nothing about it."""
        return _derive(self.material, "fingerprint")[:16].hex()

    @property
    def id(self) -> KeyId:
        return KeyId(self.fingerprint[:8])

    def __repr__(self) -> str:
        return f"Key({self.id})"


class Keyring:
    """Signs and verifies tokens, encrypts and decrypts secrets. The first key is the active one."""

    def __init__(self, keys: Iterable[Key]) -> None:
        self._keys = {key.id: key for key in keys}
        if not self._keys:
            raise KeyringError("the keyring holds no key")
        self._active = next(iter(self._keys.values()))

    @property
    def fingerprint(self) -> str:
        """The active key's fingerprint; a store remembers it to refuse a node with other keys."""
        return self._active.fingerprint

    @property
    def fingerprints(self) -> tuple[str, ...]:
        """Of all keys, the active one first."""
        return tuple(key.fingerprint for key in self._keys.values())

    def sign(self, purpose: Purpose, claims: Claims, *, expires_at: datetime | None = None) -> str:
        """A token `KEYID.PAYLOAD.MAC` (URL-safe) that carries `claims` readable but unforgeable.

        `expires_at` is aware; without it the token is good until its key is withdrawn.
        """
        expires = int(expires_at.timestamp()) if expires_at else None
        payload = _text(msgspec.json.encode(_Payload(dict(claims), expires)))
        signed = f"{self._active.id}.{payload}"
        return f"{signed}.{_text(_mac(self._active, purpose, signed))}"

    def verify(self, purpose: Purpose, token: str, now: datetime) -> Claims | TokenFault:
        """The claims of a token made by `sign` for the same purpose, or why it is refused."""
        signed, _, mac = token.rpartition(".")
        key_id, _, payload = signed.partition(".")
        if not payload or len(token) > MAX_TOKEN_CHARS or not token.isascii():
            return TokenFault.MALFORMED
        key = self._keys.get(KeyId(key_id))
        if key is None:
            return TokenFault.UNKNOWN_KEY
        if not hmac.compare_digest(_text(_mac(key, purpose, signed)), mac):
            return TokenFault.WRONG_SIGNATURE
        body = msgspec.json.decode(_raw(payload), type=_Payload)
        if body.expires is not None and now.timestamp() >= body.expires:
            return TokenFault.EXPIRED
        return body.claims

    def mac(self, purpose: Purpose, text: str) -> tuple[KeyId, bytes]:
        """The active key's id and the 32 byte MAC of `text`, for tokens that must be shorter than `sign` makes them."""
        return self._active.id, _mac(self._active, purpose, text)

    def is_mac(self, purpose: Purpose, text: str, key_id: str, mac: bytes) -> bool:
        """Whether `mac` (at least 10 bytes, may be cut short) was made by `mac` with the key `key_id`."""
        key = self._keys.get(KeyId(key_id))
        if key is None or not 10 <= len(mac) <= MAC_BYTES:
            return False
        return hmac.compare_digest(_mac(key, purpose, text)[: len(mac)], mac)

    def encrypt(self, secret: str, *, place: str) -> str:
        """`KEYID.CIPHERTEXT` of a secret that is stored; `place` (such as `inbox/ID/password`) is bound to it.

        A ciphertext copied to another place does not decrypt there (AES-256-GCM with associated data).
        """
        nonce = secrets.token_bytes(NONCE_BYTES)
        sealed = _cipher(self._active).encrypt(nonce, secret.encode(), place.encode())
        return f"{self._active.id}.{_text(nonce + sealed)}"

    def decrypt(self, ciphertext: str, *, place: str) -> str:
        """The secret that `encrypt` made `ciphertext` of.

        Raises KeyringError when its key is not in the ring, or it was changed or belongs to another place.
        """
        key_id, _, text = ciphertext.partition(".")
        key = self._keys.get(KeyId(key_id))
        if key is None:
            raise KeyringError(f"the secret at {place} needs the key {key_id[:8]!r}", hint="put that key in the ring")
        try:
            sealed = _raw(text)
            return _cipher(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place.encode()).decode()
        except (InvalidTag, ValueError) as exc:
            raise KeyringError(f"the secret at {place} is damaged", hint="enter it again") from exc

    def is_current(self, ciphertext: str) -> bool:
        """Whether `ciphertext` was made with the active key; others are encrypted again after a rotation."""
        return ciphertext.partition(".")[0] == self._active.id

    def rotated(self) -> Keyring:
        """A ring with a new active key in front of the present ones."""
        return Keyring([new_key(), *self._keys.values()])

    def without(self, key_id: str) -> Keyring:
        """A ring that no longer knows an old key: everything made with it is refused from then on.

        Raises KeyringError for the active key and for one that is not in the ring.
        """
        if key_id == self._active.id:
            raise KeyringError(f"{key_id} is the active key", hint="rotate first")
        if KeyId(key_id) not in self._keys:
            raise KeyringError(f"no key {key_id} in the ring")
        return Keyring(key for key in self._keys.values() if key.id != key_id)

    def take_up(self, ring: Keyring) -> None:
        """Be the other ring from now on, for everybody who holds this one: no restart after a rotation."""
        self._keys, self._active = ring._keys, ring._active

    @property
    def ids(self) -> tuple[KeyId, ...]:
        """Of all keys, the active one first."""
        return tuple(self._keys)

    def dump(self) -> str:
        """The ring in the form `parse_keyring` reads: one key a line, the active one first."""
        return "".join(f"{_text(key.material)}\n" for key in self._keys.values())


def new_key() -> Key:
    return Key(secrets.token_bytes(KEY_BYTES))


def parse_keyring(text: str, *, source: str) -> Keyring:
    """The ring written in `text`: keys separated by white space or commas, the active one first, `#` starts a comment.

    Raises KeyringError, naming `source`, never a key.
    """
    words = [word for line in text.splitlines() for word in line.partition("#")[0].replace(",", " ").split()]
    if not words:
        raise KeyringError(f"{source} holds no key")
    return Keyring([_parse_key(word, source, number) for number, word in enumerate(words, start=1)])


def _parse_key(word: str, source: str, number: int) -> Key:
    try:
        material = _raw(word)
    except ValueError:
        material = b""
    if len(material) != KEY_BYTES:
        raise KeyringError(f"{source}: key {number} is not 32 bytes of base64url", hint="contactcenter keys new")
    return Key(material)


def read_keyring(path: Path) -> Keyring:
    """The ring in the file `path`. Raises KeyringError when it is absent, malformed, or others may read it."""
    try:
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise KeyringError(f"{path} can be read by others", hint=f"chmod 600 {path}")
        return parse_keyring(path.read_text("ascii"), source=str(path))
    except (OSError, UnicodeDecodeError) as exc:
        raise KeyringError(f"{path} cannot be read: {getattr(exc, 'strerror', None) or exc}") from exc


def write_keyring(path: Path, ring: Keyring) -> None:
    """Replaces the file at once, mode 0600, synced: a crash leaves the old ring or the new one, whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(FILE_HEADER + ring.dump())
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def open_keyring(path: Path, environment_keys: str | None, *, may_create: bool) -> Keyring:
    """The ring of this process: from CONTACTCENTER_KEYS if given, else from `path`.

    `may_create` is for a store that lives beside the file (SQLite): its ring is made at first start. Nodes that share
    a store must be given the same ring, so there a missing one raises KeyringError.
    """
    if environment_keys:
        return parse_keyring(environment_keys, source="CONTACTCENTER_KEYS")
    if path.exists():
        return read_keyring(path)
    if not may_create:
        raise KeyringError(
            "no keys given: all nodes of a MongoDB store need the same ones",
            hint="make them once with `contactcenter keys new` and set CONTACTCENTER_KEYS or keys_file on every node",
        )
    ring = Keyring([new_key()])
    write_keyring(path, ring)
    return ring


@lru_cache(maxsize=256)
def _derive(material: bytes, info: str) -> bytes:
    """HKDF-SHA256 with an empty salt and one block of output (RFC 5869, 2.2 and 2.3)."""
    extracted = hmac.digest(b"\0" * 32, material, hashlib.sha256)
    return hmac.digest(extracted, f"contactcenter/{info}".encode() + b"\x01", hashlib.sha256)


def _mac(key: Key, purpose: Purpose, text: str) -> bytes:
    return hmac.digest(_derive(key.material, f"mac/{purpose}"), text.encode(), hashlib.sha256)


def _cipher(key: Key) -> AESGCM:
    return AESGCM(_derive(key.material, f"cipher/{Purpose.SECRETS_AT_REST}"))


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _raw(text: str) -> bytes:
    """Bytes of unpadded base64url. Raises ValueError for anything else, other spellings of the same bytes included."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as exc:
        raise ValueError("not base64url") from exc
    if _text(raw) != text:
        raise ValueError("not the canonical base64url")
    return raw
