"""The waiting conversations of one demand class: all ask for the same, so whoever fits one fits all."""

import heapq
from collections.abc import Iterator
from typing import TypeAlias

from routing.demand import Demand, OrderKey

ClassKey: TypeAlias = tuple[object, ...]


def class_key(demand: Demand, step: int) -> ClassKey:
    """What decides who fits and who has room."""
    return (demand.queue, demand.language, tuple(sorted(demand.skills.items())), demand.weight, demand.channel, step)


class Line:
    """A heap by order key; leaving is lazy: who is no longer in ``members`` is dropped when it comes up."""

    def __init__(self, sample: Demand, step: int) -> None:
        self.sample = sample
        self.step = step
        self.members: dict[str, OrderKey] = {}
        self.bits = 0  # agents who fit at any step reached
        self.version = -1  # of the roster that bits were made from
        self._heap: list[tuple[OrderKey, str]] = []

    def add(self, conversation: str, key: OrderKey) -> None:
        self.members[conversation] = key
        heapq.heappush(self._heap, (key, conversation))

    def remove(self, conversation: str) -> None:
        self.members.pop(conversation, None)

    def first(self) -> tuple[OrderKey, str] | None:
        while self._heap and self.members.get(self._heap[0][1]) != self._heap[0][0]:
            heapq.heappop(self._heap)
        return self._heap[0] if self._heap else None

    def in_order(self) -> Iterator[tuple[OrderKey, str]]:
        """Front to back; for the rare case that the first may not be taken."""
        yield from sorted((key, conversation) for conversation, key in self.members.items())
