"""What a contact can do in its own conversations."""

import base64
import hashlib
import hmac
import json
from typing import Any

import pytest

from contactcenter.ids import uuid7
from tests.web.site import START, Site, problem


async def done(site: Site, visitor: dict[str, str], conversation: str, verb: str, body: Any) -> dict[str, Any]:
    answer = await site.client.post(f"/api/v1/visitor/conversations/{conversation}/{verb}", json=body, headers=visitor)
    assert answer.status == 200, await answer.text()
    return dict(await answer.json())


async def test_the_widget_greets_in_the_readers_language(site: Site) -> None:
    russian = await (await site.client.get("/api/v1/widget/shop?language=ru-RU")).json()
    assert (russian["greeting"], russian["language"]) == ("Здравствуйте", "ru")
    unknown = await (await site.client.get("/api/v1/widget/shop?language=ja")).json()
    assert unknown["greeting"] == "Hello"
    assert unknown["here"] is False
    assert unknown["languages"] == ["en", "ru"]
    assert unknown["max_file_bytes"] > 0 and "image/*" in unknown["file_types"]


async def test_an_unknown_widget_does_not_exist(site: Site) -> None:
    assert (await site.client.get("/api/v1/widget/unknown")).status == 404


async def test_a_new_visitor_has_no_conversations_and_nothing_is_stored(site: Site) -> None:
    visitor = await site.visitor()
    assert await (await site.client.get("/api/v1/visitor/conversations", headers=visitor)).json() == {"items": []}


async def test_several_conversations_of_one_contact(site: Site) -> None:
    visitor = await site.visitor()
    first, second = await site.sent(visitor, "one"), await site.sent(visitor, "two")
    listed = await (await site.client.get("/api/v1/visitor/conversations", headers=visitor)).json()
    assert {head["id"] for head in listed["items"]} == {first["conversation"], second["conversation"]}


async def test_the_contacts_choice_of_language_beats_detection(site: Site) -> None:
    visitor = await site.visitor()
    ack = await site.sent(visitor, "Where is my parcel, please?")
    answer = await done(site, visitor, ack["conversation"], "language", {"language": "ru"})
    assert answer["head"]["language"] == "ru"
    await site.sent(visitor, "It should have been here on Monday", conversation=ack["conversation"])
    listed = await (await site.client.get("/api/v1/visitor/conversations", headers=visitor)).json()
    assert listed["items"][0]["language"] == "ru"


async def test_a_rating_is_kept_and_a_repeated_one_changes_nothing(site: Site) -> None:
    visitor = await site.visitor()
    ack = await site.sent(visitor)
    body = {"external_id": uuid7(), "score": 4, "comment": "quick"}
    assert (await done(site, visitor, ack["conversation"], "rating", body))["head"]["rating"] == 4
    again = await done(site, visitor, ack["conversation"], "rating", body | {"score": 1})
    assert again["head"]["rating"] == 4


@pytest.mark.parametrize("score", [0, 6, 2.5, "5", None])
async def test_a_score_outside_one_to_five_is_refused(site: Site, score: object) -> None:
    visitor = await site.visitor()
    ack = await site.sent(visitor)
    answer = await site.client.post(
        f"/api/v1/visitor/conversations/{ack['conversation']}/rating",
        json={"external_id": uuid7(), "score": score},
        headers=visitor,
    )
    assert (await problem(answer))["path"] == "score"


async def test_what_the_contact_read_is_shown_to_staff(site: Site) -> None:
    visitor = await site.visitor()
    ack = await site.sent(visitor)
    assert await done(site, visitor, ack["conversation"], "read", {"seq": ack["seq"]}) == {}
    card = await site.client.get(f"/api/v1/conversations/{ack['conversation']}", headers=await site.agent())
    assert (await card.json())["head"]["read_up_to"]["contact"] == ack["seq"]


async def test_the_contact_ends_the_conversation(site: Site) -> None:
    visitor = await site.visitor()
    ack = await site.sent(visitor)
    assert (await done(site, visitor, ack["conversation"], "resolve", {}))["head"]["state"] == "resolved"


async def test_asking_for_a_person_is_taken_as_feedback(site: Site) -> None:
    visitor = await site.visitor()
    ack = await site.sent(visitor)
    body = {"external_id": uuid7(), "verdict": "person"}
    assert (await done(site, visitor, ack["conversation"], "feedback", body))["head"]["state"] == "waiting"


async def test_an_address_to_answer_to_is_kept_as_claimed(site: Site) -> None:
    visitor = await site.visitor()
    ack = await site.sent(visitor)
    answer = await site.client.post("/api/v1/visitor/address", json={"email": "Ann@Example.COM"}, headers=visitor)
    assert await answer.json() == {}
    card = await site.client.get(f"/api/v1/conversations/{ack['conversation']}", headers=await site.agent())
    email = next(one for one in (await card.json())["identities"] if one["kind"] == "email")
    assert (email["address"], email["verification"]) == ("ann@example.com", "claimed")


async def test_an_address_that_somebody_has_already_joins_nobody_and_tells_nothing(site: Site) -> None:
    first, second = await site.visitor(), await site.visitor()
    await site.sent(first)
    await site.sent(second)
    body = {"email": "ann@example.com"}
    one = await site.client.post("/api/v1/visitor/address", json=body, headers=first)
    two = await site.client.post("/api/v1/visitor/address", json=body, headers=second)
    assert (one.status, await one.text()) == (two.status, await two.text())
    heads = await (await site.client.get("/api/v1/visitor/conversations", headers=second)).json()
    assert len(heads["items"]) == 1


async def test_an_opened_article_is_in_the_conversations_language_and_counted(site: Site) -> None:
    visitor = await site.visitor()
    ack = await site.sent(visitor)
    await done(site, visitor, ack["conversation"], "language", {"language": "ru"})
    path = f"/api/v1/visitor/articles/battery?conversation={ack['conversation']}"
    shown = await (await site.client.get(path, headers=visitor)).json()
    assert (shown["language"], shown["title"]) == ("ru", "Батарея")
    entries = await site.client.get(f"/api/v1/conversations/{ack['conversation']}/entries", headers=await site.agent())
    used = [item["body"] for item in (await entries.json())["items"] if item["kind"] == "article_use"]
    assert [(one["action"], one["article_id"]) for one in used] == [("opened", "battery")]


async def test_an_internal_article_has_no_door_for_a_visitor_from_the_moment_it_is_internal(site: Site) -> None:
    visitor, admin = await site.visitor(), await site.agent("admin")
    ack = await site.sent(visitor)
    own = f"/api/v1/visitor/articles/battery?conversation={ack['conversation']}"
    assert (await site.client.get(own, headers=visitor)).status == 200
    for id in ("a-en", "a-ru"):
        body = {"slug": "battery", "language": id[2:], "title": "Battery", "body": "4711", "audience": "internal"}
        condition = {"If-Match": '"1"'}
        saved = await site.client.put(f"/api/v1/admin/articles/{id}", json=body, headers=admin | condition)
        assert saved.status == 200, await saved.text()
    doors = (own, "/articles/battery", "/articles/a-en", "/api/v1/articles/battery", "/api/v1/articles/a-en",
             "/api/v1/articles/search?q=battery", "/api/v1/search?q=battery",
             f"/api/v1/conversations/{ack['conversation']}/suggestions?text=battery")  # fmt: skip
    for door in doors:
        answer = await site.client.get(door, headers=visitor)
        assert answer.status in (401, 403, 404), door
        assert "4711" not in await answer.text(), door


# --- identity that the host page's server signs ------------------------------------------------------------


def part(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def signed(secret: str, claims: dict[str, object], algorithm: str = "HS256") -> str:
    text = f"{part({'alg': algorithm})}.{part(claims)}"
    mac = hmac.digest(secret.encode(), text.encode(), hashlib.sha256)
    return f"{text}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"


async def secret_of(site: Site, inbox: str = "shop") -> str:
    answer = await site.client.get(f"/api/v1/admin/inboxes/{inbox}/identity-secret", headers=await site.agent("admin"))
    return str((await answer.json())["secret"])


def claims(**more: object) -> dict[str, object]:
    return {"sub": "reader-7", "name": "Ann", "exp": int(START.timestamp()) + 600} | more


async def introduced(site: Site, token: str, inbox: str = "shop") -> Any:
    return await site.client.post(f"/api/v1/widget/{inbox}/visitors", json={"identity": token})


async def test_the_same_reader_is_one_contact_in_every_browser(site: Site) -> None:
    token = signed(await secret_of(site), claims())
    first, second = [(await (await introduced(site, token)).json()) for _ in range(2)]
    assert first["contact_id"] == second["contact_id"]
    here, there = [{"Authorization": f"Bearer {one['token']}"} for one in (first, second)]
    ack = await site.sent(here, "from my telephone")
    listed = await (await site.client.get("/api/v1/visitor/conversations", headers=there)).json()
    assert [head["id"] for head in listed["items"]] == [ack["conversation"]]
    card = await site.client.get(f"/api/v1/conversations/{ack['conversation']}", headers=await site.agent())
    assert (await card.json())["head"]["contact_name"] == "Ann"


async def test_an_identity_that_was_not_signed_by_the_page_is_refused(site: Site) -> None:
    secret = await secret_of(site)
    forged = [
        signed("0" * 64, claims()),
        signed(await secret_of(site, "bills"), claims()),
        signed(secret, claims(exp=int(START.timestamp()) - 1)),
        signed(secret, claims(exp=int(START.timestamp()) + 10**7)),
        signed(secret, claims(sub="")),
        signed(secret, claims(), algorithm="none"),
        f"{part({'alg': 'none'})}.{part(claims())}.",
        "not.a.token",
    ]
    for token in forged:
        answer = await introduced(site, token)
        assert (answer.status, (await problem(answer))["path"]) == (422, "identity"), token
