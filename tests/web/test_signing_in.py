"""Sessions: cookie, foreign pages, attempts, invitations, tickets, signing out."""

from datetime import timedelta

import pytest

from contactcenter.config import Config
from contactcenter.desk.access import PrincipalKind
from contactcenter.desk.first_administrator import first_administrator_secret
from contactcenter.errors import Unauthenticated
from contactcenter.ids import uuid7
from contactcenter.web import auth
from tests.web.site import PASSWORD, MakeSite, Site, problem

LOGIN = "/api/v1/login"


async def login(site: Site, email: str = "agent@example.com", password: str = PASSWORD) -> int:
    answer = await site.client.post(LOGIN, json={"email": email, "password": password}, headers=site.own)
    return answer.status


async def test_the_right_password_opens_a_session(site: Site) -> None:
    await site.set_password("agent")
    assert await login(site, "Agent@example.com") == 200
    me = await (await site.client.get("/api/v1/me")).json()
    assert me["agent"]["id"] == "agent"
    assert "conversations.reply" in me["permissions"]


async def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(site: Site) -> None:
    await site.set_password("agent")
    wrong = await site.client.post(LOGIN, json={"email": "agent@example.com", "password": "nope"}, headers=site.own)
    unknown = await site.client.post(LOGIN, json={"email": "who@example.com", "password": "nope"}, headers=site.own)
    assert (wrong.status, await wrong.json()) == (unknown.status, await unknown.json())
    assert wrong.status == 401


async def test_the_cookie_is_out_of_reach_of_scripts_and_only_its_hash_is_stored(site: Site) -> None:
    await site.set_password("agent")
    answer = await site.client.post(LOGIN, json={"email": "agent@example.com", "password": PASSWORD}, headers=site.own)
    cookie = answer.cookies[auth.PLAIN_COOKIE]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["path"] == "/"
    assert await site.desk.store.token(cookie.value, site.clock.now()) is None


async def test_behind_tls_the_cookie_has_the_host_prefix_and_is_secure(make_site: MakeSite) -> None:
    site = await make_site(config=Config(public_url="https://help.example"))
    await site.set_password("agent")
    headers = {"X-Requested-With": "contactcenter", "Origin": "https://help.example", "Host": "help.example"}
    body = {"email": "agent@example.com", "password": PASSWORD}
    answer = await site.client.post(LOGIN, json=body, headers=headers)
    assert answer.status == 200, await answer.text()
    assert answer.cookies[auth.COOKIE]["secure"]


async def test_signing_in_over_plain_http_off_loopback_is_refused(make_site: MakeSite) -> None:
    site = await make_site(config=Config(address="192.0.2.1", public_url="http://help.example"))
    await site.set_password("agent")
    headers = {"X-Requested-With": "contactcenter", "Origin": "http://help.example", "Host": "help.example"}
    body = {"email": "agent@example.com", "password": PASSWORD}
    assert (await site.client.post(LOGIN, json=body, headers=headers)).status == 403


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Requested-With": "contactcenter"},
        {"X-Requested-With": "contactcenter", "Origin": "https://evil.example"},
        {"X-Requested-With": "contactcenter", "Origin": "null"},
    ],
)
async def test_a_foreign_page_does_nothing_with_somebodys_session(site: Site, headers: dict[str, str]) -> None:
    await site.set_password("agent")
    assert await login(site) == 200
    answer = await site.client.put("/api/v1/me/availability", json={"status": "online"}, headers=headers)
    assert answer.status == 403
    own = await site.client.put("/api/v1/me/availability", json={"status": "online"}, headers=site.own)
    assert own.status == 200


async def test_a_foreign_name_pointed_at_loopback_is_no_own_page(site: Site) -> None:
    port = site.client.port
    headers = {
        "X-Requested-With": "contactcenter",
        "Host": f"evil.example:{port}",
        "Origin": f"http://evil.example:{port}",
    }
    answer = await site.client.post("/api/v1/demo/login", json={"agent_id": "admin"}, headers=headers)
    assert answer.status == 403


async def test_attempts_on_one_address_are_limited_with_a_clear_line(site: Site) -> None:
    await site.set_password("agent")
    statuses = [await login(site, password="wrong") for _ in range(11)]
    assert statuses[:10] == [401] * 10
    assert statuses[10] == 429
    answer = await site.client.post(LOGIN, json={"email": "agent@example.com", "password": PASSWORD}, headers=site.own)
    assert int(answer.headers["Retry-After"]) > 0
    assert "please wait" in (await problem(answer))["detail"]
    await site.set_password("admin")
    assert await login(site, "admin@example.com") == 200


async def test_signing_out_ends_the_session(site: Site) -> None:
    await site.set_password("agent")
    await login(site)
    assert (await site.client.post("/api/v1/logout", json={}, headers=site.own)).status == 200
    assert (await site.client.get("/api/v1/me")).status == 401


async def test_a_session_ends_after_two_weeks(site: Site) -> None:
    await site.set_password("agent")
    await login(site)
    site.clock.advance(timedelta(days=14, seconds=1))
    assert (await site.client.get("/api/v1/me")).status == 401


async def test_an_agent_who_is_no_longer_active_is_out_at_once(site: Site) -> None:
    await site.set_password("agent")
    await login(site)
    body = {"name": "Agent", "email": "agent@example.com", "active": False}
    headers = await site.agent("admin") | {"If-Match": '"1"'}
    answer = await site.client.put("/api/v1/admin/agents/agent", json=body, headers=headers)
    assert answer.status == 200, await answer.text()
    assert (await site.client.get("/api/v1/me")).status == 401
    assert await login(site) == 401


async def test_an_invitation_lets_an_agent_choose_a_password_once(site: Site) -> None:
    made = await site.client.post("/api/v1/admin/agents/agent/invitation", json={}, headers=await site.agent("admin"))
    secret = (await made.json())["url"].rpartition("/")[2]
    path = f"/api/v1/invitations/{secret}"
    assert await (await site.client.get(path)).json() == {"name": "Agent", "email": "agent@example.com"}
    short = await site.client.post(path, json={"password": "short"}, headers=site.own)
    assert (await problem(short))["path"] == "password"
    taken = await site.client.post(path, json={"password": PASSWORD}, headers=site.own)
    assert taken.status == 200
    assert (await site.client.get("/api/v1/me")).status == 200
    assert (await site.client.post(path, json={"password": PASSWORD}, headers=site.own)).status == 404


async def test_the_first_administrator_comes_by_a_link_that_works_once(make_site: MakeSite) -> None:
    site = await make_site()
    await site.set_password("admin")
    assert await first_administrator_secret(site.desk) is None


async def test_without_an_administrator_who_can_sign_in_there_is_a_link(make_site: MakeSite) -> None:
    site = await make_site()
    first = await first_administrator_secret(site.desk)
    second = await first_administrator_secret(site.desk)
    assert first and second
    assert (await site.client.get(f"/api/v1/invitations/{first}")).status == 404
    body = {"password": PASSWORD}
    answer = await site.client.post(f"/api/v1/invitations/{second}", json=body, headers=site.own)
    assert answer.status == 200
    assert (await answer.json())["agent"]["role"] == "admin"
    assert await first_administrator_secret(site.desk) is None


async def test_a_socket_ticket_works_once_and_for_a_minute(site: Site) -> None:
    await site.set_password("agent")
    await login(site)

    async def ticket() -> str:
        answer = await site.client.post("/api/v1/socket-ticket", json={}, headers=site.own)
        return str((await answer.json())["ticket"])

    first, second = await ticket(), await ticket()
    principal = await auth.principal_of_ticket(site.centre, first)
    assert (principal.kind, principal.id) == (PrincipalKind.AGENT, "agent")
    with pytest.raises(Unauthenticated):
        await auth.principal_of_ticket(site.centre, first)
    site.clock.advance(timedelta(seconds=61))
    with pytest.raises(Unauthenticated):
        await auth.principal_of_ticket(site.centre, second)


async def test_a_ticket_is_no_session_and_a_session_no_ticket(site: Site) -> None:
    await site.set_password("agent")
    await login(site)
    answer = await site.client.post("/api/v1/socket-ticket", json={}, headers=site.own)
    ticket = (await answer.json())["ticket"]
    bearer = {"Authorization": f"Bearer {ticket}"}
    assert (await site.client.get("/api/v1/me", headers=bearer)).status == 401
    cookie = next(iter(site.client.session.cookie_jar)).value
    with pytest.raises(Unauthenticated):
        await auth.principal_of_ticket(site.centre, cookie)


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "é.b.c", "a" * 5000, "a.b.", "..", uuid7()])
async def test_a_made_up_token_is_refused(site: Site, token: str) -> None:
    headers = {"Authorization": f"Bearer {token}".encode().decode("latin-1")}
    assert (await site.client.get("/api/v1/visitor/conversations", headers=headers)).status == 401


async def test_a_visitors_token_is_refused_from_a_page_that_may_not_embed_it(site: Site) -> None:
    admin = await site.agent("admin") | {"If-Match": '"1"'}
    body = {"name": "Shop", "channel": "chat", "queue_id": "queue-1", "allowed_origins": ["https://shop.example"]}
    answer = await site.client.put("/api/v1/admin/inboxes/shop", json=body, headers=admin)
    assert answer.status == 200, await answer.text()
    visitor = await site.visitor()
    path = "/api/v1/visitor/conversations"
    for origin, status in (
        ("https://shop.example", 200),
        (site.origin, 200),
        ("https://evil.example", 403),
        ("null", 403),
    ):
        answer = await site.client.get(path, headers=visitor | {"Origin": origin})
        assert answer.status == status, origin


async def test_one_click_sign_in_of_the_demo(site: Site) -> None:
    agents = (await (await site.client.get("/api/v1/demo")).json())["agents"]
    assert {agent["id"] for agent in agents} == {"agent", "supervisor", "admin", "stranger"}
    answer = await site.client.post("/api/v1/demo/login", json={"agent_id": "supervisor"}, headers=site.own)
    assert answer.status == 200
    assert (await (await site.client.get("/api/v1/me")).json())["demo"] is True
