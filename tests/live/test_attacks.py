"""What a hostile client may try over the socket, and that it gains nothing."""

import asyncio
import json

import pytest

from contactcenter.ids import uuid7
from contactcenter.web.live import guard, server, websocket
from contactcenter.web.live.connection import MAX_VISITOR_FRAME_BYTES
from tests.live.conftest import OpenSocket
from tests.web.site import Site


async def test_a_forged_connect_event_does_not_run_the_connect_handler_again(
    site: Site, open_socket: OpenSocket
) -> None:
    raw = await open_socket()
    admin = (await site.agent("admin"))["Authorization"].removeprefix("Bearer ")
    answer = await raw.call("connect", {"protocol": 1, "token": admin})
    assert answer["error"]["code"] == "invalid"
    assert (await raw.call("watch", {"views": ["mine"]}))["error"]["code"] == "forbidden"


async def test_a_forged_disconnect_event_changes_nothing(site: Site, open_socket: OpenSocket) -> None:
    raw = await open_socket()
    assert (await raw.call("disconnect", {}))["error"]["code"] == "invalid"
    assert len(site.centre.live.hub.connections) == 1


@pytest.mark.parametrize(
    "packet",
    [
        '42[["connect"],{}]',  # a name that is not a string
        "42[]",
        "42{}",
        "42",
        '42/admin,["message.send",{}]',  # unknown namespace
        "40{}",  # connecting twice
        '40/admin,{"protocol":1}',
        '451-["message.send",{"_placeholder":true,"num":0}]',  # binary event
        '46["x"]',
        '43["ack of nothing"]',
        '44{"message":"connect error"}',
        "49",
        "4",
        '42999999999999999999["follow",{}]',  # an acknowledgement number without end
        '42["follow",{"conversation":"' + "x" * 300_000 + '"}]',
        '42["follow",' + "[" * 100 + "]" * 100 + "]",
        '42["follow",{},{},{}]',
        '42["follow",\ud800]'.encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
    ],
)
async def test_what_is_not_the_protocol_ends_the_connection(packet: str, open_socket: OpenSocket) -> None:
    raw = await open_socket()
    await raw.send(packet)
    assert await raw.is_cut()


async def test_garbage_leaves_no_session_behind(site: Site, open_socket: OpenSocket) -> None:
    raws = [await open_socket() for _ in range(5)]
    for raw in raws:
        await raw.send("49")
        assert await raw.is_cut()
    sessions = site.centre.live.server.eio.sockets
    await asyncio.sleep(0.5)
    assert not sessions and not site.centre.live.hub.connections


async def test_what_one_client_sends_at_once_is_done_in_its_order(open_socket: OpenSocket) -> None:
    raw = await open_socket()
    first = await raw.call("message.send", {"external_id": uuid7(), "conversation": None, "text": "0"})
    for number in range(1, 31):
        body = {"external_id": uuid7(), "conversation": first["conversation"], "text": str(number)}
        await raw.send(f"42{number + 100}" + json.dumps(["message.send", body]))
    acks = [await raw.acknowledgement(number + 100) for number in range(1, 31)]
    assert [ack["seq"] for ack in acks] == sorted(ack["seq"] for ack in acks)
    stored = await raw.call("follow", {"conversation": first["conversation"], "after": 0})
    texts = [entry["body"]["text"] for entry in stored["entries"] if entry["author"]["kind"] == "contact"]
    assert texts == [str(number) for number in range(31)]


async def test_a_mailbox_that_is_full_answers_and_holds_up_nobody(
    open_socket: OpenSocket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "MAILBOX", 3)
    raw, other = await open_socket(), await open_socket()
    for number in range(1, 21):
        await raw.send(f"42{number}" + json.dumps(["follow", {"conversation": uuid7()}]))
    codes = [(await raw.acknowledgement(number))["error"]["code"] for number in range(1, 21)]
    assert set(codes) <= {"not_found", "rate_limited"} and codes[:3] == ["not_found"] * 3
    assert (await other.call("follow", {"conversation": uuid7()}))["error"]["code"] == "not_found"


async def test_binary_frames_end_the_connection(open_socket: OpenSocket) -> None:
    raw = await open_socket()
    await raw.socket.send_bytes(b"\x00" * 1000)
    assert await raw.is_cut()


async def test_events_before_authentication_end_the_connection(open_socket: OpenSocket) -> None:
    raw = await open_socket(auth=None)
    await raw.send('42["follow",{}]')
    assert await raw.is_cut()


@pytest.mark.parametrize(
    "auth",
    [None, [], "token", 1, {}, {"protocol": 2, "token": "x"}, {"protocol": 1}, {"protocol": 1, "token": ["x"]},
     {"protocol": 1, "token": "x", "role": "admin"}, {"protocol": 1, "ticket": "never issued"},
     {"protocol": 1, "token": {"$ne": None}}],
)  # fmt: skip
async def test_a_bad_sign_in_is_refused(auth: object, site: Site, open_socket: OpenSocket) -> None:
    raw = await open_socket(auth=None)
    await raw.send("40" + json.dumps(auth))
    assert not (await raw.receive()).startswith("40")
    assert site.centre.live.hub.connections == {}


async def test_whoever_does_not_authenticate_in_time_is_cut(
    open_socket: OpenSocket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "AUTHENTICATE_WITHIN_SECONDS", 0.2)
    raw = await open_socket(auth=None)
    assert await raw.is_cut()


async def test_a_ticket_opens_one_socket_only(site: Site, open_socket: OpenSocket) -> None:
    answer = await site.client.post("/api/v1/socket-ticket", json={}, headers=await site.agent())
    ticket = (await answer.json())["ticket"]
    await open_socket(auth={"protocol": 1, "ticket": ticket})
    second = await open_socket(auth=None)
    await second.send("40" + json.dumps({"protocol": 1, "ticket": ticket}))
    assert not (await second.receive()).startswith("40")


async def test_a_flood_is_refused_with_a_clear_line_and_others_notice_nothing(open_socket: OpenSocket) -> None:
    flooder, other = await open_socket(), await open_socket()
    for number in range(1, 201):
        await flooder.send(f"42{number}" + json.dumps(["follow", {"conversation": uuid7()}]))
    codes = [(await flooder.acknowledgement(number))["error"] for number in range(1, 201)]
    refused = [error for error in codes if error["code"] == "rate_limited"]
    assert len(refused) >= 150 and all(error["retry_after"] > 0 for error in refused)
    ack = await other.call("message.send", {"external_id": uuid7(), "conversation": None, "text": "Hello there"})
    assert ack["seq"] == 1


async def test_a_frame_longer_than_contacts_may_send_is_refused(open_socket: OpenSocket) -> None:
    raw = await open_socket()
    text = "x" * MAX_VISITOR_FRAME_BYTES
    answer = await raw.call("message.send", {"external_id": uuid7(), "conversation": None, "text": text})
    assert answer["error"]["code"] == "invalid"


async def test_a_client_that_does_not_read_is_let_go(
    site: Site, open_socket: OpenSocket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "MAX_QUEUED_PACKETS", 50)
    raw = await open_socket()
    (connection,) = site.centre.live.hub.connections.values()
    for _ in range(60):
        site.centre.live.hub.send(connection, '2["entries",{}]')
    assert await raw.is_cut()
    await asyncio.sleep(0.1)
    assert site.centre.live.hub.connections == {}


@pytest.mark.parametrize("packet", ["", "x", "9", "7", "b!", "b4AAA="])
async def test_what_is_not_engine_io_ends_the_connection(packet: str, site: Site, open_socket: OpenSocket) -> None:
    raw = await open_socket()
    await raw.send(packet)
    assert await raw.is_cut()
    await asyncio.sleep(0.1)
    assert site.centre.live.hub.connections == {}


async def test_a_client_that_neither_reads_nor_answers_is_not_waited_for(
    site: Site, open_socket: OpenSocket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(websocket, "LAST_WORDS_SECONDS", 0.1)
    monkeypatch.setattr(site.centre.live.server.eio, "ping_interval", 0.2)
    monkeypatch.setattr(site.centre.live.server.eio, "ping_timeout", 0.2)
    await open_socket()
    (connection,) = site.centre.live.hub.connections.values()
    for _ in range(30):
        site.centre.live.hub.send(connection, "x" * 1_000_000)  # more than the buffers on the way take
    await asyncio.sleep(1)
    assert site.centre.live.hub.connections == {}
    assert not any("_write" in str(task.get_coro()) for task in asyncio.all_tasks())


async def test_the_offer_to_compress_is_declined(open_socket: OpenSocket) -> None:
    offered = await open_socket(headers={"Sec-WebSocket-Extensions": "permessage-deflate"})
    assert offered.socket.compress == 0


async def test_a_strangers_conversation_answers_as_if_it_did_not_exist(open_socket: OpenSocket) -> None:
    owner, stranger = await open_socket(), await open_socket()
    ack = await owner.call("message.send", {"external_id": uuid7(), "conversation": None, "text": "My secret"})
    unknown = await stranger.call("follow", {"conversation": uuid7()})
    foreign = await stranger.call("follow", {"conversation": ack["conversation"]})
    assert foreign == unknown and foreign["error"]["code"] == "not_found"
    body = {"external_id": uuid7(), "conversation": ack["conversation"], "text": "let me in"}
    assert (await stranger.call("message.send", body))["error"]["code"] == "not_found"


@pytest.mark.parametrize(
    ("field", "value", "path"),
    [
        ("external_id", 7, "external_id"),
        ("external_id", "not-a-uuid", "external_id"),
        ("external_id", {"$ne": None}, "external_id"),
        ("text", None, "text"),
        ("text", ["x"], "text"),
        ("text", "  \n ", "text"),
        ("text", "x" * 10_001, "text"),
        ("conversation", 5, "conversation"),
        ("attachments", "x", "attachments"),
        ("attachments", [{"blob_id": "x", "name": "x", "content_type": "x", "size_bytes": 1}], "attachments"),
        ("language", {}, "language"),
        ("surprise", 1, ""),
    ],
)
async def test_a_wrong_field_is_named(field: str, value: object, path: str, open_socket: OpenSocket) -> None:
    raw = await open_socket()
    body = {"external_id": uuid7(), "conversation": None, "text": "Hello"} | {field: value}
    error = (await raw.call("message.send", body))["error"]
    assert error["code"] == "invalid"
    assert error.get("path", "").startswith(path)


@pytest.mark.parametrize(
    "text", ["a\x00b", "a\u202eb\u202c", "Z\u0351\u0352\u0353\u0354\u0355\u0356\u0357\u0358" * 50, "x" * 9_999]
)
async def test_hostile_text_is_stored_and_comes_back_harmless(text: str, open_socket: OpenSocket) -> None:
    raw = await open_socket()
    external_id = uuid7()
    await raw.send(
        "421" + json.dumps(["message.send", {"external_id": external_id, "conversation": None, "text": text}])
    )
    ack = await raw.acknowledgement(1)
    if "error" in ack:
        assert ack["error"]["code"] == "invalid"  # refused in words: nothing was acknowledged, nothing is lost
        return
    follow = await raw.call("follow", {"conversation": ack["conversation"], "after": 0})
    stored = follow["entries"][0]["body"]["text"]
    assert "\x00" not in stored and not any("\ud800" <= one <= "\udfff" for one in stored)
    assert "\u0354" not in stored


async def test_a_lone_surrogate_is_no_json_and_ends_the_connection(open_socket: OpenSocket) -> None:
    raw = await open_socket()
    await raw.send('421["message.send",{"external_id":"x","text":"a\\ud800b"}]')
    assert await raw.is_cut()


async def test_private_parts_of_the_libraries_are_where_we_reach_for_them(site: Site) -> None:
    server = site.centre.live.server
    assert server.eio._async["websocket"].__name__ == "PlainWebSocket"
    assert callable(server.manager.sid_from_eio_sid) and callable(server.manager.eio_sid_from_sid)
