"""How often something may happen: so many times in a window, counted in this process."""

from collections import OrderedDict, deque
from datetime import datetime, timedelta

KEYS = 10_000


class Pace:
    """``take`` says whether one more is allowed for the key, and counts it if so."""

    def __init__(self, times: int, window: timedelta) -> None:
        self._times = times
        self._window = window
        self._taken: OrderedDict[str, deque[datetime]] = OrderedDict()

    def take(self, key: str, now: datetime) -> bool:
        taken = self._taken.setdefault(key, deque())
        self._taken.move_to_end(key)
        if len(self._taken) > KEYS:
            self._taken.popitem(last=False)
        while taken and taken[0] <= now - self._window:
            taken.popleft()
        if len(taken) >= self._times:
            return False
        taken.append(now)
        return True
