"""A plain model of routing: no index, everything looked up by scanning. What the router must never contradict."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import routing
from routing import AgentState, Demand, Effect, Order, QueueRule, Status, Step, Why, language_level


@dataclass
class Plain:
    """The world as somebody sees it who only carries out the router's effects."""

    at: int = 0
    rules: dict[str, QueueRule] = field(default_factory=dict)
    agents: dict[str, AgentState] = field(default_factory=dict)
    demands: dict[str, Demand] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    offered: dict[str, str] = field(default_factory=dict)
    given: dict[str, str] = field(default_factory=dict)
    told: dict[str, Why] = field(default_factory=dict)
    resting: dict[str, int] = field(default_factory=dict)  # conversations and agents, until when
    timer: float | None = None

    # -- carrying out ----------------------------------------------------------------------------------------------

    def carry_out(self, effects: tuple[Effect, ...]) -> None:
        for effect in effects:
            match effect:
                case routing.Offer():
                    assert effect.conversation not in self.offered, "two open offers"
                    self._may_serve(effect.conversation, effect.agent)
                    self.offered[effect.conversation] = effect.agent
                case routing.Assign():
                    self._may_serve(effect.conversation, effect.agent)
                    self.given[effect.conversation] = effect.agent
                    self.told.pop(effect.conversation, None)
                case routing.Rescind():
                    assert self.offered.pop(effect.conversation) == effect.agent
                case routing.SetAway():
                    self.agents[effect.agent] = replace(self.agents[effect.agent], status=Status.AWAY)
                case routing.Wait():
                    assert self.told.get(effect.conversation) is not effect.why, "told twice"
                    self.told[effect.conversation] = effect.why
                case routing.SetTimer():
                    self.timer = effect.at if self.timer is None else min(self.timer, effect.at)

    def _may_serve(self, conversation: str, agent: str) -> None:
        assert conversation in self.waiting(), f"{conversation} does not wait"
        assert self.fits(self.agents[agent], self.demands[conversation])
        assert self.has_room(self.agents[agent], self.demands[conversation]), f"{agent} is above capacity"
        assert self.agents[agent].status is Status.ONLINE

    # -- looking ---------------------------------------------------------------------------------------------------

    def waiting(self) -> list[str]:
        return [one for one in self.demands if one not in self.offered and one not in self.given]

    def in_line(self, queue: str) -> list[str]:
        """Front to back."""
        members = [one for one in self.demands if one not in self.given and self.demands[one].queue == queue]
        return sorted(members, key=self._rank)

    def _rank(self, conversation: str) -> tuple[float, float, int]:
        demand = self.demands[conversation]
        first = {
            Order.FIFO: demand.arrived,
            Order.PRIORITY: -demand.priority,
            Order.SCORE: -((self.at - demand.arrived) / 60 + demand.priority),
            Order.EARLIEST_DUE: float("inf") if demand.due is None else demand.due,
        }[self.rules[demand.queue].order]
        return (round(first, 6), demand.arrived, self.numbers[conversation])

    def has_room(self, agent: AgentState, demand: Demand) -> bool:
        held = [self.demands[one] for one, who in {**self.offered, **self.given}.items() if who == agent.agent]
        same = sum(1 for one in held if one.channel == demand.channel)
        most = agent.channel_max.get(demand.channel)
        return sum(one.weight for one in held) + demand.weight <= agent.units and (most is None or same < most)

    def fits(self, agent: AgentState, demand: Demand) -> bool:
        steps = self.rules[demand.queue].steps
        return any(meets(agent, demand, step) for step in steps[: self.step(demand) + 1])

    def step(self, demand: Demand) -> int:
        steps = self.rules[demand.queue].steps
        reached = 0
        for at in range(1, len(steps)):
            met = any(meets(agent, demand, steps[reached]) for agent in self.agents.values())
            if met and self.at - demand.arrived < steps[at].after:
                break
            reached = at
        return reached

    def why(self, demand: Demand) -> Why:
        steps = self.rules[demand.queue].steps
        able = [one for one in self.agents.values() if any(meets(one, demand, step) for step in steps)]
        if any(one.status is Status.ONLINE for one in able):
            return Why.ALL_BUSY
        if able:
            return Why.NOBODY_HERE
        bare = replace(demand, skills={})
        speakers = [
            one for one in self.agents.values() if any(meets(one, bare, replace(step, skills={})) for step in steps)
        ]
        if speakers:
            return Why.SKILL_MISSING
        return Why.NOBODY_HERE if demand.language is None else Why.NOBODY_SPEAKS

    def idle_pairs(self) -> Iterator[tuple[str, str]]:
        """Waiting conversations with an agent who is here, fits, has room and did not pass: there must be none."""
        for conversation in self.waiting():
            demand = self.demands[conversation]
            for agent in self.agents.values():
                free = agent.status is Status.ONLINE and agent.agent not in self.resting
                asked = agent.agent in demand.passed or conversation in self.resting
                if free and not asked and self.fits(agent, demand) and self.has_room(agent, demand):
                    yield conversation, agent.agent


def meets(agent: AgentState, demand: Demand, step: Step) -> bool:
    wanted = {**demand.skills, **step.skills}
    level = demand.language_level if step.language_level is None else step.language_level
    chain = demand.languages if step.fallbacks is None else demand.languages[: step.fallbacks + 1]
    return (
        demand.queue in agent.queues
        and (demand.language is None or any(language_level(agent, tag) >= level for tag in chain))
        and all(agent.skills.get(skill, 0) >= least for skill, least in wanted.items() if least > 0)
    )
