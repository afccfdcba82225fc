"""Message-ID, In-Reply-To and References: ids without their angle brackets (RFC 5322, 3.6.4)."""

import re

from channels.email.parsing.defects import Defect
from channels.email.parsing.words import decode_words

MAX_REFERENCES = 1000
_BRACKETED = re.compile(r"<\s*+([^<>]*+)")
_BLANKS = re.compile(r"\s+")
_SEPARATORS = re.compile(r"[\s,;]+")


def message_ids(value: str, defects: set[Defect]) -> tuple[str, ...]:
    """Every id, in order. A fold inside an id goes; a mailer that forgot all brackets is understood."""
    value = decode_words(value, defects)
    found = [_BLANKS.sub("", match.group(1)) for match in _BRACKETED.finditer(value)]
    if not found:
        words = [word.strip('<>"') for word in _SEPARATORS.split(value)]
        found = [word for word in words if "@" in word] if all("@" in word for word in words if word) else []
    found = [one for one in found if one]
    if len(found) > MAX_REFERENCES:
        defects.add(Defect.REFERENCES_CUT)
        found = [found[0], *found[-MAX_REFERENCES + 1 :]]  # the first began the thread, the last ones are the nearest
    return tuple(found)


def own_id(value: str, defects: set[Defect]) -> str | None:
    """The id of a mail: its first, or whatever stands there without brackets."""
    found = message_ids(value, defects)
    if found:
        return found[0]
    return _BLANKS.sub("", value).strip("<>") or None
