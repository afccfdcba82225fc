"""Whatever comes in, the answer says what is wrong, and is never a fault of ours."""

import asyncio
import re
from collections.abc import AsyncIterator
from typing import Any

import msgspec
import pytest

from contactcenter.ids import uuid7
from contactcenter.web import routes
from contactcenter.web.app import all_routes
from contactcenter.web.limits import Buckets
from contactcenter.web.routes import Route
from tests.web.site import Site, problem

TAGS = "/api/v1/conversations/{}/tags"


async def posted(site: Site, raw: bytes) -> Any:
    ack = await site.sent(await site.visitor())
    path = TAGS.format(ack["conversation"])
    return await site.client.post(path, data=raw, headers=await site.agent())


@pytest.mark.parametrize(
    ("raw", "status", "path"),
    [
        (b"{", 400, None),
        (b"\xff\xfe", 400, None),
        (b'{"tag":"\xed\xa0\x80","added":true}', 400, None),
        (b'{"tag":"\\ud800","added":true}', 400, None),
        (b'{"tag":"a\\u0000b","added":true}', 422, "tag"),
        (b'{"tag":5,"added":true}', 422, "tag"),
        (b'{"tag":"a","added":"yes"}', 422, "added"),
        (b'{"tag":"a","added":true,"more":1}', 422, "more"),
        (b'{"tag":"a"}', 422, None),
        (b"[]", 422, None),
        (b"null", 422, None),
        (b'{"tag":"' + b"x" * 100 + b'","added":true}', 422, "tag"),
        (b'{"tag":99999999999999999999999999,"added":true}', 422, "tag"),
        (b'{"tag":1e999,"added":true}', 422, None),
        (b'{"tag":' + b"[" * 100 + b"]" * 100 + b"}", 422, None),
        (b'{"tag":' + b"[" * 100_000 + b"]" * 100_000 + b"}", 422, None),
        (b'{"tag":"a","tag":{"$ne":null},"added":true}', 422, "tag"),
    ],
)
async def test_a_wrong_body_is_named(site: Site, raw: bytes, status: int, path: str | None) -> None:
    answer = await posted(site, raw)
    assert answer.status == status, await answer.text()
    if path is not None:
        assert (await problem(answer))["path"] == path


async def test_a_body_beyond_the_limit_is_refused_before_it_is_read(site: Site) -> None:
    answer = await posted(site, b'{"tag":"' + b"x" * 1_000_000 + b'"}')
    assert (answer.status, (await problem(answer))["code"]) == (413, "too_large")


async def test_a_body_that_never_ends_is_given_up(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routes, "BODY_DEADLINE_SECONDS", 0.2)

    async def dawdling() -> AsyncIterator[bytes]:
        yield b'{"email":'
        await asyncio.sleep(2)
        yield b'"x"}'

    async with asyncio.timeout(1.5):
        answer = await site.client.post("/api/v1/login", data=dawdling())
    assert answer.status == 503


async def test_a_message_of_a_megabyte_in_one_line_is_refused(site: Site) -> None:
    body = {"external_id": uuid7(), "text": "x" * 1_000_000}
    answer = await site.client.post("/api/v1/visitor/messages", json=body, headers=await site.visitor())
    assert answer.status == 413


async def test_a_message_with_controls_and_zalgo_is_kept_readable(site: Site) -> None:
    visitor = await site.visitor()
    ack = await site.sent(visitor, "a\0b \u202egnp.exe Z\u0301\u0302\u0303\u0304\u0305\u0306lgo")
    url = f"/api/v1/visitor/conversations/{ack['conversation']}/entries"
    seen = await (await site.client.get(url, headers=visitor)).json()
    assert seen["items"][0]["body"]["text"] == "ab \u202egnp.exe Z\u0301\u0302\u0303lgo"


async def test_a_lone_surrogate_in_a_message_is_refused(site: Site) -> None:
    raw = b'{"external_id":"%s","text":"\\ud83d"}' % uuid7().encode()
    answer = await site.client.post("/api/v1/visitor/messages", data=raw, headers=await site.visitor())
    assert answer.status in (400, 422)


@pytest.mark.parametrize(
    ("query", "path"),
    [
        ("limit=x", "limit"),
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=5&limit=6", "limit"),
        ("state=sleeping", "state[0]"),
        ("order=best", "order"),
        ("tag=a%00b", "tag"),
        ("unknown=1", "unknown"),
        ("cursor=%ff%fe", None),
        ("cursor=nonsense", None),
        ("fact=nocolon", "fact"),
    ],
)
async def test_a_wrong_query_is_named(site: Site, query: str, path: str | None) -> None:
    answer = await site.client.get(f"/api/v1/conversations?{query}", headers=await site.agent())
    assert answer.status == 422 or path is None, await answer.text()
    assert answer.status < 500
    if path is not None:
        assert (await problem(answer))["path"] == path


@pytest.mark.parametrize("part", ["%00", "%ed%a0%80", "x" * 5000, "..%2f..%2fetc", "%ff", "'; DROP TABLE", "a b"])
async def test_a_strange_id_does_not_exist(site: Site, part: str) -> None:
    answer = await site.client.get(f"/api/v1/conversations/{part}", headers=await site.agent())
    assert answer.status in (400, 404)


WRONG: tuple[Any, ...] = (None, True, -1, 1.5, "x\0y", "", [], {"$ne": None}, [[[]]], 2**70)


def fields_of(route: Route) -> list[str]:
    body = route.body or route.raw
    return list(body.__struct_encode_fields__) if body else []


BODIES = [route for route in all_routes() if fields_of(route) and "login" not in route.path]


@pytest.mark.parametrize("route", BODIES, ids=lambda route: f"{route.method} {route.path}")
async def test_a_wrong_type_in_any_field_is_never_a_fault_of_ours(site: Site, route: Route) -> None:
    visitor = await site.visitor()
    ack = await site.sent(visitor)
    headers = visitor if "/visitor/" in route.path else await site.agent("admin")
    path = route.path.replace("/{id}", f"/{ack['conversation']}").replace("{inbox}", "shop").replace("{cid}", "c")
    for field in fields_of(route):
        for wrong in WRONG:
            body = {field: wrong}
            answer = await site.client.request(route.method, path, json=body, headers=headers | {"If-Match": '"1"'})
            assert answer.status < 500, (field, wrong, await answer.text())


def misread(route: Route, field: str, wrong: Any) -> bool:
    """Whether the field's type has no room for the value; what a channel decodes itself may hold any text."""
    if route.raw and isinstance(wrong, str):
        return False
    try:
        msgspec.convert({field: wrong}, route.body or route.raw)
    except msgspec.ValidationError as error:
        return f"$.{field}" in str(error)
    return False


# a link that nobody made is told before anything is read
NAMED = [route for route in BODIES if "{token}" not in route.path]


@pytest.mark.parametrize("route", NAMED, ids=lambda route: f"{route.method} {route.path}")
async def test_a_wrong_type_in_any_field_is_answered_with_its_path(site: Site, route: Route) -> None:
    site.centre.limits = Buckets(size=0)
    ack = await site.sent(visitor := await site.visitor())
    headers = visitor if "/visitor/" in route.path else await site.agent("admin")
    path = route.path.replace("/{id}", f"/{ack['conversation']}").replace("{inbox}", "shop").replace("{cid}", "c")
    told = 0
    for field in fields_of(route):
        for wrong in (one for one in WRONG if misread(route, field, one)):
            body = {field: wrong}
            answer = await site.client.request(route.method, path, json=body, headers=headers | {"If-Match": '"1"'})
            assert answer.status == 422, (field, wrong, await answer.text())
            assert re.match(rf"{field}\b", (await problem(answer)).get("path", "")), (field, wrong, await answer.text())
            told += 1
    assert told
