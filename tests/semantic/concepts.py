"""A model of meanings for tests: it knows some words of three languages, and nothing else."""

import asyncio
from collections.abc import Sequence
from typing import Any

import numpy as np

from contactcenter.errors import ModelUnavailable
from contactcenter.ports.embedder import TextRole

CONCEPTS = (
    ("cuff", "манжет", "袖带"),
    ("battery", "batteries", "батаре", "电池"),
    ("size", "размер", "尺寸"),
    ("change", "replace", "поменя", "更换"),
    ("refund", "money back", "возврат", "退款"),
    ("parcel", "посылк", "包裹"),
)
WIDTH = len(CONCEPTS) + 1


class ConceptModel:
    """``broken``: it fails; ``delay_s``: it answers late. ``asked`` counts texts."""

    name = "concepts"

    def __init__(self) -> None:
        self.broken, self.delay_s, self.asked = False, 0.0, 0

    async def embed(self, texts: Sequence[str], role: TextRole) -> Any:
        self.asked += len(texts)
        await asyncio.sleep(self.delay_s)
        if self.broken:
            raise ModelUnavailable("it is broken")
        return np.stack([direction(text) for text in texts])

    async def close(self) -> None:
        """Nothing to close."""


def direction(text: str) -> Any:
    """Of length 1; texts with the same concepts point the same way, whatever their language."""
    lowered = text.lower()
    found = [float(any(word in lowered for word in words)) for words in CONCEPTS]
    line = np.array([*found, 0.1 if any(found) else 1.0], np.float32)
    return line / np.linalg.norm(line)
