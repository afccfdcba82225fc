"""Administration: every kind of record by the same verbs, guarded by its version."""

import pytest

from contactcenter.web.record_bodies import KINDS
from tests.web.site import Site, problem

SAMPLES = {
    "agents": {"name": "Ann", "email": "ann@example.com", "languages": {"ru": 5}},
    "teams": {"name": "Night"},
    "skills": {"names": {"en": "Invoices"}},
    "blocked-domains": {"id": "spam.example", "note": "lottery"},
    "restricted-topics": {"name": "Law", "words": {"en": "lawyer\ncourt"}, "inboxes": ["shop"]},
    "queues": {"name": "Night", "teams": ["team-1"], "steps": [{"after_seconds": 60, "language_level": 2}]},
    "inboxes": {"name": "Help", "channel": "chat", "queue_id": "queue-1", "allowed_origins": ["https://shop.example"]},
    "companies": {"name": "Clinic", "domains": ["clinic.example"]},
    "products": {"names": {"en": "BP200"}, "versions": ["1"]},
    "symptoms": {"names": {"en": "Dark display"}},
    "fact-keys": {"names": {"en": "Colour"}},
    "tags": {"id": "urgent", "color": "#f00"},
    "canned-replies": {"shortcut": "hi", "texts": {"en": "Hello {contact.name}"}},
    "articles": {"slug": "new-one", "language": "en", "title": "New", "body": "Text"},
    "problems": {"title": "Dark displays", "product": "bp200"},
    "roles": {"name": "Trainee", "permissions": ["conversations.read"], "reach": "own"},
}


@pytest.mark.parametrize("noun", KINDS)
async def test_a_record_is_made_changed_and_its_history_kept(site: Site, noun: str) -> None:
    admin = await site.agent("admin")
    path = f"/api/v1/admin/{noun}"
    made = await site.client.post(path, json=SAMPLES[noun], headers=admin)
    assert made.status == 200, await made.text()
    record = await made.json()
    assert record["version"] == 1

    without_version = {
        key: value for key, value in record.items() if key not in ("version", "updated_at", "updated_by")
    }
    headers = admin | {"If-Match": '"1"'}
    changed = await site.client.put(f"{path}/{record['id']}", json=without_version, headers=headers)
    assert changed.status == 200, await changed.text()
    assert (await changed.json())["version"] == 2

    history = await (await site.client.get(f"{path}/{record['id']}/history", headers=admin)).json()
    assert [one["version"] for one in history["items"]] == [1, 2]


async def test_a_change_made_from_an_old_version_is_refused(site: Site) -> None:
    admin = await site.agent("admin")
    body = {"name": "Renamed"}
    path = "/api/v1/admin/teams/team-1"
    first = await site.client.put(path, json=body, headers=admin | {"If-Match": '"1"'})
    assert first.status == 200
    second = await site.client.put(path, json=body, headers=admin | {"If-Match": '"1"'})
    assert (second.status, (await problem(second))["code"]) == (412, "stale")


async def test_a_change_without_if_match_is_refused(site: Site) -> None:
    answer = await site.client.put("/api/v1/admin/teams/team-1", json={"name": "x"}, headers=await site.agent("admin"))
    assert (await problem(answer))["path"] == "If-Match"


async def test_a_list_goes_on_where_its_cursor_says(site: Site) -> None:
    admin = await site.agent("admin")
    first = await (await site.client.get("/api/v1/admin/agents?limit=3", headers=admin)).json()
    second = await (await site.client.get(f"/api/v1/admin/agents?limit=3&cursor={first['next']}", headers=admin)).json()
    ids = [one["id"] for one in first["items"] + second["items"]]
    assert ids == ["admin", "agent", "stranger", "supervisor"]
    assert second["next"] is None


@pytest.mark.parametrize(
    ("noun", "change", "path"),
    [
        ("agents", {"role": "emperor"}, "role"),
        ("agents", {"teams": ["nowhere"]}, "teams[0]"),
        ("agents", {"languages": {"ru": 9}}, "languages[...]"),
        ("queues", {"order": "random"}, "order"),
        ("queues", {"steps": [{"after_second": 1}]}, "steps[0].after_second"),
        ("inboxes", {"queue_id": "nowhere"}, "queue_id"),
        ("inboxes", {"settings": {"color": "red"}}, "settings"),
        ("inboxes", {"allowed_origins": ["https://x/path"]}, "allowed_origins[0]"),
        ("inboxes", {"time_zone": "Mars/Olympus"}, "time_zone"),
        ("roles", {"permissions": ["fly"]}, "permissions"),
        ("teams", {"name": ""}, "name"),
        ("articles", {"product_versions": {"bp200": "newer or so <"}}, "product_versions.bp200"),
        ("articles", {"kind": "procedure"}, "procedure"),
        ("articles", {"procedure": [{"id": "1", "text": "x", "choice": []}]}, "procedure[0].choice"),
        ("articles", {"procedure": [{"id": "1", "text": "x"}, {"id": "1", "text": "y"}]}, "procedure[1].id"),
        (
            "articles",
            {"procedure": [{"id": "1", "text": "x", "choices": [{"text": "y", "to": "2"}]}]},
            "procedure[0].choices[0].to",
        ),
        ("articles", {"source_language": "en"}, "source_language"),
        ("articles", {"language": "../en"}, "language"),
        ("teams", {"nam": "x"}, "nam"),
    ],
)
async def test_what_does_not_fit_is_named_by_its_path(
    site: Site, noun: str, change: dict[str, object], path: str
) -> None:
    answer = await site.client.post(
        f"/api/v1/admin/{noun}", json=SAMPLES[noun] | change, headers=await site.agent("admin")
    )
    assert answer.status == 422, await answer.text()
    assert (await problem(answer))["path"] == path


async def test_an_address_that_an_agent_has_already_is_refused(site: Site) -> None:
    body = SAMPLES["agents"] | {"email": "Agent@Example.com"}
    answer = await site.client.post("/api/v1/admin/agents", json=body, headers=await site.agent("admin"))
    assert answer.status == 409


async def test_nobody_grants_more_than_they_have(site: Site) -> None:
    admin = await site.agent("admin")
    role = {"id": "hr", "name": "People", "permissions": ["people.edit", "records.read"], "reach": "own"}
    assert (await site.client.post("/api/v1/admin/roles", json=role, headers=admin)).status == 200
    body = SAMPLES["agents"] | {"id": "hr-agent", "role": "hr"}
    assert (await site.client.post("/api/v1/admin/agents", json=body, headers=admin)).status == 200

    hr = await site.agent("hr-agent")
    body = SAMPLES["agents"] | {"email": "boss@example.com", "role": "admin"}
    answer = await site.client.post("/api/v1/admin/agents", json=body, headers=hr)
    assert answer.status == 403


async def test_administrators_cannot_lock_themselves_out(site: Site) -> None:
    body = SAMPLES["agents"] | {"email": "admin@example.com", "role": "agent"}
    headers = await site.agent("admin") | {"If-Match": '"1"'}
    answer = await site.client.put("/api/v1/admin/agents/admin", json=body, headers=headers)
    assert answer.status == 409


async def test_built_in_roles_are_listed_and_stay_as_they_are(site: Site) -> None:
    admin = await site.agent("admin")
    listed = await (await site.client.get("/api/v1/admin/roles", headers=admin)).json()
    assert {"visitor", "agent", "supervisor", "admin", "api"} <= {one["id"] for one in listed["items"]}
    answer = await site.client.put(
        "/api/v1/admin/roles/admin", json=SAMPLES["roles"], headers=admin | {"If-Match": '"1"'}
    )
    assert answer.status == 409


async def test_a_token_is_listed_without_its_secret_and_worthless_once_withdrawn(site: Site) -> None:
    admin = await site.agent("admin")
    body = {"name": "report", "role": "supervisor", "agent": "Supervisor"}
    made = await site.client.post("/api/v1/admin/tokens", json=body, headers=admin)
    secret = (await made.json())["token"]
    headers = {"Authorization": f"Bearer {secret}"}
    assert (await site.client.get("/api/v1/me", headers=headers)).status == 200

    listed = await (await site.client.get("/api/v1/admin/tokens", headers=admin)).json()
    mine = next(one for one in listed["items"] if one["name"] == "report")
    assert mine["agent"] == "supervisor"
    assert secret not in str(listed)

    assert (await site.client.delete(f"/api/v1/admin/tokens/{mine['id']}", headers=admin)).status == 200
    assert (await site.client.get("/api/v1/me", headers=headers)).status == 401


async def test_every_change_is_in_the_audit_newest_first(site: Site) -> None:
    admin = await site.agent("admin")
    await site.client.post("/api/v1/admin/teams", json={"id": "late", "name": "Late"}, headers=admin)
    lines = await (await site.client.get("/api/v1/admin/audit?limit=5", headers=admin)).json()
    newest = lines["items"][0]
    assert (newest["actor"], newest["action"]) == ("agent:admin", "team.saved")
    assert [line["at"] for line in lines["items"]] == sorted((line["at"] for line in lines["items"]), reverse=True)


async def test_a_channel_brings_the_schema_of_its_settings(site: Site) -> None:
    answer = await site.client.get("/api/v1/admin/channels", headers=await site.agent("admin"))
    chat = next(one for one in (await answer.json())["items"] if one["kind"] == "chat")
    assert "$ref" in chat["schema"] or chat["schema"]["properties"]


@pytest.mark.parametrize(
    ("noun", "record_id", "user"), [("queues", "queue-1", "inboxes"), ("teams", "team-1", "queues")]
)
async def test_what_another_record_names_is_not_removed(site: Site, noun: str, record_id: str, user: str) -> None:
    admin = await site.agent("admin")
    made = await site.client.post(f"/api/v1/admin/{user}", json=SAMPLES[user] | {"name": "Leads there"}, headers=admin)
    assert made.status == 200, await made.text()
    path = f"/api/v1/admin/{noun}/{record_id}"
    refused = await site.client.delete(path, headers=admin | {"If-Match": '"1"'})
    assert refused.status == 409
    assert "Leads there" in (await problem(refused))["detail"]
    assert (await site.client.get(path, headers=admin)).status == 200


async def test_an_article_has_one_living_version_a_language(site: Site) -> None:
    admin = await site.agent("admin")
    path, body = "/api/v1/admin/articles", SAMPLES["articles"]
    first = await (await site.client.post(path, json=body, headers=admin)).json()
    twin = await site.client.post(path, json=body, headers=admin)
    assert (twin.status, (await problem(twin))["path"]) == (409, "language")

    archived = body | {"state": "archived"}
    await site.client.put(f"{path}/{first['id']}", json=archived, headers=admin | {"If-Match": '"1"'})
    assert (await site.client.post(path, json=body, headers=admin)).status == 200


async def test_a_preview_shows_an_article_as_readers_will_see_it(site: Site) -> None:
    admin = await site.agent("admin")
    body = {"body": "## Now\n\n<img src=x onerror=alert(1)>"}
    html = (await (await site.client.post("/api/v1/admin/preview", json=body, headers=admin)).json())["html"]
    assert "<h2>Now</h2>" in html
    assert "<img" not in html


@pytest.mark.parametrize(("channel", "answers"), [("email", False), ("chat", True)])
async def test_an_inbox_of_letters_answers_by_itself_only_if_told_so(site: Site, channel: str, answers: bool) -> None:
    body = {"id": f"new-{channel}", "name": "New", "channel": channel, "queue_id": "queue-1"}
    for given, expected in (({}, answers), ({"answers": True}, True), ({"answers": False}, False)):
        one = body | given | {"id": f"{body['id']}-{len(given)}-{expected}"}
        answer = await site.client.post("/api/v1/admin/inboxes", json=one, headers=await site.agent("admin"))
        assert answer.status == 200, await answer.text()
        assert (await answer.json())["answers"] is expected


async def test_an_administrator_sees_what_would_be_answered(site: Site) -> None:
    await site.sent(await site.visitor())
    admin = await site.agent("admin")
    await site.desk.answering.rebuild(site.desk.store, site.clock.now())
    answer = await site.client.post("/api/v1/admin/inboxes/shop/rehearsal", json={}, headers=admin)
    found = await answer.json()
    assert found["questions"] == 1 == found["answered"] + found["suggested"] + found["handed_over"]


async def test_translations_in_a_circle_are_refused(site: Site) -> None:
    admin = await site.agent("admin")
    path = "/api/v1/admin/articles"
    english = SAMPLES["articles"] | {"id": "circle-en", "slug": "circle", "source_language": "ru"}
    assert (await site.client.post(path, json=english, headers=admin)).status == 200
    russian = english | {"id": "circle-ru", "language": "ru", "source_language": "de"}
    assert (await site.client.post(path, json=russian, headers=admin)).status == 200
    german = english | {"id": "circle-de", "language": "de", "source_language": "en"}
    answer = await site.client.post(path, json=german, headers=admin)
    found = await problem(answer)
    assert (answer.status, found["path"]) == (422, "source_language")
    assert found["detail"] == "translated in a circle: de from en from ru from de"


async def test_each_version_of_an_article_names_who_made_it(site: Site) -> None:
    path = "/api/v1/admin/articles"
    body = SAMPLES["articles"] | {"id": "signed"}
    assert (await site.client.post(path, json=body, headers=await site.agent("admin"))).status == 200
    supervisor = await site.agent("supervisor")
    changed = body | {"body": "Other"}
    answer = await site.client.put(f"{path}/signed", json=changed, headers=supervisor | {"If-Match": '"1"'})
    assert answer.status == 200, await answer.text()
    history = await (await site.client.get(f"{path}/signed/history", headers=supervisor)).json()
    assert [one["updated_by"] for one in history["items"]] == ["agent:admin", "agent:supervisor"]
