"""The built browser side, read once and kept with its compressed form: no path of a request touches the disk."""

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from aiohttp import hdrs, web

STATIC = Path(__file__).parent / "static"
COMPRESSIBLE = ("text/", "application/json", "image/svg+xml", "application/manifest+json")
FOR_EVER = "public, max-age=31536000, immutable"  # built names carry a hash of the content
A_WHILE = "public, max-age=3600"


@dataclass(frozen=True, slots=True)
class StaticFile:
    body: bytes
    zipped: bytes | None
    content_type: str
    etag: str


class StaticFiles:
    """Files by their path below ``folder``; none where the browser side was not built."""

    def __init__(self, folder: Path = STATIC) -> None:
        paths = sorted(path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else []
        self._files = {path.relative_to(folder).as_posix(): _read(path) for path in paths}

    def __contains__(self, name: str) -> bool:
        return name in self._files

    def text(self, name: str) -> str | None:
        file = self._files.get(name)
        return file.body.decode() if file else None

    def response(self, name: str, request: web.Request, cache: str = FOR_EVER) -> web.Response | None:
        """The file, compressed where the browser takes it; None if there is none."""
        file = self._files.get(name)
        if file is None:
            return None
        headers = {
            hdrs.CACHE_CONTROL: cache,
            hdrs.ETAG: file.etag,
            hdrs.VARY: "Accept-Encoding",
            "X-Content-Type-Options": "nosniff",
        }
        if request.headers.get(hdrs.IF_NONE_MATCH) == file.etag:
            return web.Response(status=304, headers=headers)
        zipped = file.zipped if "gzip" in request.headers.get(hdrs.ACCEPT_ENCODING, "") else None
        if zipped is not None:
            headers[hdrs.CONTENT_ENCODING] = "gzip"
        headers[hdrs.CONTENT_TYPE] = file.content_type
        return web.Response(body=zipped or file.body, headers=headers)


def _read(path: Path) -> StaticFile:
    body = path.read_bytes()
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    if kind.startswith(COMPRESSIBLE):
        kind = f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
        zipped = gzip.compress(body, 9, mtime=0)
    else:
        zipped = b""
    etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    return StaticFile(body, zipped if zipped and len(zipped) < len(body) else None, kind, etag)
