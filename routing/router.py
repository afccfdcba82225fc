"""The router: a deterministic state machine. Events in, effects out; no I/O, no clock, no randomness.

It keeps an index of who waits (a heap a demand class) and who is here (bitsets), and works in both directions: new
work looks for an agent, a freed or returning agent looks for work.
"""

from collections.abc import Iterable
from dataclasses import replace

from routing.agents import AgentState, Seat, Status
from routing.care import Care
from routing.demand import Demand, Seconds
from routing.effects import Because, Effect, SetAway
from routing.events import (
    Accepted,
    AgentChanged,
    Declined,
    DemandChanged,
    Ended,
    Event,
    Expired,
    Left,
    LoadChanged,
    QueueChanged,
    Queued,
    Refused,
    Rescinded,
    Taken,
    TimePassed,
)
from routing.matching import in_turn
from routing.waiting import Phase, Waiting, fits


class Router:
    """``apply`` is the only way in. Moments are seconds since any fixed epoch, and never go back."""

    def __init__(self) -> None:
        self._care = Care()

    def apply(self, event: Event, now: Seconds, explain: bool = False) -> tuple[Effect, ...]:
        """What follows from the event. ``explain`` adds reasons to the effects; it changes nothing else.

        Events about conversations or offers that are not known (any more) have no effect.
        """
        care = self._care
        care.begin(now, explain)
        match event:
            case Queued():
                self._queued(event.demand)
            case AgentChanged():
                self._agent_changed(event.state)
            case LoadChanged():
                self._load_changed(event)
            case Left():
                care.forget(event.conversation)
            case Ended():
                self._ended(event.conversation)
            case Accepted():
                self._accepted(event)
            case Declined():
                self._declined(event)
            case Expired():
                self._expired(event)
            case Rescinded():
                self._rescinded(event)
            case Taken():
                self._taken(event)
            case DemandChanged():
                self._demand_changed(event.demand)
            case Refused():
                self._refused(event)
            case QueueChanged():
                care.change_queue(event.rule)
            case TimePassed():
                care.pass_time()
        return care.end()

    def place(self, conversation: str) -> int | None:
        """Place in its queue's line, from 1; None for one that is not in line."""
        one = self._care.known.get(conversation)
        return None if one is None or one.phase is Phase.GIVEN else self._care.place(one)

    # -- conversations ---------------------------------------------------------------------------------------------

    def _queued(self, demand: Demand) -> None:
        """It waits, whatever was thought of it before."""
        one = self._care.known.get(demand.conversation)
        if one is None:
            self._care.match([self._care.admit(demand)])
        elif one.phase is not Phase.WAITING or one.demand != demand:
            freed = one.agent
            self._care.back(one, demand)
            self._care.find_work(freed)
            self._care.match([one])

    def _demand_changed(self, demand: Demand) -> None:
        one = self._care.known.get(demand.conversation)
        if one is None or one.phase is Phase.GIVEN:
            return
        if one.phase is not Phase.OFFERED:
            self._queued(demand)
            return
        seat = self._care.roster.seat(one.agent)
        self._care.ask_for(one, demand)
        if not fits(seat, one):
            self._care.rescind(one, Because.NO_LONGER_FITS)
            self._queued(demand)

    def _ended(self, conversation: str) -> None:
        one = self._care.known.get(conversation)
        if one is None:
            return
        agent = one.agent
        if one.phase is Phase.OFFERED:
            self._care.rescind(one, Because.ENDED)
        self._care.forget(conversation, frees=True)
        self._care.find_work(agent)

    def _taken(self, event: Taken) -> None:
        one = self._care.known.get(event.conversation)
        if one is None or (one.phase is Phase.GIVEN and one.agent == event.agent):
            return
        before = one.agent if one.agent != event.agent else ""
        if one.phase is Phase.OFFERED and before:
            self._care.rescind(one, Because.TAKEN)
        self._care.give_to(one, event.agent, Phase.GIVEN)
        self._care.find_work(before)

    # -- offers ----------------------------------------------------------------------------------------------------

    def _offered(self, event: Accepted | Declined | Expired | Rescinded) -> Waiting | None:
        """The conversation, if this very offer is open."""
        one = self._care.known.get(event.conversation)
        return one if one and one.phase is Phase.OFFERED and one.agent == event.agent else None

    def _accepted(self, event: Accepted) -> None:
        if (one := self._offered(event)) is not None:
            self._care.leave_line(one)

    def _declined(self, event: Declined) -> None:
        one = self._offered(event)
        if one is not None:
            self._pass_on(one)
            self._care.find_work(event.agent)
            self._care.match([one])

    def _expired(self, event: Expired) -> None:
        """An agent who does not answer is not there: nothing more goes to them."""
        one = self._offered(event)
        if one is None:
            return
        seat = self._care.roster.seat(event.agent)
        self._care.effects.append(
            SetAway(agent=event.agent, conversation=event.conversation, reasons=("offer_expired",))
        )
        self._pass_on(one)
        self._agent_changed(replace(seat.state, status=Status.AWAY, load=None, idle_since=None), [one])

    def _pass_on(self, one: Waiting) -> None:
        """Its agent did not take it: others are asked first from now on."""
        passed = {**one.demand.passed, one.agent: self._care.now}
        self._care.back(one, replace(one.demand, passed=passed))

    def _rescinded(self, event: Rescinded) -> None:
        one = self._offered(event)
        if one is not None:
            self._care.back(one, one.demand)
            self._care.find_work(event.agent)
            self._care.match([one])

    def _refused(self, event: Refused) -> None:
        one = self._care.known.get(event.conversation)
        if one is not None and one.agent == event.agent and one.phase in (Phase.OFFERED, Phase.GIVEN):
            self._care.doubt(one)

    # -- agents ----------------------------------------------------------------------------------------------------

    def _load_changed(self, event: LoadChanged) -> None:
        state = self._care.roster.seat(event.agent).state
        counted = replace(state, load=event.load, channel_load=event.channel_load, idle_since=None)
        self._agent_changed(counted)

    def _agent_changed(self, state: AgentState, looking: Iterable[Waiting] = ()) -> None:
        """``looking``: conversations that look for an agent already and are matched with those set free by this."""
        care = self._care
        seat = care.roster.seat(state.agent)
        queues = seat.state.queues | state.queues
        was_here = seat.is_here
        moved = care.roster.put(state)
        found = list(looking)
        if moved:
            found += care.roster_changed(queues)
        for one, because in self._lost(seat):
            care.rescind(one, because)
            care.back(one, one.demand)
            found.append(one)
        retold = care.reasons_changed(queues) if moved or was_here != seat.is_here else []
        care.find_work(state.agent)
        care.match(in_turn(list(dict.fromkeys(found))))
        care.tell(retold)

    def _lost(self, seat: Seat) -> list[tuple[Waiting, Because]]:
        """The agent's open offers that may not stand any more."""
        known = [self._care.known.get(conversation) for conversation in seat.holds]
        offers = [one for one in known if one and one.phase is Phase.OFFERED and one.agent == seat.state.agent]
        if not seat.is_here:
            return [(one, Because.AGENT_LEFT) for one in offers]
        return [(one, Because.NO_LONGER_FITS) for one in offers if not fits(seat, one)]
