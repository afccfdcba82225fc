"""The verbs against a plain model: whatever the order of sends, resends, transfers, closings and merges, the store
holds what the model holds. Used by test_state_machine.py on each backend."""

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from contactcenter.ids import AgentId, ConversationId, derived_id
from contactcenter.model.contact import Contact
from contactcenter.model.conversation import Conversation, State, load_of
from contactcenter.model.plan import Changed, Inbound, Plan, Recorded, Refused, RefusedBecause
from contactcenter.model.rows import ConversationFilter
from contactcenter.model.scope import EVERYTHING
from contactcenter.ports import Store
from tests.store.samples import (
    NOON,
    admitting,
    assigning,
    contact_id_of,
    inbound,
    note,
    queueing,
    saying,
    setting,
    texts,
)

T = TypeVar("T")
ADDRESSES = ("ann", "bob")
addresses = st.sampled_from(("ann", "ann", "ann", "bob"))
keys = st.sampled_from(("k1", "k2", "k3"))
pick = st.integers(min_value=0, max_value=1_000)
any_begun = precondition(lambda machine: machine.model)
AGENTS = ("a1", "a2")
UNITS = 2
REOPENS_FOR = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Sent:
    """A message of a contact. ``key``: it may join another contact's conversation, and gives it this name."""

    address: str
    text: str
    named: ConversationId | None
    key: str | None = None


@dataclass(slots=True)
class Modelled:
    """A conversation as it should be."""

    address: str
    texts: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    state: State = State.NEW
    agent: str | None = None
    merged_into: ConversationId | None = None
    resolved_at: object = None


class StoreMachine(RuleBasedStateMachine):
    """Subclasses say how an empty store is opened, and the same again; everything runs on one loop of its own."""

    @classmethod
    async def open_empty(cls) -> Store:
        raise NotImplementedError

    @classmethod
    async def opened(cls) -> Store:
        raise NotImplementedError

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.now = NOON
        self.model: dict[ConversationId, Modelled] = {}
        self.merged: dict[str, str] = {}
        self.sent: list[tuple[Sent, ConversationId]] = []  # and where each is stored
        self.keys: dict[str, ConversationId] = {}
        self.counter = 0

    def run_async(self, work: Awaitable[T]) -> T:
        return self.loop.run_until_complete(_within_limit(work))

    @initialize()
    def open(self) -> None:
        self.store = self.run_async(self.open_empty())

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.run_async(self.store.close())
        self.loop.close()

    def tick(self, seconds: int = 1) -> None:
        self.now += timedelta(seconds=seconds)

    def new_text(self) -> str:
        self.counter += 1
        return f"text {self.counter}"

    # -- what a contact does ---------------------------------------------------------------------------------

    @rule(address=addresses)
    def send_first(self, address: str) -> None:
        self.send(address, None)

    @any_begun
    @rule(which=pick, address=addresses)
    def send_on(self, which: int, address: str) -> None:
        self.send(address, self.picked(which))

    @any_begun
    @rule(which=pick, address=addresses, key=keys)
    def join(self, which: int, address: str, key: str) -> None:
        """Into anybody's conversation, which also gets a name that another one may have already."""
        self.send(address, self.picked(which), key)

    @any_begun
    @rule(which=pick, key=keys)
    def name(self, which: int, key: str) -> None:
        conversation = self.picked(which)
        self.run_async(self.store.add_thread_keys(conversation, [key]))
        self.keys.setdefault(key, conversation)

    @any_begun
    @rule(which=pick, follows=st.booleans(), elsewhere=st.booleans())
    def resend(self, which: int, follows: bool, elsewhere: bool) -> None:
        """The acknowledgement was lost: the same message again, as before or to where its conversation leads by now.

        One that may join may name any other conversation by now: keys may have become known meanwhile.
        """
        if not self.sent:
            return
        message, stored_in = self.sent[which % len(self.sent)]
        if message.key is not None and elsewhere:
            self.send_again(replace(message, named=self.leads_to(self.picked(which))))
        else:
            self.send_again(replace(message, named=self.leads_to(stored_in)) if follows else message)

    def send_again(self, message: Sent) -> None:
        if message.key is None and not self.may_write(message.address, message.named):
            return
        before = self.everything()
        again = self.run_async(self.store.record_inbound(self.inbound(message)))
        assert isinstance(again, Recorded) and again.duplicate, again
        assert texts(again.entries) == [message.text]
        assert self.everything() == before

    @rule(messages=st.lists(addresses, min_size=2, max_size=5))
    def send_at_once(self, messages: list[str]) -> None:
        """Several contacts at the same moment, each message twice."""
        wanted = [(address, self.new_text()) for address in messages]
        twice = [self.inbound(Sent(address, text, None)) for address, text in wanted for _ in range(2)]

        async def all_at_once() -> list[Recorded | Refused]:
            return list(await asyncio.gather(*(self.store.record_inbound(one) for one in twice)))

        done = self.run_async(all_at_once())
        assert [one.duplicate for one in done if isinstance(one, Recorded)] == [False, True] * len(wanted)
        for (address, text), one in zip(wanted, done[::2], strict=True):
            assert isinstance(one, Recorded)
            self.model[one.head.id] = Modelled(address, [text], [one.entries[0].external_id])

    def send(self, address: str, conversation: ConversationId | None, key: str | None = None) -> None:
        self.tick()
        text = self.new_text()
        named = self.leads_to(conversation)
        if key is None and not self.may_write(address, named):
            named = None
        sent = Sent(address, text, named, key)
        message = self.inbound(sent)
        done = self.run_async(self.store.record_inbound(message))
        assert isinstance(done, Recorded) and not done.duplicate
        self.remember(address, text, message, done)
        self.sent.append((sent, done.head.id))
        if key is not None:
            self.keys.setdefault(key, done.head.id)

    def remember(self, address: str, text: str, message: Inbound, done: Recorded) -> None:
        kept = self.model.get(done.head.id)
        if kept is None:
            assert done.began
            kept = self.model[done.head.id] = Modelled(address)
        elif kept.state is State.RESOLVED:
            kept.state, kept.agent = State.NEW, None
        kept.texts.append(text)
        kept.ids.append(message.external_id)

    def inbound(self, sent: Sent) -> Inbound:
        text, external_id = sent.text, derived_id("message", sent.text)
        base = inbound(text, address=sent.address, external_id=external_id, conversation_id=sent.named, at=self.now)
        names = (sent.key,) if sent.key is not None else ()

        def admit(head: Conversation | None, contact: Contact) -> Plan | Refused:
            over = (
                head and head.state is State.RESOLVED and head.resolved_at and self.now - head.resolved_at > REOPENS_FOR
            )
            plan = admitting(text, external_id, self.now, base.new_id)(None if over else head, contact)
            assert isinstance(plan, Plan)
            plan = replace(plan, thread_keys=names)
            reopened = plan.head.state is State.NEW
            return replace(plan, head=replace(plan.head, agent_id=None)) if reopened else plan

        return replace(base, admit=admit, may_join=bool(names))

    # -- what agents do --------------------------------------------------------------------------------------

    @any_begun
    @rule(which=pick)
    def reply(self, which: int) -> None:
        conversation = self.picked(which)
        self.tick()
        text = self.new_text()
        move = saying(text, at=self.now, external_id=derived_id("reply", text))
        first = self.run_async(self.store.change(conversation, move))
        again = self.run_async(self.store.change(conversation, move))
        assert isinstance(first, Changed) and isinstance(again, Changed)
        assert (first.duplicate, again.duplicate) == (False, True)
        assert first.entries == again.entries
        self.model[conversation].texts.append(text)
        self.model[conversation].ids.append(derived_id("reply", text))

    @any_begun
    @rule(which=pick)
    def queue(self, which: int) -> None:
        conversation = self.picked(which)
        if self.model[conversation].state in (State.NEW, State.RESOLVED):
            self.run_async(self.store.change(conversation, queueing(at=self.now)))
            self.model[conversation].state = State.WAITING

    @any_begun
    @rule(which=pick, agent=st.sampled_from(AGENTS))
    def take_or_transfer(self, which: int, agent: str) -> None:
        conversation = self.picked(which)
        kept = self.model[conversation]
        if kept.state not in (State.WAITING, State.ASSIGNED):
            return
        load = sum(one.agent == agent and one.state is State.ASSIGNED for one in self.model.values())
        has_it = kept.state is State.ASSIGNED and kept.agent == agent
        done = self.run_async(self.store.change(conversation, assigning(agent, at=self.now, units_limit=UNITS)))
        if load >= UNITS and not has_it:
            assert isinstance(done, Refused) and done.because is RefusedBecause.CAPACITY
            return
        assert isinstance(done, Changed)
        kept.state, kept.agent = State.ASSIGNED, agent

    @any_begun
    @rule(which=pick)
    def close(self, which: int) -> None:
        conversation = self.picked(which)
        move = setting(state=State.RESOLVED, waiting_since=None, resolved_at=self.now, at=self.now)
        done = self.run_async(self.store.change(conversation, move))
        assert isinstance(done, Changed)
        self.model[conversation].state = State.RESOLVED

    @any_begun
    @rule(first=pick, second=pick)
    def merge(self, first: int, second: int) -> None:
        source, into = self.picked(first), self.picked(second)
        one, other = self.model[source], self.model[into]
        if source == into or one.merged_into or other.merged_into or one.address != other.address:
            return
        done = self.run_async(self.store.change_pair(source, into, self.merging))
        assert isinstance(done, tuple)
        one.state, one.merged_into = State.RESOLVED, into
        for conversation, name in ((one, "gone"), (other, "came")):
            conversation.texts.append(name)
            conversation.ids.append(f"{name}-{source}")
        for message in [message for message, stored_in in self.sent if stored_in == source]:
            self.send_again(replace(message, named=self.leads_to(source)))

    def merging(self, source: Conversation, target: Conversation) -> tuple[Plan, Plan]:
        away = replace(source, state=State.RESOLVED, merged_into=target.id, waiting_since=None, resolved_at=self.now)
        return (
            Plan(head=away, at=self.now, entries=(note("gone", f"gone-{source.id}"),)),
            Plan(head=target, at=self.now, entries=(note("came", f"came-{source.id}"),)),
        )

    @rule()
    def merge_or_unmerge_contacts(self) -> None:
        source, target = (contact_id_of(address) for address in ADDRESSES)
        contact = self.run_async(self.store.contact(source))
        if contact is None or self.run_async(self.store.contact(target)) is None:
            return
        into = None if contact.merged_into else target
        self.run_async(self.store.save_contact(replace(contact, merged_into=into), "agent", self.now))
        self.merged = {} if into is None else {ADDRESSES[0]: ADDRESSES[1]}

    @rule(seconds=st.integers(min_value=1, max_value=3_000))
    def wait(self, seconds: int) -> None:
        self.tick(seconds)

    @rule()
    def restart(self) -> None:
        self.run_async(self.store.close())
        self.store = self.run_async(self.opened())

    # -- what must always hold -------------------------------------------------------------------------------

    @invariant()
    def every_conversation_is_as_modelled(self) -> None:
        if not hasattr(self, "store"):
            return
        for conversation_id, kept in self.model.items():
            head = self.run_async(self.store.conversation(conversation_id))
            entries = self.run_async(self.store.entries(conversation_id, limit=10_000))
            assert head is not None
            assert (head.state, head.merged_into) == (kept.state, kept.merged_into)
            assert texts(entries) == kept.texts
            assert [entry.external_id for entry in entries] == kept.ids
            assert [entry.seq for entry in entries] == list(range(1, head.seq + 1))
            assert sorted(entry.received_at for entry in entries) == [entry.received_at for entry in entries]
            shown = [0, *(entry.seq for entry in entries if entry.audience == "contact")]
            assert [entry.prev for entry in entries] == [max(s for s in shown if s < entry.seq) for entry in entries]
            assert head.contact_seq == shown[-1]

    @invariant()
    def every_name_leads_to_its_first_conversation(self) -> None:
        if not hasattr(self, "store"):
            return
        for key, conversation in self.keys.items():
            assert self.run_async(self.store.thread([key])) == self.leads_to(conversation)

    @invariant()
    def loads_are_what_the_heads_say(self) -> None:
        if not hasattr(self, "store"):
            return
        expected: dict[AgentId, int] = {}
        for conversation_id in self.model:
            head = self.run_async(self.store.conversation(conversation_id))
            assert head is not None
            if load := load_of(head):
                expected[load[0]] = expected.get(load[0], 0) + load[1]
        assert self.run_async(self.store.agent_loads()) == expected
        assert all(units <= UNITS for units in expected.values())

    @invariant()
    def every_conversation_is_listed_once(self) -> None:
        if not hasattr(self, "store"):
            return
        page = self.run_async(self.store.conversations(ConversationFilter(), EVERYTHING, None, 1_000))
        assert sorted(head.id for head in page.items) == sorted(self.model)
        assert [head.last_at for head in page.items] == sorted((h.last_at for h in page.items), reverse=True)

    # -- helpers of the rules --------------------------------------------------------------------------------

    def picked(self, which: int) -> ConversationId:
        return list(self.model)[which % len(self.model)]

    def leads_to(self, conversation: ConversationId | None) -> ConversationId | None:
        while conversation and self.model[conversation].merged_into:
            conversation = self.model[conversation].merged_into
        return conversation

    def may_write(self, address: str, conversation: ConversationId | None) -> bool:
        if conversation is None:
            return True
        owner = self.model[conversation].address
        return self.merged.get(owner, owner) == self.merged.get(address, address)

    def everything(self) -> dict[ConversationId, tuple[object, ...]]:
        return {one: self.run_async(self.store.entries(one, limit=10_000)) for one in self.model}


async def _within_limit(work: Awaitable[T]) -> T:
    async with asyncio.timeout(30):
        return await work
