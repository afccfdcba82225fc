"""A whole centre that works by mail: real store, real channel, real Dovecot and Postfix, pages served over HTTP."""

import asyncio
import email
import email.policy
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any, TypeVar

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from channels import CHANNELS
from contactcenter.clock import SystemClock
from contactcenter.config import Config
from contactcenter.desk.answering import Answering
from contactcenter.desk.bell import LocalBell
from contactcenter.desk.desk import Desk
from contactcenter.desk.directory import Directory
from contactcenter.desk.dispatch import Dispatch
from contactcenter.desk.inbox_channels import OwnProcessReader
from contactcenter.desk.letter_links import LetterLinks
from contactcenter.desk.presence import beat, choose_availability
from contactcenter.desk.receipts import Reader
from contactcenter.desk.records import save_record
from contactcenter.ids import AgentId, InboxId, QueueId, TeamId, uuid7
from contactcenter.inboxes import Inboxes
from contactcenter.keys import Keyring, new_key
from contactcenter.language import Detector
from contactcenter.model.article import Article
from contactcenter.model.bodies import DeliveryState, EntryKind
from contactcenter.model.conversation import Conversation
from contactcenter.model.entry import Entry
from contactcenter.model.records import Agent, Inbox, OfferMode, Queue, Record, Team
from contactcenter.model.rows import ConversationFilter, Receipt, ReceiptState
from contactcenter.model.scope import EVERYTHING
from contactcenter.store import open_blobs, open_store
from contactcenter.store.delivery_rules import TO_SEND
from contactcenter.texts import load_texts
from contactcenter.web.app import make_app
from tests.servers.mail import Account, MailServer

T = TypeVar("T")
ReaderOf = Callable[[Desk], Reader]

PATIENCE_S = 60
SUPPORT = TeamId("support")
CENTRE: tuple[Record, ...] = (
    Team(id=SUPPORT, name="Support", signatures={"en": "{agent.name}, Support", "zh-Hans": "{agent.name}，客服中心"}),
    Queue(id=QueueId("general"), name="General", teams=(SUPPORT,), offer=OfferMode.AUTO),
    Agent(id=AgentId("lin"), name="Lin", email="lin@centre.test", languages={"zh-Hans": 5, "en": 3}, teams=(SUPPORT,)),
    Agent(id=AgentId("ira"), name="Ira", email="ira@centre.test", languages={"ru": 5, "en": 2}, teams=(SUPPORT,)),
    Article(
        id="cuff.zh",  # type: ignore[arg-type]
        slug="cuff",
        language="zh-Hans",
        title="如何选择袖带尺寸",
        body="袖带应紧贴上臂。\n\n## 如何测量\n\n1. 测量上臂周长。\n2. 22–32 厘米适用 M 号袖带。\n"
        "3. 32–42 厘米适用 L 号袖带。\n",
        phrasings=("我需要多大尺寸的袖带？", "怎么选血压计袖带的尺寸？", "袖带太小了，应该买哪种？", "袖带尺寸"),
    ),
)


@dataclass
class PostOffice:
    """The centre and its one mailbox; ``wait_for`` asks again and again until something is so."""

    desk: Desk
    server: MailServer
    mailbox: Account
    dispatch: Dispatch
    http: TestClient[web.Request, web.Application]
    mailboxes: Mapping[str, Account]  # by inbox

    async def wait_for(self, found: Callable[[], Awaitable[T | None]]) -> T:
        async with asyncio.timeout(PATIENCE_S):
            while True:
                if (value := await found()) is not None:
                    return value
                await asyncio.sleep(0.05)

    async def heads(self) -> tuple[Conversation, ...]:
        page = await self.desk.store.conversations(ConversationFilter(order="oldest"), EVERYTHING)
        found = page.items
        while page.next is not None:
            page = await self.desk.store.conversations(ConversationFilter(order="oldest"), EVERYTHING, page.next)
            found += page.items
        return found

    async def conversation(self, number: int = 0) -> Conversation:
        """The conversation that began as the ``number``-th, once it is there."""

        async def found() -> Conversation | None:
            heads = sorted(await self.heads(), key=lambda one: one.created_at)
            return heads[number] if len(heads) > number else None

        return await self.wait_for(found)

    async def until(self, is_so: Callable[[Conversation], bool], number: int = 0) -> Conversation:
        async def found() -> Conversation | None:
            head = await self.conversation(number)
            return head if is_so(head) else None

        return await self.wait_for(found)

    async def entries(self, head: Conversation, kind: EntryKind) -> list[Entry]:
        return [one for one in await self.desk.store.entries(head.id, 0, 500) if one.kind is kind]

    async def come(self, agent_id: str) -> None:
        await beat(self.desk, AgentId(agent_id), "node", f"socket-{agent_id}")
        await choose_availability(self.desk, AgentId(agent_id), "online")

    async def receipts(self) -> dict[ReceiptState, list[Receipt]]:
        """Every mail that was ever taken, by what became of it."""
        found: dict[ReceiptState, list[Receipt]] = {}
        for state in ReceiptState:
            page = await self.desk.store.receipts(state, None, 200)
            found[state] = [*page.items]
            while page.next is not None:
                page = await self.desk.store.receipts(state, page.next, 200)
                found[state] += page.items
        return found

    async def settled(self, count: int) -> dict[ReceiptState, list[Receipt]]:
        """The same, once so many have been taken and all of them read."""

        async def found() -> dict[ReceiptState, list[Receipt]] | None:
            by_state = await self.receipts()
            is_done = not by_state[ReceiptState.RECEIVED] and sum(map(len, by_state.values())) >= count
            return by_state if is_done else None

        return await self.wait_for(found)

    async def sent_to(self, address: str) -> int:
        """How many mails of ours went there, once nothing of ours waits to be sent."""

        async def done() -> int | None:
            of_heads = [await self.desk.store.deliveries_of(head.id) for head in await self.heads()]
            found = [one for of_head in of_heads for one in of_head]
            if any(one.state in TO_SEND for one in found):
                return None
            return sum(one.recipient.address == address and one.state is DeliveryState.SENT for one in found)

        return await self.wait_for(done)

    async def received(self, account: Account, count: int) -> list[EmailMessage]:
        """The mails in somebody's mailbox, parsed by the standard library, once there are so many."""
        raws = await self.server.arrived(account, count)
        return [email.message_from_bytes(raw, policy=email.policy.default) for raw in raws]  # type: ignore[misc]


@asynccontextmanager
async def post_office(
    server: MailServer,
    data: Path,
    *,
    mailbox: Account | None = None,
    also: Sequence[str] = (),
    reader_of: ReaderOf | None = None,
    url: str = "",
    **inbox: object,
) -> AsyncIterator[PostOffice]:
    """``also``: more inboxes, each with a mailbox of its own; ``inbox``: settings of all of them that differ."""
    mailboxes = {"mail": mailbox or server.account(), **{name: server.account() for name in also}}
    async with open_desk(url or f"sqlite:///{data / 'centre.sqlite'}", data, Keyring([new_key()])) as desk:
        for record in (*CENTRE, *(inbox_of(server, name, one, **inbox) for name, one in mailboxes.items())):
            await save_record(desk, record, actor="test", new=True)
        await desk.answering.rebuild(desk.store, desk.clock.now())
        reader = reader_of(desk) if reader_of else OwnProcessReader(desk.directory, desk.keyring, CHANNELS)
        client = TestClient(TestServer(make_app(desk, Config(), CHANNELS, reader=reader)))
        await client.start_server()
        dispatch = Dispatch(desk)
        desk.bell.listen(dispatch.on_bell)
        await dispatch.start()
        links = LetterLinks(desk.keyring, str(client.make_url("/")).rstrip("/"))
        office = PostOffice(desk, server, mailboxes["mail"], dispatch, client, mailboxes)
        async with running(Inboxes(desk, CHANNELS, reader, uuid7(), links).run(), dispatch.run(1.0)):
            await office.wait_for(lambda: _connected(desk, mailboxes))
            yield office
        await client.close()


@asynccontextmanager
async def open_desk(url: str, folder: Path, keyring: Keyring) -> AsyncIterator[Desk]:
    store = open_store(url, folder, SystemClock())
    await store.open()
    try:
        yield Desk(
            store=store,
            blobs=open_blobs(store, folder),
            clock=SystemClock(),
            bell=LocalBell(),
            directory=Directory(),
            words=load_texts(),
            detector=Detector(("en", "ru", "zh-Hans", "de")),
            answering=Answering(),
            keyring=keyring,
            capabilities={kind: channel.capabilities for kind, channel in CHANNELS.items()},
        )
    finally:
        await store.close()


@asynccontextmanager
async def running(*works: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """They go on for as long as the block lasts, and are cut off at its end."""
    tasks = [asyncio.create_task(work) for work in works]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


async def _connected(desk: Desk, inboxes: Iterable[str]) -> bool | None:
    states = [desk.health.states.get(inbox) for inbox in inboxes]
    return True if all(state and state.health.problem is None for state in states) else None


def inbox_of(server: MailServer, name: str, mailbox: Account, **changes: object) -> Inbox:
    settings = {
        "address": mailbox.address,
        "name": "Shop",
        "password": mailbox.password,
        "imap_host": server.host,
        "imap_port": server.ports["imaps"],
        "smtp_host": server.host,
        "smtp_port": server.ports["smtps"],
        "certificates": server.certificates,
        **changes,
    }
    return Inbox(
        id=InboxId(name), name=name, channel="email", queue_id=QueueId("general"), language="en", settings=settings
    )


def written(sender: Account, to: str, text: str, *, subject: str = "", **fields: str) -> bytes:
    """A mail as a mail program writes it."""
    mail = EmailMessage()
    mail["From"] = f"Customer <{sender.address}>"
    mail["To"] = to
    mail["Subject"] = subject or "Question"
    mail["Message-ID"] = f"<{uuid7()}-c@their.example>"
    mail["Date"] = email.utils.format_datetime(SystemClock().now())
    for name, value in fields.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail.as_bytes(policy=email.policy.SMTP)
