"""Reading in a process of its own: what hangs, crashes or eats memory ends that process alone."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from contactcenter.errors import Unparsable
from contactcenter.ids import InboxId
from contactcenter.model.bodies import DeliveryState
from contactcenter.normalizer import Normalizer
from contactcenter.normalizer.wire import decode_results, encode_refusal, encode_results
from contactcenter.ports import Ignored, InboundMessage, RawInbound, StatusChange

ROOT = Path(__file__).parents[2]
REGISTRY = "tests.normalizer.odd_channels:CHANNELS"
NOW = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)


@pytest.fixture
async def normalizer() -> AsyncIterator[Normalizer]:
    async with Normalizer(children=1, registry=REGISTRY) as one:
        yield one


def arrived(raw: bytes, external_id: str = "1") -> RawInbound:
    return RawInbound(inbox_id=InboxId("inbox"), external_id=external_id, raw=raw, received_at=NOW)


async def read(normalizer: Normalizer, raw: bytes) -> InboundMessage:
    (message,) = await normalizer.normalize("odd", {"greeting": "pid "}, arrived(raw))
    assert isinstance(message, InboundMessage)
    return message


def pid(message: InboundMessage) -> int:
    return int(message.text.removeprefix("pid "))


async def test_a_message_comes_back_whole(normalizer: Normalizer) -> None:
    every_byte = bytes(range(256)) * 4000
    message = await read(normalizer, every_byte)
    assert (message.inbox_id, message.external_id, message.sent_at) == ("inbox", "1", NOW)
    assert message.files[0].data == every_byte
    assert pid(message) != os.getpid()


async def test_nothing_is_started_before_the_first_message(normalizer: Normalizer) -> None:
    assert normalizer.pids() == []
    message = await read(normalizer, b"hello")
    assert normalizer.pids() == [pid(message)]


async def test_one_child_reads_many_messages(normalizer: Normalizer) -> None:
    pids = {pid(await read(normalizer, b"hello")) for _ in range(20)}
    assert len(pids) == 1


async def test_a_reader_that_hangs_is_ended_and_the_next_message_goes_through() -> None:
    async with Normalizer(children=1, time_limit=0.5, registry=REGISTRY) as normalizer:
        before = pid(await read(normalizer, b"hello"))
        with pytest.raises(Unparsable, match=r"within 0\.5 s"):
            await read(normalizer, b"hang")
        assert pid(await read(normalizer, b"hello")) != before
        assert not is_alive(before)


@pytest.mark.skipif(sys.platform != "linux", reason="the limit on memory needs /proc")
async def test_a_reader_that_eats_memory_is_ended_and_the_next_message_goes_through() -> None:
    async with Normalizer(children=1, memory_limit_bytes=100 * 2**20, registry=REGISTRY) as normalizer:
        with pytest.raises(Unparsable, match="more than 100 MB of memory"):
            await read(normalizer, b"eat")
        assert (await read(normalizer, b"hello")).files[0].data == b"hello"


async def test_a_reader_that_kills_its_process_is_replaced(normalizer: Normalizer) -> None:
    with pytest.raises(Unparsable, match="ended by signal 9"):
        await read(normalizer, b"die")
    assert (await read(normalizer, b"hello")).files[0].data == b"hello"


async def test_a_message_is_not_blamed_for_a_reader_that_somebody_else_ended(normalizer: Normalizer) -> None:
    before = pid(await read(normalizer, b"hello"))
    os.kill(before, signal.SIGKILL)
    assert (await read(normalizer, b"innocent")).files[0].data == b"innocent"


async def test_what_the_channel_refuses_keeps_its_words_and_its_child(normalizer: Normalizer) -> None:
    before = pid(await read(normalizer, b"hello"))
    with pytest.raises(Unparsable, match=r"Expected better - at `\$\.bytes`"):
        await read(normalizer, b"refuse")
    assert pid(await read(normalizer, b"hello")) == before


async def test_a_fault_in_the_channel_names_its_place_and_not_the_mail(normalizer: Normalizer) -> None:
    with pytest.raises(Unparsable, match=r"KeyError in odd_channels\.py:\d+") as caught:
        await read(normalizer, b"fail")
    assert "secret" not in str(caught.value)


async def test_the_centres_keys_do_not_reach_a_child(normalizer: Normalizer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONTACTCENTER_KEYS", "secret")
    with pytest.raises(Unparsable, match="no keys here"):
        await read(normalizer, b"keys")


async def test_settings_that_do_not_fit_are_told(normalizer: Normalizer) -> None:
    with pytest.raises(Unparsable, match="settings do not fit"):
        await normalizer.normalize("odd", {"greetin": ""}, arrived(b"hello"))


async def test_what_a_channel_prints_does_not_disturb_the_answers(normalizer: Normalizer) -> None:
    assert (await read(normalizer, b"chatter")).files[0].data == b"chatter"
    assert (await read(normalizer, b"hello")).files[0].data == b"hello"


async def test_others_get_their_own_answers_while_one_hangs() -> None:
    async with Normalizer(children=2, time_limit=5, registry=REGISTRY) as normalizer:
        hanging = asyncio.create_task(read(normalizer, b"hang"))
        wanted = [b"%d" % number for number in range(30)]
        answers = await asyncio.gather(*(read(normalizer, raw) for raw in wanted))
        assert [answer.files[0].data for answer in answers] == wanted
        assert not hanging.done()
        hanging.cancel()
        with suppress(asyncio.CancelledError):
            await hanging


async def test_a_caller_that_leaves_does_not_leave_its_answer_to_the_next(normalizer: Normalizer) -> None:
    await read(normalizer, b"hello")
    leaving = asyncio.create_task(read(normalizer, b"hang"))
    await asyncio.sleep(0.1)
    leaving.cancel()
    with suppress(asyncio.CancelledError):
        await leaving
    assert (await read(normalizer, b"after")).files[0].data == b"after"


async def test_closing_ends_every_child_and_answers_who_waits() -> None:
    normalizer = Normalizer(children=1, registry=REGISTRY)
    before = pid(await read(normalizer, b"hello"))
    hanging = asyncio.create_task(read(normalizer, b"hang"))
    waiting = asyncio.create_task(read(normalizer, b"hello"))
    await asyncio.sleep(0.1)
    await normalizer.close()
    answers = await asyncio.gather(hanging, waiting, return_exceptions=True)
    assert [type(answer) for answer in answers] == [Unparsable, Unparsable]
    assert not is_alive(before)
    assert normalizer.pids() == []


async def test_chat_is_read_by_the_real_registry() -> None:
    async with Normalizer() as normalizer:
        with pytest.raises(Unparsable, match="truncated"):
            await normalizer.normalize("chat", {}, arrived(b"{"))


def test_every_kind_of_result_crosses_the_pipe() -> None:
    results = (
        Ignored(reason="our own mail"),
        StatusChange(
            inbox_id=InboxId("inbox"), provider_ids=("m1",), recipient="a@b", state=DeliveryState.BOUNCED, at=NOW
        ),
    )
    assert decode_results(encode_results(results)) == results


def test_an_answer_that_is_none_is_refused() -> None:
    for answer in (b"", b"\xff", encode_refusal("x")[:-1], msgspec.msgpack.encode({"results": [["Path", {}]]})):
        with pytest.raises(Unparsable):
            decode_results(answer)


def test_a_child_ends_when_its_parent_is_gone() -> None:
    """Its standard input closes then, however the parent ended."""
    command = [sys.executable, "-m", "contactcenter.normalizer.child", REGISTRY, str(2**29), "10"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdin is not None and child.stdout is not None
        assert child.stdout.read(1) == b"\0"
        child.stdin.close()
        assert child.wait(timeout=60) == 0


def is_alive(pid: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(pid, 0)
        return True
    return False
