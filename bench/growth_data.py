"""What bench.store_growth fills a store with: texts of words in six languages by a Zipf-like law, numbers, names.

Conversation ``n`` and everything in it has ids derived of ``n``; two conversations belong to one contact, and the last
message resolves nine in ten.
"""

import random
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from contactcenter.ids import AgentId, ContactId, ConversationId, InboxId, QueueId, derived_id, new_reference
from contactcenter.model.contact import Contact, Identity
from contactcenter.model.conversation import Conversation, State
from contactcenter.model.entry import Audience, Author, AuthorKind, EntryDraft
from contactcenter.model.message import Message
from contactcenter.model.plan import Inbound, Plan, Refused

BEGIN = datetime(2025, 1, 6, tzinfo=UTC)
PER_CONVERSATION = 12
WRITERS = 256
SECONDS_APART = 20
AGENTS, QUEUES = 60, 12
STEMS = {
    "en": "monitor cuff display battery refund order delivery invoice warranty manual error pressure".split(),
    "ru": "тонометр манжета экран батарейка возврат заказ доставка счёт гарантия инструкция ошибка".split(),
    "de": "Messgerät Manschette Anzeige Batterie Erstattung Bestellung Lieferung Rechnung Garantie".split(),
    "zh-Hans": "血压计 袖带 屏幕 电池 退款 订单 发货 发票 保修 说明书 错误 无法开机".split(),
}
NAMES = "Petersen Kuznetsova Fernandez Okafor Yamamoto Schneider Novak Rossi Dubois Lindqvist Haddad".split()


class Texts:
    """Reproducible texts: a few words are common, most are rare."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._rare = ["".join(self._random.choices("abdegiklmnoprstuv", k=7)) for _ in range(30_000)]

    def message(self) -> tuple[str, str]:
        language = self._random.choice(tuple(STEMS))
        words = self._random.choices(STEMS[language], k=6) + [self.rare() for _ in range(5)]
        if self._random.random() < 0.1:
            words.append(f"A-{self._random.randrange(10**8):08}")
        self._random.shuffle(words)
        return ("" if language.startswith("zh") else " ").join(words), language

    def rare(self) -> str:
        return self._rare[int(self._random.paretovariate(0.6)) % len(self._rare)]

    def name(self) -> str:
        given = "".join(self._random.choices("aeiouklmnrst", k=5)).title()
        return f"{given} {self._random.choice(NAMES)}{self._random.choice(('', 'son', 'ova', 'er', 'i'))}"


def message(n: int, step: int, texts: Texts, named: ConversationId | None, external_id: str | None = None) -> Inbound:
    """Message ``step`` of conversation ``n``; the last one resolves nine conversations in ten."""
    external_id = external_id or derived_id("message", str(n), str(step))
    at = BEGIN + timedelta(seconds=n * SECONDS_APART + step * 60)
    new_id = conversation_id(n)
    text, language = texts.message()

    def admit(head: Conversation | None, contact: Contact) -> Plan | Refused:
        author = Author(AuthorKind.CONTACT, contact.id)
        body = Message(text=text, language=language)
        draft = EntryDraft(external_id=external_id, body=body, author=author, audience=Audience.CONTACT)
        head = head or Conversation(
            id=new_id,
            reference=new_reference(),
            inbox_id=InboxId("chat"),
            channel="chat",
            contact_id=contact.id,
            agent_id=AgentId(f"agent-{n % AGENTS}"),
            queue_id=QueueId(f"queue-{n % QUEUES}"),
            state=State.ASSIGNED,
            created_at=at,
            last_at=at,
        )
        ends = step == PER_CONVERSATION - 1 and n % 10 != 0
        state = State.RESOLVED if ends else head.state
        return Plan(head=replace(head, preview=text[:140], state=state), at=at, entries=(draft,))

    person = n // 2
    return Inbound(
        inbox_id=InboxId("chat"),
        identity=identity_of(person),
        contact_id=contact_id(person),
        contact_name=texts.name(),
        external_id=external_id,
        conversation_id=named,
        new_id=new_id,
        at=at,
        admit=admit,
    )


def conversation_id(n: int) -> ConversationId:
    return ConversationId(derived_id("conversation", str(n)))


def contact_id(person: int) -> ContactId:
    return ContactId(derived_id("contact", str(person)))


def identity_of(person: int) -> Identity:
    return Identity(kind="email", address=f"person{person}@example{person % 97}.com")


def in_turn(begin: int, end: int) -> Iterator[tuple[int, int]]:
    """Conversation and step, as WRITERS writers at once would write them."""
    numbers = iter(range(begin, end))
    line = deque((n, 0) for _, n in zip(range(WRITERS), numbers, strict=False))
    while line:
        n, step = line.popleft()
        yield n, step
        if step + 1 < PER_CONVERSATION:
            line.append((n, step + 1))
        elif (following := next(numbers, None)) is not None:
            line.append((following, 0))
