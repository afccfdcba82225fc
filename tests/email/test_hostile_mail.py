"""Hostile mail through the whole channel: none is lost, none stops the others, and none holds up the centre."""

import asyncio.events
import itertools
import os
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from channels import CHANNELS
from contactcenter.desk.desk import Desk
from contactcenter.desk.inbox_channels import FileFetcher, OwnProcessReader
from contactcenter.desk.quarantine import retry
from contactcenter.desk.receipts import Reading, take_in
from contactcenter.desk.records import save_record
from contactcenter.ids import InboxId, QueueId
from contactcenter.inbox_reader import InboxReader
from contactcenter.keys import Keyring, new_key
from contactcenter.model.bodies import EntryKind
from contactcenter.model.entry import AuthorKind
from contactcenter.model.message import Message
from contactcenter.model.records import Inbox
from contactcenter.model.rows import ConversationFilter, Lease, Receipt, ReceiptState
from contactcenter.model.scope import EVERYTHING
from contactcenter.normalizer import Normalizer
from contactcenter.ports import RawInbound
from tests.email.mutations import mutated
from tests.email.post_office import CENTRE, open_desk, post_office, written
from tests.servers.mail import MailServer

SEED = int(os.environ.get("MUTATION_SEED", "7"))
BLOCKED_AT_MOST_S = 0.25  # of processor time in one turn of the loop; 0.1 on a machine that does nothing else
MAIL = InboxId("mail")


class Channel:
    """An inbox as its fetcher and reader see it, without the server."""

    def __init__(self, desk: Desk, reading: Reading, lease: Lease) -> None:
        self.desk, self._reading, self._lease = desk, reading, lease
        self._numbers = itertools.count()

    async def take(self, *mails: bytes) -> None:
        """Fetched in one batch, then read."""
        now = self.desk.clock.now()
        raws = [
            RawInbound(inbox_id=MAIL, external_id=f"1.{next(self._numbers)}", raw=raw, received_at=now)
            for raw in mails
        ]  # fmt: skip
        assert await take_in(self.desk, MAIL, raws, raws[-1].external_id, self._lease)
        await self._reading.step()

    async def receipts(self) -> dict[ReceiptState, list[Receipt]]:
        return {state: [one async for one in self._all(state)] for state in ReceiptState}

    async def _all(self, state: ReceiptState) -> AsyncIterator[Receipt]:
        after = None
        while True:
            page = await self.desk.store.receipts(state, after, 200)
            for receipt in page.items:
                yield receipt
            if (after := page.next) is None:
                return

    async def raw(self, receipt: Receipt) -> bytes:
        return b"".join([chunk async for chunk in self.desk.blobs.read(receipt.blob_id)])

    async def blobs_of_messages(self) -> list[str | None]:
        """The bytes that each message of a contact came as."""
        found: list[str | None] = []
        after = None
        while True:
            page = await self.desk.store.conversations(ConversationFilter(order="oldest"), EVERYTHING, after, 200)
            for head in page.items:
                entries = await self.desk.store.entries(head.id, 0, 10_000)
                said = [one for one in entries if one.kind is EntryKind.MESSAGE]
                by_contact = [one.body for one in said if one.author.kind is AuthorKind.CONTACT]
                found += [one.original.raw_blob_id for one in by_contact if isinstance(one, Message) and one.original]
            if (after := page.next) is None:
                return found


@asynccontextmanager
async def channel(folder: Path) -> AsyncIterator[Channel]:
    async with open_desk(f"sqlite:///{folder / 'centre.sqlite'}", folder, Keyring([new_key()])) as desk:
        settings = {"address": "support@centre.test"}
        inbox = Inbox(id=MAIL, name="Mail", channel="email", queue_id=QueueId("general"), settings=settings)
        for record in (*CENTRE, inbox):
            await save_record(desk, record, actor="test", new=True)
        await desk.answering.rebuild(desk.store, desk.clock.now())
        lease = await desk.store.take_lease(f"inbox:{MAIL}", "node", desk.clock.now(), timedelta(hours=9))
        assert lease is not None
        async with Normalizer() as normalizer:
            yield Channel(
                desk, Reading(desk, InboxReader(desk.directory, normalizer, FileFetcher(desk.keyring, CHANNELS))), lease
            )


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("count", [pytest.param(300), pytest.param(10_000, marks=pytest.mark.soak)])
async def test_of_mutated_mails_none_is_lost_and_the_mailbox_goes_on(tmp_path: Path, count: int) -> None:
    plain = b"Message-ID: <last@x>\r\nFrom: ann@example.com\r\n\r\nIs anybody there?\r\n"
    mails = [*mutated(SEED, count), plain]
    async with channel(tmp_path) as mailbox:
        for start in range(0, len(mails), 50):
            await mailbox.take(*mails[start : start + 50])
        found = await mailbox.receipts()
        assert found[ReceiptState.RECEIVED] == []
        assert [one for one in found[ReceiptState.IGNORED] + found[ReceiptState.QUARANTINED] if not one.error] == []
        kept = [await mailbox.raw(one) for of_state in found.values() for one in of_state]
        assert sorted(kept) == sorted(mails)
        recorded = [one.blob_id for one in found[ReceiptState.RECORDED]]
        assert sorted(await mailbox.blobs_of_messages()) == sorted(recorded)  # type: ignore[type-var]
        assert found[ReceiptState.QUARANTINED] == []  # no bytes are too odd to be read


async def test_a_mail_that_hangs_or_kills_its_reader_waits_in_quarantine_and_holds_up_nobody(
    mail_server: MailServer, tmp_path: Path
) -> None:
    customer = mail_server.account()
    async with (
        Normalizer(time_limit=2, registry="tests.email.odd_email:CHANNELS") as faulty,
        post_office(
            mail_server,
            tmp_path,
            reader_of=lambda desk: InboxReader(desk.directory, faulty, FileFetcher(desk.keyring, CHANNELS)),
        ) as office,
    ):
        deeds = ("please hang", "please die", "please eat", "be kind")
        mails = [written(customer, office.mailbox.address, deed, subject=deed) for deed in deeds]
        mail_server.deliver(office.mailbox, *mails, sender=customer.address)
        found = await office.settled(len(mails))
        quarantined = sorted(found[ReceiptState.QUARANTINED], key=lambda one: one.id)
        assert len(found[ReceiptState.RECORDED]) == 1
        assert [head.subject for head in await office.heads()] == ["be kind"]
        assert [str(one.error).split(":")[0].split(" within")[0] for one in quarantined] == ["not read"] * 3
        repaired = OwnProcessReader(office.desk.directory, office.desk.keyring, CHANNELS)
        states = [await retry(office.desk, repaired, one.id) for one in quarantined]
        assert states == [ReceiptState.RECORDED] * 3
        assert sorted(head.subject for head in await office.heads()) == sorted(deeds)


@pytest.fixture
def longest_turn(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    """Processor seconds of each turn of the loop above 10 ms; a loaded machine adds none."""
    turns: list[float] = []
    run = asyncio.events.Handle._run

    def timed(handle: asyncio.events.Handle) -> None:
        started = time.thread_time()
        run(handle)
        spent = time.thread_time() - started
        turns.extend([spent] if spent > 0.01 else [])

    monkeypatch.setattr(asyncio.events.Handle, "_run", timed)
    yield turns


def letter(body: bytes, *fields: bytes) -> bytes:
    head = (b"From: eve@example.com", b"To: support@centre.test", b"Subject: Hello", *fields)
    return b"\r\n".join((*head, b"", body))


MIXED = (b"MIME-Version: 1.0", b"Content-Type: multipart/mixed; boundary=b")
UTF_8 = b"Content-Type: text/plain; charset=utf-8"
MEGABYTE = 2**20
HEAVY = {
    "one word of 8 MB": lambda: letter(b"a" * (8 * MEGABYTE)),
    "8 MB of words": lambda: letter(b"which size " * (MEGABYTE * 8 // 11)),
    "6 MB of the words of an article": lambda: letter("袖带尺寸".encode() * (MEGABYTE // 2), UTF_8),
    "6 MB of question marks": lambda: letter(b"? " * (3 * MEGABYTE)),
    "a file of 20 MB": lambda: letter(
        b"--b\r\n\r\nhello\r\n--b\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + (b"QUFB" * 18 + b"\r\n") * (20 * MEGABYTE // 54) + b"--b--\r\n", *MIXED),
    "500 files": lambda: letter(b"".join(
        b"--b\r\nContent-Type: application/pdf; name=%d.pdf\r\n\r\n%d\r\n" % (n, n) for n in range(500)), *MIXED),
    "20,000 recipients": lambda: letter(b"hello", b"Cc: " + b",".join(b"p%d@example.com" % n for n in range(20_000))),
    "30,000 references": lambda: letter(b"hello", b"References: " + b" ".join(b"<%d@x>" % n for n in range(30_000))),
    "a subject of 500 KB": lambda: letter(b"hello", b"X-Header: y", b"Subject: " + b"hello " * 80_000),
}  # fmt: skip


async def test_no_heavy_mail_holds_up_the_loop(tmp_path: Path, longest_turn: list[float]) -> None:
    async with channel(tmp_path) as mailbox:
        await mailbox.take(letter(b"the first one starts the reading process"))
        longest = {}
        for name, made in HEAVY.items():
            raw = made()
            longest_turn.clear()
            await mailbox.take(raw)
            longest[name] = max(longest_turn, default=0.0)
        found = await mailbox.receipts()
    assert {name: spent for name, spent in longest.items() if spent > BLOCKED_AT_MOST_S} == {}
    assert len(found[ReceiptState.RECORDED]) == len(HEAVY) + 1
