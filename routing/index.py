"""Who waits, filed so that a freed agent finds the next conversation without looking at the others."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from routing.agents import Seat
from routing.demand import Demand, Kind, QueueRule
from routing.order import Line
from routing.roster import Bits, Roster, bits_of
from routing.waiting import ClassKey, DemandClass, Group, GroupKey, Waiting, group_key, new_group

MANY = 1024  # so many classes are kept, empty ones included; beyond, empty ones are dropped


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
        self._looking[found.kind] = self._looking.get(found.kind, 0) | 1 << found.number

    def leave(self, one: Waiting) -> None:
        """It looks no longer. Nothing if it did not."""
        found = one.of_class
        if found is None:
            return
        found.remove(one)
        if not found.size:
            self._looking[found.kind] &= ~(1 << found.number)

    def first_for(self, seat: Seat) -> Waiting | None:
        """What this agent should get next: over its queues the first that waits longest; None = nothing, or no room."""
        fronts: dict[str, Waiting] = {}
        for found in self._classes_for(seat):
            one = found.first()
            front = fronts.get(one.demand.queue)
            if front is None or one.key < front.key:
                fronts[one.demand.queue] = one
        return min(fronts.values(), key=lambda one: one.turn, default=None)

    def _classes_for(self, seat: Seat) -> Iterator[DemandClass]:
        looking = 0
        for kind in self._roster.kinds_for(seat):
            looking |= self._looking.get(kind, 0)
        for number in bits_of(looking & seat.classes):
            found = self._numbered[number]
            if found is not None:
                yield found

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
            found.group.classes.remove(found)
            self._numbered[found.number] = None
            self._unused.append(found.number)
        for group in [one for one in self._groups.values() if not one.members]:
            del self._groups[group.key], self._of_queue[group.key[0]][group.key]
