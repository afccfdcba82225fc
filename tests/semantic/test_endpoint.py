"""An embeddings server that is asked as the contract says, and not believed when it lies, hangs or is late."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import numpy as np
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from contactcenter.errors import ModelUnavailable
from contactcenter.ports.embedder import TextRole
from contactcenter.semantic import endpoint
from contactcenter.semantic.endpoint import EndpointEmbedder

Answer = Callable[[dict[str, Any]], Awaitable[web.StreamResponse]]
Q, P = TextRole.QUESTION, TextRole.PASSAGE


@asynccontextmanager
async def serving(answer: Answer, **more: Any) -> AsyncIterator[tuple[EndpointEmbedder, list[dict[str, Any]]]]:
    asked: list[dict[str, Any]] = []

    async def embeddings(request: web.Request) -> web.StreamResponse:
        asked.append({**await request.json(), "key": request.headers.get("Authorization")})
        return await answer(asked[-1])

    app = web.Application()
    app.router.add_post("/v1/embeddings", embeddings)
    async with TestServer(app) as server:
        embedder = EndpointEmbedder(str(server.make_url("/v1/")), "small", **more)
        yield embedder, asked
        await embedder.close()


def giving(*lines: list[float], order: tuple[int, ...] = ()) -> Answer:
    data = [{"object": "embedding", "index": at, "embedding": line} for at, line in enumerate(lines)]
    data = [data[at] for at in order] if order else data

    async def answer(_: dict[str, Any]) -> web.StreamResponse:
        return web.json_response({"object": "list", "data": data, "model": "small"})

    return answer


def saying(text: str, status: int = 200) -> Answer:
    async def answer(_: dict[str, Any]) -> web.StreamResponse:
        return web.Response(text=text, status=status, content_type="application/json")

    return answer


async def test_texts_come_back_as_directions_in_their_order() -> None:
    async with serving(giving([3.0, 4.0], [0.0, 2.0], order=(1, 0)), key="hush", prefixes=("query: ", "passage: ")) as (
        embedder,
        asked,
    ):
        found = await embedder.embed(["a", "b"], P)
    assert np.allclose(found, [[0.6, 0.8], [0.0, 1.0]])
    assert asked == [{"model": "small", "input": ["passage: a", "passage: b"], "key": "Bearer hush"}]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (giving([1.0, 0.0]), "1 texts of 2"),
        (giving([1.0, 0.0], [1.0]), "dimensions"),
        (giving([0.0, 0.0], [1.0, 0.0]), "no direction"),
        (giving([], []), "dimensions"),
        (
            saying('{"data": [{"index": 0, "embedding": [1e400, 1]}, {"index": 1, "embedding": [1, 1]}]}'),
            "something else",
        ),
        (saying('{"data": "many"}'), "something else"),
        (saying("<html>"), "something else"),
        (saying("{}", status=500), "500"),
        (saying("", status=307), "307"),
    ],
)
async def test_what_cannot_be_right_is_refused(answer: Answer, words: str) -> None:
    async with serving(answer) as (embedder, _):
        with pytest.raises(ModelUnavailable, match=words):
            await embedder.embed(["a", "b"], P)


async def test_dimensions_that_change_later_are_refused() -> None:
    widths = iter((3, 3, 2))

    async def answer(_: dict[str, Any]) -> web.StreamResponse:
        line = [1.0] * next(widths)
        return web.json_response({"data": [{"index": 0, "embedding": line}]})

    async with serving(answer) as (embedder, _):
        for _ in range(2):
            assert (await embedder.embed(["a"], Q)).shape == (1, 3)
        with pytest.raises(ModelUnavailable, match="dimensions"):
            await embedder.embed(["a"], Q)


async def test_a_server_that_hangs_is_given_up_and_left_alone_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endpoint, "QUESTION_S", 0.05)

    async def answer(_: dict[str, Any]) -> web.StreamResponse:
        await asyncio.sleep(30)
        raise AssertionError("not reached")

    async with serving(answer) as (embedder, asked):
        with pytest.raises(ModelUnavailable, match="within"):
            await embedder.embed(["a"], Q)
        with pytest.raises(ModelUnavailable, match="a moment ago"):
            await embedder.embed(["a"], Q)
    assert len(asked) == 1


async def test_an_answer_without_end_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endpoint, "ANSWER_BYTES", 100_000)
    endless = json.dumps({"data": [{"index": 0, "embedding": [0.5] * 100_000}]})
    async with serving(saying(endless)) as (embedder, _):
        with pytest.raises(ModelUnavailable, match="too much"):
            await embedder.embed(["a"], Q)


async def test_a_server_that_is_not_there_is_told_so() -> None:
    embedder = EndpointEmbedder("http://127.0.0.1:9", "small")
    with pytest.raises(ModelUnavailable, match="cannot be reached"):
        await embedder.embed(["a"], Q)
    await embedder.close()
