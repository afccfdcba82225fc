"""How the inboxes fare that fetch or send by themselves: what their channel last said, and since when."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from contactcenter.ports import Health

SILENT_AFTER = timedelta(minutes=5)  # without a word from the server: an alarm


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxState:
    """``heard_at`` = when the channel last said that it works; None = not since this process began."""

    health: Health
    since: datetime
    heard_at: datetime | None = None

    def is_silent(self, now: datetime) -> bool:
        return now - (self.heard_at or self.since) > SILENT_AFTER


class InboxHealth:
    """By inbox id, as this node knows it."""

    def __init__(self) -> None:
        self._states: dict[str, InboxState] = {}

    def report(self, inbox_id: str, health: Health, now: datetime) -> bool:
        """Whether this is news: it works again, or fails in another way."""
        known = self._states.get(inbox_id)
        heard = now if health.problem is None else (known.heard_at if known else None)
        if known is not None and known.health == health:
            self._states[inbox_id] = replace(known, heard_at=heard)
            return False
        self._states[inbox_id] = InboxState(health=health, since=now, heard_at=heard)
        return True

    def forget(self, inbox_id: str) -> None:
        self._states.pop(inbox_id, None)

    @property
    def states(self) -> Mapping[str, InboxState]:
        return self._states
