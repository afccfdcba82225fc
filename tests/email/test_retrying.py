"""When a mail that was not taken is tried again."""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.email.smtp.refusals import FINAL, Reason, Refusal, Step
from channels.email.smtp.retrying import GIVE_UP_AFTER, LONGEST_WAIT, Outcome, sent
from contactcenter.model.bodies import DeliveryState
from tests.email.outbound import SENT_AT


def attempts(reason: Reason, chance: float) -> list[datetime]:
    """The times of all tries of a mail that is always put off, from the first to the one that gives up."""
    outcome = Outcome(refusal=Refusal(reason=reason, step=Step.SENDER))
    times = [SENT_AT]
    while (result := sent("<a@b>", outcome, sent_at=SENT_AT, now=times[-1], chance=chance)).retry_at is not None:
        times.append(result.retry_at)
    assert result.state is DeliveryState.FAILED
    return times


@given(st.sampled_from(sorted(set(Reason) - FINAL)), st.floats(0, 1))
def test_tries_become_rarer_and_end_after_exactly_two_days(reason: Reason, chance: float) -> None:
    times = attempts(reason, chance)
    assert times[-1] == SENT_AT + GIVE_UP_AFTER
    assert 10 < len(times) < 50
    waits = [later - earlier for earlier, later in pairwise(times)]
    assert timedelta(seconds=30) <= waits[0] <= timedelta(minutes=15)
    assert max(waits) <= LONGEST_WAIT


@pytest.mark.parametrize("reason", sorted(FINAL))
def test_what_no_later_try_can_change_is_not_tried_again(reason: Reason) -> None:
    assert attempts(reason, 0.5) == [SENT_AT]


def test_mails_of_one_outage_do_not_return_together() -> None:
    assert attempts(Reason.UNREACHABLE, 0.0)[1] != attempts(Reason.UNREACHABLE, 1.0)[1]
