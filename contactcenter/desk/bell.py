"""The doorbell within one process: a function call."""

import logging
from collections.abc import Callable

from contactcenter.ports.doorbell import Listener, Ring, Signal

log = logging.getLogger(__name__)


class LocalBell:
    """Listeners are called in the order they came; one that fails does not silence the others."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def ring(self, event: Ring | Signal) -> None:
        for listener in tuple(self._listeners):
            try:
                listener(event)
            except Exception:
                log.exception("listener failed", extra={"signal": type(event).__name__})

    def listen(self, listener: Listener) -> Callable[[], None]:
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)
