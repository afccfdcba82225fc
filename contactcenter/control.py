"""The command line's way to a centre: the HTTP API over DATA/control.sock, or over `--url` with a token.

The control socket is a file of mode 0600: whoever may open it owns the data folder anyway, so it needs no token.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import aiohttp

from contactcenter.errors import CentreError, OperatorError

TOO_MANY = 429
MAX_WAITS = 5
MAX_WAIT_SECONDS = 30.0
PATIENCE = aiohttp.ClientTimeout(total=60)


class RefusedByCentre(CentreError):
    """The centre answered with an error; the words are its own."""

    def __init__(self, status: int, problem: Mapping[str, object]) -> None:
        self.status = status
        self.problem = problem
        where = f" ({problem['path']})" if problem.get("path") else ""
        super().__init__(f"{problem.get('detail') or problem.get('title') or status}{where}")


class Centre:
    """A centre reached over its API."""

    def __init__(self, session: aiohttp.ClientSession, base: str) -> None:
        self._session = session
        self._base = base

    async def request(
        self, method: str, path: str, body: object = None, headers: Mapping[str, str] | None = None
    ) -> dict[str, object]:
        """The JSON object answered; waits where it is told to slow down.

        Raises RefusedByCentre for an error answer, OperatorError for none at all.
        """
        return _answer(*await self._patiently(method, path, headers, json=body))

    async def upload(self, name: str, content: bytes, content_type: str) -> dict[str, object]:
        """The file as the centre keeps it. Raises like ``request``."""
        headers = {"Content-Type": content_type}
        return _answer(*await self._patiently("POST", f"/files?name={segment(name)}", headers, data=content))

    async def download(self, path: str) -> bytes:
        """The bytes at a path. Raises like ``request``."""
        status, content = await self._patiently("GET", path, None)
        if status >= 400:
            _answer(status, content)
        return content

    async def _patiently(
        self, method: str, path: str, headers: Mapping[str, str] | None, **content: Any
    ) -> tuple[int, bytes]:
        for _ in range(MAX_WAITS):
            status, answer, wait = await self._asked(method, path, headers, content)
            if status != TOO_MANY:
                break
            await asyncio.sleep(wait)
        return status, answer

    async def _asked(
        self, method: str, path: str, headers: Mapping[str, str] | None, content: Mapping[str, Any]
    ) -> tuple[int, bytes, float]:
        url = f"{self._base}/api/v1{path}"
        try:
            async with self._session.request(method, url, headers=headers, **content) as response:
                told = response.headers.get("Retry-After", "")
                wait = min(float(told), MAX_WAIT_SECONDS) if told.isdecimal() else 1.0
                return response.status, await response.read(), wait
        except (aiohttp.ClientError, TimeoutError) as exc:
            raise OperatorError(f"no answer from {self._base}: {exc or 'too late'}") from exc

    async def pages(self, path: str) -> AsyncIterator[dict[str, object]]:
        """Every item of a list, page after page."""
        cursor: object = None
        while True:
            query = urlencode({"limit": 100} | ({"cursor": cursor} if cursor else {}))
            page = await self.request("GET", f"{path}?{query}")
            items, cursor = page.get("items"), page.get("next")
            for item in items if isinstance(items, list) else []:
                yield item
            if not cursor:
                return


def segment(text: str) -> str:
    """`text` as one segment of a path."""
    return quote(text, safe="")


def _answer(status: int, raw: bytes) -> dict[str, object]:
    try:
        answer = json.loads(raw or b"{}")
    except ValueError:
        answer = {"title": f"HTTP {status} without JSON"}
    if status >= 400 or not isinstance(answer, dict):
        raise RefusedByCentre(status, answer if isinstance(answer, dict) else {})
    return answer


@asynccontextmanager
async def centre_at_socket(socket: Path) -> AsyncIterator[Centre]:
    """The centre that serves on this control socket."""
    connector = aiohttp.UnixConnector(path=str(socket))
    async with aiohttp.ClientSession(connector=connector, timeout=PATIENCE) as session:
        yield Centre(session, "http://localhost")


@asynccontextmanager
async def centre_at_url(url: str, token: str) -> AsyncIterator[Centre]:
    """A centre elsewhere, with an API token."""
    headers = {"Authorization": f"Bearer {token}"}
    async with aiohttp.ClientSession(timeout=PATIENCE, headers=headers) as session:
        yield Centre(session, url.rstrip("/"))


async def is_served(socket: Path) -> bool:
    """Whether a server answers on this control socket; a file left behind by a killed one does not count."""
    try:
        async with asyncio.timeout(5):
            _, writer = await asyncio.open_unix_connection(str(socket))
    except (OSError, TimeoutError):
        return False
    writer.close()
    return True
