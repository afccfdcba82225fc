"""The straight road over HTTP: a visitor writes, an agent answers, both see the same."""

from contactcenter.ids import uuid7
from tests.web.site import Site


async def test_a_visitor_writes_and_the_agent_answers(site: Site) -> None:
    visitor, agent = await site.visitor(), await site.agent()
    ack = await site.sent(visitor, "My display stays dark")
    path = f"/api/v1/conversations/{ack['conversation']}"

    listed = await (await site.client.get("/api/v1/conversations?view=queues", headers=agent)).json()
    assert [head["id"] for head in listed["items"]] == [ack["conversation"]]

    body = {"external_id": uuid7(), "text": "Press the button for ten seconds"}
    answer = await site.client.post(f"{path}/messages", json=body, headers=agent)
    assert answer.status == 200, await answer.text()

    url = f"/api/v1/visitor/conversations/{ack['conversation']}/entries"
    seen = await (await site.client.get(url, headers=visitor)).json()
    texts = [item["body"]["text"] for item in seen["items"] if item["kind"] == "message"]
    assert texts[0] == "My display stays dark"
    assert texts[-1] == "Press the button for ten seconds"
    assert seen["head"]["agent"] == {"name": "Agent"}


async def test_the_contact_never_sees_a_note(site: Site) -> None:
    visitor, agent = await site.visitor(), await site.agent()
    ack = await site.sent(visitor)
    body = {"external_id": uuid7(), "text": "difficult person"}
    answer = await site.client.post(f"/api/v1/conversations/{ack['conversation']}/notes", json=body, headers=agent)
    assert answer.status == 200

    url = f"/api/v1/visitor/conversations/{ack['conversation']}/entries"
    assert "difficult person" not in await (await site.client.get(url, headers=visitor)).text()


async def test_what_a_contact_applies_in_order_has_no_gap(site: Site) -> None:
    visitor, agent = await site.visitor(), await site.agent()
    ack = await site.sent(visitor)
    body = {"external_id": uuid7(), "text": "One moment"}
    await site.client.post(f"/api/v1/conversations/{ack['conversation']}/messages", json=body, headers=agent)
    await site.sent(visitor, "Thank you", conversation=ack["conversation"])

    url = f"/api/v1/visitor/conversations/{ack['conversation']}/entries?after=0"
    seen = await (await site.client.get(url, headers=visitor)).json()
    applied = 0
    for item in seen["items"]:
        assert item["after"] == applied
        applied = item["seq"]
    assert applied == seen["head"]["seq"]


async def test_the_same_message_sent_again_is_stored_once(site: Site) -> None:
    visitor = await site.visitor()
    body = {"external_id": uuid7(), "text": "Hello?"}
    first = await (await site.client.post("/api/v1/visitor/messages", json=body, headers=visitor)).json()
    again = await (await site.client.post("/api/v1/visitor/messages", json=body, headers=visitor)).json()
    assert again == first


async def test_another_visitors_conversation_answers_as_if_it_did_not_exist(site: Site) -> None:
    ack = await site.sent(await site.visitor())
    other = await site.visitor()
    url = "/api/v1/visitor/conversations/{}/entries"
    theirs = await site.client.get(url.format(ack["conversation"]), headers=other)
    unknown = await site.client.get(url.format(uuid7()), headers=other)
    assert theirs.status == unknown.status == 404
    assert await theirs.json() == await unknown.json()


async def test_an_agent_of_another_team_does_not_see_it(site: Site) -> None:
    ack = await site.sent(await site.visitor())
    stranger = await site.agent("stranger")
    answer = await site.client.get(f"/api/v1/conversations/{ack['conversation']}", headers=stranger)
    assert answer.status == 404
    listed = await (await site.client.get("/api/v1/conversations", headers=stranger)).json()
    assert listed["items"] == []


async def test_the_card_of_a_conversation_says_why_it_is_here(site: Site) -> None:
    ack = await site.sent(await site.visitor())
    answer = await site.client.get(f"/api/v1/conversations/{ack['conversation']}", headers=await site.agent())
    card = await answer.json()
    assert card["head"]["state"] == "waiting"
    assert card["why"]["reasons"]
