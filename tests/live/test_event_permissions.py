"""Every role meets every socket event: what its permissions allow passes, all else is refused as forbidden."""

from typing import Any

import pytest

from contactcenter.desk import tokens
from contactcenter.desk.access import ROLES
from contactcenter.desk.records import save_record
from contactcenter.ids import AgentId, TeamId, uuid7
from contactcenter.model.records import Agent, Reach, Role
from tests.live.conftest import OpenSocket
from tests.live.raw_socket import RawSocket
from tests.web.site import Site

BODIES: dict[str, dict[str, Any]] = {
    "message.send": {"text": "Hello"},
    "follow": {},
    "unfollow": {},
    "watch": {"views": ["mine"]},
    "typing": {},
    "read": {"seq": 0},
}
READER = Role(id="reader", name="Reader", permissions=frozenset({"conversations.read"}), reach=Reach.ALL)
NOBODY = Role(id="powerless", name="Powerless", permissions=frozenset(), reach=Reach.OWN)


async def opened_as(role: str, site: Site, open_socket: OpenSocket) -> RawSocket:
    if role == "visitor":
        return await open_socket()
    agent = Agent(
        id=AgentId(f"as-{role}"), name=role, email=f"as-{role}@example.com", role=role, teams=(TeamId("team-1"),)
    )
    await save_record(site.desk, agent, actor="test", new=True)
    secret = await tokens.create_api_token(site.desk.store, role, "test", "test", site.clock.now(), agent.id)
    return await open_socket(auth={"protocol": 1, "token": secret})


@pytest.mark.parametrize("event", sorted(BODIES))
@pytest.mark.parametrize("role", [*sorted(ROLES), READER.id, NOBODY.id])
async def test_a_role_may_what_its_permissions_say(role: str, event: str, site: Site, open_socket: OpenSocket) -> None:
    for made in (READER, NOBODY):
        await save_record(site.desk, made, actor="test", new=True)
    owner = await open_socket()
    ack = await owner.call("message.send", {"external_id": uuid7(), "conversation": None, "text": "Hello"})
    raw = await opened_as(role, site, open_socket)
    body = {"conversation": ack["conversation"]} | BODIES[event] if event != "watch" else BODIES[event]
    if event == "message.send":
        body |= {"external_id": uuid7()}
    answer = await raw.call(event, body)
    door = site.centre.live._doors[event]
    known = {one.id: one for one in (*ROLES.values(), READER, NOBODY)}[role]
    needed = door.visitor_permission if role == "visitor" else door.permission
    allowed = needed is not None and needed in known.permissions
    assert (answer.get("error", {}).get("code") == "forbidden") is not allowed


async def test_every_event_of_the_socket_is_tried(site: Site) -> None:
    assert set(site.centre.live._doors) == set(BODIES)
