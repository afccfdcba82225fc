"""A service of one's own: in by signed calls, out by signed calls, through a whole centre."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from ipaddress import ip_network
from typing import Any

import pytest
from aiohttp import web

from channels import CHANNELS
from channels.webhook.signing import signature
from contactcenter.desk.closing import resolve
from contactcenter.desk.inbox_channels import OwnProcessReader, probed
from contactcenter.desk.letter_links import LetterLinks
from contactcenter.desk.records import save_record
from contactcenter.desk.replies import reply
from contactcenter.ids import AgentId, ArticleId
from contactcenter.model.article import Article
from contactcenter.model.bodies import DeliveryChange, DeliveryState, EntryKind
from contactcenter.model.conversation import Conversation, State
from contactcenter.model.entry import Author, AuthorKind, Entry
from contactcenter.model.message import Message
from contactcenter.model.rows import ConversationFilter, ReceiptState
from contactcenter.model.scope import EVERYTHING
from tests.web.site import MakeSite, Site, problem
from tests.webhook.service import INBOX, SECRET, Connected, connect, said, serving, signed


@pytest.fixture
async def connected(make_site: MakeSite) -> AsyncIterator[Connected]:
    site = await make_site()
    site.desk.own_networks = (ip_network("127.0.0.0/8"),)
    async with serving() as service:
        yield await connect(site, service)


async def heads(site: Site) -> list[Conversation]:
    page = await site.desk.store.conversations(ConversationFilter(), EVERYTHING)
    return list(page.items)


async def entries(site: Site, kind: EntryKind | None = None) -> list[Entry]:
    (head,) = await heads(site)
    found = await site.desk.store.entries(head.id, 0)
    return [one for one in found if kind is None or one.kind is kind]


def is_written(one: Entry) -> bool:
    """A message of the contact's."""
    return one.kind is EntryKind.MESSAGE and one.author.kind is AuthorKind.CONTACT


async def written(site: Site) -> list[Entry]:
    return [one for one in await entries(site) if is_written(one)]


async def told_of_reply(connected: Connected) -> list[tuple[DeliveryState, str | None]]:
    """What became of the last message, attempt by attempt."""
    found = await entries(connected.site)
    last = max(one.seq for one in found if one.kind is EntryKind.MESSAGE)
    bodies = [one.body for one in found if isinstance(one.body, DeliveryChange)]
    return [(one.state, one.error) for one in bodies if one.message_seq == last]


async def received(connected: Connected, body: bytes, message_id: str = "m-1") -> None:
    answer = await connected.post(body, message_id)
    assert answer.status == 202, await answer.text()
    await connected.reading.step()


async def answered(connected: Connected, text: str = "It is on its way.", external_id: str = "r-1") -> None:
    (head,) = await heads(connected.site)
    await reply(connected.site.desk, AgentId("agent"), head.id, external_id=external_id, text=text)


async def states(connected: Connected) -> list[DeliveryState]:
    (head,) = await heads(connected.site)
    return [one.state for one in await connected.site.desk.store.deliveries_of(head.id)][-1:]


async def test_a_message_becomes_a_conversation_and_the_reply_goes_out_signed(connected: Connected) -> None:
    sent_at = (connected.site.clock.now() - timedelta(minutes=2)).isoformat()
    await received(connected, said(sent_at=sent_at))
    (message,) = await written(connected.site)
    assert isinstance(message.body, Message)
    assert message.body.text == "Where is my order?"
    assert message.sent_at is not None and message.sent_at.isoformat() == sent_at
    await connected.send()
    await answered(connected)
    await connected.send()
    headers, got = connected.service.got[-1]
    assert got["text"] == "It is on its way." and got["recipient"]["id"] == "u-1" and got["author"] == "Agent"
    assert headers["webhook-id"] == got["id"]
    assert (await states(connected))[-1] is DeliveryState.SENT


async def test_what_one_person_writes_is_one_conversation_and_another_person_has_another(connected: Connected) -> None:
    for number in range(3):
        await received(connected, said(f"line {number}"), f"m-{number}")
    await received(connected, said("I too", person="u-2"), "m-9")
    await received(connected, said("other matter", conversation="order-7"), "m-10")
    counts = sorted([
        len([one for one in await connected.site.desk.store.entries(head.id, 0) if is_written(one)])
        for head in await heads(connected.site)
    ])  # fmt: skip
    assert counts == [1, 1, 3]


async def test_after_the_time_for_reopening_a_new_conversation_follows(connected: Connected) -> None:
    site = connected.site
    await received(connected, said("first"))
    (head,) = await heads(site)

    await answered(connected)
    await resolve(site.desk, Author(AuthorKind.AGENT, "agent"), head.id)
    site.clock.advance(timedelta(days=1))
    await received(connected, said("again"), "m-2")
    (head,) = await heads(site)
    assert head.state is not State.RESOLVED
    await answered(connected, external_id="r-2")
    await resolve(site.desk, Author(AuthorKind.AGENT, "agent"), head.id)
    site.clock.advance(timedelta(days=8))
    await received(connected, said("anew"), "m-3")
    await received(connected, said("and more"), "m-4")
    found = {one.id: one for one in await heads(site)}
    assert len(found) == 2
    (second,) = [one for one in found.values() if one.follows]
    assert second.follows == head.id
    bodies = [one.body for one in await site.desk.store.entries(second.id, 0) if is_written(one)]
    assert [one.text for one in bodies if isinstance(one, Message)] == ["anew", "and more"]


async def test_the_same_body_fifty_times_at_once_is_one_message(connected: Connected) -> None:
    results = await asyncio.gather(*(connected.post(said()) for _ in range(50)))
    assert {one.status for one in results} == {202}
    await connected.reading.step()
    assert len(await written(connected.site)) == 1
    assert (await connected.post(said())).status == 202
    assert await connected.reading.step() == 0


async def test_messages_that_come_late_are_placed_where_they_were_sent(connected: Connected) -> None:
    now = connected.site.clock.now()
    for number in (3, 1, 2):
        at = (now - timedelta(minutes=10 - number)).isoformat()
        await received(connected, said(str(number), sent_at=at), f"m-{number}")
    found = await written(connected.site)
    placed = sorted(found, key=lambda one: (one.placed_at, one.seq))
    assert [one.body.text for one in placed if isinstance(one.body, Message)] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("news", "expected"),
    [
        (["delivered", "seen"], DeliveryState.SEEN),
        (["seen", "delivered", "sent", "failed"], DeliveryState.SEEN),
        (["failed"], DeliveryState.FAILED),
    ],
)
async def test_states_come_back_and_never_go_backwards(
    connected: Connected, news: list[str], expected: DeliveryState
) -> None:
    await received(connected, said())
    await connected.send()
    await answered(connected)
    await connected.send()
    delivery = connected.service.got[-1][1]["id"]
    for number, state in enumerate(news):
        body = json.dumps({"type": "status", "message": delivery, "state": state}).encode()
        await received(connected, body, f"s-{number}")
    assert (await states(connected))[-1] is expected


async def test_a_service_that_is_down_gets_it_later_and_each_attempt_is_noted(connected: Connected) -> None:
    await received(connected, said())
    await connected.send()
    connected.service.answers = [
        web.Response(status=503, headers={"Retry-After": "60"}),
        web.Response(status=500, text="oops"),
    ]
    await answered(connected)
    for _ in range(3):
        await connected.send()
        connected.site.clock.advance(timedelta(hours=1))
    assert len({got["id"] for _, got in connected.service.got[-3:]}) == 1
    assert await told_of_reply(connected) == [
        (DeliveryState.DEFERRED, "the service answered 503"),
        (DeliveryState.DEFERRED, "the service answered 500: oops"),
        (DeliveryState.SENT, None),
    ]


async def test_what_the_service_refuses_is_said_at_the_message(connected: Connected) -> None:
    await received(connected, said())
    await connected.send()
    connected.service.answers = [web.Response(status=422, text="no such person")]
    await answered(connected)
    await connected.send()
    refusal = "the service answered 422: no such person"
    assert await told_of_reply(connected) == [(DeliveryState.FAILED, refusal)]
    assert connected.outbox.health.problem is None


async def test_a_redirect_is_not_followed_and_internal_addresses_are_not_reached(connected: Connected) -> None:
    await received(connected, said())
    await connected.send()
    connected.service.answers = [web.Response(status=302, headers={"Location": "http://127.0.0.1:1/steal"})]
    await answered(connected)
    await connected.send()
    ((state, error),) = await told_of_reply(connected)
    assert state is DeliveryState.DEFERRED and "leads to another address" in (error or "")
    connected.site.desk.own_networks = ()
    health = await probed(connected.site.desk, CHANNELS, connected.site.desk.directory.inbox(INBOX))
    assert "not public" in (health.problem or "")


async def test_files_come_and_go(connected: Connected) -> None:
    picture = base64.b64encode(b"\x89PNG picture").decode()
    await received(connected, said("", files=[{"name": "a.png", "content_type": "image/png", "data": picture}]))
    (entry,) = await written(connected.site)
    assert isinstance(entry.body, Message)
    (kept,) = entry.body.attachments
    await connected.send()
    (head,) = await heads(connected.site)
    await reply(connected.site.desk, AgentId("agent"), head.id, external_id="r", text="thanks", attachments=(kept,))
    await connected.send()
    (file,) = connected.service.got[-1][1]["files"]
    assert file["name"] == "a.png" and base64.b64decode(file["data"]) == b"\x89PNG picture"


async def test_a_link_to_the_inside_is_not_fetched_and_the_agent_reads_why(connected: Connected) -> None:
    connected.site.desk.own_networks = ()
    inside = [{"name": "x.txt", "url": f"http://2130706433:{connected.service.url.split(':')[2]}"}]
    reader = OwnProcessReader(connected.site.desk.directory, connected.site.desk.keyring, CHANNELS)
    connected.reading._reader = reader
    await received(connected, said("look", files=inside))
    (entry,) = await written(connected.site)
    assert isinstance(entry.body, Message)
    assert entry.body.attachments == () and entry.body.text.startswith("look\n[x.txt: not fetched")


async def test_kinds_that_nobody_knows_become_a_line_and_their_bytes_are_kept(connected: Connected) -> None:
    body = json.dumps({"type": "poll", "sender": {"id": "u-1"}, "options": [1, 2]}).encode()
    await received(connected, body)
    (entry,) = await written(connected.site)
    assert isinstance(entry.body, Message) and entry.body.text == "[poll]"
    (receipt,) = (await connected.site.desk.store.receipts(ReceiptState.RECORDED)).items
    kept = b"".join([part async for part in connected.site.desk.blobs.read(receipt.blob_id)])
    assert kept == body


async def test_ratings_are_kept_only_from_whom_the_message_went_to(connected: Connected) -> None:
    await received(connected, said())
    await connected.send()
    await answered(connected)
    await connected.send()
    delivery = connected.service.got[-1][1]["id"]

    def rating(person: str, score: int) -> bytes:
        return json.dumps({"type": "rating", "sender": {"id": person}, "message": delivery, "score": score}).encode()

    await received(connected, rating("stranger", 1), "x-1")
    await received(connected, rating("u-1", 5), "x-2")
    (head,) = await heads(connected.site)
    assert head.rating == 5


BAD: list[tuple[bytes, int]] = [
    (b"", 400), (b"{", 400), (said()[:-3], 400), (said().decode().encode("utf-16"), 400), (b"\xff\xfe{}", 400),
    (b"[]", 422), (b"{}", 422), (b'{"type":"message"}', 422), (b'{"type":1}', 422), (said(""), 422),
    (said(person=""), 422), (said(text="x" * 10_001), 422), (said(extra=1), 422), (said(sent_at="yesterday"), 422),
    (said(sent_at="2026-01-01T00:00:00"), 422), (said("a\u0000b"), 422),
    (b'{"type":"message","sender":{"id":"\\ud800"}}', 400),
    (b"[" * 100_000, 422), (b'{"type":"status","message":"x","state":"queued"}', 422), (b"0" * (16 * 2**20 + 1), 413),
]  # fmt: skip


@pytest.mark.parametrize(("body", "status"), BAD, ids=range(len(BAD)))
async def test_what_is_signed_but_wrong_is_refused_clearly_and_nothing_is_stored(
    connected: Connected, body: bytes, status: int
) -> None:
    answer = await connected.post(body)
    assert (answer.status, (await problem(answer))["status"]) == (status, status)
    assert await stored(connected) == []


async def test_what_is_not_signed_is_refused_and_says_nothing(connected: Connected) -> None:
    now = connected.site.clock.now()
    for headers in (
        {"webhook-signature": ""},
        {"webhook-signature": "v1,AAAA"},
        {"webhook-id": "m-2"},
        signed(said(), "m-1", now - timedelta(minutes=10)),
        signed(said(), "m-1", now, "whsec_" + base64.b64encode(b"another secret of 24 b.").decode()),
    ):
        answer = await connected.post(said(), **headers)
        body = await problem(answer)
        assert answer.status == 401 and SECRET not in str(body)
        assert signature(SECRET, "m-1", int(now.timestamp()), said()) not in str(body)
    assert (await connected.site.client.post("/hooks/shop", data=b"{}")).status == 404
    assert (await connected.site.client.post("/hooks/none", data=b"{}")).status == 404
    assert (await connected.site.client.get(f"/hooks/{INBOX}")).status in (404, 405)
    assert await stored(connected) == []


async def stored(connected: Connected) -> list[Any]:
    found: list[Any] = []
    for state in ReceiptState:
        found += (await connected.site.desk.store.receipts(state)).items
    return found


async def test_the_connection_can_be_tried_and_the_cause_is_said(connected: Connected) -> None:
    inbox = connected.site.desk.directory.inbox(INBOX)
    assert (await probed(connected.site.desk, CHANNELS, inbox)).problem is None
    connected.service.answers = [web.Response(status=401)]
    assert "401" in ((await probed(connected.site.desk, CHANNELS, inbox)).problem or "")


async def test_the_secret_is_sealed_at_rest_and_hidden_from_administrators(connected: Connected) -> None:
    kept = connected.site.desk.directory.inbox(INBOX).settings["webhook_secret"]
    assert str(kept).startswith("sealed:") and SECRET not in str(kept)
    admin = await connected.site.agent("admin")
    answer = await connected.site.client.get(f"/api/v1/admin/inboxes/{INBOX}", headers=admin)
    assert SECRET not in await answer.text()


async def test_what_the_articles_answer_goes_out_by_itself_with_its_source_and_buttons(make_site: MakeSite) -> None:
    site = await make_site()
    site.desk.own_networks = (ip_network("127.0.0.0/8"),)
    phrasing = "Which batteries does the remote control need?"
    body = "The remote control needs four AA batteries. Open the lid on its back."
    article = Article(
        id=ArticleId("b"), slug="remote", language="en", title="Batteries of the remote control", body=body,
        phrasings=(phrasing,),
    )  # fmt: skip
    await save_record(site.desk, article, actor="test", new=True)
    async with serving() as service:
        connected = await connect(site, service, answers=True)
        connected.outbox._links = LetterLinks(site.desk.keyring, "https://centre.example")
        await received(connected, said(phrasing))
        await connected.send()
        _, got = service.got[-1]
        assert "four AA batteries" in got["text"] and got["automatic"] is True
        assert got["source"]["url"].startswith("https://centre.example/articles/remote")
        assert [one["verdict"] for one in got["buttons"]] == ["helped", "person"]
        press = {"type": "feedback", "sender": {"id": "u-1"}, "message": got["id"], "verdict": "helped"}
        await received(connected, json.dumps(press).encode(), "p-1")
        (head,) = await heads(site)
        assert (head.state, head.resolve_reason) == (State.RESOLVED, "answer_helped")
