"""What becomes of a mail after one attempt: sent, later, or never. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from channels.email.smtp.refusals import FINAL, Reason, Refusal
from contactcenter.model.bodies import DeliveryState
from contactcenter.ports import Sent

GIVE_UP_AFTER = timedelta(days=2)
WAIT_FOR_COPIES = timedelta(hours=1)  # so long the whole mail waits for a copy that the server puts off
LONGEST_WAIT = timedelta(hours=4)
SHORTEST_WAIT = timedelta(minutes=1)
_SHORTEST = {
    Reason.RATE: timedelta(minutes=15),
    Reason.AUTHENTICATION: timedelta(minutes=5),  # providers lock an account that knocks too often
    Reason.UNKNOWN: timedelta(minutes=5),  # time for the first one to arrive, so that the second is known as a double
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Of one attempt. ``refusal``: nobody got it (after UNKNOWN: perhaps all). ``left_out``: copies that did not go."""

    refusal: Refusal | None = None
    left_out: tuple[Refusal, ...] = ()


def sent(message_id: str, outcome: Outcome, *, sent_at: datetime, now: datetime, chance: float) -> Sent:
    """What the outbox stores. ``chance`` is a random number from 0 to 1: mails of one outage do not return together."""
    words = " ".join(str(one) for one in (outcome.refusal, *outcome.left_out) if one is not None) or None
    if outcome.refusal is None:
        return Sent(state=DeliveryState.SENT, provider_id=message_id, error=words)
    retry_at = _next_try(outcome.refusal.reason, sent_at, now, chance)
    if retry_at is None:
        return Sent(state=DeliveryState.FAILED, error=words)
    is_unknown = outcome.refusal.reason is Reason.UNKNOWN
    return Sent(
        state=DeliveryState.DEFERRED,
        provider_id=message_id if is_unknown else None,  # an answer to it may come before the second try
        error=words,
        retry_at=retry_at,
    )


def _next_try(reason: Reason, sent_at: datetime, now: datetime, chance: float) -> datetime | None:
    """The wait grows with the age of the mail, by a half to the double; the last try is two days after the first.

    The age stands for the number of attempts, so that a restart forgets nothing.
    """
    last = sent_at + GIVE_UP_AFTER
    if reason in FINAL or now >= last:
        return None
    wait = min(max(now - sent_at, _SHORTEST.get(reason, SHORTEST_WAIT)), LONGEST_WAIT)
    return min(now + wait * (0.5 + chance / 2), last)
