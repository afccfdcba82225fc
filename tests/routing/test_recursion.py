"""One pool, first come first served: the router starts every conversation when the exact recursion says.

A conversation starts at max(its arrival, the earliest end among the agents); with one agent that is Lindley's
recursion (1952), with several the one of Kiefer and Wolfowitz (1955).
"""

import heapq
import random

import pytest

import routing
from routing import AgentState, Assign, Demand, Mode, QueueRule, Router, Status


def exact_starts(arrivals: list[float], handles: list[float], agents: int) -> list[float]:
    free_at = [0.0] * agents
    starts = []
    for arrival, handle in zip(arrivals, handles, strict=True):
        start = max(arrival, heapq.heappop(free_at))
        heapq.heappush(free_at, start + handle)
        starts.append(start)
    return starts


def routed_starts(arrivals: list[float], handles: list[float], router: Router) -> list[float]:
    """Virtual time: the next end or arrival, ends first at one instant."""
    starts = [-1.0] * len(arrivals)
    ends: list[tuple[float, int]] = []
    coming = list(enumerate(arrivals))[::-1]
    while coming or ends:
        if ends and (not coming or ends[0][0] <= coming[-1][1]):
            now, number = heapq.heappop(ends)
            effects = router.apply(routing.Ended(conversation=str(number)), now)
        else:
            number, now = coming.pop()
            effects = router.apply(routing.Queued(demand=Demand(conversation=str(number), queue="q", arrived=now)), now)
        for effect in effects:
            if isinstance(effect, Assign):
                served = int(effect.conversation)
                starts[served] = now
                heapq.heappush(ends, (now + handles[served], served))
    return starts


@pytest.mark.parametrize(("agents", "units"), [(1, 1), (3, 1), (17, 1), (4, 3)])
@pytest.mark.parametrize("load", [0.7, 0.98, 1.2])
def test_every_conversation_starts_when_the_recursion_says(agents: int, units: int, load: float) -> None:
    chance = random.Random(agents * 100 + int(load * 10))
    handles = [chance.expovariate(1.0) for _ in range(5000)]
    at, arrivals = 0.0, []
    for _ in handles:
        at += chance.expovariate(agents * units * load)
        arrivals.append(at)
    router = Router()
    router.apply(routing.QueueChanged(rule=QueueRule(queue="q", mode=Mode.AUTO)), 0.0)
    for number in range(agents):
        here = AgentState(agent=f"a{number}", status=Status.ONLINE, queues=frozenset({"q"}), units=units)
        router.apply(routing.AgentChanged(state=here), 0.0)
    assert routed_starts(arrivals, handles, router) == exact_starts(arrivals, handles, agents * units)
