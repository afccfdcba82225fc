"""What agents do with letters over HTTP: begin one, choose copies, mark spam; and what they see of one."""

from typing import Any

import pytest
from aiohttp import ClientResponse

from contactcenter.desk.intake import receive
from contactcenter.desk.records import save_record
from contactcenter.ids import InboxId, QueueId, uuid7
from contactcenter.model.contact import Identity
from contactcenter.model.conversation import State
from contactcenter.model.plan import Recorded, Refused
from contactcenter.model.records import Inbox
from contactcenter.ports import Addressed, InboundMessage
from contactcenter.web.views import entries_for_contact
from tests.web.site import Site, problem

ANN = "ann@example.com"
BOB = "bob@example.org"


@pytest.fixture
async def post(site: Site) -> Site:
    """The site with an inbox for mail in the first team's queue."""
    queue = site.desk.directory.inbox(InboxId("shop")).queue_id
    inbox = Inbox(id=InboxId("mail"), name="Mail", channel="email", queue_id=QueueId(queue))
    await save_record(site.desk, inbox, actor="test", new=True)
    return site


async def letter(site: Site, text: str = "Where is my parcel? I ordered it two weeks ago.", **more: Any) -> str:
    """The conversation that a letter began or continued."""
    sender = more.pop("sender", ANN)
    done = await receive(
        site.desk,
        InboundMessage(
            inbox_id=InboxId("mail"), external_id=uuid7(), identity=Identity(kind="email", address=sender),
            contact_name="Ann", text=text, subject="Parcel", **more,
        ),
    )  # fmt: skip
    assert isinstance(done, Recorded)
    return done.head.id


async def call(site: Site, method: str, path: str, body: Any = None, *, by: str = "agent", **headers: str) -> Any:
    """What the API answers somebody."""
    answer = await site.client.request(method, f"/api/v1{path}", json=body, headers=await site.agent(by) | headers)
    assert answer.status == 200, await answer.text()
    return await answer.json()


async def shown(site: Site, path: str) -> ClientResponse:
    return await site.client.get(f"/api/v1{path}", headers=await site.agent())


def begun(**more: Any) -> dict[str, Any]:
    return {"external_id": uuid7(), "inbox_id": "mail", "address": ANN, "text": "Your order is ready.", **more}


async def test_an_agent_writes_first_and_the_letter_waits_to_be_sent(post: Site) -> None:
    body = begun(subject="Your order", language="en")
    first = await call(post, "POST", "/conversations", body)
    again = await call(post, "POST", "/conversations", body)
    deliveries = await post.desk.store.deliveries_of(first["head"]["id"])
    assert first["head"]["id"] == again["head"]["id"] and first["head"]["agent_id"] == "agent"
    assert [(one.recipient.address, one.state) for one in deliveries] == [(ANN, "queued")]


async def test_a_call_is_logged_with_its_contact_and_sends_nothing(post: Site) -> None:
    done = await call(
        post, "POST", "/conversations", begun(way="call", address="+7 495 000", name="Пётр", language="ru")
    )
    head = done["head"]
    assert (head["tags"], head["state"], head["language"], head["contact_name"]) == (["call"], "assigned", "ru", "Пётр")
    assert await post.desk.store.deliveries_of(head["id"]) == ()


async def test_what_is_no_address_is_refused_with_its_field(post: Site) -> None:
    answer = await post.client.post("/api/v1/conversations", json=begun(address="nobody"), headers=await post.agent())
    assert (answer.status, (await problem(answer))["path"]) == (422, "address")


async def test_copies_are_as_chosen_and_whoever_joined_stays(post: Site) -> None:
    copy = Addressed(identity=Identity(kind="email", address="old@example.org"))
    conversation = await letter(post, copies=(copy,))
    done = await call(post, "PUT", f"/conversations/{conversation}/copies", {"addresses": [BOB.upper(), ANN]})
    people = {(one["role"], one["identity"]["address"]) for one in done["head"]["participants"]}
    assert people == {("contact", ANN), ("copied", BOB)}


async def test_spam_leaves_the_queue_and_a_false_one_returns_with_its_original_time(post: Site) -> None:
    conversation = await letter(post)
    marked = (await call(post, "POST", f"/conversations/{conversation}/spam", {"spam": True}))["head"]
    assert (marked["state"], marked["tags"], marked["resolve_reason"]) == ("resolved", ["spam"], "spam")
    back = (await call(post, "POST", f"/conversations/{conversation}/spam", {"spam": False}))["head"]
    assert (back["state"], back["tags"], back["waiting_since"]) == ("waiting", [], back["created_at"])


async def test_a_blocked_domain_is_not_let_in_and_may_be_again(post: Site) -> None:
    conversation = await letter(post, sender="win@lottery.example")
    await call(post, "POST", f"/conversations/{conversation}/spam", {"spam": True, "block": "domain"})
    again = InboundMessage(
        inbox_id=InboxId("mail"), external_id=uuid7(), text="Win!",
        identity=Identity(kind="email", address="other@lottery.example"),
    )  # fmt: skip
    assert isinstance(await receive(post.desk, again), Refused)
    await call(post, "DELETE", "/admin/blocked-domains/lottery.example", by="admin", **{"If-Match": '"1"'})
    assert isinstance(await receive(post.desk, again), Recorded)


async def test_the_forms_of_a_letter_are_shown_inert_and_remote_images_only_when_asked_for(post: Site) -> None:
    html = '<p>Hi</p><img data-blocked-src="https://tracker.example/1.png">'
    conversation = await letter(post, whole_text="Hi\n> quoted", html=html)
    base = f"/conversations/{conversation}/messages/1/original"
    whole, page = await shown(post, f"{base}?form=whole"), await shown(post, f"{base}?form=html")
    asked = await shown(post, f"{base}?form=html&images=1")
    assert await whole.text() == "Hi\n> quoted"
    assert "sandbox" in page.headers["Content-Security-Policy"] and " src=" not in await page.text()
    assert "https:" not in page.headers["Content-Security-Policy"] and 'src="https://tracker' in await asked.text()
    assert (await shown(post, f"{base}?form=raw")).status == 404


async def test_a_contact_sees_nothing_of_how_a_letter_came(post: Site) -> None:
    conversation = await letter(post, authenticated=False)
    head = await post.desk.store.conversation(conversation)  # type: ignore[arg-type]  # an id
    assert head is not None and head.state is not State.RESOLVED
    entries = await post.desk.store.entries(head.id, 0, 10)
    views = entries_for_contact(entries, post.desk.directory, "Ann")
    assert views[0].body.original is None  # type: ignore[attr-defined]  # a message


async def test_somebody_else_is_asked_beside_a_conversation_and_answers_beside_it(post: Site) -> None:
    conversation = await letter(post)
    body = begun(address="lab@vendor.example", text="Is this fault known?", due="2030-01-01T10:00:00Z")
    asked = (await call(post, "POST", f"/conversations/{conversation}/side-threads", body))["head"]
    delivery = (await post.desk.store.deliveries_of(asked["id"]))[0]
    await letter(post, "Yes, since May.", sender="lab@vendor.example", thread_keys=(f"delivery:{delivery.id}",))
    card = await call(post, "GET", f"/conversations/{conversation}")
    side = card["sides"][0]
    assert (side["id"], side["side_of"], side["awaiting"], side["preview"]) == (
        asked["id"], conversation, "agent", "Yes, since May.",
    )  # fmt: skip
    assert side["commitments"][0]["kept"] is True
    assert [one["identity"]["address"] for one in card["head"]["participants"]] == [ANN]
    assert card["head"]["preview"].startswith("Where is my parcel")


async def test_neither_side_reaches_the_other_by_naming_the_others_conversation(post: Site) -> None:
    conversation = await letter(post)
    asked = (await call(post, "POST", f"/conversations/{conversation}/side-threads", begun(address=BOB)))["head"]
    main = await post.desk.store.conversation(conversation)  # type: ignore[arg-type]  # an id
    assert main is not None
    from_side = await letter(post, "To the customer?", sender=BOB, reference=main.reference)
    from_main = await letter(post, "To the vendor?", sender=ANN, reference=asked["reference"])
    assert {from_side, from_main} & {conversation, asked["id"]} == set()
