"""A router with a hand on its clock: says events in the field's words and keeps what came back."""

from dataclasses import dataclass, field

import routing
from routing import AgentState, Demand, Effect, Event, QueueRule, Router, Status


@dataclass
class Desk:
    """``at`` is the moment; events are said at it."""

    router: Router = field(default_factory=Router)
    at: float = 0.0

    def say(self, event: Event, explain: bool = False) -> list[Effect]:
        effects = self.router.apply(event, self.at, explain)
        return [effect for effect in effects if not isinstance(effect, routing.SetTimer)]

    def wait_until(self, at: float) -> list[Effect]:
        self.at = at
        return self.say(routing.TimePassed())

    def queue(self, queue: str = "q", **how: object) -> list[Effect]:
        return self.say(routing.QueueChanged(rule=QueueRule(queue=queue, **how)))  # type: ignore[arg-type]

    def agent(self, agent: str, status: str = "online", **what: object) -> list[Effect]:
        what.setdefault("queues", frozenset({"q"}))
        state = AgentState(agent=agent, status=Status(status), **what)  # type: ignore[arg-type]
        return self.say(routing.AgentChanged(state=state))

    def queued(self, conversation: str, queue: str = "q", **what: object) -> list[Effect]:
        what.setdefault("arrived", self.at)
        return self.say(routing.Queued(demand=Demand(conversation=conversation, queue=queue, **what)))  # type: ignore[arg-type]

    def declined(self, conversation: str, agent: str) -> list[Effect]:
        return self.say(routing.Declined(conversation=conversation, agent=agent))

    def expired(self, conversation: str, agent: str) -> list[Effect]:
        return self.say(routing.Expired(conversation=conversation, agent=agent))

    def ended(self, conversation: str) -> list[Effect]:
        return self.say(routing.Ended(conversation=conversation))


def offers(effects: list[Effect]) -> list[tuple[str, str]]:
    """(conversation, agent) of every offer and assignment."""
    return [(one.conversation, one.agent) for one in effects if isinstance(one, routing.Offer | routing.Assign)]


def waits(effects: list[Effect]) -> list[tuple[str, str]]:
    """(conversation, why) of everybody who was told."""
    return [(one.conversation, str(one.why)) for one in effects if isinstance(one, routing.Wait)]
