"""What the socket brings, and that the long poll brings the same."""

import asyncio
import json
from typing import Any

import pytest

from contactcenter.ids import uuid7
from tests.live.conftest import OpenSocket
from tests.live.raw_socket import RawSocket
from tests.web.site import Site


async def sent(raw: RawSocket, text: str, conversation: str | None = None) -> dict[str, Any]:
    body = {"external_id": uuid7(), "conversation": conversation, "text": text}
    answer = await raw.call("message.send", body)
    assert "error" not in answer, answer
    return dict(answer)


async def seen(raw: RawSocket, text: str) -> None:
    """Returns when the text has come; raises TimeoutError or ConnectionError if it does not."""
    while True:
        change = await raw.event("entries")
        if any(entry["body"].get("text") == text for entry in change["entries"]):
            return


async def test_what_a_contact_writes_reaches_the_agent_who_follows_and_back(open_socket: OpenSocket) -> None:
    visitor, agent = await open_socket(), await open_socket("agent")
    ack = await sent(visitor, "My display stays dark")
    followed = await agent.call("follow", {"conversation": ack["conversation"], "after": 0})
    assert followed["entries"][0]["body"]["text"] == "My display stays dark"
    await sent(agent, "Press the button for ten seconds", ack["conversation"])
    await seen(visitor, "Press the button for ten seconds")
    await sent(visitor, "It works, thank you", ack["conversation"])
    await seen(agent, "It works, thank you")


async def test_resending_with_the_same_id_gives_the_same_acknowledgement(open_socket: OpenSocket) -> None:
    visitor = await open_socket()
    body = {"external_id": uuid7(), "conversation": None, "text": "Am I twice?"}
    assert await visitor.call("message.send", body) == await visitor.call("message.send", body)


async def test_a_contact_gets_no_note_and_applies_without_a_gap(open_socket: OpenSocket) -> None:
    visitor, agent = await open_socket(), await open_socket("agent")
    ack = await sent(visitor, "Hello")
    conversation = ack["conversation"]
    note = {"external_id": uuid7(), "conversation": conversation, "text": "difficult", "note": True}
    await agent.call("message.send", note)
    await sent(agent, "Good day", conversation)
    page = await visitor.call("follow", {"conversation": conversation, "after": 0})
    applied = 0
    for entry in page["entries"]:
        assert entry["after"] == applied
        applied = entry["seq"]
    assert "difficult" not in json.dumps(page)


async def test_typing_reaches_the_other_side_only(open_socket: OpenSocket) -> None:
    visitor, agent = await open_socket(), await open_socket("agent")
    ack = await sent(visitor, "Hello")
    await agent.call("follow", {"conversation": ack["conversation"], "after": 0})
    await agent.call("typing", {"conversation": ack["conversation"]})
    assert (await visitor.event("typing"))["author"]["name"] == "Agent"
    with pytest.raises((TimeoutError, ConnectionError)):
        await agent.event("typing", seconds=0.3)


async def test_a_watched_queue_shows_what_waits(open_socket: OpenSocket) -> None:
    visitor, agent = await open_socket(), await open_socket("agent")
    await agent.call("watch", {"views": ["mine", "queues", "presence"]})
    ack = await sent(visitor, "Hello, my display stays dark")
    change = await agent.event("list")
    assert change["view"] == "queues"
    assert [head["id"] for head in change["changed"]] == [ack["conversation"]]


async def test_what_another_team_has_is_not_listed_and_cannot_be_followed(open_socket: OpenSocket) -> None:
    visitor, stranger = await open_socket(), await open_socket("stranger")
    await stranger.call("watch", {"views": ["mine", "queues"]})
    ack = await sent(visitor, "Hello")
    answer = await stranger.call("follow", {"conversation": ack["conversation"], "after": 0})
    assert answer["error"]["code"] == "not_found"
    with pytest.raises((TimeoutError, ConnectionError)):
        await stranger.event("list", seconds=0.6)


async def test_read_marks_reach_the_other_side(open_socket: OpenSocket) -> None:
    visitor, agent = await open_socket(), await open_socket("agent")
    ack = await sent(visitor, "Hello")
    await agent.call("follow", {"conversation": ack["conversation"], "after": 0})
    await agent.call("read", {"conversation": ack["conversation"], "seq": ack["seq"]})
    while True:
        change = await visitor.event("head")
        if change["head"]["read_up_to"]["staff"] == ack["seq"]:
            break


async def test_after_a_broken_connection_nothing_is_missing_or_twice(open_socket: OpenSocket, site: Site) -> None:
    bearer = await site.visitor()
    auth = {"protocol": 1, "token": bearer["Authorization"].removeprefix("Bearer ")}
    visitor, agent = await open_socket(auth=auth), await open_socket("agent")
    ack = await sent(visitor, "Hello")
    await visitor.close()
    for number in range(3):
        await sent(agent, f"answer {number}", ack["conversation"])
    again = await open_socket(auth=auth)
    page = await again.call("follow", {"conversation": ack["conversation"], "after": ack["seq"]})
    texts = [entry["body"]["text"] for entry in page["entries"] if entry["author"]["kind"] == "agent"]
    assert [text for text in texts if text.startswith("answer")] == ["answer 0", "answer 1", "answer 2"]


async def test_the_long_poll_brings_what_came_since_and_then_waits(site: Site) -> None:
    visitor, agent = await site.visitor(), await site.agent()
    ack = await site.sent(visitor, "Hello")
    path = f"/api/v1/sync?follow={ack['conversation']}:0&wait=0"
    first = await (await site.client.get(path, headers=visitor)).json()
    assert "events" in first, first
    (name, change), *_ = first["events"]
    assert name == "entries" and change["entries"][0]["body"]["text"] == "Hello"

    applied = change["entries"][-1]["seq"]
    waiting = asyncio.create_task(_poll(site, visitor, f"{ack['conversation']}:{applied}"))
    await asyncio.sleep(0.2)
    body = {"external_id": uuid7(), "text": "Good day"}
    await site.client.post(f"/api/v1/conversations/{ack['conversation']}/messages", json=body, headers=agent)
    events = (await waiting)["events"]
    texts = [entry["body"].get("text") for name, body in events if name == "entries" for entry in body["entries"]]
    assert "Good day" in texts


async def _poll(site: Site, who: dict[str, str], follow: str) -> dict[str, Any]:
    answer = await site.client.get(f"/api/v1/sync?follow={follow}&wait=5", headers=who)
    return dict(await answer.json())


async def test_the_long_poll_shows_a_watched_list_once(site: Site) -> None:
    visitor, agent = await site.visitor(), await site.agent()
    ack = await site.sent(visitor, "Hello, my display stays dark")
    first = await (await site.client.get("/api/v1/sync?watch=queues&wait=0", headers=agent)).json()
    (name, change), *_ = first["events"]
    assert name == "list" and [head["id"] for head in change["changed"]] == [ack["conversation"]]
    again = await site.client.get(f"/api/v1/sync?watch=queues&wait=0&cursor={first['cursor']}", headers=agent)
    assert (await again.json())["events"] == []


async def test_draining_tells_every_client_to_come_back_at_another_moment(site: Site, open_socket: OpenSocket) -> None:
    sockets = [await open_socket() for _ in range(4)]
    site.centre.live.hub.close_all("draining", 4.0)
    waits = [(await raw.event("closing"))["retry_after"] for raw in sockets]
    assert len(set(waits)) == 4
    assert all([await raw.is_cut() for raw in sockets])
