"""The signed word in a reply address that says which conversation an answer belongs to.

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
    word = reference.replace("-", "").lower()
    key_id, mac = ring.mac(Purpose.MAIL_TOKEN, word)
    return word + key_id + base64.b32encode(mac[:MAC_BYTES]).decode().lower()


def reference_of(ring: Keyring, token: str) -> str | None:
    """The reference that the token was made for; None if we did not make it."""
    found = _TOKEN.fullmatch(token.lower())
    if found is None:
        return None
    word, key_id, mac = found.groups()
    try:
        raw = base64.b32decode(mac.upper())
    except binascii.Error:
        return None
    return f"{word[:4]}-{word[4:]}".upper() if ring.is_mac(Purpose.MAIL_TOKEN, word, key_id, raw) else None
