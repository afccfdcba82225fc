"""Events in their written form, and decisions made again from a log."""

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator

import pytest

import routing
from routing import AgentState, Demand, Event, Mode, QueueRule, Router, Status, Step
from routing.replay import EVENTS, LogError, decode, encode, rebuilt, replay

QUEUES = ("billing", "devices", "general", "press")
SAMPLES: list[Event] = [
    routing.QueueChanged(
        rule=QueueRule(
            queue="q",
            order=routing.Order.SCORE,
            steps=(Step(), Step(after=30.5, language_level=2, skills={"x": 0}, fallbacks=1)),
            mode=Mode.ASK,
            auto_channels=frozenset({"email", "chat"}),
        )
    ),
    routing.AgentChanged(
        state=AgentState(
            agent="ann",
            status=Status.AWAY,
            languages={"ru": 5},
            skills={"x": 1},
            queues=frozenset({"q", "r"}),
            units=4,
            load=2,
            channel_max={"chat": 3},
            channel_load={"chat": 2},
            idle_since=12.5,
        )
    ),
    routing.LoadChanged(agent="ann", load=1, channel_load={"chat": 1}),
    routing.Queued(
        demand=Demand(
            conversation="c1",
            queue="q",
            arrived=1.5,
            channel="chat",
            language="uk",
            fallbacks=("ru", "en"),
            skills={"x": 2},
            due=99.0,
            preferred="ann",
            passed={"bob": 3.25},
        )
    ),
    routing.DemandChanged(demand=Demand(conversation="c1", queue="q", arrived=1.5)),
    routing.Left(conversation="c1"),
    routing.Ended(conversation="c1"),
    routing.Taken(conversation="c1", agent="ann"),
    routing.Accepted(conversation="c1", agent="ann"),
    routing.Declined(conversation="c1", agent="ann"),
    routing.Expired(conversation="c1", agent="ann"),
    routing.Rescinded(conversation="c1", agent="ann"),
    routing.Refused(conversation="c1", agent="ann"),
    routing.TimePassed(),
]


def test_there_is_a_sample_of_every_event() -> None:
    assert {type(event).__name__ for event in SAMPLES} == set(EVENTS)


@pytest.mark.parametrize("event", SAMPLES, ids=lambda event: type(event).__name__)
def test_an_event_survives_being_written_as_json(event: Event) -> None:
    assert decode(json.loads(json.dumps(encode(event)))) == event


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ({"event": "Queud"}, "event"),
        ({"event": "Left"}, "Left.conversation"),
        ({"event": "Left", "conversation": 3}, "Left.conversation"),
        ({"event": "Left", "conversation": "c", "why": ""}, "Left.why"),
        ({"event": "Queued", "demand": []}, "Queued.demand"),
        ({"event": "Queued", "demand": {"conversation": "c", "queue": "q", "arrived": True}}, "Queued.demand.arrived"),
        ({"event": "AgentChanged", "state": {"agent": "a", "status": "here"}}, "AgentChanged.state.status"),
        (
            {"event": "AgentChanged", "state": {"agent": "a", "languages": {"ru": "5"}}},
            "AgentChanged.state.languages.ru",
        ),
        (
            {"event": "QueueChanged", "rule": {"queue": "q", "steps": [{"after": "1"}]}},
            "QueueChanged.rule.steps[0].after",
        ),
    ],
)
def test_what_is_no_event_is_refused_with_the_path(written: dict[str, object], path: str) -> None:
    with pytest.raises(LogError) as failed:
        decode(written)
    assert failed.value.path == path


def a_morning(seed: int) -> Iterator[tuple[float, Event]]:
    """Events as a centre hears them: answers to offers that may be open or not, agents who come and go."""
    chance = random.Random(seed)
    steps = (Step(language_level=3), Step(after=40, language_level=1))
    for queue in QUEUES:
        yield 0.0, routing.QueueChanged(rule=QueueRule(queue=queue, steps=steps))
    names = [f"c{number}" for number in range(200)]
    agents = [f"a{number}" for number in range(8)]
    for at in range(1, 1500):
        both = {"conversation": chance.choice(names), "agent": chance.choice(agents)}
        kind = chance.choice((routing.Accepted, routing.Declined, routing.Expired, routing.Refused))
        state = AgentState(
            agent=both["agent"],
            status=chance.choice(list(Status)),
            languages={chance.choice(("ru", "en")): chance.randint(1, 5)},
            queues=frozenset(chance.sample(QUEUES, 3)),
            units=chance.randint(1, 4),
        )
        demand = Demand(
            conversation=both["conversation"],
            queue=chance.choice(QUEUES),
            arrived=float(at),
            language=chance.choice(("ru", "en")),
        )
        yield (
            float(at),
            chance.choice(
                (
                    kind(**both),
                    routing.AgentChanged(state=state),
                    routing.Queued(demand=demand),
                    routing.Queued(demand=demand),
                    routing.Ended(conversation=both["conversation"]),
                    routing.TimePassed(),
                )
            ),
        )


def test_the_same_events_give_the_same_effects_again_from_their_written_form() -> None:
    log = list(a_morning(4))
    written = json.dumps([[at, encode(event)] for at, event in log])
    read = [(at, decode(event)) for at, event in json.loads(written)]
    first = list(replay(log))
    assert sum(isinstance(effect, routing.Offer) for effects in first for effect in effects) > 100
    assert list(replay(read)) == first


def test_the_effects_do_not_hang_on_the_order_in_which_sets_are_walked() -> None:
    program = (
        "from tests.routing.test_replay import a_morning, replay; "
        "import routing; from routing.replay import plain; "
        "print([[plain(one) for one in effects] for effects in replay(a_morning(7), explain=True)])"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(printed) == 1


def test_reasons_change_nothing_else() -> None:
    log = list(a_morning(5))
    assert list(replay(log, explain=True)) == list(replay(log))


def test_a_router_rebuilt_from_the_log_goes_on_like_the_one_that_lived() -> None:
    log = list(a_morning(6))
    lived = Router()
    for at, event in log[:900]:
        lived.apply(event, at)
    again = rebuilt(log[:900])
    assert [again.apply(event, at) for at, event in log[900:]] == [lived.apply(event, at) for at, event in log[900:]]
