"""Rate limits: never silent, and one flooder does not concern the others."""

import pytest

from contactcenter.config import Config
from contactcenter.errors import RateLimited
from contactcenter.ids import uuid7
from contactcenter.web.limits import VISITOR, Allowance, Buckets, network_of
from tests.web.site import MakeSite, Site, problem


class Hand:
    """A clock moved by hand, in seconds."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_bucket_lets_a_burst_through_and_then_its_rate() -> None:
    clock = Hand()
    buckets = Buckets(clock)
    allowance = Allowance(per_second=2, burst=3)
    assert [buckets.wait("door", "key", allowance) for _ in range(4)] == [0, 0, 0, 0.5]
    clock.now = 0.5
    assert [buckets.wait("door", "key", allowance) for _ in range(2)] == [0, 0.5]


def test_a_refused_attempt_costs_nothing() -> None:
    clock = Hand()
    buckets = Buckets(clock)
    allowance = Allowance(per_second=1, burst=1)
    buckets.take("door", "key", allowance)
    for _ in range(10):
        with pytest.raises(RateLimited):
            buckets.take("door", "key", allowance)
    clock.now = 1.0
    buckets.take("door", "key", allowance)


def test_keys_do_not_share_a_bucket() -> None:
    buckets = Buckets(Hand())
    allowance = Allowance(per_second=1, burst=1)
    assert [buckets.wait("door", key, allowance) for key in ("a", "b", "c")] == [0, 0, 0]


def test_memory_is_bounded() -> None:
    buckets = Buckets(Hand(), size=100)
    for number in range(1000):
        buckets.wait("door", str(number), VISITOR)
    assert len(buckets) == 100


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", "203.0.113.0/24"),
        ("127.0.0.1", None),
        ("::1", None),
        ("no address", "unknown"),
    ],
)
def test_the_network_of_an_address(address: str, network: str | None) -> None:
    assert network_of(address) == network


async def test_one_visitor_who_floods_is_told_to_wait_and_others_notice_nothing(site: Site) -> None:
    flooder, other = await site.visitor(), await site.visitor()
    path = "/api/v1/visitor/conversations"
    answers = [await site.client.get(path, headers=flooder) for _ in range(80)]
    refused = [answer for answer in answers if answer.status == 429]
    assert refused
    assert int(refused[0].headers["Retry-After"]) >= 1
    details = await problem(refused[0])
    assert details["retry_after"] >= 1 and "please wait" in details["detail"]
    await site.sent(other, "I am still here")


async def test_a_network_that_floods_is_limited_and_its_neighbour_is_not(make_site: MakeSite) -> None:
    site = await make_site(config=Config(trusted_proxies=("127.0.0.0/8",)))

    async def visit(address: str) -> int:
        headers = {"X-Forwarded-For": f"198.51.100.1, {address}"}
        answer = await site.client.post("/api/v1/widget/shop/visitors", json={}, headers=headers)
        return answer.status

    statuses = [await visit(f"203.0.113.{number}") for number in range(40)]
    assert statuses[:30] == [200] * 30
    assert 429 in statuses
    assert await visit("198.51.100.7") == 200


async def test_an_address_that_is_only_claimed_counts_for_nothing(site: Site) -> None:
    headers = {"X-Forwarded-For": "203.0.113.5"}
    statuses = [
        (await site.client.post("/api/v1/widget/shop/visitors", json={}, headers=headers)).status for _ in range(35)
    ]
    assert statuses == [200] * 35


async def test_a_blocked_contact_is_told_so_and_unblocking_lets_it_write_again(site: Site) -> None:
    visitor, agent = await site.visitor(), await site.agent()
    ack = await site.sent(visitor)
    card = await (await site.client.get(f"/api/v1/conversations/{ack['conversation']}", headers=agent)).json()
    path = f"/api/v1/contacts/{card['contact']['id']}/block"

    assert (await site.client.post(path, json={"blocked": True}, headers=agent)).status == 200
    body = {"external_id": uuid7(), "text": "and now?"}
    refused = await site.client.post("/api/v1/visitor/messages", json=body, headers=visitor)
    assert (refused.status, (await problem(refused))["detail"]) == (
        403,
        "messages from this contact are not accepted",
    )
    await site.sent(await site.visitor(), "somebody else")

    assert (await site.client.post(path, json={"blocked": False}, headers=agent)).status == 200
    await site.sent(visitor, "thank you")
