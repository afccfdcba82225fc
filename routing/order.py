"""The order in which a queue is served, and the place in line that follows from it."""

from bisect import bisect_left, insort
from math import inf

from routing.demand import Demand, Order, OrderKey, QueueRule

BLOCK = 1024  # keys in one block of a line; twice as many split it


def order_key(rule: QueueRule, demand: Demand, number: int) -> OrderKey:
    """Smallest first, and it never changes while waiting; ties by arrival, then by ``number``.

    score = waited / point_seconds + priority: everybody's grows alike, so at any moment the order is that of
    priority * point_seconds - arrival.
    """
    return (_rank(rule, demand), demand.arrived, number)


def _rank(rule: QueueRule, demand: Demand) -> float:
    match rule.order:
        case Order.FIFO:
            return demand.arrived
        case Order.PRIORITY:
            return -demand.priority
        case Order.SCORE:
            return demand.arrived - demand.priority * rule.point_seconds
        case Order.EARLIEST_DUE:
            return inf if demand.due is None else demand.due


class Line:
    """The keys of everybody in one queue, sorted, in blocks: adding, leaving and asking for a place cost a few us."""

    def __init__(self) -> None:
        self._blocks: list[list[OrderKey]] = []
        self._lasts: list[OrderKey] = []  # the last key of every block

    def __len__(self) -> int:
        return sum(map(len, self._blocks))

    def add(self, key: OrderKey) -> None:
        if not self._blocks:
            self._blocks.append([key])
            self._lasts.append(key)
            return
        at = min(bisect_left(self._lasts, key), len(self._blocks) - 1)
        block = self._blocks[at]
        insort(block, key)
        self._lasts[at] = block[-1]
        if len(block) > 2 * BLOCK:
            self._blocks[at : at + 1] = [block[:BLOCK], block[BLOCK:]]
            self._lasts[at : at + 1] = [block[BLOCK - 1], block[-1]]

    def remove(self, key: OrderKey) -> None:
        """Raises ValueError if it is not in the line."""
        at, place = self._find(key)
        block = self._blocks[at]
        del block[place]
        if block:
            self._lasts[at] = block[-1]
        else:
            del self._blocks[at], self._lasts[at]

    def place(self, key: OrderKey) -> int:
        """From 1. Raises ValueError if it is not in the line."""
        at, place = self._find(key)
        return sum(map(len, self._blocks[:at])) + place + 1

    def _find(self, key: OrderKey) -> tuple[int, int]:
        at = bisect_left(self._lasts, key)
        if at < len(self._blocks):
            place = bisect_left(self._blocks[at], key)
            if self._blocks[at][place] == key:
                return at, place
        raise ValueError(f"not in line: {key}")
