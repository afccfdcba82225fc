"""Directions once worked out are kept beside the data: a restart, or an article saved again, costs nothing anew."""

from __future__ import annotations

import asyncio
import hashlib
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from contactcenter.ports.embedder import Embedder, TextRole

if TYPE_CHECKING:
    from contactcenter.ports.embedder import Vectors

_TABLE = "CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL) STRICT, WITHOUT ROWID"
_ONE = "SELECT key, vector FROM vectors WHERE key = ?"
_KEEP = "INSERT OR IGNORE INTO vectors (key, vector) VALUES (?, ?)"
AT_ONCE = 8
"""Texts worked out in one go: a question that comes meanwhile waits for no more than these."""


class KeptVectors:
    """An Embedder that remembers what another one said, in a file that may be deleted at any time."""

    def __init__(self, embedder: Embedder, file: Path) -> None:
        self._embedder, self._file = embedder, file
        self.name = embedder.name

    async def embed(self, texts: Sequence[str], role: TextRole) -> Vectors:
        keys = [_key(self.name, text, role) for text in texts]
        known = await asyncio.to_thread(self._known, keys)
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        waiting = list(missing.items())
        for start in range(0, len(waiting), AT_ONCE):
            some = waiting[start : start + AT_ONCE]
            found = await self._embedder.embed([text for _, text in some], role)
            known |= dict(zip((key for key, _ in some), found, strict=True))
            await asyncio.to_thread(self._keep, [(key, known[key]) for key, _ in some])
        return np.stack([known[key] for key in keys]) if keys else np.zeros((0, 0), np.float32)

    async def close(self) -> None:
        """The other one stays open: it is not this one's."""

    def _known(self, keys: Sequence[bytes]) -> dict[bytes, Vectors]:
        with self._opened() as database:
            found = [row for key in keys if (row := database.execute(_ONE, (key,)).fetchone())]
        database.close()
        return {key: np.frombuffer(vector, np.float32) for key, vector in found}

    def _keep(self, found: Iterable[tuple[bytes, Vectors]]) -> None:
        with self._opened() as database:
            database.executemany(_KEEP, [(key, vector.astype(np.float32).tobytes()) for key, vector in found])
        database.close()

    def _opened(self) -> sqlite3.Connection:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        database = sqlite3.connect(self._file, timeout=30)
        database.execute("PRAGMA journal_mode = WAL")
        database.execute(_TABLE)
        return database


def _key(name: str, text: str, role: TextRole) -> bytes:
    return hashlib.sha256(f"{name}\0{role}\0{text}".encode("utf-8", "replace")).digest()
