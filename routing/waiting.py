"""One conversation in the router's care, and the demand classes and groups it belongs to.

A *group* is everybody who asks for the same language and skills in the same queue: they share the reason they wait.
A *class* is a group's members at one step, of one kind, with the same agents excluded: whoever fits one fits all.
"""

import heapq
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from routing.agents import Seat
from routing.demand import Demand, Kind, OrderKey, QueueRule, Seconds, Step
from routing.effects import Why
from routing.roster import Bits, Roster

GroupKey: TypeAlias = tuple[str, tuple[str, ...], int, tuple[tuple[str, int], ...]]
ClassKey: TypeAlias = tuple[GroupKey, int, Kind, Bits]


class Phase(StrEnum):
    WAITING = "waiting"
    OFFERED = "offered"  # on offer to ``agent``; keeps its place in line
    GIVEN = "given"  # to ``agent``, out of the line
    DOUBTED = "doubted"  # a guard refused: rests until the truth is told; keeps its place in line


@dataclass(slots=True, eq=False)
class Waiting:
    demand: Demand
    number: int  # order of first arrival here, settles ties
    key: OrderKey
    group: "Group"
    step: int = 0
    excluded: Bits = 0
    phase: Phase = Phase.WAITING
    agent: str = ""
    told: Why | None = None
    of_class: "DemandClass | None" = None  # while it looks for an agent

    @property
    def turn(self) -> tuple[Seconds, int]:
        """Across queues the one that waits longest comes first."""
        return (self.demand.arrived, self.number)


@dataclass(slots=True, eq=False)
class Group:
    key: GroupKey
    shape: Demand  # any member's demand
    steps: tuple[Step, ...]  # in order of ``after``
    pools: tuple[tuple[Bits, ...], ...] = ()  # by step, then by language; here or not
    speakers: Bits = 0  # at any step
    able: Bits = 0  # at any step
    why: Why = Why.NOBODY_HERE
    classes: list["DemandClass"] = field(default_factory=list)
    members: dict[str, Waiting] = field(default_factory=dict)

    def refresh(self, roster: Roster) -> None:
        """Find anew who could serve these, from the roster."""
        self.pools = tuple(roster.pools(self.shape, step) for step in self.steps)
        self.able = self.speakers = 0
        for pools in self.pools:
            for bits in pools:
                self.able |= bits
        for step in self.steps:
            for bits in roster.speakers(self.shape, step):
                self.speakers |= bits
        if self.shape.language is None:
            self.speakers = roster.members(self.shape.queue)

    def reason(self, here: Bits) -> Why:
        if self.able & here:
            return Why.ALL_BUSY
        if self.able:
            return Why.NOBODY_HERE
        if self.speakers:
            return Why.SKILL_MISSING
        return Why.NOBODY_HERE if self.shape.language is None else Why.NOBODY_SPEAKS

    def step_at(self, waited: Seconds) -> int:
        """The last step reached: by waiting, or at once behind one that nobody at all could meet."""
        reached = 0
        for at in range(1, len(self.steps)):
            if self.steps[at].after > waited and any(self.pools[reached]):
                break
            reached = at
        return reached

    def pools_until(self, step: int) -> tuple[Bits, ...]:
        """Who could serve at this step or any before it, by language."""
        together = list(self.pools[0])
        for pools in self.pools[1 : step + 1]:
            together = [one | more for one, more in zip(together, pools, strict=True)]
        return tuple(together)


@dataclass(slots=True, eq=False)
class DemandClass:
    """A heap by order key. Leaving is lazy: who looks for an agent no longer is dropped when it comes up."""

    key: ClassKey
    number: int
    group: Group
    step: int
    kind: Kind
    excluded: Bits
    pools: tuple[Bits, ...] = ()
    bits: Bits = 0
    size: int = 0
    front: OrderKey | None = None  # the first's key, as the index has filed it
    heap: list[tuple[OrderKey, Waiting]] = field(default_factory=list)

    def refresh(self) -> Bits:
        """Take over the group's pools; the bits of the agents for whom something changed."""
        before = self.bits
        self.pools = tuple(bits & ~self.excluded for bits in self.group.pools_until(self.step))
        self.bits = 0
        for bits in self.pools:
            self.bits |= bits
        return before ^ self.bits

    def add(self, one: Waiting) -> None:
        one.of_class = self
        self.size += 1
        heapq.heappush(self.heap, (one.key, one))
        if len(self.heap) > 2 * self.size + 64:
            self.heap = [entry for entry in self.heap if self._holds(entry)]
            heapq.heapify(self.heap)

    def remove(self, one: Waiting) -> None:
        one.of_class = None
        self.size -= 1

    def first(self) -> Waiting:
        """Raises IndexError if nobody is here."""
        while not self._holds(self.heap[0]):
            heapq.heappop(self.heap)
        return self.heap[0][1]

    def _holds(self, entry: tuple[OrderKey, Waiting]) -> bool:
        return entry[1].of_class is self and entry[1].key == entry[0]


def group_key(demand: Demand) -> GroupKey:
    skills = tuple(sorted((skill, level) for skill, level in demand.skills.items() if level > 0))
    return (demand.queue, demand.languages, demand.language_level, skills)


def new_group(demand: Demand, rule: QueueRule, roster: Roster) -> Group:
    steps = tuple(sorted(rule.steps, key=lambda step: step.after)) or (Step(),)
    group = Group(group_key(demand), demand, steps)
    group.refresh(roster)
    return group


def fits(seat: Seat, one: Waiting) -> bool:
    """Whether the agent could serve it at a step reached, were there room."""
    return any(bits >> seat.number & 1 for bits in one.group.pools_until(one.step))
