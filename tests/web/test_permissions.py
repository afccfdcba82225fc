"""Default deny: every route for every role, generated from the route table."""

import re
from pathlib import Path

import pytest
from aiohttp import ClientSession, UnixConnector, web

from contactcenter.config import Config
from contactcenter.desk.access import ROLES, Permission
from contactcenter.errors import ConfigError
from contactcenter.web.app import SOCKET_PATH, all_routes
from contactcenter.web.routes import Route, Undeclared, require_declared
from tests.web.site import MakeSite, Site

GUARDED = [route for route in all_routes() if route.needs is not Permission.PUBLIC]
WHO = ("nobody", "visitor", "agent", "supervisor", "admin", "api")


async def headers_of(site: Site, who: str) -> dict[str, str]:
    if who == "nobody":
        return {}
    if who == "visitor":
        return await site.visitor()
    if who == "api":
        return await site.program("api")
    return await site.agent(who)


def may(who: str, route: Route) -> bool:
    if who == "nobody":
        return False
    if who == "visitor":
        return route.needs is Permission.VISIT or route.for_visitors
    return route.needs in ROLES[who].permissions


def url_of(route: Route) -> str:
    return re.sub(r"\{[^}]+\}", "unknown", route.path)


@pytest.mark.parametrize("who", WHO)
async def test_whoever_lacks_the_permission_is_refused_everywhere(site: Site, who: str) -> None:
    headers = await headers_of(site, who)
    expected = 401 if who == "nobody" else 403
    let_in = []
    for route in GUARDED:
        if not may(who, route):
            answer = await site.client.request(route.method, url_of(route), headers=headers, data=b"{}")
            if answer.status != expected:
                let_in.append((route.method, route.path, answer.status))
    assert let_in == []


@pytest.mark.parametrize("who", ["visitor", "agent", "supervisor", "admin"])
async def test_whoever_has_the_permission_is_let_in(site: Site, who: str) -> None:
    headers = await headers_of(site, who)
    kept_out = []
    for route in GUARDED:
        if may(who, route) and route.path != "/api/v1/logout":
            answer = await site.client.request(route.method, url_of(route), headers=headers, data=b"{}")
            if answer.status in (401, 403) or answer.status >= 500:
                kept_out.append((route.method, route.path, answer.status))
    assert kept_out == []


@pytest.mark.parametrize("who", WHO)
async def test_no_public_route_fails_for_anybody(site: Site, who: str) -> None:
    headers = await headers_of(site, who)
    for route in all_routes():
        if route.needs is Permission.PUBLIC:
            answer = await site.client.request(
                route.method, url_of(route), headers=headers, data=b"{}", allow_redirects=False
            )
            assert answer.status < 500 or route.gives == "text/html", route.path


def test_a_route_without_a_permission_stops_the_start() -> None:
    async def open_door(request: web.Request) -> web.Response:
        return web.Response()

    app = web.Application()
    app.router.add_get("/open", open_door)
    with pytest.raises(Undeclared, match="/open"):
        require_declared(app, SOCKET_PATH)


def test_every_permission_guards_something() -> None:
    elsewhere = {Permission.PUBLIC}
    assert {route.needs for route in all_routes()} | elsewhere == set(Permission)


async def test_the_demo_doors_are_closed_outside_the_demo(make_site: MakeSite) -> None:
    site = await make_site(is_demo=False)
    assert (await site.client.get("/api/v1/demo")).status == 404
    answer = await site.client.post("/api/v1/demo/login", json={"agent_id": "admin"}, headers=site.own)
    assert answer.status == 404
    assert (await site.client.get("/shop")).status == 404


async def test_the_demo_is_not_served_beyond_this_machine(make_site: MakeSite) -> None:
    with pytest.raises(ConfigError, match="this machine alone"):
        await make_site(is_demo=True, config=Config(address="0.0.0.0"))


async def test_a_program_without_an_agent_does_not_write_as_one(site: Site) -> None:
    ack = await site.sent(await site.visitor())
    program = await site.program("api")
    path = f"/api/v1/conversations/{ack['conversation']}"
    assert (await site.client.get(path, headers=program)).status == 200
    assert (await site.client.post(f"{path}/take", json={}, headers=program)).status == 403


async def test_the_control_socket_is_the_operators(make_site: MakeSite, tmp_path: Path) -> None:
    site = await make_site()
    control = tmp_path / "control.sock"
    await web.UnixSite(site.runner, str(control)).start()
    async with ClientSession(connector=UnixConnector(path=str(control))) as session:
        answer = await session.get("http://localhost/api/v1/admin/agents")
        assert answer.status == 200
