"""A whole desk over a real SQLite store, on a clock that the test moves."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from channels.chat import ChatChannel
from contactcenter.clock import ManualClock
from contactcenter.desk.answering import Answering
from contactcenter.desk.bell import LocalBell
from contactcenter.desk.desk import Desk
from contactcenter.desk.directory import Directory
from contactcenter.desk.dispatch import Dispatch
from contactcenter.desk.intake import receive
from contactcenter.desk.presence import beat, choose_availability
from contactcenter.desk.records import save_record
from contactcenter.ids import AgentId, ConversationId, InboxId, QueueId, TeamId, uuid7
from contactcenter.keys import Keyring, new_key
from contactcenter.language import Detector
from contactcenter.model.article import Article
from contactcenter.model.bodies import EntryKind
from contactcenter.model.contact import Identity, Verification
from contactcenter.model.conversation import Conversation
from contactcenter.model.entry import Entry
from contactcenter.model.message import Message
from contactcenter.model.plan import Recorded
from contactcenter.model.records import Agent, Inbox, OfferMode, Queue, Record, Team
from contactcenter.ports import InboundMessage, Ring, Signal
from contactcenter.store import open_blobs, open_store
from contactcenter.texts import load_texts

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DESK = Path(__file__).parent


@dataclass
class Room:
    """The centre under test, and the short words that tests use."""

    desk: Desk
    clock: ManualClock
    dispatch: Dispatch
    rings: list[Ring | Signal] = field(default_factory=list)

    async def say(
        self, text: str, *, visitor: str = "v1", conversation: str | None = None, external_id: str | None = None
    ) -> Conversation:
        """A contact writes; the conversation as it is afterwards, routing included."""
        recorded = await receive(self.desk, self.message(text, visitor, conversation, external_id))
        assert isinstance(recorded, Recorded)
        await self.dispatch.step()
        return await self.get(recorded.head.id)

    def message(
        self, text: str, visitor: str = "v1", conversation: str | None = None, external_id: str | None = None
    ) -> InboundMessage:
        return InboundMessage(
            inbox_id=InboxId("shop"),
            external_id=external_id or uuid7(),
            identity=Identity(kind="chat", address=visitor, verification=Verification.SESSION),
            text=text,
            conversation_id=conversation,
        )

    async def get(self, conversation_id: str) -> Conversation:
        head = await self.desk.store.conversation(ConversationId(conversation_id))
        assert head is not None
        return head

    async def entries(self, head: Conversation, kind: EntryKind | None = None) -> list[Entry]:
        found = await self.desk.store.entries(head.id, 0, 500)
        return [entry for entry in found if kind is None or entry.kind is kind]

    async def texts(self, head: Conversation) -> list[str]:
        return [entry.body.text for entry in await self.entries(head) if isinstance(entry.body, Message)]

    async def come(self, agent_id: str) -> None:
        """The agent opens the console and takes conversations."""
        await beat(self.desk, AgentId(agent_id), "node", f"socket-{agent_id}")
        await choose_availability(self.desk, AgentId(agent_id), "online")
        await self.dispatch.step()

    async def pass_time(self, seconds: float, *, present: tuple[str, ...] = ()) -> None:
        """Time goes by; the agents named keep beating."""
        self.clock.advance(timedelta(seconds=seconds))
        for agent_id in present:
            await beat(self.desk, AgentId(agent_id), "node", f"socket-{agent_id}")
        for agent in self.desk.directory.all(Agent):
            self.dispatch.on_bell(Signal(kind="presence", key=agent))
        await self.dispatch.step()

    async def keep(self, record: Record) -> None:
        await save_record(self.desk, record, actor="test", new=True)


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    clock = ManualClock(START)
    store = open_store(f"sqlite:///{tmp_path / 'centre.sqlite'}", tmp_path, clock)
    await store.open()
    desk = Desk(
        store=store,
        blobs=open_blobs(store, tmp_path),
        clock=clock,
        bell=LocalBell(),
        directory=Directory(),
        words=load_texts(),
        detector=Detector(),
        answering=Answering(),
        keyring=Keyring([new_key()]),
        capabilities={"chat": ChatChannel.capabilities},
    )
    room = Room(desk, clock, Dispatch(desk))
    desk.bell.listen(room.dispatch.on_bell)
    desk.bell.listen(room.rings.append)
    for record in CENTRE:
        await room.keep(record)
    await desk.answering.rebuild(store, clock.now())
    await room.dispatch.start()
    yield room
    await store.close()


SUPPORT = TeamId("support")
CENTRE: tuple[Record, ...] = (
    Team(id=SUPPORT, name="Support"),
    Queue(id=QueueId("general"), name="General", teams=(SUPPORT,), offer=OfferMode.ASK, offer_seconds=30),
    Inbox(id=InboxId("shop"), name="Shop", channel="chat", queue_id=QueueId("general"), language="en"),
    Agent(id=AgentId("lin"), name="Lin", email="lin@example.com", languages={"zh-Hans": 5, "en": 3}, teams=(SUPPORT,)),
    Agent(id=AgentId("ira"), name="Ira", email="ira@example.com", languages={"ru": 5, "en": 2}, teams=(SUPPORT,)),
    Agent(id=AgentId("max"), name="Max", email="max@example.com", languages={"ru": 4}, teams=(SUPPORT,), units=1),
    Article(
        id="cuff.ru",  # type: ignore[arg-type]
        slug="cuff",
        language="ru",
        title="Как выбрать размер манжеты",
        body="Манжета должна охватывать плечо плотно.\n\n## Как измерить\n\n1. Измерьте обхват плеча.\n"
        "2. Для 22–32 см подходит манжета M.\n3. Для 32–42 см подходит манжета L.\n",
        phrasings=(
            "Какой размер манжеты мне нужен?",
            "Как выбрать манжету для тонометра?",
            "Манжета мала, какую купить?",
            "Подойдёт ли манжета M на руку 30 см?",
            "размер манжеты",
        ),
    ),
    Article(
        id="battery.ru",  # type: ignore[arg-type]
        slug="battery",
        language="ru",
        title="Замена батареек",
        body="Прибор работает от четырёх батареек AA.\n\n1. Откройте крышку снизу.\n2. Вставьте новые батарейки.\n",
        phrasings=("Какие батарейки нужны?", "Как поменять батарейки?", "Сели батарейки, что делать?"),
    ),
)
