"""Who waits, filed so that a freed agent finds the next conversation without looking at the others."""

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from routing.agents import Seat
from routing.demand import Demand, Kind, OrderKey, QueueRule
from routing.order import Line
from routing.roster import Bits, Roster, bits_of
from routing.waiting import ClassKey, DemandClass, Group, GroupKey, Waiting, group_key, new_group

Front: TypeAlias = tuple[OrderKey, int]  # the key of a class's first and the class's number

FEW = 16  # up to so many classes are looked at one by one; of more, some come early in the order of their firsts
MANY = 8192  # so many classes are kept, empty ones included; beyond, empty ones are dropped


class Index:
    """Groups and classes of what waits, and the line of every queue."""

    def __init__(self, roster: Roster) -> None:
        self._roster = roster
        self._groups: dict[GroupKey, Group] = {}
        self._of_queue: defaultdict[str, dict[GroupKey, Group]] = defaultdict(dict)
        self._classes: dict[ClassKey, DemandClass] = {}
        self._numbered: list[DemandClass | None] = []
        self._unused: list[int] = []
        self._looking: dict[Kind, Bits] = {}  # classes in which somebody looks for an agent
        self._in_queue: defaultdict[str, Bits] = defaultdict(int)
        self._fronts: defaultdict[str, list[Front]] = defaultdict(list)  # of every queue, sorted
        self._lines: defaultdict[str, Line] = defaultdict(Line)
        self._limit = MANY

    def line(self, queue: str) -> Line:
        return self._lines[queue]

    def group(self, demand: Demand, rule: QueueRule) -> Group:
        key = group_key(demand)
        group = self._groups.get(key)
        if group is None:
            group = self._groups[key] = self._of_queue[demand.queue][key] = new_group(demand, rule, self._roster)
            group.why = group.reason(self._roster.here)
        return group

    def groups_of(self, queues: Iterable[str]) -> Iterator[Group]:
        for queue in sorted(queues):
            yield from self._of_queue[queue].values()

    def enter(self, one: Waiting) -> None:
        """It looks for an agent from now on; step and exclusions decide its class."""
        found = self._class(one)
        found.add(one)
        self._file_front(found)

    def leave(self, one: Waiting) -> None:
        """It looks no longer. Nothing if it did not."""
        found = one.of_class
        if found is not None:
            found.remove(one)
            self._file_front(found)

    def first_for(self, seat: Seat) -> Waiting | None:
        """What this agent should get next: over its queues the first that waits longest; None = nothing, or no room."""
        looking = 0
        for kind in self._roster.kinds_for(seat):
            looking |= self._looking.get(kind, 0)
        fitting = looking & seat.classes
        if not fitting:
            return None
        of_queues = [(queue, fitting & self._in_queue[queue]) for queue in seat.state.queues]
        firsts = [self._first_of(queue, classes) for queue, classes in of_queues if classes]
        return min(firsts, key=lambda one: one.turn)

    def _first_of(self, queue: str, classes: Bits) -> Waiting:
        """The first in the queue's order among these classes, of which each has somebody looking."""
        if classes.bit_count() <= FEW:
            return min((self._number(number).first() for number in bits_of(classes)), key=lambda one: one.key)
        table = classes.to_bytes(len(self._numbered) // 8 + 1, "little")
        first = next(number for _, number in self._fronts[queue] if table[number >> 3] >> (number & 7) & 1)
        return self._number(first).first()

    def _number(self, number: int) -> DemandClass:
        found = self._numbered[number]
        assert found is not None
        return found

    def _file_front(self, found: DemandClass) -> None:
        """Somebody came or went: file the class by who is first in it now."""
        front = found.first().key if found.size else None
        if front == found.front:
            return
        fronts = self._fronts[found.group.key[0]]
        if found.front is not None:
            del fronts[bisect_left(fronts, (found.front, found.number))]
        if front is not None:
            insort(fronts, (front, found.number))
        bit = 1 << found.number
        looking = self._looking.get(found.kind, 0)
        self._looking[found.kind] = looking & ~bit if front is None else looking | bit
        found.front = front

    def roster_changed(self, queues: Iterable[str]) -> None:
        """Somebody of these queues speaks or can something else than before."""
        self._drop_empty()
        for group in self.groups_of(queues):
            group.refresh(self._roster)
            for found in group.classes:
                self._file(found)

    def forget_queue(self, queue: str) -> None:
        """Drop everything known of a queue whose conversations have all been taken out."""
        self._drop_empty()
        self._lines.pop(queue, None)

    # -- classes ---------------------------------------------------------------------------------------------------

    def _class(self, one: Waiting) -> DemandClass:
        key = (one.group.key, one.step, one.demand.kind, one.excluded)
        found = self._classes.get(key)
        return found if found is not None and found.group is one.group else self._new_class(key, one)

    def _new_class(self, key: ClassKey, one: Waiting) -> DemandClass:
        if len(self._classes) >= self._limit:
            self._drop_empty()
            self._limit = max(MANY, 2 * len(self._classes))
        number = self._unused.pop() if self._unused else len(self._numbered)
        found = DemandClass(key, number, one.group, one.step, one.demand.kind, one.excluded)
        if number == len(self._numbered):
            self._numbered.append(found)
        else:
            self._numbered[number] = found
        self._classes[key] = found
        self._in_queue[one.demand.queue] |= 1 << number
        one.group.classes.append(found)
        self._roster.free(found.kind)  # from now on the roster knows who has room for this kind
        self._file(found)
        return found

    def _file(self, found: DemandClass) -> None:
        """Note at every agent concerned whether the class fits."""
        for number in bits_of(found.refresh()):
            self._roster.seats[number].classes ^= 1 << found.number

    def _drop_empty(self) -> None:
        for found in [one for one in self._classes.values() if not one.size]:
            for number in bits_of(found.bits):
                self._roster.seats[number].classes ^= 1 << found.number
            del self._classes[found.key]
            self._in_queue[found.group.key[0]] &= ~(1 << found.number)
            found.group.classes.remove(found)
            self._numbered[found.number] = None
            self._unused.append(found.number)
        for group in [one for one in self._groups.values() if not one.members]:
            del self._groups[group.key], self._of_queue[group.key[0]][group.key]
