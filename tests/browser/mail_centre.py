"""A centre with an inbox for letters, in this process on a loop of its own; mail is put in by the desk's verbs."""

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

from aiohttp import web

from channels import CHANNELS
from contactcenter.clock import SystemClock
from contactcenter.config import Config
from contactcenter.desk.answering import Answering
from contactcenter.desk.bell import LocalBell
from contactcenter.desk.delivery_news import tell
from contactcenter.desk.desk import Desk
from contactcenter.desk.directory import Directory
from contactcenter.desk.dispatch import Dispatch
from contactcenter.desk.inbox_channels import OwnProcessReader
from contactcenter.desk.intake import receive
from contactcenter.desk.records import save_record
from contactcenter.desk.replies import reply
from contactcenter.ids import AgentId, ConversationId, InboxId, QueueId, ReceiptId, TeamId, uuid7
from contactcenter.keys import Keyring, new_key
from contactcenter.language import Detector
from contactcenter.model.bodies import DeliveryState
from contactcenter.model.contact import Identity
from contactcenter.model.conversation import Conversation
from contactcenter.model.plan import Recorded
from contactcenter.model.records import Agent, Inbox, OfferMode, Queue, Record, Tag, Team
from contactcenter.model.rows import Receipt, ReceiptState
from contactcenter.ports import Health, InboundMessage, Signal
from contactcenter.store import open_blobs, open_store
from contactcenter.texts import load_texts
from contactcenter.web.app import make_app

T = TypeVar("T")

ANN = "ann@example.com"
SUPPORT = TeamId("support")
RECORDS: tuple[Record, ...] = (
    Team(id=SUPPORT, name="Support"),
    Queue(id=QueueId("general"), name="General", teams=(SUPPORT,), offer=OfferMode.AUTO),
    Agent(id=AgentId("emma"), name="Emma Clarke", email="emma@centre.test", languages={"en": 5}, teams=(SUPPORT,)),
    Agent(id=AgentId("sofia"), name="Sofia Lindqvist", email="sofia@centre.test", role="admin", languages={"en": 1}),
    Inbox(
        id=InboxId("mail"),
        name="Help desk",
        channel="email",
        queue_id=QueueId("general"),
        answers=False,
        settings={"address": "help@centre.test"},
    ),
    Tag(id="spam"),
)


class MailCentre:
    """``origin`` is where it serves; the verbs return once what they do is stored."""

    def __init__(self, desk: Desk, origin: str, loop: asyncio.AbstractEventLoop) -> None:
        self.desk = desk
        self.origin = origin
        self._loop = loop

    def do(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(30)

    def arrive(self, text: str, *, sender: str = ANN, **more: Any) -> Conversation:
        """A letter comes in; without ``subject`` it has one of its own."""
        name = more.pop("name", f"{uuid7()}@their.example")
        message = InboundMessage(
            inbox_id=InboxId("mail"),
            external_id=name,
            identity=Identity(kind="email", address=sender),
            text=text,
            subject=more.pop("subject", "Question"),
            known_as=(f"mid:{name}",),
            is_named_everywhere=True,
            **more,
        )
        recorded = self.do(receive(self.desk, message))
        assert isinstance(recorded, Recorded)
        return recorded.head

    def keep(self, data: bytes) -> str:
        """The id of a stored blob."""
        return self.do(self.desk.blobs.put(data))[0]

    def reply(self, head: Conversation, text: str) -> None:
        self.do(reply(self.desk, AgentId("emma"), head.id, external_id=uuid7(), text=text))

    def tell(self, head: Conversation, state: DeliveryState, error: str | None = None) -> None:
        """What a mail server said of the last letter that went out."""
        deliveries = self.do(self.desk.store.deliveries_of(ConversationId(head.id)))
        last = max(deliveries, key=lambda one: one.message_seq)
        self.do(tell(self.desk, last, state, error))

    def report(self, health: Health, inbox: str = "mail", *, ago: timedelta = timedelta(0)) -> None:
        """What the inbox's channel said of itself some time ago."""

        async def work() -> None:
            self.desk.health.report(inbox, health, self.desk.clock.now() - ago)
            self.desk.bell.ring(Signal(kind="inbox", key=inbox))

        self.do(work())

    def quarantine(self, raw: bytes, why: str, inbox: str = "mail") -> None:
        async def work() -> None:
            blob_id, _ = await self.desk.blobs.put(raw)
            receipt = Receipt(
                id=ReceiptId(uuid7()),
                inbox_id=InboxId(inbox),
                external_id=uuid7(),
                blob_id=blob_id,
                received_at=self.desk.clock.now(),
            )
            await self.desk.store.receipt(receipt)
            await self.desk.store.settle_receipt(receipt.id, ReceiptState.QUARANTINED, why)

        self.do(work())


@contextmanager
def mail_centre(folder: Path) -> Iterator[MailCentre]:
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    started, ended = asyncio.Event(), asyncio.Event()
    made: list[MailCentre] = []

    living = asyncio.run_coroutine_threadsafe(_serve(folder, loop, made, started, ended), loop)
    asyncio.run_coroutine_threadsafe(started.wait(), loop).result(30)
    try:
        yield made[0]
    finally:
        loop.call_soon_threadsafe(ended.set)
        living.result(30)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)


async def _serve(
    folder: Path, loop: asyncio.AbstractEventLoop, made: list[MailCentre], started: asyncio.Event, ended: asyncio.Event
) -> None:
    clock = SystemClock()
    store = open_store(f"sqlite:///{folder / 'centre.sqlite'}", folder, clock)
    await store.open()
    desk = Desk(
        store=store,
        blobs=open_blobs(store, folder),
        clock=clock,
        bell=LocalBell(),
        directory=Directory(),
        words=load_texts(),
        detector=Detector(("en", "ru", "zh-Hans", "de")),
        answering=Answering(),
        keyring=Keyring([new_key()]),
        capabilities={kind: channel.capabilities for kind, channel in CHANNELS.items()},
    )
    for record in RECORDS:
        await save_record(desk, record, actor="test", new=True)
    reader = OwnProcessReader(desk.directory, desk.keyring, CHANNELS)
    dispatch = Dispatch(desk)
    desk.bell.listen(dispatch.on_bell)
    await dispatch.start()
    app = make_app(desk, Config(), CHANNELS, reader=reader, is_demo=True, place=dispatch.place)
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    routing = loop.create_task(dispatch.run(0.5))
    made.append(MailCentre(desk, f"http://127.0.0.1:{runner.addresses[0][1]}", loop))
    started.set()
    try:
        await ended.wait()
    finally:
        routing.cancel()
        await asyncio.wait([routing])
        await runner.cleanup()
        await store.close()
