"""Terms of a query as conditions on an indexed array of terms."""

import re
from collections.abc import Iterable
from typing import TypeAlias

from bson.regex import Regex

from contactcenter.store.mongo.driver import Document
from contactcenter.store.tokens import Term

Groups: TypeAlias = tuple[tuple[Term, ...], ...]


def any_of(alternatives: Iterable[Term]) -> Document:
    """A regular expression without flags is a range of the index; one of ``re`` carries a flag and reads all of it."""
    return {"$in": [Regex(f"^{re.escape(term.text)}") if term.prefix else term.text for term in alternatives]}
