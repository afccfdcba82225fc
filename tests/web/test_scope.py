"""One filter everywhere: list, search and single answers show exactly what the reader may view."""

import random
from dataclasses import replace

import pytest

from contactcenter.desk.access import agent_principal, scope_of
from contactcenter.ids import AgentId, ConversationId, QueueId
from contactcenter.model.conversation import Conversation, State
from contactcenter.model.plan import Plan
from contactcenter.model.scope import can_view
from contactcenter.web.limits import Buckets
from tests.web.site import Site

READERS = ("agent", "supervisor", "admin", "stranger")
ALL = 24


async def scattered(site: Site) -> list[Conversation]:
    """Conversations over queues, owners and states, by a fixed seed."""
    dice = random.Random(7)
    site.centre.limits = Buckets(size=0)  # nobody is limited here
    heads = []
    for number in range(ALL):
        ack = await site.sent(await site.visitor(dice.choice(("shop", "bills"))), f"needle {number}")
        owner = dice.choice((None, "agent", "stranger", "supervisor"))
        queue = dice.choice(("queue-1", "queue-2"))

        def move(head: Conversation, owner: str | None = owner, queue: str = queue) -> Plan:
            state = State.ASSIGNED if owner else head.state
            changed = replace(head, state=state, agent_id=AgentId(owner) if owner else None, queue_id=QueueId(queue))
            return Plan(head=changed, at=site.clock.now())

        heads.append((await site.desk.change(ConversationId(ack["conversation"]), move)).head)
    await site.desk.store.index_pending()
    return heads


@pytest.mark.parametrize("reader", READERS)
async def test_lists_search_and_single_answers_agree_with_the_filter(site: Site, reader: str) -> None:
    heads = await scattered(site)
    principal = agent_principal(site.desk.directory, reader)
    assert principal is not None
    scope = scope_of(principal, site.desk.directory)
    visible = {head.id for head in heads if can_view(scope, head)}
    headers = await site.agent(reader)

    listed = await (await site.client.get("/api/v1/conversations?limit=100", headers=headers)).json()
    assert {item["id"] for item in listed["items"]} == visible

    found = await (await site.client.get("/api/v1/search?q=needle", headers=headers)).json()
    assert {item["conversation_id"] for item in found["items"] if item["conversation_id"]} <= visible

    for head in heads:
        for verb in ("", "/entries", "/suggestions"):
            answer = await site.client.get(f"/api/v1/conversations/{head.id}{verb}", headers=headers)
            assert (answer.status == 200) == (head.id in visible), (head.id, verb)


async def test_readers_of_different_teams_see_different_things(site: Site) -> None:
    heads = await scattered(site)
    seen = {}
    for reader in READERS:
        principal = agent_principal(site.desk.directory, reader)
        assert principal is not None
        scope = scope_of(principal, site.desk.directory)
        seen[reader] = {head.id for head in heads if can_view(scope, head)}
    assert seen["supervisor"] == seen["admin"] == {head.id for head in heads}
    assert seen["agent"] != seen["stranger"]
    assert 0 < len(seen["agent"]) < ALL
