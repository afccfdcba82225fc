"""A whole centre on SQLite behind aiohttp's test client, and shorthands for its callers."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient

from channels import CHANNELS
from contactcenter.clock import ManualClock
from contactcenter.desk import tokens
from contactcenter.desk.access import ROLES
from contactcenter.desk.answering import Answering
from contactcenter.desk.bell import LocalBell
from contactcenter.desk.desk import Desk
from contactcenter.desk.directory import Directory
from contactcenter.desk.passwords import hash_password
from contactcenter.desk.records import save_record
from contactcenter.ids import AgentId, ArticleId, InboxId, QueueId, TeamId, uuid7
from contactcenter.keys import Keyring, new_key
from contactcenter.language import Detector
from contactcenter.model.article import Article
from contactcenter.model.records import Agent, Credential, Inbox, Queue, Team
from contactcenter.store import open_blobs, open_store
from contactcenter.texts import load_texts
from contactcenter.web.centre import CENTRE

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PASSWORD = "a long enough password"
OWN_PAGE = {"X-Requested-With": "contactcenter"}

_detector = Detector(("en", "ru", "de"))


async def make_desk(folder: Path, clock: ManualClock) -> Desk:
    store = open_store(f"sqlite:///{folder / 'centre.sqlite'}", folder, clock)
    await store.open()
    desk = Desk(
        store=store,
        blobs=open_blobs(store, folder),
        clock=clock,
        bell=LocalBell(),
        directory=Directory(),
        words=load_texts(),
        detector=_detector,
        answering=Answering(),
        keyring=Keyring([new_key()]),
        capabilities={kind: channel.capabilities for kind, channel in CHANNELS.items()},
    )
    await desk.directory.load(store)
    return desk


async def furnish(desk: Desk) -> None:
    """One team with a queue and a widget, another team's queue, an agent of each role."""

    async def keep(record: Any) -> None:
        await save_record(desk, record, actor="test", new=True)

    await keep(Team(id=TeamId("team-1"), name="Devices"))
    await keep(Team(id=TeamId("team-2"), name="Billing"))
    await keep(Queue(id=QueueId("queue-1"), name="Devices", teams=(TeamId("team-1"),)))
    await keep(Queue(id=QueueId("queue-2"), name="Billing", teams=(TeamId("team-2"),)))
    greeting = {"en": "Hello", "ru": "Здравствуйте"}
    await keep(Inbox(id=InboxId("shop"), name="Shop", channel="chat", queue_id=QueueId("queue-1"), greeting=greeting))
    await keep(Inbox(id=InboxId("bills"), name="Bills", channel="chat", queue_id=QueueId("queue-2")))
    for role, team in (("agent", "team-1"), ("supervisor", "team-1"), ("admin", "team-1"), ("stranger", "team-2")):
        await keep(
            Agent(
                id=AgentId(role),
                name=role.title(),
                email=f"{role}@example.com",
                role=role if role in ROLES else "agent",
                languages={"en": 5},
                teams=(TeamId(team),),
            )
        )
    await keep(Article(id=ArticleId("a-en"), slug="battery", language="en", title="Battery", body="Use **four** AA."))
    await keep(Article(id=ArticleId("a-ru"), slug="battery", language="ru", title="Батарея", body="Четыре AA."))


@dataclass
class Site:
    """A running centre and shorthands for its callers."""

    app: web.Application
    client: TestClient[web.Request, web.Application]
    desk: Desk
    clock: ManualClock

    @property
    def centre(self) -> Any:
        return self.app[CENTRE]

    @property
    def runner(self) -> web.BaseRunner:
        runner = self.client.server.runner
        assert runner is not None
        return runner

    @property
    def origin(self) -> str:
        return str(self.client.make_url("/")).rstrip("/")

    @property
    def own(self) -> dict[str, str]:
        """Headers of a page of ours."""
        return OWN_PAGE | {"Origin": self.origin}

    async def agent(self, agent_id: str = "agent") -> dict[str, str]:
        """Headers of a program that acts for the agent."""
        agent = self.desk.directory.agent(AgentId(agent_id))
        now = self.clock.now()
        secret = await tokens.create_api_token(self.desk.store, agent.role, "test", "test", now, agent_id)
        return {"Authorization": f"Bearer {secret}"}

    async def program(self, role: str) -> dict[str, str]:
        """Headers of a program that acts for nobody."""
        now = self.clock.now()
        secret = await tokens.create_api_token(self.desk.store, role, "test", "test", now)
        return {"Authorization": f"Bearer {secret}"}

    async def visitor(self, inbox: str = "shop") -> dict[str, str]:
        """Headers of a new visitor."""
        answer = await self.client.post(f"/api/v1/widget/{inbox}/visitors", json={})
        assert answer.status == 200, await answer.text()
        return {"Authorization": f"Bearer {(await answer.json())['token']}"}

    async def sent(self, visitor: dict[str, str], text: str = "Where is my order 1234?", **more: Any) -> dict[str, Any]:
        """The acknowledgement of a visitor's message."""
        body = {"external_id": uuid7(), "text": text} | more
        answer = await self.client.post("/api/v1/visitor/messages", json=body, headers=visitor)
        assert answer.status == 200, await answer.text()
        return dict(await answer.json())

    async def set_password(self, agent_id: str, password: str = PASSWORD) -> None:
        credential = Credential(id=AgentId(agent_id), password_hash=await hash_password(password))
        await save_record(self.desk, credential, actor="test", new=True)


MakeSite = Callable[..., Awaitable[Site]]


async def problem(answer: ClientResponse) -> dict[str, Any]:
    """The problem details of a refused request."""
    assert answer.content_type == "application/problem+json", await answer.text()
    return dict(await answer.json())
