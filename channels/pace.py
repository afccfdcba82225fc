"""When to try again what a provider did not take: soon at first, then less and less often, not for ever."""

import random
from datetime import datetime, timedelta

from contactcenter.model.bodies import DeliveryState
from contactcenter.ports import Sent

SOONEST = timedelta(seconds=5)
LATEST = timedelta(minutes=30)
GIVE_UP_AFTER = timedelta(days=1)


def put_off(error: str, sent_at: datetime, now: datetime, *, wait: timedelta | None = None) -> Sent:
    """DEFERRED until half as long again as it has been tried already, or ``wait`` if that is longer; else FAILED."""
    age = now - sent_at
    if age > GIVE_UP_AFTER:
        return Sent(state=DeliveryState.FAILED, error=f"given up after a day: {error}")
    delay = min(LATEST, max(SOONEST, age / 2)) * random.uniform(0.75, 1.0)
    return Sent(state=DeliveryState.DEFERRED, error=error, retry_at=now + max(delay, wait or timedelta()))


def retry_after(value: str | None) -> timedelta | None:
    """Of a Retry-After header in seconds; at most an hour is believed."""
    if value is None or not value.isascii() or not value.isdecimal() or len(value) > 6:
        return None
    return timedelta(seconds=min(3600, int(value)))
