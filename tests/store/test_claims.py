"""Contract: what is claimed, leased, spent or remembered, each by one conditional write."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

from contactcenter.ids import AgentId
from contactcenter.model.plan import RoutingRecord
from contactcenter.model.rows import Presence, StoredReply, Token
from contactcenter.ports import Store
from tests.store.samples import NOON, minutes

MINUTE = minutes(1)


# -- leases --------------------------------------------------------------------------------------------------


async def test_a_lease_has_one_holder_and_a_growing_epoch(store: Store) -> None:
    first = await store.take_lease("router", "n1", NOON, MINUTE)
    assert first is not None and (first.holder, first.epoch, first.expires_at) == ("n1", 1, NOON + MINUTE)
    assert await store.take_lease("router", "n2", NOON, MINUTE) is None
    renewed = await store.take_lease("router", "n1", NOON + timedelta(seconds=30), MINUTE)
    assert renewed is not None and (renewed.epoch, renewed.expires_at) == (1, NOON + timedelta(seconds=90))
    assert await store.take_lease("router", "n2", NOON + timedelta(seconds=89), MINUTE) is None
    second = await store.take_lease("router", "n2", NOON + timedelta(seconds=90), MINUTE)
    assert second is not None and second.epoch == 2


async def test_a_dropped_lease_is_free_and_a_late_drop_harms_nobody(store: Store) -> None:
    first = await store.take_lease("router", "n1", NOON, MINUTE)
    assert first is not None
    await store.drop_lease(first)
    second = await store.take_lease("router", "n2", NOON, MINUTE)
    assert second is not None and second.epoch == 2
    await store.drop_lease(first)
    assert await store.take_lease("router", "n1", NOON, MINUTE) is None


async def test_of_many_who_want_a_lease_one_gets_it(store: Store) -> None:
    taken = await asyncio.gather(*(store.take_lease("router", f"n{n}", NOON, MINUTE) for n in range(10)))
    assert sum(lease is not None for lease in taken) == 1


# -- presence ------------------------------------------------------------------------------------------------


async def test_presence_lasts_as_long_as_it_beats(store: Store) -> None:
    one = Presence(agent_id=AgentId("a1"), node="n", socket="s1", expires_at=NOON + timedelta(seconds=30))
    two = replace(one, agent_id=AgentId("a2"), socket="s2")
    await store.beat(one)
    await store.beat(two)
    await store.beat(replace(one, expires_at=NOON + MINUTE))

    assert {presence.socket for presence in await store.presences(NOON)} == {"s1", "s2"}
    assert await store.presences(NOON + timedelta(seconds=30)) == (replace(one, expires_at=NOON + MINUTE),)
    await store.drop_presence("s1")
    assert await store.presences(NOON + timedelta(seconds=30)) == ()


# -- tokens and replies --------------------------------------------------------------------------------------


def token(name: str, purpose: str = "login", subject: str = "a1", expires_at: datetime | None = None) -> Token:
    return Token(hash=name, purpose=purpose, subject=subject, data={"x": "1"}, created_at=NOON, expires_at=expires_at)


async def test_a_token_opens_until_it_expires(store: Store) -> None:
    lasting, short = token("h1"), token("h2", expires_at=NOON + MINUTE)
    await store.put_token(lasting)
    await store.put_token(short)

    assert await store.token("h1", NOON + timedelta(days=900)) == lasting
    assert await store.token("h2", NOON) == short
    assert await store.token("h2", NOON + MINUTE) is None
    assert await store.token("unknown", NOON) is None


async def test_a_token_is_spent_once(store: Store) -> None:
    await store.put_token(token("h1"))
    spent = await asyncio.gather(*(store.spend_token("h1", NOON) for _ in range(8)))
    assert [one for one in spent if one] == [token("h1")]
    await store.put_token(token("h2", expires_at=NOON))
    assert await store.spend_token("h2", NOON) is None


async def test_the_tokens_of_one_subject_and_purpose_are_dropped(store: Store) -> None:
    for one in (token("h1"), token("h2"), token("h3", subject="a2"), token("h4", purpose="api")):
        await store.put_token(one)
    assert await store.drop_tokens("login", "a1") == 2
    assert [await store.token(name, NOON) is not None for name in ("h1", "h2", "h3", "h4")] == [
        False,
        False,
        True,
        True,
    ]


async def test_tokens_of_a_purpose_are_listed_by_subject(store: Store) -> None:
    for one in (token("h2", purpose="api", subject="t2"), token("h1", purpose="api", subject="t1"), token("h3")):
        await store.put_token(one)
    first = await store.tokens("api", limit=1)
    second = await store.tokens("api", after=first.next, limit=1)
    assert [one.subject for one in (*first.items, *second.items)] == ["t1", "t2"]
    assert second.next is None


async def test_the_first_reply_under_a_key_is_the_one_recalled(store: Store) -> None:
    first, second = StoredReply(status=201, body=b"\x00one"), StoredReply(status=409, body=b"two")
    assert await store.recall_reply("k", NOON) is None
    await store.remember_reply("k", first, NOON + MINUTE)
    await store.remember_reply("k", second, NOON + MINUTE)
    assert await store.recall_reply("k", NOON) == first
    assert await store.recall_reply("k", NOON + MINUTE) is None


# -- routing log ---------------------------------------------------------------------------------------------


async def test_the_routing_log_keeps_time_order(store: Store) -> None:
    lines = [RoutingRecord(at=NOON + minutes(n), event=f"e{n}", data={"n": n, "deep": {"x": [1]}}) for n in range(4)]
    await store.log_routing(lines[2:])
    await store.log_routing(lines[:2])
    same_time = RoutingRecord(at=lines[3].at, event="later")
    await store.log_routing([same_time])

    assert await store.routing_log(NOON) == (*lines, same_time)
    assert await store.routing_log(NOON + minutes(1), limit=2) == (lines[1], lines[2])
