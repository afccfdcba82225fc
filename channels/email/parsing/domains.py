"""Domains of mail addresses as people read them: lower case, in Unicode (RFC 5890)."""

import unicodedata
from functools import lru_cache

_MAX_LABEL_CHARS = 63


@lru_cache(maxsize=4096)
def readable_domain(domain: str) -> str:
    """``XN--MNCHEN-3YA.example.`` -> ``münchen.example``. A label that is no honest encoding stays as it is."""
    domain = unicodedata.normalize("NFC", domain.replace("\u3002", ".").lower()).strip().rstrip(".")
    if "xn--" not in domain:
        return domain
    return ".".join(_readable_label(label) for label in domain.split("."))


def _readable_label(label: str) -> str:
    if not label.startswith("xn--") or len(label) > _MAX_LABEL_CHARS:
        return label
    try:
        readable = label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return label
    is_honest = not readable.isascii() and all(_is_letter(letter) for letter in readable)
    return unicodedata.normalize("NFC", readable.lower()) if is_honest else label


def _is_letter(letter: str) -> bool:
    """What may stand in a label: letters, marks, digits, the hyphen. No dot, no @, nothing invisible."""
    return letter == "-" or unicodedata.category(letter)[0] in "LMN"
