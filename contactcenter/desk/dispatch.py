"""Routing, live: feeds the router with what the bell says, and applies its effects through the store's guards.

The store is right, the router only fast: an effect that a guard refuses comes back as an event, and whatever was
missed is put right by the next sweep from the store.
"""

import asyncio
import logging
from collections import Counter, defaultdict
from contextlib import suppress
from datetime import datetime, timedelta

import routing
from contactcenter.desk.access import queues_of
from contactcenter.desk.assignment import give_back
from contactcenter.desk.demands import agent_state, demand_of, log_line, queue_rule
from contactcenter.desk.desk import Desk
from contactcenter.desk.notices import WAITING, tell_waiting
from contactcenter.desk.offers import assign_at_once, expire, make_offer
from contactcenter.desk.presence import LASTING, availability_of
from contactcenter.desk.roster import Seen
from contactcenter.ids import AgentId, ConversationId
from contactcenter.model.bodies import OfferOutcome
from contactcenter.model.conversation import Awaiting, Conversation, State, load_of
from contactcenter.model.plan import Refused, RoutingRecord
from contactcenter.model.records import Agent, Queue
from contactcenter.ports import Ring, Signal

log = logging.getLogger(__name__)

SERVICE_STARTED = "service_started"  # in the routing log: a new router, which knows nothing yet
QUIET_FOR = timedelta(minutes=15)  # a live conversation silent for longer stays with an agent whose browser is gone


class Dispatch:
    """One task runs it; everything it is told waits in an inbox, so the router sees one thing at a time."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._router = routing.Router()
        self._heads: dict[str, Conversation] = {}  # those that carry load or wait
        self._statuses: dict[str, str] = {}
        self._states: dict[str, routing.AgentState] = {}  # as last logged
        self._idle_since: dict[str, datetime] = {}
        self._changed: dict[str, Conversation] = {}
        self._agents_changed: set[str] = set()
        self._queues_changed: set[str] = set()
        self._wake = asyncio.Event()
        self._timer_at: float | None = None
        self._started = desk.clock.now()
        self._missed = False  # whether those who did not come back after the start have been missed

    # -- told ------------------------------------------------------------------------------------------------------

    def on_bell(self, event: Ring | Signal) -> None:
        if isinstance(event, Ring):
            if event.head is None or not self._concerns(event.head):
                return
            self._changed[event.conversation_id] = event.head
        elif event.kind == "presence":
            self._agents_changed.add(event.key)
        elif event.kind == "record":
            kind, _, key = event.key.partition(":")
            self._queues_changed |= {key} if kind == "queue" else set()
            self._agents_changed |= {key} if kind == "agent" else set()
        self._wake.set()

    def _concerns(self, head: Conversation) -> bool:
        """A message in a conversation that keeps its agent changes nothing here."""
        known = self._heads.get(head.id) if head.id not in self._changed else None
        if known is None:
            return True
        return (known.state, known.agent_id, known.need, known.offer) != (
            head.state,
            head.agent_id,
            head.need,
            head.offer,
        ) or self._lacks_its_agent(head)

    def place(self, conversation_id: str) -> int | None:
        return self._router.place(conversation_id)

    # -- running ---------------------------------------------------------------------------------------------------

    async def start(self) -> None:
        """Build the router from the store: who is here before who waits, or a contact is told that nobody is."""
        store = self._desk.store
        self._started = self._desk.clock.now()
        await store.log_routing([RoutingRecord(at=self._started, event=SERVICE_STARTED)])
        for queue in self._desk.directory.all(Queue).values():
            await self._apply(routing.QueueChanged(rule=queue_rule(queue)))
        for head in await store.routable():
            self._heads[head.id] = head
            self._changed[head.id] = head
        await self._refresh_agents(set(self._desk.directory.all(Agent)))
        self._wake.set()

    async def run(self, sweep_seconds: float = 5.0) -> None:
        """For ever: whatever changed, and every few seconds, however busy it is, everything again from presence."""
        loop = asyncio.get_running_loop()
        sweep_at = 0.0
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._patience(sweep_at - loop.time())):
                    await self._wake.wait()
            if loop.time() >= sweep_at:
                sweep_at = loop.time() + sweep_seconds
                self._look_around()
            self._wake.clear()
            try:
                await self.step()
            except Exception:
                log.exception("dispatch failed")
                await asyncio.sleep(0.5)

    def _look_around(self) -> None:
        """Presence ends without a bell; and once everybody had time to come back, who is not here is missed."""
        self._agents_changed |= set(self._desk.directory.all(Agent))
        if not self._missed and self._everybody_had_time():
            self._missed = True
            self._changed |= {head.id: head for head in self._heads.values() if self._lacks_its_agent(head)}

    def _everybody_had_time(self) -> bool:
        """After a start the agents' browsers need a moment to come back: until then nobody's absence counts."""
        return self._desk.clock.now() - self._started >= LASTING

    async def step(self) -> None:
        """Work off what was told until now."""
        while self._queues_changed or self._agents_changed or self._changed:
            for queue_id in sorted(self._take(self._queues_changed)):
                queue = self._desk.directory.get(Queue, queue_id)
                if queue is not None:
                    await self._apply(routing.QueueChanged(rule=queue_rule(queue)))
                    self._agents_changed |= set(self._desk.directory.all(Agent))
            heads, self._changed = self._changed, {}
            for head in heads.values():
                await self._head_changed(head)
            await self._refresh_agents(self._take(self._agents_changed))
        await self._timer()

    def _patience(self, until_sweep: float) -> float:
        if self._timer_at is None:
            return max(0.0, until_sweep)
        return max(0.0, min(until_sweep, self._timer_at - self._now()))

    @staticmethod
    def _take(kept: set[str]) -> set[str]:
        taken = set(kept)
        kept.clear()
        return taken

    async def _timer(self) -> None:
        if self._timer_at is not None and self._timer_at <= self._now():
            self._timer_at = None
            await self._apply(routing.TimePassed())

    def _now(self) -> float:
        return self._desk.clock.now().timestamp()

    # -- conversations ---------------------------------------------------------------------------------------------

    async def _head_changed(self, head: Conversation) -> None:
        before = self._heads.get(head.id)
        carries = load_of(head)
        if carries or head.state is State.WAITING:
            self._heads[head.id] = head
        else:
            self._heads.pop(head.id, None)
        for one in (before, head):
            if one is not None and (load := load_of(one)):
                self._agents_changed.add(load[0])
        if self._lacks_its_agent(head):
            await give_back(self._desk, head, "agent_gone")
            return
        if self._speaks_wrongly(head):
            await expire(self._desk, head, OfferOutcome.RESCINDED)
            return
        demand = demand_of(head)
        await self._apply(routing.Queued(demand=demand) if demand else routing.Left(conversation=head.id))

    def _lacks_its_agent(self, head: Conversation) -> bool:
        """The contact wrote to an agent who is not here."""
        if head.state is not State.ASSIGNED or head.awaiting is not Awaiting.AGENT or head.agent_id is None:
            return False
        if not self._everybody_had_time():
            return False
        return self._desk.capabilities[head.channel].live and self._statuses.get(head.agent_id) == "offline"

    def _speaks_wrongly(self, head: Conversation) -> bool:
        """Its language was changed while it is on offer to somebody who does not speak it."""
        if head.offer is None or head.need is None or head.need.language is None:
            return False
        agent = self._desk.directory.get(Agent, head.offer.agent_id)
        language = head.need.language
        return agent is not None and not (
            agent.languages.get(language) or agent.languages.get(language.partition("-")[0])
        )

    # -- agents ----------------------------------------------------------------------------------------------------

    async def _refresh_agents(self, agent_ids: set[str]) -> None:
        if not agent_ids:
            return
        now = self._desk.clock.now()
        here = {presence.agent_id for presence in await self._desk.store.presences(now)}
        loads, channels = self._loads()
        for agent_id in sorted(agent_ids):
            agent = self._desk.directory.get(Agent, agent_id)
            if agent is not None:
                seen = await self._seen(agent, agent_id in here, loads[agent_id])
                await self._agent_is(agent, seen, channels[agent_id], now)

    def _loads(self) -> tuple[Counter[str], defaultdict[str, dict[str, int]]]:
        loads: Counter[str] = Counter()
        channels: defaultdict[str, dict[str, int]] = defaultdict(dict)
        for head in self._heads.values():
            if carries := load_of(head):
                loads[carries[0]] += carries[1]
                of_agent = channels[carries[0]]
                of_agent[head.channel] = of_agent.get(head.channel, 0) + 1
        return loads, channels

    async def _seen(self, agent: Agent, is_here: bool, load: int) -> Seen:
        if not agent.active or not is_here:
            return Seen("offline", load)
        chosen = await availability_of(self._desk, agent.id)
        return Seen(chosen.status, load, chosen.reason)

    async def _agent_is(self, agent: Agent, seen: Seen, channel_load: dict[str, int], now: datetime) -> None:
        status, load = seen.status, seen.load
        before = self._desk.roster.get(agent.id)
        if load < before.load or agent.id not in self._idle_since:
            self._idle_since[agent.id] = now
        known = self._statuses.get(agent.id)
        self._statuses[agent.id] = status
        self._desk.roster.put(agent.id, seen)
        state = agent_state(
            agent,
            status=status,
            queues=queues_of(self._desk.directory, agent),
            load=load,
            channel_load=channel_load,
            idle_since=self._idle_since[agent.id],
        )
        if known != status:
            data = {"agent": agent.id, "status": status}
            await self._desk.store.log_routing([RoutingRecord(at=now, event="agent_status", data=data)])
        await self._apply(routing.AgentChanged(state=state))
        if seen != before:
            self._desk.bell.ring(Signal(kind="routing", key=agent.id))
        if known is not None and known != "offline" and status == "offline":
            await self._left_alone(AgentId(agent.id), now)

    async def _left_alone(self, agent_id: AgentId, now: datetime) -> None:
        """The agent's presence ran out: offers are lost, live conversations go back to their queue."""
        for head in tuple(self._heads.values()):
            if head.offer and head.offer.agent_id == agent_id:
                await expire(self._desk, head, OfferOutcome.LOST)
            elif head.agent_id == agent_id and head.state is State.ASSIGNED and self._is_pressing(head, now):
                await give_back(self._desk, head, "agent_gone")

    def _is_pressing(self, head: Conversation, now: datetime) -> bool:
        if not self._desk.capabilities[head.channel].live:
            return False
        return head.awaiting is Awaiting.AGENT or now - head.last_at < QUIET_FOR

    # -- effects ---------------------------------------------------------------------------------------------------

    async def _apply(self, event: routing.Event) -> None:
        now = self._desk.clock.now()
        effects = self._router.apply(event, now.timestamp(), explain=True)
        await self._log(event, effects, now)
        for effect in effects:
            await self._do(effect)

    async def _do(self, effect: routing.Effect) -> None:
        match effect:
            case routing.Offer():
                done = await make_offer(
                    self._desk,
                    AgentId(effect.agent),
                    ConversationId(effect.conversation),
                    seconds=effect.seconds,
                    reasons=effect.reasons,
                )
                await self._check(done, effect.conversation, effect.agent)
            case routing.Assign():
                done = await assign_at_once(
                    self._desk, AgentId(effect.agent), ConversationId(effect.conversation), reasons=effect.reasons
                )
                await self._check(done, effect.conversation, effect.agent)
            case routing.Wait():
                await self._tell(effect)
            case routing.SetTimer():
                self._timer_at = min(self._timer_at or effect.at, effect.at)

    async def _check(self, done: object, conversation: str, agent: str) -> None:
        """A refused effect: the router learns the truth."""
        if not isinstance(done, Refused):
            return
        await self._apply(routing.Refused(conversation=conversation, agent=agent))
        self._agents_changed.add(agent)
        if done.head is not None:
            self._changed[conversation] = done.head

    async def _tell(self, effect: routing.Wait) -> None:
        head = self._heads.get(effect.conversation)
        why = "nobody_here" if effect.why is routing.Why.SKILL_MISSING else str(effect.why)
        if head is not None and why in WAITING:
            await tell_waiting(self._desk, head, why)
        if effect.why is routing.Why.NOBODY_SPEAKS:
            self._desk.bell.ring(Signal(kind="alert", key=effect.conversation, detail=effect.why))

    async def _log(self, event: routing.Event, effects: tuple[routing.Effect, ...], now: datetime) -> None:
        """What replay needs: every event with its values, and the decisions made of it."""
        if isinstance(event, routing.AgentChanged):
            known = self._states.get(event.state.agent)
            self._states[event.state.agent] = event.state
            if known == event.state and not effects:
                return  # the sweep says again what the router has heard
        records = [log_line(one, now) for one in (event, *effects)]
        await self._desk.store.log_routing(records)
