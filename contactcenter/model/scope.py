"""Who may see which conversation: the one filter behind list, search, count, report and socket join."""

from dataclasses import dataclass

from contactcenter.ids import AgentId, ContactId, QueueId
from contactcenter.model.conversation import Conversation


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Everything if ``everything``; else what the agent owns or is offered, plus its queues, plus one contact's own.

    ``contacts``: a visitor's contact and the contacts merged with it.
    """

    everything: bool = False
    agent_id: AgentId | None = None
    queue_ids: frozenset[QueueId] = frozenset()
    contacts: frozenset[ContactId] = frozenset()


EVERYTHING = Scope(everything=True)


def can_view(scope: Scope, head: Conversation) -> bool:
    """Whether the reader may see the conversation now."""
    if scope.everything or head.contact_id in scope.contacts:
        return True
    if scope.agent_id and scope.agent_id == head.agent_id:
        return True
    if scope.agent_id and head.offer and head.offer.agent_id == scope.agent_id:
        return True
    return head.queue_id is not None and head.queue_id in scope.queue_ids
