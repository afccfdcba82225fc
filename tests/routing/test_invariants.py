"""Whatever happens in whatever order, the router keeps its promises; a plain model checks them after every event."""

import os
from dataclasses import replace

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

import routing
from routing import AgentState, Demand, Event, Mode, Order, QueueRule, Router, Select, Status, Step
from routing.replay import decode, encode
from tests.routing.plain import Plain

QUEUES = ("q", "r")
AGENTS = ("ann", "bob", "cem", "dea")
LANGUAGES = ("en", "en-GB", "ru")
EXAMPLES = 1000 if os.environ.get("SOAK") else 60

levels = st.dictionaries(st.sampled_from(LANGUAGES), st.integers(1, 3), max_size=2)
skills = st.dictionaries(st.sampled_from(("x", "y")), st.integers(1, 2), max_size=1)
steps = st.lists(
    st.builds(
        Step,
        after=st.integers(1, 90),
        language_level=st.none() | st.integers(1, 3),
        skills=st.dictionaries(st.just("x"), st.integers(0, 2), max_size=1),
        fallbacks=st.none() | st.integers(0, 1),
    ),
    max_size=2,
).map(lambda later: (Step(language_level=3), *sorted(later, key=lambda step: step.after)))
rules = st.builds(
    QueueRule,
    queue=st.sampled_from(QUEUES),
    order=st.sampled_from(Order),
    select=st.sampled_from(Select),
    steps=steps | st.just((Step(),)),
    mode=st.sampled_from(Mode),
    pause_seconds=st.just(20),
)
agents = st.builds(
    AgentState,
    agent=st.sampled_from(AGENTS),
    status=st.sampled_from((Status.ONLINE, Status.ONLINE, Status.AWAY, Status.OFFLINE)),
    languages=levels,
    skills=skills,
    queues=st.frozensets(st.sampled_from(QUEUES), min_size=1),
    units=st.integers(0, 4),
    channel_max=st.dictionaries(st.just("chat"), st.integers(0, 2), max_size=1),
)
asks = st.fixed_dictionaries(
    {
        "queue": st.sampled_from(QUEUES),
        "channel": st.sampled_from(("chat", "email")),
        "language": st.none() | st.sampled_from(LANGUAGES),
        "fallbacks": st.just(()) | st.just(("ru",)),
        "language_level": st.integers(1, 2),
        "skills": skills,
        "weight": st.integers(1, 2),
        "priority": st.integers(0, 2),
        "due": st.none() | st.integers(0, 50),
        "preferred": st.none() | st.sampled_from(AGENTS),
    }
)


class Centre(RuleBasedStateMachine):
    """Three routers hear the same: one is asked for reasons, one hears it from its written form."""

    def __init__(self) -> None:
        super().__init__()
        self.plain = Plain()
        self.router, self.explaining, self.replayed = Router(), Router(), Router()
        self.numbers = 0

    def say(self, event: Event) -> None:
        now = float(self.plain.at)
        effects = self.router.apply(event, now)
        assert self.explaining.apply(event, now, explain=True) == effects
        assert self.replayed.apply(decode(encode(event)), now) == effects
        self.plain.carry_out(effects)

    @initialize(first=rules)
    def open(self, first: QueueRule) -> None:
        for queue in QUEUES:
            self.change_queue(replace(first, queue=queue))

    @rule(changed=rules)
    def change_queue(self, changed: QueueRule) -> None:
        self.plain.rules[changed.queue] = changed
        self.say(routing.QueueChanged(rule=changed))

    @rule(state=agents)
    def change_agent(self, state: AgentState) -> None:
        self.plain.agents[state.agent] = state
        self.plain.resting.pop(state.agent, None)
        self.say(routing.AgentChanged(state=state))

    @rule(asked=asks)
    def queue_one(self, asked: dict[str, object]) -> None:
        name = f"c{self.numbers}"
        self.plain.numbers[name] = self.numbers
        self.numbers += 1
        self._asks(Demand(conversation=name, arrived=self.plain.at, **asked))  # type: ignore[arg-type]

    @rule(data=st.data(), asked=asks)
    def change_demand(self, data: st.DataObject, asked: dict[str, object]) -> None:
        if waiting := self.plain.waiting():
            known = self.plain.demands[data.draw(st.sampled_from(waiting))]
            self._asks(replace(known, **asked))  # type: ignore[arg-type]

    def _asks(self, demand: Demand) -> None:
        self.plain.demands[demand.conversation] = demand
        self.plain.resting.pop(demand.conversation, None)
        self.say(routing.Queued(demand=demand))

    @rule(data=st.data(), answer=st.sampled_from(("accept", "decline", "expire", "rescind", "refuse")))
    def answer(self, data: st.DataObject, answer: str) -> None:
        plain = self.plain
        if not plain.offered:
            return
        conversation = data.draw(st.sampled_from(sorted(plain.offered)))
        agent = plain.offered.pop(conversation)
        told = {"conversation": conversation, "agent": agent}
        demand = plain.demands[conversation]
        if answer in ("decline", "expire"):
            plain.demands[conversation] = replace(demand, passed={**demand.passed, agent: plain.at})
        match answer:
            case "accept":
                plain.given[conversation] = agent
                plain.told.pop(conversation, None)
                self.say(routing.Accepted(**told))
            case "decline":
                self.say(routing.Declined(**told))
            case "expire":
                self.say(routing.Expired(**told))
            case "rescind":
                self.say(routing.Rescinded(**told))
            case "refuse":
                plain.resting |= {conversation: plain.at + 1, agent: plain.at + 1}
                self.say(routing.Refused(**told))

    @rule(data=st.data())
    def refuse_assignment(self, data: st.DataObject) -> None:
        if self.plain.given:
            conversation = data.draw(st.sampled_from(sorted(self.plain.given)))
            agent = self.plain.given.pop(conversation)
            self.plain.resting |= {conversation: self.plain.at + 1, agent: self.plain.at + 1}
            self.say(routing.Refused(conversation=conversation, agent=agent))

    @rule(data=st.data())
    def end_one(self, data: st.DataObject) -> None:
        if self.plain.demands:
            name = data.draw(st.sampled_from(sorted(self.plain.demands)))
            offered_to = self.plain.offered.get(name)
            self.plain.given.pop(name, None)
            demand = self.plain.demands.pop(name)
            if offered_to is not None:
                self.plain.demands[name] = demand
                effects = self._silently(routing.Ended(conversation=name))
                assert effects[0] == routing.Rescind(conversation=name, agent=offered_to, because=routing.Because.ENDED)
                del self.plain.demands[name], self.plain.offered[name]
                self.plain.carry_out(effects[1:])
            else:
                self.say(routing.Ended(conversation=name))

    def _silently(self, event: Event) -> tuple[routing.Effect, ...]:
        now = float(self.plain.at)
        self.explaining.apply(event, now, explain=True)
        self.replayed.apply(event, now)
        return self.router.apply(event, now)

    @rule(seconds=st.integers(1, 60))
    def let_time_pass(self, seconds: int) -> None:
        plain, until = self.plain, self.plain.at + seconds
        while plain.timer is not None and plain.timer <= until:
            plain.at, plain.timer = max(plain.at, int(plain.timer)), None
            plain.resting = {name: end for name, end in plain.resting.items() if end > plain.at}
            self.say(routing.TimePassed())
        plain.at = until

    @invariant()
    def nobody_waits_while_somebody_fitting_is_free(self) -> None:
        assert list(self.plain.idle_pairs()) == []

    @invariant()
    def everybody_has_the_place_in_line_that_the_order_gives(self) -> None:
        for queue in QUEUES:
            for place, name in enumerate(self.plain.in_line(queue), 1):
                assert self.router.place(name) == place

    @invariant()
    def who_waits_was_told_the_reason_of_now(self) -> None:
        for name in self.plain.waiting():
            if name not in self.plain.resting:
                assert self.plain.told.get(name) is self.plain.why(self.plain.demands[name])


TestCentre = Centre.TestCase
TestCentre.settings = settings(max_examples=EXAMPLES, stateful_step_count=60, deadline=None)
