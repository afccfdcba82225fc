"""How long one routing decision takes: 1,000 agents, 1,000 and 100,000 waiting conversations, 200 rules.

Prints the mean processor time of: an agent freed -> the next conversation given; the same with its reasons; one more
conversation queued; 200 rules evaluated. Run it: python -m bench.routing_speed [--json]
"""

import gc
import json
import random
import sys
from collections import deque
from collections.abc import Callable, Iterator
from time import process_time

import routing
from routing import AgentState, Demand, Event, QueueRule, Router, Status, Step
from routing.rules import RuleSet, compile_rules, parse_rules

AGENTS = 1_000
ROUNDS = 4_000
LANGUAGES = ("en", "de", "fr", "es", "ru", "uk", "zh-Hans", "zh-Hant", "ja", "ko", "pt-BR", "ar")
SKILLS = ("billing", "devices", "returns", "app", "doctor")
QUEUES = ("sales", "support", "service", "press")
SEED = 11


def queue_rules() -> Iterator[Event]:
    wider = Step(after=300, language_level=1)
    widest = Step(after=900, language_level=1, skills=dict.fromkeys(SKILLS, 0))
    for order, queue in zip(routing.Order, QUEUES, strict=True):
        rule = QueueRule(queue=queue, order=order, steps=(Step(), wider, widest), mode=routing.Mode.AUTO)
        yield routing.QueueChanged(rule=rule)


def agents(chance: random.Random) -> Iterator[Event]:
    for number in range(AGENTS):
        yield routing.AgentChanged(
            state=AgentState(
                agent=f"a{number}",
                status=Status.ONLINE,
                languages={tag: chance.randint(2, 5) for tag in chance.sample(LANGUAGES, chance.randint(1, 3))},
                skills={skill: chance.randint(1, 5) for skill in chance.sample(SKILLS, chance.randint(1, 4))},
                queues=frozenset(chance.sample(QUEUES, 2)),
                units=2,
            )
        )


def demand(chance: random.Random, number: int, at: float) -> Demand:
    return Demand(
        conversation=f"c{number}",
        queue=chance.choice(QUEUES),
        arrived=at,
        channel=chance.choice(("chat", "email")),
        language=chance.choice(LANGUAGES),
        language_level=chance.randint(1, 4),
        skills={skill: chance.randint(1, 3) for skill in chance.sample(SKILLS, chance.randint(0, 1))},
        priority=chance.randint(0, 3),
        due=at + chance.randint(300, 90_000),
    )


class Centre:
    """Full to the last agent, and ``waiting`` more in line."""

    def __init__(self, waiting: int) -> None:
        self.chance = random.Random(SEED)
        self.router = Router()
        self.serving: list[str] = []
        self.numbers = 0
        self.now = 0.0
        for event in (*queue_rules(), *agents(self.chance)):
            self.router.apply(event, 0.0)
        while self.numbers - len(self.serving) < waiting:
            self.queue_one()

    def queue_one(self) -> None:
        self.now += 0.001
        event = routing.Queued(demand=demand(self.chance, self.numbers, self.now))
        self.numbers += 1
        self._carry(self.router.apply(event, self.now))

    def free_one(self, explain: bool = False) -> Callable[[], None]:
        """The decision to time: one agent gets free."""
        self.now += 0.001
        event = routing.Ended(conversation=self.serving.pop(self.chance.randrange(len(self.serving))))

        def decide() -> None:
            self._carry(self.router.apply(event, self.now, explain))

        return decide

    def next_one(self) -> Callable[[], None]:
        self.now += 0.001
        event = routing.Queued(demand=demand(self.chance, self.numbers, self.now))
        self.numbers += 1
        return lambda: self._carry(self.router.apply(event, self.now))

    def _carry(self, effects: tuple[routing.Effect, ...]) -> None:
        self.serving += [effect.conversation for effect in effects if isinstance(effect, routing.Assign)]


def timed(decide: Callable[[], None]) -> float:
    before = process_time()
    decide()
    return (process_time() - before) * 1e6


def is_(fact: str, value: str | bool) -> dict[str, object]:
    return {"fact": fact, "op": "eq", "value": value}


def rules_us() -> float:
    """200 rules over a demand's facts; one in ten matches."""
    written = [
        {
            "id": f"r{number}",
            "when": {
                "and": [
                    {"fact": "language", "op": "in", "value": ["ru", "uk"] if number % 10 else ["de"]},
                    {
                        "or": [
                            {"fact": "channel", "op": "eq", "value": "chat"},
                            {"fact": "vip", "op": "eq", "value": True},
                        ]
                    },
                ]
            },
            "then": [{"do": "set_priority", "value": number % 5}],
        }
        for number in range(200)
    ]
    compiled = compile_rules(RuleSet(version=1, rules=parse_rules(written)))
    facts = {"language": "de", "channel": "chat", "vip": False, "subject": "BP200 does not start"}
    return timed(lambda: deque((compiled.evaluate(facts) for _ in range(ROUNDS)), maxlen=0)) / ROUNDS


def measure(waiting: int) -> dict[str, float]:
    """Means of a decision alone, in us; as many come as go, so the number that waits stays."""
    centre = Centre(waiting)
    gc.collect()
    gc.freeze()
    spent = {"freed_us": 0.0, "queued_us": 0.0, "freed_with_reasons_us": 0.0}
    for _ in range(ROUNDS):
        spent["freed_us"] += timed(centre.free_one())
        spent["queued_us"] += timed(centre.next_one())
    for _ in range(ROUNDS):
        spent["freed_with_reasons_us"] += timed(centre.free_one(explain=True))
        centre.next_one()()
    return {name: total / ROUNDS for name, total in spent.items()}


def main() -> None:
    small, large = measure(1_000), measure(100_000)
    result = {
        "agents": AGENTS,
        "waiting_1k": small,
        "waiting_100k": large,
        "ratio_freed": large["freed_us"] / small["freed_us"],
        "rules_200_us": rules_us(),
    }
    if "--json" in sys.argv:
        print(json.dumps(result))
        return
    for name, values in (("1,000 waiting", small), ("100,000 waiting", large)):
        print(f"{name:16}", *(f"{key} {value:7.1f}" for key, value in values.items()))
    print(f"freed, 100k / 1k: {result['ratio_freed']:.2f}    200 rules: {result['rules_200_us']:.1f} us")


if __name__ == "__main__":
    main()
