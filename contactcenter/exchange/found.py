"""What a file or a page holds: an article's fields with their places, or what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The fields that a source names, as JSON would hold them; what it does not name is left as it is.

    ``where`` is a file or an address; ``lines`` says at which line of it a field stands, ``line`` where it begins.
    """

    where: str
    fields: Mapping[str, object]
    lines: Mapping[str, int] = field(default_factory=dict)
    line: int = 1
    files: Mapping[str, Path] = field(default_factory=dict)  # where those that it names lie

    def line_of(self, path: str) -> int:
        """The line of a field, given as the path that an error names (``phrasings[2]``)."""
        return self.lines.get(path, self.lines.get(path.partition("[")[0].partition(".")[0], self.line))


@dataclass(frozen=True, slots=True, kw_only=True)
class Bad:
    """An article that was not taken in; the others are."""

    where: str
    reason: str
    line: int = 0  # 0 = no line of its own
    field: str = ""

    def __str__(self) -> str:
        place = f"{self.where}:{self.line}" if self.line else self.where
        return f"{place}: {self.field}: {self.reason}" if self.field else f"{place}: {self.reason}"
