"""The signed word in a reply address that says which conversation an answer belongs to, and who may answer for us.

32 letters and digits: the conversation's reference (8), the id of the key (8), and 10 bytes of a MAC in base32 (16).
Lower case, because mail servers fold the case of addresses; short, because the part before the @ ends at 64 octets
(RFC 5321, 4.5.3.1.1).
"""

import base64
import binascii
import re

from contactcenter.keys import Keyring, Purpose

MAC_BYTES = 10  # 80 bits: a guess costs a mail
_TOKEN = re.compile(r"([0-9a-z]{8})([0-9a-f]{8})([a-z2-7]{16})")


def reply_token(ring: Keyring, reference: str) -> str:
    """For whoever the conversation is with."""
    word = reference.replace("-", "").lower()
    return _token(word, *ring.mac(Purpose.MAIL_TOKEN, word))


def agent_reply_token(ring: Keyring, reference: str, agent_id: str) -> str:
    """For one agent: good for nobody else, and never for a contact."""
    word = reference.replace("-", "").lower()
    return _token(word, *ring.mac(Purpose.AGENT_MAIL_TOKEN, f"{word}{agent_id}"))


def reference_of(ring: Keyring, token: str) -> str | None:
    """The reference that the token was made for; None if we did not make it."""
    return _reference(ring, token, Purpose.MAIL_TOKEN)


def agent_reference_of(ring: Keyring, token: str, agent_id: str) -> str | None:
    """The reference that the token was made for, if it was made for this agent."""
    return _reference(ring, token, Purpose.AGENT_MAIL_TOKEN, agent_id)


def _token(word: str, key_id: str, mac: bytes) -> str:
    return word + key_id + base64.b32encode(mac[:MAC_BYTES]).decode().lower()


def _reference(ring: Keyring, token: str, purpose: Purpose, agent_id: str = "") -> str | None:
    found = _TOKEN.fullmatch(token.lower())
    if found is None:
        return None
    word, key_id, mac = found.groups()
    try:
        raw = base64.b32decode(mac.upper())
    except binascii.Error:
        return None
    return f"{word[:4]}-{word[4:]}".upper() if ring.is_mac(purpose, word + agent_id, key_id, raw) else None
