"""Every error as RFC 9457 problem details with a code from a closed list; worded for the reader here, once."""

import logging
import math
from collections.abc import Awaitable, Callable, Mapping

import msgspec
from aiohttp import web

from contactcenter.errors import (
    CentreError,
    ErrorCode,
    OperatorError,
    RateLimited,
    RequestError,
)

log = logging.getLogger(__name__)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

STATUS: Mapping[ErrorCode, int] = {
    ErrorCode.NOT_JSON: 400,
    ErrorCode.INVALID: 422,
    ErrorCode.UNAUTHENTICATED: 401,
    ErrorCode.FORBIDDEN: 403,
    ErrorCode.NOT_FOUND: 404,
    ErrorCode.CONFLICT: 409,
    ErrorCode.STALE: 412,
    ErrorCode.TOO_LARGE: 413,
    ErrorCode.RATE_LIMITED: 429,
    ErrorCode.UNAVAILABLE: 503,
    ErrorCode.INTERNAL: 500,
}

TITLES: Mapping[ErrorCode, str] = {
    ErrorCode.NOT_JSON: "Not JSON",
    ErrorCode.INVALID: "A value is not valid",
    ErrorCode.UNAUTHENTICATED: "Sign in first",
    ErrorCode.FORBIDDEN: "Not allowed",
    ErrorCode.NOT_FOUND: "Not found",
    ErrorCode.CONFLICT: "Not possible in the present state",
    ErrorCode.STALE: "Changed in the meantime",
    ErrorCode.TOO_LARGE: "Too large",
    ErrorCode.RATE_LIMITED: "Too many requests",
    ErrorCode.UNAVAILABLE: "Not available now",
    ErrorCode.INTERNAL: "Something went wrong here",
}


class Problem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An error as HTTP and the socket answer it."""

    type: str
    title: str
    status: int
    detail: str
    code: ErrorCode
    path: str | None = None
    retry_after: int | None = None


def problem_of(error: CentreError) -> Problem:
    """What the reader may know of the error: never what only the operator should."""
    code = error.code
    return Problem(
        type=f"urn:contactcenter:problem:{code}",
        title=TITLES[code],
        status=STATUS[code],
        detail=_detail(error),
        code=code,
        path=error.path or None if isinstance(error, RequestError) else None,
        retry_after=math.ceil(error.retry_after_seconds) if isinstance(error, RateLimited) else None,
    )


def _detail(error: CentreError) -> str:
    if isinstance(error, RequestError):
        return error.message
    if isinstance(error, OperatorError):
        return "the centre cannot do this right now: please try again soon"
    return "the error was logged"


def problem_response(error: CentreError) -> web.Response:
    problem = problem_of(error)
    response = web.Response(
        status=problem.status, body=msgspec.json.encode(problem), content_type="application/problem+json"
    )
    if problem.retry_after is not None:
        response.headers["Retry-After"] = str(problem.retry_after)
    if problem.status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


class _Http(CentreError):
    """An error that aiohttp itself found: unknown route, wrong method, body too large."""

    def __init__(self, code: ErrorCode) -> None:
        super().__init__(code)
        self.code = code


_OF_STATUS = {404: ErrorCode.NOT_FOUND, 405: ErrorCode.NOT_FOUND, 413: ErrorCode.TOO_LARGE, 403: ErrorCode.FORBIDDEN}


@web.middleware
async def problems(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answers every error below it; a fault of ours is logged once, here, and says nothing about its cause."""
    try:
        return await handler(request)
    except CentreError as error:
        return problem_response(_logged(request, error))
    except web.HTTPException as error:
        return error if error.status < 400 else _http_problem(error)
    except TimeoutError:
        return problem_response(_Http(ErrorCode.UNAVAILABLE))
    except Exception:
        log.exception("request failed", extra={"method": request.method, "route": _route_of(request)})
        return problem_response(_Http(ErrorCode.INTERNAL))


def _logged(request: web.Request, error: CentreError) -> CentreError:
    if error.code in (ErrorCode.INTERNAL, ErrorCode.UNAVAILABLE):
        log.error("request failed", exc_info=error, extra={"method": request.method, "route": _route_of(request)})
    return error


def _http_problem(error: web.HTTPException) -> web.Response:
    code = _OF_STATUS.get(error.status, ErrorCode.INVALID if error.status < 500 else ErrorCode.INTERNAL)
    problem = Problem(
        type=f"urn:contactcenter:problem:{code}",
        title=TITLES[code],
        status=error.status,
        detail=error.reason,
        code=code,
    )
    response = web.Response(
        status=error.status, body=msgspec.json.encode(problem), content_type="application/problem+json"
    )
    if "Allow" in error.headers:
        response.headers["Allow"] = error.headers["Allow"]
    return response


def _route_of(request: web.Request) -> str:
    resource = request.match_info.route.resource
    return resource.canonical if resource else "none"
