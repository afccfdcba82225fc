"""What is read from updates."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiogram import types

from channels.telegram.inbound import decoded, external_id, inward
from channels.telegram.outbound import pieces
from channels.telegram.settings import Groups, Settings
from contactcenter.errors import Unparsable
from contactcenter.ids import InboxId
from contactcenter.ports import Ignored, InboundMessage, Inward, RawInbound

UPDATES = json.loads((Path(__file__).parents[1] / "data" / "telegram" / "updates.json").read_text("utf-8"))["updates"]
IN_GROUPS = Settings(telegram_groups=Groups.MENTION, telegram_bot="support_bot")
AT = datetime(2026, 11, 27, tzinfo=UTC)


def read(raw: bytes, settings: Settings = IN_GROUPS) -> Inward:
    return inward(settings, RawInbound(inbox_id=InboxId("x"), external_id="e", raw=raw, received_at=AT))


def example(name: str, settings: Settings = IN_GROUPS) -> Inward:
    return read(json.dumps(UPDATES[name]).encode(), settings)


@pytest.mark.parametrize("name", sorted(UPDATES))
def test_the_examples_are_updates_of_telegram(name: str) -> None:
    types.Update.model_validate(UPDATES[name])


@pytest.mark.parametrize(
    ("name", "text", "files"),
    [
        ("photo", "Broken", ["large"]),
        ("voice", "", ["v"]),
        ("sticker", "[sticker \U0001f600]", []),
        ("location", "https://www.openstreetmap.org/?mlat=55.750000&mlon=37.620000", []),
        ("reply", "This one\n\u21a9 Which order?", []),
        ("edit", "\u270e This one, sorry", []),
        ("start", "\U0001f44b", []),
        ("contact", "[Bo Li, +15550100]", []),
        ("dice", "[dice]", []),
        ("mention", "\U0001f600  help us", []),
    ],
)
def test_messages_of_all_kinds(name: str, text: str, files: list[str]) -> None:
    found = example(name)
    assert isinstance(found, InboundMessage)
    assert (found.text, [one.remote for one in found.files]) == (text, files)


def test_in_a_group_the_answer_goes_to_the_group() -> None:
    found = example("mention")
    assert isinstance(found, InboundMessage) and found.identity.address == "-100123/42"


@pytest.mark.parametrize("name", ["group", "other_bot", "blocked"])
def test_what_is_not_for_us_is_ignored(name: str) -> None:
    assert isinstance(example(name), Ignored)


def test_groups_are_ignored_unless_it_was_set_otherwise() -> None:
    assert isinstance(example("mention", Settings()), Ignored)


def test_an_edit_is_another_message_and_the_same_edit_is_not() -> None:
    names = {external_id(decoded(json.dumps(UPDATES[name]).encode())) for name in ("reply", "edit", "edit")}
    assert names == {"42:9", "edited:42:9:1764200050"}


@pytest.mark.parametrize(
    "raw", [b"", b"{}", b"[]", b"{", b'{"update_id":"x"}', b'{"update_id":1,"message":{}}', b"\xff", b"[" * 99_999]
)
def test_what_is_no_update_goes_to_quarantine(raw: bytes) -> None:
    with pytest.raises(Unparsable):
        read(raw)


def test_long_texts_are_cut_at_spaces_and_nothing_is_lost() -> None:
    text = " ".join(f"word{number} \U0001f600" for number in range(2000))
    parts = list(pieces(text))
    assert " ".join(parts) == text
    assert all(len(one.encode("utf-16-le")) // 2 <= 4096 for one in parts)
