"""The header fields of a mail or of one of its parts, in the order they came."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Headers:
    """``fields``: (name in lower case, unfolded value); encoded words (RFC 2047) are still encoded.

    Bytes above 127 are decoded by whoever reads the mail, so values are ordinary text without NUL or lone surrogates.
    """

    fields: tuple[tuple[str, str], ...] = ()

    def first(self, name: str) -> str:
        """The first field of that name, '' if there is none."""
        return next((value for field, value in self.fields if field == name), "")

    def all(self, name: str) -> tuple[str, ...]:
        return tuple(value for field, value in self.fields if field == name)

    def has(self, names: Iterable[str]) -> bool:
        """Whether there is a field of any of these names."""
        wanted = frozenset(names)
        return any(field in wanted for field, _ in self.fields)
