"""The conversations in the router's care, and the steps every decision is made of: admit, match, give, take back."""

from collections.abc import Iterable

from routing.agents import Seat
from routing.demand import Demand, QueueRule, Seconds
from routing.due import DueTimes
from routing.effects import Assign, Because, Effect, Offer, Rescind, SetTimer, Wait
from routing.index import Index
from routing.matching import agent_for, in_turn
from routing.order import order_key
from routing.reasons import why_chosen, why_not
from routing.roster import Bits, Roster
from routing.waiting import Group, Phase, Waiting

DOUBT_SECONDS: Seconds = 1.0  # how long at most a refused effect's two sides rest


class Care:
    """What ``Router`` works on. All methods belong to one ``apply``, between ``begin`` and ``end``."""

    def __init__(self) -> None:
        self.roster = Roster()
        self.known: dict[str, Waiting] = {}
        self.effects: list[Effect] = []
        self.now: Seconds = 0.0
        self._explain = False
        self._index = Index(self.roster)
        self._rules: dict[str, QueueRule] = {}
        self._due = DueTimes()
        self._numbers = 0
        self._doubted: dict[str, Seconds] = {}  # agents, until when

    def begin(self, now: Seconds, explain: bool) -> None:
        self.now, self._explain, self.effects = now, explain, []

    def end(self) -> tuple[Effect, ...]:
        at = self._due.to_ask_for()
        if at is not None:
            self.effects.append(SetTimer(at=at))
        return tuple(self.effects)

    def place(self, one: Waiting) -> int:
        return self._index.line(one.demand.queue).place(one.key)

    # -- in and out ------------------------------------------------------------------------------------------------

    def admit(self, demand: Demand) -> Waiting:
        """A conversation not known before: at its place in line, looking for an agent."""
        rule = self._rule(demand.queue)
        one = Waiting(demand, self._numbers, order_key(rule, demand, self._numbers), self._index.group(demand, rule))
        self._numbers += 1
        self.known[demand.conversation] = one
        self._file(one)
        return one

    def forget(self, conversation: str, frees: bool = False) -> None:
        """It is not ours any more. What an agent carries of it stays until it is counted, unless ``frees``."""
        one = self.known.pop(conversation, None)
        if one is None:
            return
        self._unfile(one)
        if one.agent and frees:
            self.roster.release(conversation, one.agent, self.now)
        elif one.agent:
            self.roster.seat(one.agent).count(conversation)

    def back(self, one: Waiting, demand: Demand) -> None:
        """It looks for an agent again, with this demand; number and so its place among equals are kept."""
        if one.agent:
            self.roster.release(demand.conversation, one.agent, self.now)
        self._unfile(one)
        one.agent, one.phase, one.demand = "", Phase.WAITING, demand
        self._file(one)

    def ask_for(self, one: Waiting, demand: Demand) -> None:
        """The demand changes under an open offer."""
        self._unfile(one)
        one.demand = demand
        self._file(one)

    def leave_line(self, one: Waiting) -> None:
        """Served: its agent carries it on."""
        if one.phase is not Phase.GIVEN:
            self._index.line(one.demand.queue).remove(one.key)
        one.phase = Phase.GIVEN
        one.told = None

    def _unfile(self, one: Waiting) -> None:
        self._index.leave(one)
        one.group.members.pop(one.demand.conversation, None)
        if one.phase is not Phase.GIVEN:
            self._index.line(one.demand.queue).remove(one.key)

    def _file(self, one: Waiting) -> None:
        """Into group and line by its demand and its queue's rule, and, if it waits, looking for an agent."""
        demand, rule = one.demand, self._rule(one.demand.queue)
        one.key, one.group = order_key(rule, demand, one.number), self._index.group(demand, rule)
        one.group.members[demand.conversation] = one
        one.step = one.group.step_at(self.now - demand.arrived)
        if one.phase is not Phase.GIVEN:
            self._index.line(demand.queue).add(one.key)
        if one.phase is Phase.WAITING:
            self._look(one)

    def _look(self, one: Waiting) -> None:
        one.step = one.group.step_at(self.now - one.demand.arrived)
        one.excluded = self._excluded(one)
        self._index.enter(one)
        steps = one.group.steps
        if one.step + 1 < len(steps):
            self._due.add(one.demand.arrived + steps[one.step + 1].after, one.demand.conversation)

    def _rule(self, queue: str) -> QueueRule:
        rule = self._rules.get(queue)
        if rule is None:
            rule = self._rules[queue] = QueueRule(queue=queue)
        return rule

    # -- agents who passed -----------------------------------------------------------------------------------------

    def _excluded(self, one: Waiting) -> Bits:
        """Agents not to ask now: all who passed while somebody else is here to ask, else those of the last pause."""
        passed = one.demand.passed
        if not passed:
            return 0
        bits = self.roster.bits(passed)
        pause = self._rule(one.demand.queue).pause_seconds
        if any(pool & self.roster.here & ~bits for pool in one.group.pools_until(one.step)):
            self._due.add(self.now + pause, one.demand.conversation)
            return bits
        lately = {agent: at for agent, at in passed.items() if at + pause > self.now}
        if lately:
            self._due.add(min(lately.values()) + pause, one.demand.conversation)
        return self.roster.bits(lately)

    # -- matching --------------------------------------------------------------------------------------------------

    def match(self, found: Iterable[Waiting]) -> None:
        """New work looks for an agent; who finds none waits, and is told."""
        for one in found:
            rule = self._rule(one.demand.queue)
            seat = agent_for(one, rule, self.roster)
            if seat is not None:
                self._give(one, rule, seat)
            elif one.phase is Phase.WAITING:
                self._tell(one)

    def find_work(self, agent: str) -> None:
        """A freed or returning agent looks for work, until there is no room or nothing that fits."""
        if not agent:
            return
        seat = self.roster.seat(agent)
        while (one := self._index.first_for(seat)) is not None:
            self._give(one, self._rule(one.demand.queue), seat)

    def _give(self, one: Waiting, rule: QueueRule, seat: Seat) -> None:
        conversation, agent = one.demand.conversation, seat.state.agent
        reasons = why_chosen(one, rule, seat) + why_not(one, self.roster, seat) if self._explain else ()
        if rule.asks(one.demand.channel):
            self.effects.append(
                Offer(conversation=conversation, agent=agent, seconds=rule.offer_seconds, reasons=reasons)
            )
            self.give_to(one, agent, Phase.OFFERED)
        else:
            self.effects.append(Assign(conversation=conversation, agent=agent, reasons=reasons))
            self.give_to(one, agent, Phase.GIVEN)

    def give_to(self, one: Waiting, agent: str, phase: Phase) -> None:
        """The agent carries it from now on, or is asked to."""
        self._index.leave(one)
        if one.agent:
            self.roster.release(one.demand.conversation, one.agent, self.now)
        one.agent = agent
        self.roster.hold(one.demand.conversation, agent, one.demand.kind)
        if phase is Phase.GIVEN:
            self.leave_line(one)
        else:
            one.phase = phase

    def rescind(self, one: Waiting, because: Because) -> None:
        self.effects.append(
            Rescind(conversation=one.demand.conversation, agent=one.agent, because=because, reasons=(str(because),))
        )

    def doubt(self, one: Waiting) -> None:
        """A guard refused what we gave: conversation and agent rest until the truth about each is told."""
        agent, conversation = one.agent, one.demand.conversation
        self.roster.release(conversation, agent, self.now)
        if one.phase is Phase.GIVEN:
            self._index.line(one.demand.queue).add(one.key)
        one.agent, one.phase = "", Phase.DOUBTED
        self.roster.doubt(agent, True)
        self._doubted[agent] = self.now + DOUBT_SECONDS
        self._due.add(self.now + DOUBT_SECONDS, conversation)

    # -- changes of the whole --------------------------------------------------------------------------------------

    def change_queue(self, rule: QueueRule) -> None:
        """Everybody in this queue is filed anew; places follow from the new order."""
        queue = rule.queue
        found = [one for one in self.known.values() if one.demand.queue == queue]
        for one in found:
            self._unfile(one)
        self._index.forget_queue(queue)
        self._rules[queue] = rule
        for one in found:
            self._file(one)
        looking = [one for one in found if one.phase is Phase.WAITING]
        self.match(in_turn(looking))

    def roster_changed(self, queues: Iterable[str]) -> list[Waiting]:
        """Look anew wherever the step changes: nobody at all can meet one any more, or somebody can again."""
        self._index.roster_changed(queues)
        found = [
            one
            for group in self._index.groups_of(queues)
            for one in group.members.values()
            if group.step_at(self.now - one.demand.arrived) != one.step
        ]
        return [one for one in found if self._relook(one)]

    def pass_time(self) -> None:
        """Steps reached, pauses over, doubts at an end."""
        rested = [agent for agent, until in self._doubted.items() if until <= self.now]
        for agent in rested:
            del self._doubted[agent]
            self.roster.doubt(agent, False)
        found = [self.known[name] for name in self._due.reached(self.now) if name in self.known]
        looking = [one for one in found if self._relook(one)]
        for agent in rested:
            self.find_work(agent)
        self.match(in_turn(looking))

    def _relook(self, one: Waiting) -> bool:
        """Look with the step and the exclusions of now; whether it looks at all."""
        if one.phase in (Phase.OFFERED, Phase.GIVEN):
            one.step = one.group.step_at(self.now - one.demand.arrived)
            return False
        one.phase = Phase.WAITING
        self._index.leave(one)
        self._look(one)
        return True

    # -- telling ---------------------------------------------------------------------------------------------------

    def reasons_changed(self, queues: Iterable[str]) -> list[Group]:
        """The groups that wait for another reason from now on; to be told once what can be matched is."""
        changed = []
        for group in self._index.groups_of(queues):
            why = group.reason(self.roster.here)
            if why is not group.why:
                group.why = why
                changed.append(group)
        return changed

    def tell(self, groups: Iterable[Group]) -> None:
        for group in groups:
            for one in group.members.values():
                if one.phase is Phase.WAITING:
                    self._tell(one)

    def _tell(self, one: Waiting) -> None:
        if one.told is one.group.why:
            return
        one.told = one.group.why
        reasons = (str(one.told), *why_not(one, self.roster, None)) if self._explain else ()
        self.effects.append(
            Wait(conversation=one.demand.conversation, why=one.told, position=self.place(one), reasons=reasons)
        )
