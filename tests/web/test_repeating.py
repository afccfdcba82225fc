"""Idempotency-Key: the same POST sent again does nothing twice."""

from datetime import timedelta

from contactcenter.ids import uuid7
from tests.web.site import Site, problem

PATH = "/api/v1/admin/teams"


async def test_the_same_request_is_answered_as_the_first_time(site: Site) -> None:
    headers = await site.agent("admin") | {"Idempotency-Key": uuid7()}
    first = await site.client.post(PATH, json={"name": "Night"}, headers=headers)
    again = await site.client.post(PATH, json={"name": "Night"}, headers=headers)
    assert await again.json() == await first.json()
    assert again.headers["Idempotency-Replayed"] == "true"
    listed = await (await site.client.get(PATH, headers=headers)).json()
    assert [one["name"] for one in listed["items"]].count("Night") == 1


async def test_the_key_with_another_body_is_refused(site: Site) -> None:
    headers = await site.agent("admin") | {"Idempotency-Key": uuid7()}
    await site.client.post(PATH, json={"name": "Night"}, headers=headers)
    answer = await site.client.post(PATH, json={"name": "Day"}, headers=headers)
    assert (answer.status, (await problem(answer))["path"]) == (422, "Idempotency-Key")


async def test_the_key_of_another_agent_is_another_key(site: Site) -> None:
    key = {"Idempotency-Key": uuid7()}
    first = await site.client.post(PATH, json={"name": "Night"}, headers=await site.agent("admin") | key)
    second = await site.client.post(PATH, json={"name": "Night"}, headers=await site.agent("agent") | key)
    assert (first.status, second.status) == (200, 403)


async def test_a_refusal_is_not_kept(site: Site) -> None:
    headers = await site.agent("admin") | {"Idempotency-Key": uuid7()}
    refused = await site.client.post("/api/v1/admin/queues", json={"name": "Q", "teams": ["t9"]}, headers=headers)
    assert refused.status == 422
    await site.client.post(PATH, json={"id": "t9", "name": "Nine"}, headers=await site.agent("admin"))
    answer = await site.client.post("/api/v1/admin/queues", json={"name": "Q", "teams": ["t9"]}, headers=headers)
    assert answer.status == 200


async def test_the_answer_is_kept_for_a_day(site: Site) -> None:
    headers = await site.agent("admin") | {"Idempotency-Key": uuid7()}
    await site.client.post(PATH, json={"name": "Night"}, headers=headers)
    site.clock.advance(timedelta(hours=25))
    answer = await site.client.post(PATH, json={"name": "Night"}, headers=headers)
    assert "Idempotency-Replayed" not in answer.headers
