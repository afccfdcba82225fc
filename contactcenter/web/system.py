"""What operators and their tools ask: is it alive, does it serve, how is it doing, what can it do."""

import asyncio

import msgspec
from aiohttp import web

from contactcenter.desk.access import Permission
from contactcenter.errors import CentreError
from contactcenter.web.openapi import document_of
from contactcenter.web.routes import Call, RouteTable, json_response

routes = RouteTable()

READY_SECONDS = 2
METRICS_TYPE = "text/plain"


class Health(msgspec.Struct, frozen=True, omit_defaults=True):
    status: str
    reason: str = ""


@routes.get("/healthz", Permission.PUBLIC)
async def healthz(call: Call) -> Health:
    """The process is alive."""
    return Health("ok")


@routes.get("/readyz", Permission.PUBLIC, answer=Health)
async def readyz(call: Call) -> web.Response:
    """It serves and the store can write; 503 while it drains."""
    reason = await _why_not(call)
    return json_response(Health("unavailable", reason) if reason else Health("ok"), 503 if reason else 200)


async def _why_not(call: Call) -> str:
    if call.centre.draining:
        return "draining"
    try:
        async with asyncio.timeout(READY_SECONDS):
            await call.desk.store.ping()
    except (TimeoutError, CentreError):
        return "the store does not answer"
    return ""


@routes.get("/metrics", Permission.PUBLIC, gives=METRICS_TYPE)
async def metrics(call: Call) -> web.Response:
    """Numbers for Prometheus."""
    connections = call.centre.live.hub.connections.values()
    staff = sum(1 for one in connections if one.is_staff)
    call.centre.metrics.sockets.labels("staff").set(staff)
    call.centre.metrics.sockets.labels("visitor").set(len(connections) - staff)
    _measure_inboxes(call)
    return web.Response(
        body=call.centre.metrics.text(), headers={"Content-Type": f"{METRICS_TYPE}; version=0.0.4; charset=utf-8"}
    )


def _measure_inboxes(call: Call) -> None:
    now, metrics = call.desk.clock.now(), call.centre.metrics
    metrics.inbox_working.clear()
    metrics.inbox_heard_seconds.clear()
    for inbox_id, state in call.desk.health.states.items():
        metrics.inbox_working.labels(inbox_id).set(state.health.problem is None)
        metrics.inbox_heard_seconds.labels(inbox_id).set((now - (state.heard_at or state.since)).total_seconds())


@routes.get("/api/openapi.json", Permission.PUBLIC, gives="application/json")
async def openapi(call: Call) -> web.Response:
    """Every HTTP route in OpenAPI 3.1."""
    return web.Response(body=document_of(call.request.app), content_type="application/json")
