"""A centre for a load test: agents on a queue, visitors each with an assigned conversation, its language settled."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path

from channels.chat import ChatChannel
from contactcenter.clock import SystemClock
from contactcenter.demo.seed import records as demo_records
from contactcenter.desk import presence
from contactcenter.desk.answering import Answering
from contactcenter.desk.assignment import take
from contactcenter.desk.bell import LocalBell
from contactcenter.desk.desk import Desk
from contactcenter.desk.directory import Directory
from contactcenter.desk.intake import record
from contactcenter.desk.records import save_record
from contactcenter.desk.tokens import TokenPurpose, issue
from contactcenter.ids import AgentId, InboxId, QueueId, TeamId, uuid7
from contactcenter.keys import Keyring, Purpose, open_keyring
from contactcenter.language import Detector
from contactcenter.model.article import Article
from contactcenter.model.contact import Identity, Verification
from contactcenter.model.plan import Recorded
from contactcenter.model.records import Agent, Inbox, Queue, Team
from contactcenter.ports import InboundMessage, Store
from contactcenter.store import open_blobs, open_store
from contactcenter.texts import load_texts


@dataclass(frozen=True)
class Visitor:
    token: str
    conversation: str | None
    agent: int


@dataclass(frozen=True)
class Seeded:
    agents: list[str]  # api tokens that act as the agents
    visitors: list[Visitor]


async def seed(
    url: str, data: Path, *, agents: int, visitors: int, assigned: bool = True, answers: bool = False
) -> Seeded:
    """Everything through the centre's own verbs; the server must not be running on a SQLite store.

    ``answers``: with the demo's articles and automatic answers; ``assigned``: each visitor has a conversation.
    """
    clock = SystemClock()
    store = open_store(url, data, clock)
    await store.open()
    keyring = open_keyring(data / "keys", None, may_create=True)
    desk = Desk(
        store=store, blobs=open_blobs(store, data), clock=clock, bell=LocalBell(), directory=Directory(),
        words=load_texts(), detector=Detector(), answering=Answering(), keyring=keyring,
        capabilities={"chat": ChatChannel.capabilities},
    )  # fmt: skip
    team, queue = TeamId("load"), QueueId("load")
    await save_record(desk, Team(id=team, name="Load"), actor="bench", new=True)
    await save_record(desk, Queue(id=queue, name="Load", teams=(team,)), actor="bench", new=True)
    inbox = Inbox(id=InboxId("load"), name="Load", channel="chat", queue_id=queue, answers=answers)
    await save_record(desk, inbox, actor="bench", new=True)
    if answers:
        for article in demo_records(clock.now()):
            if isinstance(article, Article):
                await save_record(desk, article, actor="bench", new=True)
    tokens = [await _agent(desk, store, number, team, units=visitors) for number in range(agents)]
    made = await asyncio.gather(
        *(_visitor(desk, keyring, number, number % agents, assigned) for number in range(visitors))
    )
    for number in range(agents):  # else the centre gives their conversations to others before they connect
        await presence.beat(desk, AgentId(f"agent{number}"), "bench", f"bench{number}")
    await store.close()
    return Seeded(tokens, list(made))


async def _agent(desk: Desk, store: Store, number: int, team: TeamId, units: int) -> str:
    agent = Agent(
        id=AgentId(f"agent{number}"), name=f"Agent {number}", email=f"agent{number}@example.com",
        languages={"en": 5}, teams=(team,), units=units,
    )  # fmt: skip
    await save_record(desk, agent, actor="bench", new=True)
    data = {"name": agent.name, "role": "agent", "agent": agent.id}
    secret, _ = await issue(store, TokenPurpose.API, f"bench{number}", desk.clock.now(), data)
    return secret


async def _visitor(desk: Desk, keyring: Keyring, number: int, agent: int, assigned: bool) -> Visitor:
    identity = Identity(kind="chat", address=f"visitor{number}", verification=Verification.SESSION)
    token = keyring.sign(Purpose.VISITOR, {"inbox": "load", "address": identity.address})
    if not assigned:
        return Visitor(token, None, agent)
    message = InboundMessage(
        inbox_id=InboxId("load"), external_id=uuid7(), identity=identity,
        text="Hello, my blood pressure monitor shows an error since yesterday morning.",
    )  # fmt: skip
    recorded = await record(desk, message)
    assert isinstance(recorded, Recorded)
    await take(desk, AgentId(f"agent{agent}"), recorded.head.id)
    return Visitor(token, recorded.head.id, agent)
