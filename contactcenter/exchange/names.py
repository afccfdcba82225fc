"""Slugs made of names that people gave to files and pages, and folders that are named after languages."""

import hashlib
import re
import unicodedata

MAX_SLUG_CHARS = 100
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2}|-[0-9]{3})?")


def is_language(word: str) -> bool:
    """Whether it looks like a language tag as they are commonly written: en, pt-BR, zh-Hans (BCP 47)."""
    return _LANGUAGE.fullmatch(word) is not None


def slug_of(name: str) -> str:
    """Small Latin letters, digits and hyphens; what has none of them gets a name of its digest."""
    plain = unicodedata.normalize("NFKD", name)
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign)).lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    whole = slug == re.sub(r"[\W_]+", "-", plain).strip("-")
    if whole and 0 < len(slug) <= MAX_SLUG_CHARS:
        return slug
    digest = hashlib.sha256(name.encode()).hexdigest()[:10]  # letters were lost: two names must not become one
    return f"{slug[: MAX_SLUG_CHARS - 11].rstrip('-')}-{digest}".strip("-")
