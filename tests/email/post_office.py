"""A whole centre that works by mail: real store, real channel, real Dovecot and Postfix, pages served over HTTP."""

import asyncio
import email
import email.policy
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import TypeVar

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
from contactcenter.desk.records import save_record
from contactcenter.ids import AgentId, InboxId, QueueId, TeamId, uuid7
from contactcenter.inboxes import Inboxes
from contactcenter.keys import Keyring, new_key
from contactcenter.language import Detector
from contactcenter.model.bodies import EntryKind
from contactcenter.model.conversation import Conversation
from contactcenter.model.entry import Entry
from contactcenter.model.records import Agent, Article, Inbox, OfferMode, Queue, Record, Team
from contactcenter.model.rows import ConversationFilter
from contactcenter.model.scope import EVERYTHING
from contactcenter.store import open_blobs, open_store
from contactcenter.texts import load_texts
from contactcenter.web.app import make_app
from tests.servers.mail import Account, MailServer

T = TypeVar("T")

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

    async def wait_for(self, found: Callable[[], Awaitable[T | None]]) -> T:
        async with asyncio.timeout(PATIENCE_S):
            while True:
                if (value := await found()) is not None:
                    return value
                await asyncio.sleep(0.05)

    async def heads(self) -> tuple[Conversation, ...]:
        return (await self.desk.store.conversations(ConversationFilter(order="oldest"), EVERYTHING)).items

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

    async def received(self, account: Account, count: int) -> list[EmailMessage]:
        """The mails in somebody's mailbox, parsed by the standard library, once there are so many."""
        raws = await self.server.arrived(account, count)
        return [email.message_from_bytes(raw, policy=email.policy.default) for raw in raws]  # type: ignore[misc]


@asynccontextmanager
async def post_office(server: MailServer, folder: Path, **inbox: object) -> AsyncIterator[PostOffice]:
    mailbox = server.account()
    store = open_store(f"sqlite:///{folder / 'centre.sqlite'}", folder, SystemClock())
    await store.open()
    desk = Desk(
        store=store,
        blobs=open_blobs(store, folder),
        clock=SystemClock(),
        bell=LocalBell(),
        directory=Directory(),
        words=load_texts(),
        detector=Detector(("en", "ru", "zh-Hans", "de")),
        answering=Answering(),
        keyring=Keyring([new_key()]),
        capabilities={kind: channel.capabilities for kind, channel in CHANNELS.items()},
    )
    for record in (*CENTRE, _inbox(server, mailbox, **inbox)):
        await save_record(desk, record, actor="test", new=True)
    await desk.answering.rebuild(store, desk.clock.now())
    reader = OwnProcessReader(desk.directory, desk.keyring, CHANNELS)
    client = TestClient(TestServer(make_app(desk, Config(), CHANNELS, reader=reader)))
    await client.start_server()
    dispatch = Dispatch(desk)
    desk.bell.listen(dispatch.on_bell)
    await dispatch.start()
    links = LetterLinks(desk.keyring, str(client.make_url("/")).rstrip("/"))
    inboxes = Inboxes(desk, CHANNELS, reader, uuid7(), links)
    works = [asyncio.create_task(inboxes.run()), asyncio.create_task(dispatch.run(1.0))]
    office = PostOffice(desk, server, mailbox, dispatch, client)
    try:
        await office.wait_for(lambda: _connected(desk))
        yield office
    finally:
        for work in works:
            work.cancel()
            with suppress(asyncio.CancelledError):
                await work
        await client.close()
        await store.close()


async def _connected(desk: Desk) -> bool | None:
    state = desk.health.states.get("mail")
    return True if state and state.health.problem is None else None


def _inbox(server: MailServer, mailbox: Account, **changes: object) -> Inbox:
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
        id=InboxId("mail"), name="Mail", channel="email", queue_id=QueueId("general"), language="en", settings=settings
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
