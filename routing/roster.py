"""The roster: who could, and who is free, answered with bitsets. A set of agents is an int with a bit each."""

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TypeAlias

from routing.agents import AgentState, Hold, Seat
from routing.demand import Demand, Kind, Seconds, Step

Bits: TypeAlias = int
Levels: TypeAlias = defaultdict[str, defaultdict[int, Bits]]

FEW = 24  # up to so many are compared one by one; of more, some are found early in the order of idleness


def bits_of(bits: Bits) -> Iterator[int]:
    """The numbers of the bits that are set, smallest first."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


def _levels() -> Levels:
    return defaultdict(lambda: defaultdict(int))


class Roster:
    """Every agent ever told has a seat with a number; ties between agents go by that number."""

    def __init__(self) -> None:
        self.seats: list[Seat] = []
        self.here: Bits = 0
        self._numbers: dict[str, int] = {}
        self._queues: defaultdict[str, Bits] = defaultdict(int)
        self._languages = _levels()
        self._skills = _levels()
        self._free: dict[Kind, Bits] = {}
        self._idle: list[tuple[Seconds, int]] = []  # everybody, longest idle first
        self._loads: defaultdict[float, Bits] = defaultdict(int)  # by load / units
        self._load_of: list[float] = []

    def seat(self, agent: str) -> Seat:
        """The agent's seat; one never told of gets an empty one."""
        number = self._numbers.get(agent)
        if number is not None:
            return self.seats[number]
        number = self._numbers[agent] = len(self.seats)
        seat = Seat(number, AgentState(agent=agent))
        self.seats.append(seat)
        insort(self._idle, (seat.idle_since, number))
        self._loads[0.0] |= 1 << number
        self._load_of.append(0.0)
        return seat

    def known(self, agent: str) -> Seat | None:
        number = self._numbers.get(agent)
        return None if number is None else self.seats[number]

    def bits(self, agents: Mapping[str, object]) -> Bits:
        bits = 0
        for agent in agents:
            bits |= 1 << self.seat(agent).number
        return bits

    def put(self, state: AgentState) -> bool:
        """Take over an agent's state; whether anybody's pools may have changed by it."""
        seat = self.seat(state.agent)
        before = seat.state
        moved = (before.languages, before.skills, before.queues) != (state.languages, state.skills, state.queues)
        if moved:
            self._file(before, 1 << seat.number, False)
            self._file(state, 1 << seat.number, True)
        with_idle = seat.idle_since
        seat.put(state)
        self._changed(seat, with_idle)
        return moved

    def hold(self, conversation: str, agent: str, kind: Kind) -> None:
        seat = self.seat(agent)
        seat.hold(conversation, Hold(agent, kind))
        self._changed(seat, seat.idle_since)

    def release(self, conversation: str, agent: str, now: Seconds) -> None:
        """The agent carries it no longer, and is idle since now."""
        seat = self.seat(agent)
        before = seat.idle_since
        if seat.release(conversation, now):
            self._changed(seat, before)

    def doubt(self, agent: str, doubted: bool) -> None:
        seat = self.seat(agent)
        seat.doubted = doubted
        self._changed(seat, seat.idle_since)

    # -- who could -------------------------------------------------------------------------------------------------

    def pools(self, demand: Demand, step: Step) -> tuple[Bits, ...]:
        """Who fits the step, here or not: by language in the order of the demand's languages, one pool without any."""
        able = self._queues.get(demand.queue, 0)
        for skill, level in {**demand.skills, **step.skills}.items():
            if level > 0:
                able &= _at_least(self._skills, skill, level)
        speakers = self.speakers(demand, step)
        return tuple(able & bits for bits in speakers) if speakers else (able,)

    def speakers(self, demand: Demand, step: Step) -> tuple[Bits, ...]:
        """Who of the queue speaks each of the demand's languages well enough; none that the step does not allow."""
        everyone = self._queues.get(demand.queue, 0)
        level = demand.language_level if step.language_level is None else step.language_level
        allowed = len(demand.fallbacks) if step.fallbacks is None else step.fallbacks
        return tuple(
            everyone & (self._speaking(tag, level) if level > 0 else -1) if place <= allowed else 0
            for place, tag in enumerate(demand.languages)
        )

    def members(self, queue: str) -> Bits:
        return self._queues.get(queue, 0)

    def _speaking(self, tag: str, level: int) -> Bits:
        exact = _at_least(self._languages, tag, level)
        plain = tag.partition("-")[0]
        if plain == tag:
            return exact
        named = 0
        for bits in self._languages.get(tag, {}).values():
            named |= bits
        return exact | (_at_least(self._languages, plain, level) & ~named)

    def _file(self, state: AgentState, bit: Bits, into: bool) -> None:
        for queue in state.queues:
            self._queues[queue] = self._queues[queue] | bit if into else self._queues[queue] & ~bit
        for levels, known in ((self._languages, state.languages), (self._skills, state.skills)):
            for name, level in known.items():
                levels[name][level] = levels[name][level] | bit if into else levels[name][level] & ~bit

    # -- who is free -----------------------------------------------------------------------------------------------

    def free(self, kind: Kind) -> Bits:
        """Who is here and has room for one more of this kind."""
        known = self._free.get(kind)
        if known is None:
            known = sum(1 << seat.number for seat in self.seats if _takes(seat, kind))
            self._free[kind] = known
        return known

    def kinds_for(self, seat: Seat) -> list[Kind]:
        """The kinds asked for so far that this agent would take one more of."""
        return [kind for kind, bits in self._free.items() if bits >> seat.number & 1]

    def longest_idle(self, among: Bits) -> Seat:
        if among.bit_count() <= FEW:
            number = min(bits_of(among), key=lambda number: (self.seats[number].idle_since, number))
        else:
            number = next(number for _, number in self._idle if among >> number & 1)
        return self.seats[number]

    def least_loaded(self, among: Bits) -> Seat:
        for load in sorted(self._loads):
            if found := self._loads[load] & among:
                return self.longest_idle(found)
        raise ValueError("nobody to choose from")

    def _changed(self, seat: Seat, idle_before: Seconds) -> None:
        """Bring the indexes up to the seat's state."""
        number, bit = seat.number, 1 << seat.number
        self.here = self.here | bit if seat.is_here else self.here & ~bit
        for kind in self._free:
            self._free[kind] = self._free[kind] | bit if _takes(seat, kind) else self._free[kind] & ~bit
        if seat.idle_since != idle_before:
            del self._idle[bisect_left(self._idle, (idle_before, number))]
            insort(self._idle, (seat.idle_since, number))
        load = seat.load / seat.state.units if seat.state.units > 0 else 1.0
        if load != self._load_of[number]:
            self._unfile_load(number, bit)
            self._loads[load] |= bit
            self._load_of[number] = load

    def _unfile_load(self, number: int, bit: Bits) -> None:
        before = self._load_of[number]
        self._loads[before] &= ~bit
        if not self._loads[before]:
            del self._loads[before]


def _takes(seat: Seat, kind: Kind) -> bool:
    return seat.is_here and not seat.doubted and seat.has_room(kind)


def _at_least(levels: Levels, name: str, level: int) -> Bits:
    bits = 0
    for known, holders in levels.get(name, {}).items():
        if known >= level:
            bits |= holders
    return bits
