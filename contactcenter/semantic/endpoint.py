"""A model behind an OpenAI-compatible ``POST /embeddings``: {"model", "input"} -> {"data": [{"index", "embedding"}]}.

Source: OpenAI API reference, Embeddings, read on 2026-11-27. What such a server says is checked before it is believed.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import aiohttp
import msgspec
import numpy as np

from contactcenter.errors import ModelUnavailable
from contactcenter.ports.embedder import TextRole

if TYPE_CHECKING:
    from contactcenter.ports.embedder import Vectors

MAX_CHARS = 8_000
QUESTION_S, PASSAGES_S = 3.0, 60.0
ANSWER_BYTES = 64 * 2**20
REST_S = 30.0  # after a failure: questions must not wait for a server that is down, one after the other
MOST_DIMENSIONS = 8_192


class _Line(msgspec.Struct):
    index: int
    embedding: list[float]


class _Answer(msgspec.Struct):
    data: list[_Line]


class EndpointEmbedder:
    """``url`` ends before ``/embeddings``; models that want them get a prefix a role ("query: ", "passage: ")."""

    def __init__(self, url: str, model: str, key: str = "", prefixes: tuple[str, str] = ("", "")) -> None:
        self._url, self._model, self._key = f"{url.rstrip('/')}/embeddings", model, key
        self._prefixes = dict(zip(TextRole, prefixes, strict=True))
        self.name = f"{urlsplit(url).netloc}-{model}"
        self._dimensions: int | None = None
        self._rests_until = 0.0
        self._session: aiohttp.ClientSession | None = None

    async def embed(self, texts: Sequence[str], role: TextRole) -> Vectors:
        if time.monotonic() < self._rests_until:
            raise ModelUnavailable("the model's server failed a moment ago")
        try:
            return self._read(await self._ask(texts, role), len(texts))
        except ModelUnavailable:
            self._rests_until = time.monotonic() + REST_S
            raise

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def _ask(self, texts: Sequence[str], role: TextRole) -> bytes:
        body = {"model": self._model, "input": [self._prefixes[role] + text[:MAX_CHARS] for text in texts]}
        headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {self._key}"} if self._key else {})
        seconds = QUESTION_S if role is TextRole.QUESTION and len(texts) == 1 else PASSAGES_S
        self._session = self._session or aiohttp.ClientSession()
        try:
            async with (
                asyncio.timeout(seconds),
                self._session.post(
                    self._url, data=msgspec.json.encode(body), headers=headers, allow_redirects=False
                ) as answer,
            ):
                if answer.status != 200:
                    raise ModelUnavailable(f"the model's server answers {answer.status}")
                return await _limited(answer.content)
        except TimeoutError as exc:
            raise ModelUnavailable(f"the model's server did not answer within {seconds:.0f} s") from exc
        except (aiohttp.ClientError, OSError) as exc:
            raise ModelUnavailable(f"the model's server cannot be reached: {type(exc).__name__}") from exc

    def _read(self, raw: bytes, count: int) -> Vectors:
        try:
            lines = sorted(msgspec.json.decode(raw, type=_Answer).data, key=lambda one: one.index)
        except msgspec.DecodeError as exc:
            raise ModelUnavailable(f"the model's server answers something else: {exc}") from exc
        if [one.index for one in lines] != list(range(count)):
            raise ModelUnavailable(f"the model's server answers {len(lines)} texts of {count}")
        widths = {len(one.embedding) for one in lines} | ({self._dimensions} if self._dimensions else set())
        if len(widths) != 1 or not 0 < (width := widths.pop()) <= MOST_DIMENSIONS:
            raise ModelUnavailable("the model's server changes its dimensions")
        found = np.array([one.embedding for one in lines], np.float32)
        lengths = np.linalg.norm(found.astype(np.float64), axis=1, keepdims=True)
        if not all(math.isfinite(one) and one > 0 for one in lengths[:, 0]):
            raise ModelUnavailable("the model's server answers what is no direction")
        self._dimensions = width
        unit: Vectors = (found / lengths).astype(np.float32)
        return unit


async def _limited(content: aiohttp.StreamReader) -> bytes:
    raw = bytearray()
    async for chunk in content.iter_chunked(2**16):
        raw += chunk
        if len(raw) > ANSWER_BYTES:
            raise ModelUnavailable("the model's server answers too much")
    return bytes(raw)
