"""What agents do with a conversation and its contact, over HTTP."""

from datetime import timedelta
from typing import Any

import pytest

from contactcenter.desk.records import save_record
from contactcenter.ids import uuid7
from contactcenter.model.records import Product
from tests.web.site import START, Site, problem


class Work:
    """One conversation, and an agent who works on it."""

    def __init__(self, site: Site, headers: dict[str, str], visitor: dict[str, str], conversation: str) -> None:
        self.site, self.headers, self.visitor, self.id = site, headers, visitor, conversation

    async def do(self, verb: str, body: Any = None, status: int = 200) -> dict[str, Any]:
        path = f"/api/v1/conversations/{self.id}/{verb}"
        answer = await self.site.client.post(path, json={} if body is None else body, headers=self.headers)
        assert answer.status == status, await answer.text()
        return dict(await answer.json())

    async def card(self) -> dict[str, Any]:
        answer = await self.site.client.get(f"/api/v1/conversations/{self.id}", headers=self.headers)
        return dict(await answer.json())


@pytest.fixture
async def work(site: Site) -> Work:
    visitor = await site.visitor()
    ack = await site.sent(visitor)
    return Work(site, await site.agent(), visitor, ack["conversation"])


async def test_taking_resolving_and_undoing_it(work: Work) -> None:
    assert (await work.do("take"))["head"]["agent_id"] == "agent"
    resolved = (await work.do("resolve", {"reason": "explained"}))["head"]
    assert (resolved["state"], resolved["resolve_reason"]) == ("resolved", "explained")
    assert (await work.do("reopen"))["head"]["state"] == "assigned"


async def test_snoozing_and_waking(work: Work) -> None:
    await work.do("take")
    until = (START + timedelta(hours=2)).isoformat()
    assert (await work.do("snooze", {"until": until}))["head"]["state"] == "snoozed"
    assert (await work.do("wake"))["head"]["state"] == "assigned"


async def test_a_time_that_is_past_or_without_a_zone_is_refused(work: Work) -> None:
    await work.do("take")
    assert (await work.do("snooze", {"until": "2020-01-01T00:00:00Z"}, 422))["path"] == "until"
    assert (await work.do("snooze", {"until": "2030-01-01T00:00:00"}, 422))["path"] == "until"


async def test_transferring_to_another_team_ends_the_view_of_the_first(work: Work) -> None:
    await work.do("take")
    await work.do("transfer", {"queue_id": "queue-2", "note": "about money"})
    path = f"/api/v1/conversations/{work.id}"
    assert (await work.site.client.get(path, headers=work.headers)).status == 404
    stranger = await work.site.agent("stranger")
    assert (await work.site.client.get(path, headers=stranger)).status == 200


async def test_a_transfer_names_one_receiver(work: Work) -> None:
    await work.do("transfer", {}, 422)
    await work.do("transfer", {"agent_id": "nobody"}, 404)


async def test_an_offer_that_is_not_open_is_a_conflict(work: Work) -> None:
    assert (await work.do("accept", {"offer_id": "gone"}, 409))["code"] == "conflict"
    assert (await work.do("decline", {"offer_id": "gone"}, 409))["code"] == "conflict"


async def test_tags_facts_and_promises(work: Work) -> None:
    await work.do("take")
    assert (await work.do("tags", {"tag": "late", "added": True}))["head"]["tags"] == ["late"]
    assert (await work.do("tags", {"tag": "late", "added": False}))["head"]["tags"] == []
    stated = await work.do("facts", {"key": "where", "state": "value", "value": "Riga"})
    assert stated["head"]["facts"]["where"]["value"] == "Riga"
    assert (await work.card())["known"][0]["value"] == "Riga"
    due = (START + timedelta(days=1)).isoformat()
    promised = await work.do("commitments", {"id": "c1", "text": "call back", "due": due})
    assert promised["head"]["commitments"][0]["text"] == "call back"
    assert (await work.do("commitments/c1", {"kept": True}))["head"]["commitments"][0]["kept"] is True


async def test_a_fact_of_an_unknown_key_is_named(work: Work) -> None:
    assert (await work.do("facts", {"key": "weather", "value": "rain"}, 422))["path"] == "key"


async def test_a_language_is_corrected(work: Work) -> None:
    head = (await work.do("language", {"language": "de"}))["head"]
    assert (head["language"], head["language_source"]) == ("de", "agent")


async def test_links_are_made_and_taken_back(work: Work) -> None:
    other = await work.site.sent(work.visitor, "again")
    body = {"link": "duplicate_of", "target": other["conversation"], "added": True}
    assert len((await work.do("links", body))["links"]) == 1
    assert (await work.do("links", body | {"added": False}))["links"] == []
    assert (await work.do("links", body | {"link": "merged_into"}, 422))["path"] == "link"


async def test_a_link_to_what_one_may_not_see_is_refused_as_unknown(work: Work) -> None:
    hidden = await work.site.sent(await work.site.visitor("bills"), "hidden")
    for target in (hidden["conversation"], uuid7()):
        assert (await work.do("links", {"link": "caused_by", "target": target, "added": True}, 404))["code"]


async def test_focus_reading_and_typing_are_taken(work: Work) -> None:
    await work.do("take")
    assert await work.do("focus", {"external_id": uuid7(), "seconds": 12.5}) == {}
    assert await work.do("read", {"seq": 2}) == {}
    assert await work.do("typing") == {}
    assert (await work.card())["head"]["read_up_to"]["agent"] == 2


async def test_merging_two_conversations_of_one_contact(work: Work) -> None:
    supervisor = await work.site.agent("supervisor")
    other = await work.site.sent(work.visitor, "again")
    path = f"/api/v1/conversations/{work.id}/merge"
    answer = await work.site.client.post(path, json={"into": other["conversation"]}, headers=supervisor)
    assert (await answer.json())["head"]["merged_into"] == other["conversation"]


# --- contacts ----------------------------------------------------------------------------------------------


async def test_a_contact_is_changed_from_the_version_that_was_read(work: Work) -> None:
    contact = (await work.card())["contact"]
    path = f"/api/v1/contacts/{contact['id']}"
    headers = work.headers | {"If-Match": f'"{contact["version"]}"'}
    changed = await work.site.client.put(path, json={"name": "Ann", "language": "ru"}, headers=headers)
    assert (await changed.json())["contact"]["name"] == "Ann"
    assert (await work.card())["head"]["contact_name"] == "Ann"
    again = await work.site.client.put(path, json={"name": "Eve"}, headers=headers)
    assert (await problem(again))["code"] == "stale"


async def test_contacts_are_merged_and_unmerged(work: Work) -> None:
    supervisor = await work.site.agent("supervisor")
    other = await work.site.visitor()
    ack = await work.site.sent(other, "from my other browser")
    answer = await work.site.client.get(f"/api/v1/conversations/{ack['conversation']}", headers=supervisor)
    second = (await answer.json())["contact"]["id"]
    first = (await work.card())["contact"]["id"]

    path = f"/api/v1/contacts/{second}"
    merged = await work.site.client.post(f"{path}/merge", json={"into": first}, headers=supervisor)
    assert (await merged.json())["contact"]["merged_into"] == first
    mine = await (await work.site.client.get("/api/v1/visitor/conversations", headers=work.visitor)).json()
    assert {head["id"] for head in mine["items"]} == {work.id, ack["conversation"]}

    await work.site.client.post(f"{path}/unmerge", json={}, headers=supervisor)
    mine = await (await work.site.client.get("/api/v1/visitor/conversations", headers=work.visitor)).json()
    assert {head["id"] for head in mine["items"]} == {work.id}


async def test_a_contact_of_another_team_does_not_exist(work: Work) -> None:
    contact = (await work.card())["contact"]["id"]
    stranger = await work.site.agent("stranger")
    theirs = await work.site.client.get(f"/api/v1/contacts/{contact}", headers=stranger)
    unknown = await work.site.client.get(f"/api/v1/contacts/{uuid7()}", headers=stranger)
    assert (theirs.status, await theirs.json()) == (unknown.status, await unknown.json())


# --- finding -----------------------------------------------------------------------------------------------


async def test_search_finds_only_what_the_reader_may_see(work: Work) -> None:
    await work.site.sent(await work.site.visitor("bills"), "order 1234 was paid twice")
    await work.site.desk.store.index_pending()
    answer = await work.site.client.get("/api/v1/search?q=1234", headers=work.headers)
    found = {item["conversation_id"] for item in (await answer.json())["items"] if item["conversation_id"]}
    assert found == {work.id}


async def test_articles_are_suggested_and_read(work: Work) -> None:
    await work.site.desk.answering.rebuild(work.site.desk.store, START)
    path = f"/api/v1/conversations/{work.id}/suggestions?text=battery"
    found = await (await work.site.client.get(path, headers=work.headers)).json()
    assert found["items"][0]["slug"] == "battery"
    searched = await work.site.client.get("/api/v1/articles/search?q=батарея&language=ru", headers=work.headers)
    assert (await searched.json())["items"][0]["language"] == "ru"
    read = await work.site.client.get("/api/v1/articles/battery?language=en", headers=work.headers)
    assert "<strong>four</strong>" in (await read.json())["html"]


async def test_suggestions_leave_out_other_products_until_all_are_asked_for(work: Work) -> None:
    desk = work.site.desk
    for id in ("bp200", "bp300"):
        await save_record(desk, Product(id=id, names={"en": id.upper()}), actor="test", new=True)
    body = {"slug": "charging", "language": "en", "title": "Battery of the BP300", "body": "x", "products": ["bp300"]}
    await work.site.client.post("/api/v1/admin/articles", json=body, headers=await work.site.agent("admin"))
    await desk.answering.take_in(desk.store, START)

    async def suggested(**more: str) -> tuple[set[str], bool]:
        path = f"/api/v1/conversations/{work.id}/suggestions"
        answer = await work.site.client.get(path, params={"text": "battery", **more}, headers=work.headers)
        found = await answer.json()
        return {item["slug"] for item in found["items"]}, found["left_out"]

    assert await suggested() == ({"battery", "charging"}, False)
    await work.do("facts", {"key": "product", "state": "value", "value": "bp200"})
    assert await suggested() == ({"battery"}, True)
    assert await suggested(all_products="true") == ({"battery", "charging"}, False)


async def test_an_inserted_article_is_counted(work: Work) -> None:
    await work.do("messages", {"external_id": uuid7(), "text": "Use four AA.", "articles": ["battery"]})
    await work.do("articles", {"external_id": uuid7(), "article_id": "battery", "action": "linked"})
    entries = await work.site.client.get(f"/api/v1/conversations/{work.id}/entries", headers=work.headers)
    used = [item["body"]["action"] for item in (await entries.json())["items"] if item["kind"] == "article_use"]
    assert used == ["inserted", "linked"]


async def test_the_console_learns_the_names_of_everything(work: Work) -> None:
    centre = await (await work.site.client.get("/api/v1/centre", headers=work.headers)).json()
    assert {agent["name"] for agent in centre["agents"]} == {"Agent", "Supervisor", "Admin", "Stranger"}
    assert [queue["id"] for queue in centre["queues"]] == ["queue-1", "queue-2"]
    assert "product" in [key["id"] for key in centre["fact_keys"]]
    assert "email" not in centre["agents"][0]


async def test_the_console_learns_of_problems_that_are_not_solved(work: Work) -> None:
    admin = await work.site.agent("admin")
    for title, state in (("Dark displays", "open"), ("Old story", "solved")):
        body = {"title": title, "state": state}
        assert (await work.site.client.post("/api/v1/admin/problems", json=body, headers=admin)).status < 300
    centre = await (await work.site.client.get("/api/v1/centre", headers=work.headers)).json()
    assert [problem["title"] for problem in centre["problems"]] == ["Dark displays"]


async def test_the_long_poll_brings_what_the_reader_lacks(work: Work) -> None:
    path = f"/api/v1/sync?follow={work.id}:0"
    answer = await (await work.site.client.get(path, headers=work.headers)).json()
    name, body = answer["events"][0]
    assert (name, body["entries"][0]["seq"]) == ("entries", 1)
    for visitor_path in (path, "/api/v1/sync"):
        assert (await work.site.client.get(visitor_path, headers=work.visitor)).status == 200
