"""The router: a deterministic state machine. Events in, effects out; no I/O, no clock, no randomness.

It keeps an index of who waits (one heap a demand class) and who is here (bitsets), and works in both directions: new
work looks for an agent, a freed or returning agent looks for work.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from routing.agents import AgentState, Roster, Status, has_room, language_level, speaks
from routing.demand import Demand, Mode, OrderKey, QueueRule, Seconds, Select, Step, order_key
from routing.effects import Assign, Effect, Offer, SetTimer, Wait, Why
from routing.events import AgentChanged, Event, Left, QueueChanged, Queued, Refused, TimePassed
from routing.line import ClassKey, Line, class_key

ASK_AGAIN_AFTER: Seconds = 60.0  # an agent who passed is asked again, if nobody else took it


@dataclass(slots=True)
class _Waiting:
    demand: Demand
    number: int  # order of first arrival here
    step: int = 0
    line: ClassKey = ()
    held_by: str | None = None  # the agent whom an effect of ours gave it to, until the store says what became of it
    told: Why | None = None


class Router:
    """``apply`` is the only way in. Moments are seconds since any fixed epoch."""

    def __init__(self) -> None:
        self._rules: dict[str, QueueRule] = {}
        self._roster = Roster()
        self._waiting: dict[str, _Waiting] = {}
        self._lines: dict[ClassKey, Line] = {}
        self._prefers: dict[str, set[str]] = {}
        self._numbers = 0

    def apply(self, event: Event, now: Seconds, explain: bool = False) -> tuple[Effect, ...]:
        """What follows from the event. ``explain`` adds why others were not chosen; it changes nothing else."""
        match event:
            case QueueChanged():
                self._rules[event.rule.queue] = event.rule
                return tuple(self._serve_all(now, explain))
            case AgentChanged():
                return tuple(self._agent_changed(event.state, now, explain))
            case Queued():
                return tuple(self._queued(event.demand, now, explain))
            case Left():
                self._forget(event.conversation)
                return ()
            case Refused():
                return tuple(self._refused(event, now))
            case TimePassed():
                return tuple(self._serve_all(now, explain))

    def place(self, conversation: str) -> int | None:
        """Place in line among all that wait in the same queue, from 1."""
        one = self._waiting.get(conversation)
        if one is None:
            return None
        mine = self._key(one)
        same = (other for other in self._waiting.values() if other.demand.queue == one.demand.queue)
        return 1 + sum(1 for other in same if self._key(other) < mine)

    # -- events --------------------------------------------------------------------------------------------------

    def _queued(self, demand: Demand, now: Seconds, explain: bool) -> Iterator[Effect]:
        known = self._waiting.get(demand.conversation)
        number, told = (known.number, known.told) if known else (self._numbers, None)
        if known is None:
            self._numbers += 1
        else:
            self._forget(demand.conversation)
        one = self._waiting[demand.conversation] = _Waiting(demand, number, told=told)
        if demand.preferred:
            self._prefers.setdefault(demand.preferred, set()).add(demand.conversation)
        self._line_up(one, self._step_at(demand, now))
        yield from self._serve(one, now, explain)

    def _agent_changed(self, state: AgentState, now: Seconds, explain: bool) -> Iterator[Effect]:
        held = [
            one for one in self._waiting.values() if one.held_by == state.agent
        ]  # effects under way: the store's count does not have them yet
        version = self._roster.version
        self._roster.put(state)
        for one in held:
            self._roster.carry(state.agent, one.demand.channel, one.demand.weight, now)
        if version != self._roster.version:
            self._step_over_empty_pools(now)
        if state.status is Status.ONLINE:
            yield from self._give_work(state.agent, now, explain)
        yield from self._tell_all()

    def _refused(self, event: Refused, now: Seconds) -> Iterator[Effect]:
        one = self._waiting.get(event.conversation)
        if one is not None and one.held_by == event.agent:
            self._release(one, now)
            yield SetTimer(at=now + 1.0)

    # -- waiting -------------------------------------------------------------------------------------------------

    def _rule(self, queue: str) -> QueueRule:
        return self._rules.get(queue) or QueueRule(queue=queue)

    def _key(self, one: _Waiting) -> OrderKey:
        return order_key(self._rule(one.demand.queue).order, one.demand, one.number)

    def _step_at(self, demand: Demand, now: Seconds) -> int:
        """The last step reached by waiting, or further where nobody at all meets those."""
        steps = self._rule(demand.queue).steps
        waited = now - demand.arrived
        reached = max((at for at, step in enumerate(steps) if step.after <= waited), default=0)
        while reached + 1 < len(steps) and not self._line(demand, reached).bits:
            reached += 1
        return reached

    def _line(self, demand: Demand, step: int) -> Line:
        key = class_key(demand, step)
        line = self._lines.get(key)
        if line is None:
            line = self._lines[key] = Line(demand, step)
        if line.version != self._roster.version:
            line.bits = 0
            for reached in self._rule(demand.queue).steps[: step + 1]:
                line.bits |= self._roster.fitting(demand, reached)
            line.version = self._roster.version
        return line

    def _line_up(self, one: _Waiting, step: int) -> None:
        one.step = step
        one.line = class_key(one.demand, step)
        self._line(one.demand, step).add(one.demand.conversation, self._key(one))

    def _forget(self, conversation: str) -> None:
        one = self._waiting.pop(conversation, None)
        if one is None:
            return
        self._lines[one.line].remove(conversation)
        if one.demand.preferred:
            self._prefers.get(one.demand.preferred, set()).discard(conversation)

    def _release(self, one: _Waiting, now: Seconds) -> None:
        """Our own count of the load is taken back; the store's follows."""
        if one.held_by is not None and one.held_by in self._roster:
            self._roster.carry(one.held_by, one.demand.channel, -one.demand.weight, now)
        one.held_by = None
        self._lines[one.line].add(one.demand.conversation, self._key(one))

    def _step_over_empty_pools(self, now: Seconds) -> None:
        for one in self._waiting.values():
            step = self._step_at(one.demand, now)
            if step != one.step and one.held_by is None:
                self._lines[one.line].remove(one.demand.conversation)
                self._line_up(one, step)

    # -- matching ------------------------------------------------------------------------------------------------

    def _serve_all(self, now: Seconds, explain: bool) -> Iterator[Effect]:
        self._step_over_empty_pools(now)
        for one in sorted(self._waiting.values(), key=self._key):
            if one.held_by is None:
                yield from self._serve(one, now, explain)

    def _serve(self, one: _Waiting, now: Seconds, explain: bool) -> Iterator[Effect]:
        """New work looks for an agent."""
        line = self._line(one.demand, one.step)
        free = [
            state
            for state in self._roster.members(line.bits & self._roster.online)
            if has_room(state, one.demand) and not self._passed_lately(one.demand, state.agent, now)
        ]
        if free:
            chosen = self._choose(free, one.demand)
            yield self._give(one, chosen, now, self._reasons(one, chosen, free, explain, now))
            return
        yield from self._tell(one, line)
        yield from self._timers(one, now)

    def _choose(self, free: list[AgentState], demand: Demand) -> AgentState:
        known = next((state for state in free if state.agent == demand.preferred), None)
        if known is not None:
            return known
        select = self._rule(demand.queue).select
        return min(free, key=lambda state: _rank(select, state, demand))

    def _give_work(self, agent: str, now: Seconds, explain: bool) -> Iterator[Effect]:
        """A freed or returning agent looks for work, until it has no room or nothing waits that it fits."""
        while (one := self._next_for(self._roster[agent], now)) is not None:
            state = self._roster[agent]
            yield self._give(one, state, now, self._reasons(one, state, [state], explain, now))

    def _next_for(self, state: AgentState, now: Seconds) -> _Waiting | None:
        """What the agent should get: first whoever it knows, else over its queues the one that waits longest.

        Within a queue the order of the queue decides.
        """
        known = list(self._knowing(state, now))
        if known:
            return min(known, key=self._key)
        fronts: dict[str, _Waiting] = {}
        for one in self._fronts(state, now):
            best = fronts.get(one.demand.queue)
            if best is None or self._key(one) < self._key(best):
                fronts[one.demand.queue] = one
        return min(fronts.values(), key=lambda one: (one.demand.arrived, one.number), default=None)

    def _knowing(self, state: AgentState, now: Seconds) -> Iterator[_Waiting]:
        """Waiting conversations of contacts that the agent knows."""
        bit = self._roster.bit(state.agent)
        for conversation in self._prefers.get(state.agent, ()):
            one = self._waiting[conversation]
            fits = one.held_by is None and self._line(one.demand, one.step).bits & bit
            if fits and has_room(state, one.demand) and not self._passed_lately(one.demand, state.agent, now):
                yield one

    def _fronts(self, state: AgentState, now: Seconds) -> Iterator[_Waiting]:
        """The first of every line that the agent fits and has room for."""
        bit = self._roster.bit(state.agent)
        for line in tuple(self._lines.values()):
            if line.members and self._line(line.sample, line.step).bits & bit and has_room(state, line.sample):
                found = self._first_for(line, state.agent, now)
                if found is not None:
                    yield self._waiting[found]

    def _first_for(self, line: Line, agent: str, now: Seconds) -> str | None:
        first = line.first()
        if first is None:
            return None
        if not self._passed_lately(self._waiting[first[1]].demand, agent, now):
            return first[1]
        later = (conversation for _, conversation in line.in_order())
        return next((one for one in later if not self._passed_lately(self._waiting[one].demand, agent, now)), None)

    @staticmethod
    def _passed_lately(demand: Demand, agent: str, now: Seconds) -> bool:
        passed = demand.passed.get(agent)
        return passed is not None and now - passed < ASK_AGAIN_AFTER

    def _give(self, one: _Waiting, state: AgentState, now: Seconds, reasons: tuple[str, ...]) -> Effect:
        conversation = one.demand.conversation
        one.held_by = state.agent
        one.told = None
        self._lines[one.line].remove(conversation)
        self._roster.carry(state.agent, one.demand.channel, one.demand.weight, now)
        rule = self._rule(one.demand.queue)
        if rule.mode is Mode.AUTO:
            return Assign(conversation=conversation, agent=state.agent, reasons=reasons)
        return Offer(conversation=conversation, agent=state.agent, seconds=rule.offer_seconds, reasons=reasons)

    # -- telling -------------------------------------------------------------------------------------------------

    def _tell_all(self) -> Iterator[Effect]:
        for line in tuple(self._lines.values()):
            for conversation in tuple(line.members):
                one = self._waiting[conversation]
                yield from self._tell(one, self._line(one.demand, one.step))

    def _tell(self, one: _Waiting, line: Line) -> Iterator[Effect]:
        why = self._why(one.demand, line)
        if why is not one.told:
            one.told = why
            yield Wait(conversation=one.demand.conversation, why=why)

    def _why(self, demand: Demand, line: Line) -> Why:
        if line.bits & self._roster.online:
            return Why.ALL_BUSY
        possible = line.bits
        for step in self._rule(demand.queue).steps[line.step + 1 :]:
            possible |= self._roster.fitting(demand, step)
        if possible:
            return Why.NOBODY_HERE
        speakers = any(demand.queue in state.queues and speaks(state, demand) for state in self._roster.all())
        return Why.SKILL_MISSING if speakers else Why.NOBODY_SPEAKS

    def _timers(self, one: _Waiting, now: Seconds) -> Iterator[Effect]:
        """When waiting longer, or asking somebody again, could change the answer."""
        steps = self._rule(one.demand.queue).steps
        later = [one.demand.arrived + step.after for step in steps[one.step + 1 :]]
        again = [at + ASK_AGAIN_AFTER for at in one.demand.passed.values()]
        due = min((at for at in later + again if at > now), default=None)
        if due is not None:
            yield SetTimer(at=due)

    def _reasons(
        self, one: _Waiting, chosen: AgentState, free: Iterable[AgentState], explain: bool, now: Seconds
    ) -> tuple[str, ...]:
        demand = one.demand
        rule = self._rule(demand.queue)
        reasons = [f"queue={demand.queue}", f"step={one.step}"]
        if demand.language:
            reasons.append(f"language={demand.language}:{language_level(chosen, demand.language)}")
        reasons += [f"skill={skill}:{chosen.skills.get(skill, 0)}" for skill in sorted(demand.skills)]
        knows = demand.preferred == chosen.agent
        reasons.append("knows_the_contact" if knows else f"select={rule.select}")
        reasons.append(f"load={chosen.load}/{chosen.units}")
        if explain:
            reasons += sorted(self._excluded(demand, rule.steps[: one.step + 1], chosen, set(_names(free)), now))
        return tuple(reasons)

    def _excluded(
        self, demand: Demand, steps: tuple[Step, ...], chosen: AgentState, free: set[str], now: Seconds
    ) -> Iterator[str]:
        for state in self._roster.all():
            if state.agent == chosen.agent or demand.queue not in state.queues:
                continue
            if state.agent in free:
                yield f"not {state.agent}: ranked lower"
            elif not any(speaks(state, demand, step.language_level) for step in steps):
                yield f"not {state.agent}: language"
            elif not self._line(demand, len(steps) - 1).bits & self._roster.bit(state.agent):
                yield f"not {state.agent}: skills"
            elif state.status is not Status.ONLINE:
                yield f"not {state.agent}: {state.status}"
            elif self._passed_lately(demand, state.agent, now):
                yield f"not {state.agent}: passed"
            else:
                yield f"not {state.agent}: no room"


def _rank(select: Select, state: AgentState, demand: Demand) -> tuple[float, float, float, str]:
    match select:
        case Select.LONGEST_IDLE:
            return (state.idle_since, 0.0, 0.0, state.agent)
        case Select.LEAST_LOADED:
            return (state.load / max(state.units, 1), state.idle_since, 0.0, state.agent)
        case Select.BEST_LEVEL:
            level = language_level(state, demand.language) if demand.language else 0
            skills = sum(state.skills.get(skill, 0) for skill in demand.skills)
            return (-float(level), -float(skills), state.idle_since, state.agent)


def _names(states: Iterable[AgentState]) -> Iterator[str]:
    return (state.agent for state in states)
