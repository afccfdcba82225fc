"""A question with what it means, beside the articles whose meanings are known."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .across import Across, across
from .article import Reader
from .meaning import Meanings, fused
from .signals import Candidate

if TYPE_CHECKING:
    from contactcenter.ports.embedder import Vectors


@dataclass(frozen=True, slots=True, eq=False)
class MeantQuestion:
    """``own``: the meanings of articles in its language; ``foreign``: of all others."""

    direction: Vectors
    own: Meanings | None
    foreign: Sequence[Meanings]

    def ranked(self, found: Sequence[Candidate], reader: Reader, without: Collection[str], others: Collection[str],
               limit: int) -> list[Candidate]:  # fmt: skip
        """What the words found, and what means the same, likeliest first."""
        if self.own is None:
            return list(found[:limit])
        return fused(
            found, self.own, self.direction, reader,
            products=reader.products, without=without, others=others, limit=limit,
        )  # fmt: skip

    def across(self, reader: Reader, without: Collection[str]) -> Across | None:
        """The nearest article in another language."""
        return across(self.foreign, self.direction, reader, products=reader.products, without=without)
