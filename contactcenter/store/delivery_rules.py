"""How the status of an outbound message may move: forward only, whatever order the news come in."""

from contactcenter.model.bodies import DeliveryState

TO_SEND = frozenset({DeliveryState.QUEUED, DeliveryState.SENDING, DeliveryState.DEFERRED})
"""States in which a worker may claim it, once no other has it on lease."""

_RANK = {
    DeliveryState.QUEUED: 0,
    DeliveryState.SENDING: 0,
    DeliveryState.DEFERRED: 0,
    DeliveryState.SENT: 1,
    DeliveryState.FAILED: 2,
    DeliveryState.BOUNCED: 2,  # a bounce comes after "sent"; proof of arrival outweighs it
    DeliveryState.DELIVERED: 3,
    DeliveryState.SEEN: 4,
}


def later_state(before: DeliveryState, told: DeliveryState) -> DeliveryState:
    """What the status is now that this was told."""
    return told if _RANK[told] >= _RANK[before] else before
