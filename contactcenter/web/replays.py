"""Idempotency-Key: the same POST sent again is answered as the first time, for 24 hours."""

import hashlib
from collections.abc import Awaitable, Callable
from datetime import timedelta

from aiohttp import web

from contactcenter.desk.access import Principal
from contactcenter.errors import Conflict, Invalid
from contactcenter.model.rows import StoredReply
from contactcenter.web.centre import Centre

KEPT = timedelta(hours=24)
MAX_KEY_CHARS = 200
_DIGEST_BYTES = 32


async def once(
    centre: Centre,
    principal: Principal,
    request: web.Request,
    raw: bytes,
    act: Callable[[], Awaitable[web.StreamResponse]],
) -> web.StreamResponse:
    """The kept answer, or act and keep it. Raises errors.Conflict while the first is under way.

    Raises errors.Invalid when the key was used with another body. Answers that set a cookie are not kept.
    """
    key = _key_of(principal, request)
    digest = hashlib.sha256(raw).digest()
    kept = await centre.desk.store.recall_reply(key, centre.desk.clock.now())
    if kept is not None:
        return _replayed(kept, digest)
    if key in centre.in_progress:
        raise Conflict("a request with this Idempotency-Key is under way")
    centre.in_progress.add(key)
    try:
        response = await act()
        await _keep(centre, key, digest, response)
        return response
    finally:
        centre.in_progress.discard(key)


def _key_of(principal: Principal, request: web.Request) -> str:
    given = request.headers["Idempotency-Key"]
    if not given or len(given) > MAX_KEY_CHARS:
        raise Invalid(f"1 to {MAX_KEY_CHARS} characters", path="Idempotency-Key")
    whole = "\x1f".join((principal.actor, request.path, given))
    return hashlib.sha256(whole.encode("utf-8", "replace")).hexdigest()


async def _keep(centre: Centre, key: str, digest: bytes, response: web.StreamResponse) -> None:
    if not isinstance(response, web.Response) or response.status >= 400 or response.cookies:
        return
    body = response.body if isinstance(response.body, bytes) else b""
    reply = StoredReply(status=response.status, body=digest + body)
    await centre.desk.store.remember_reply(key, reply, centre.desk.clock.now() + KEPT)


def _replayed(kept: StoredReply, digest: bytes) -> web.Response:
    if kept.body[:_DIGEST_BYTES] != digest:
        raise Invalid("this key was used with another body", path="Idempotency-Key")
    response = web.Response(status=kept.status, body=kept.body[_DIGEST_BYTES:], content_type="application/json")
    response.headers["Idempotency-Replayed"] = "true"
    return response
