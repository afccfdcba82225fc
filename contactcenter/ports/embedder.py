"""What the semantic extra needs of a model: texts in, directions out."""

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors: TypeAlias = NDArray[np.float32]


class TextRole(StrEnum):
    """Many models embed what is asked and what answers differently."""

    QUESTION = "question"
    PASSAGE = "passage"


class Embedder(Protocol):
    """``name`` changes whenever its vectors would: they are kept under it."""

    @property
    def name(self) -> str: ...

    async def embed(self, texts: Sequence[str], role: TextRole) -> "Vectors":
        """A line of length 1 a text, all of the same width. Raises errors.ModelUnavailable, in limited time."""
        ...

    async def close(self) -> None: ...
