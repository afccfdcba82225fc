"""When the router wants to be woken, and for which conversations."""

import heapq

from routing.demand import Seconds


class DueTimes:
    """Moments at which waiting longer could change something. Ones that lost their point are harmless."""

    def __init__(self) -> None:
        self._heap: list[tuple[Seconds, int, str]] = []
        self._numbers = 0
        self._asked: Seconds | None = None

    def add(self, at: Seconds, conversation: str) -> None:
        heapq.heappush(self._heap, (at, self._numbers, conversation))
        self._numbers += 1

    def to_ask_for(self) -> Seconds | None:
        """A moment to be woken at, earlier than the one asked for before; None = nothing to ask."""
        if not self._heap:
            return None
        at = self._heap[0][0]
        if self._asked is not None and self._asked <= at:
            return None
        self._asked = at
        return at

    def reached(self, now: Seconds) -> list[str]:
        """Take out the conversations whose moment has come, each once, by moment."""
        self._asked = None
        found: dict[str, None] = {}
        while self._heap and self._heap[0][0] <= now:
            found[heapq.heappop(self._heap)[2]] = None
        return list(found)
