"""What is read from stanzas, also from hostile ones."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from channels.xmpp.inbound import inward
from channels.xmpp.settings import Settings
from channels.xmpp.stanzas import archive_id, parsed
from contactcenter.errors import Unparsable
from contactcenter.ids import InboxId
from contactcenter.model.bodies import DeliveryState
from contactcenter.ports import Ignored, InboundMessage, Inward, RawInbound, StatusChange

DATA = json.loads((Path(__file__).parents[1] / "data" / "xmpp" / "stanzas.json").read_text("utf-8"))
SETTINGS = Settings(xmpp_address=DATA["own"])
AT = datetime(2026, 11, 27, tzinfo=UTC)
HEAD = "<message xmlns='jabber:client' from='romeo@montague.example/orchard' type='chat'>"


def read(stanza: str | bytes) -> Inward:
    raw = stanza if isinstance(stanza, bytes) else stanza.encode()
    return inward(SETTINGS, RawInbound(inbox_id=InboxId("x"), external_id="e", raw=raw, received_at=AT))


def example(name: str) -> Inward:
    return read(DATA["stanzas"][name])


def test_a_text_is_its_bare_address_on_any_stream() -> None:
    found = example("text")
    assert isinstance(found, InboundMessage)
    assert found.text == "My lord, dispatch; read o'er these articles."
    assert (found.identity.address, found.contact_name, found.line) == ("romeo@montague.example", "Romeo", "")
    other = example("component")
    assert isinstance(other, InboundMessage) and other.identity.key == found.identity.key


@pytest.mark.parametrize(
    ("name", "state", "error", "is_final"),
    [
        ("received", DeliveryState.DELIVERED, None, True),
        ("displayed", DeliveryState.SEEN, None, True),
        ("error", DeliveryState.BOUNCED, "item-not-found: No such account", True),
        ("busy", DeliveryState.BOUNCED, "recipient-unavailable", False),
    ],
)
def test_news_of_our_messages(name: str, state: DeliveryState, error: str | None, is_final: bool) -> None:
    found = example(name)
    assert isinstance(found, StatusChange)
    assert found.provider_ids == ("romeo@montague.example/d-1",)
    assert (found.state, found.error, found.is_final) == (state, error, is_final)


def test_a_file_is_named_by_its_link_and_its_link_is_no_text() -> None:
    found = example("file")
    assert isinstance(found, InboundMessage)
    assert (found.text, [one.name for one in found.files]) == ("", ["très cool.jpg"])
    assert found.files[0].remote.startswith("https://download.montague.example/")


def test_corrections_typing_encryption_and_rooms() -> None:
    correction = example("correction")
    assert isinstance(correction, InboundMessage) and correction.text.startswith("\u270e But soft")
    assert isinstance(example("typing"), Ignored) and isinstance(example("groupchat"), Ignored)
    encrypted = example("encrypted")
    assert isinstance(encrypted, InboundMessage) and "cannot be read" in encrypted.text


def test_the_archive_is_believed_with_its_time_and_nobody_else_in_its_form() -> None:
    found = example("archived")
    assert isinstance(found, InboundMessage)
    assert found.text.startswith("Call me but love")
    assert found.sent_at == datetime(2010, 7, 10, 23, 8, 25, tzinfo=UTC)
    assert isinstance(example("forged_archive"), Ignored)


def test_an_archive_id_counts_only_from_ones_own_server() -> None:
    ids = "<stanza-id xmlns='urn:xmpp:sid:0' by='{}' id='7'/></message>"
    assert archive_id(parsed((HEAD + ids.format("support@shakespeare.lit")).encode()), DATA["own"]) == "7"
    assert archive_id(parsed((HEAD + ids.format("romeo@montague.example")).encode()), DATA["own"]) == ""


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"<message", b"\xff\xfe", b"<message xmlns='jabber:client'>" + b"<a>" * 5,
        b"<!DOCTYPE m [<!ENTITY a 'x'>]><message>&a;</message>", "<message/>".encode("utf-16")[:-1],
        (HEAD + "<body>\x00</body></message>").encode(),
    ],
)  # fmt: skip
def test_what_is_no_stanza_goes_to_quarantine(raw: bytes) -> None:
    with pytest.raises(Unparsable):
        read(raw)


@pytest.mark.parametrize(
    "stanza",
    [
        "<message/>", "<iq/>", HEAD + "</message>", HEAD + "<body> </body></message>",
        "<message xmlns='jabber:client' from='support@shakespeare.lit/x'><body>mine</body></message>",
        f"<message xmlns='jabber:client' from='{'x' * 4000}@y'><body>long</body></message>",
        HEAD + "<x xmlns='jabber:x:oob'><url>file:///etc/passwd</url></x></message>",
    ],
)  # fmt: skip
def test_what_says_nothing_is_ignored(stanza: str) -> None:
    assert isinstance(read(stanza), Ignored)


def test_deep_and_long_ones_cost_nothing() -> None:
    deep = (HEAD + "<a>" * 50_000 + "</a>" * 50_000 + "<body>x</body></message>").encode()
    found = read(deep)
    assert isinstance(found, InboundMessage) and found.text == "x"
    long = read(HEAD + "<body>" + "y" * 1_000_000 + "</body></message>")
    assert isinstance(long, InboundMessage) and len(long.text) == 10_000
