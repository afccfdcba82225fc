"""A flood is limited with a clear line to whoever floods; everybody else who is connected notices nothing."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
from aiohttp import ClientSession, TCPConnector

from contactcenter.config import Config
from contactcenter.ids import uuid7
from tests.live.raw_socket import RawSocket
from tests.web.site import MakeSite, Site, problem

SOCKET = "/socket.io/?EIO=4&transport=websocket"
TALKERS = 5
MESSAGES = 20  # of each talker, during the flood
AT_ONCE = 50  # of the idle, after it: all of them at once would be a flood of its own
PROMPTLY = 3.0  # seconds; on a quiet machine it is some milliseconds


@dataclass
class Crowd:
    """A centre behind a proxy that says where people are, and one socket each for many visitors."""

    site: Site
    session: ClientSession
    others: list[RawSocket]

    def url(self, path: str) -> str:
        return str(self.site.client.make_url(path))

    async def token(self, address: str) -> str:
        url = self.url("/api/v1/widget/shop/visitors")
        async with self.session.post(url, json={}, headers={"X-Forwarded-For": address}) as answer:
            assert answer.status == 200, await answer.text()
            return str((await answer.json())["token"])

    async def socket(self, address: str, token: str) -> RawSocket:
        raw = RawSocket(await self.session.ws_connect(self.url(SOCKET), headers={"X-Forwarded-For": address}))
        await raw.handshake()
        await raw.connect({"protocol": 1, "token": token})
        return raw

    async def visitor(self, address: str) -> RawSocket:
        return await self.socket(address, await self.token(address))


@pytest.fixture(params=[200, pytest.param(1000, marks=pytest.mark.soak)])
async def crowd(request: pytest.FixtureRequest, make_site: MakeSite) -> AsyncIterator[Crowd]:
    site = await make_site(config=Config(trusted_proxies=("127.0.0.0/8",)))
    await site.desk.answering.rebuild(site.desk.store, site.clock.now())
    async with ClientSession(connector=TCPConnector(limit=0)) as session:
        crowd = Crowd(site, session, [])
        for number in range(request.param):
            crowd.others.append(await crowd.visitor(f"10.{number // 250}.{number % 250}.1"))
        yield crowd
        await asyncio.gather(*(one.close() for one in crowd.others))


def message(text: str, conversation: str | None = None) -> dict[str, Any]:
    return {"external_id": uuid7(), "conversation": conversation, "text": text}


async def talk(raw: RawSocket) -> list[Any]:
    """One message after the other, at the pace of somebody who types fast; the acknowledgements."""
    acks: list[Any] = []
    for number in range(MESSAGES):
        acks.append(await prompt(raw, f"Message {number}", acks[0].get("conversation") if acks else None))
        await asyncio.sleep(0.06)
    return acks


async def prompt(raw: RawSocket, text: str, conversation: str | None = None) -> Any:
    async with asyncio.timeout(PROMPTLY):
        return await raw.call("message.send", message(text, conversation))


async def flood(raw: RawSocket, count: int) -> list[Any]:
    """As many messages as the line takes, without waiting for an answer; the answers."""
    for number in range(1, count + 1):
        await raw.send(f"42{number}" + json.dumps(["message.send", message("spam")]))
    return [await raw.acknowledgement(number) for number in range(1, count + 1)]


def refused(answers: list[Any]) -> list[dict[str, Any]]:
    return [answer["error"] for answer in answers if "error" in answer]


async def one_visitor_floods(crowd: Crowd) -> None:
    errors = refused(await flood(await crowd.visitor("203.0.113.7"), 400))
    assert len(errors) >= 200
    assert {error["code"] for error in errors} == {"rate_limited"}
    assert all("wait a moment" in error["detail"] and error["retry_after"] > 0 for error in errors)


async def a_stolen_token_floods(crowd: Crowd) -> None:
    """Many sockets gain nothing. The session is one: its owner is limited too, is told why, and is back soon."""
    token = await crowd.token("192.0.2.7")
    owner, *thieves = [await crowd.socket(f"198.51.{number}.9", token) for number in range(6)]
    *answers, owners = await asyncio.gather(*(flood(one, 100) for one in thieves), flood(owner, 60))
    assert len(refused([answer for one in answers for answer in one])) >= 250
    assert all(error["code"] == "rate_limited" and "wait" in error["detail"] for error in refused(owners))
    await asyncio.sleep(1)
    assert "error" not in await prompt(owner, "it is me")


async def a_network_floods(crowd: Crowd) -> None:
    """New visitors and new sockets without end, from many addresses of one network; its neighbour is served."""
    visitors = [await told(crowd, "POST", "/api/v1/widget/shop/visitors", number) for number in range(100)]
    sockets = [await told(crowd, "GET", SOCKET.replace("websocket", "polling"), number) for number in range(1_000)]
    assert len([wait for wait in visitors if wait]) >= 50 and len([wait for wait in sockets if wait]) >= 50
    neighbour = await crowd.visitor("203.0.114.1")
    assert "error" not in await prompt(neighbour, "hello from next door")


async def told(crowd: Crowd, method: str, path: str, number: int) -> int:
    """Seconds that somebody in the network is told to wait; 0 = not at all."""
    headers = {"X-Forwarded-For": f"203.0.113.{number % 250}"}
    async with crowd.session.request(method, crowd.url(path), headers=headers) as answer:
        if answer.status != 429:
            return 0
        assert "please wait" in (await problem(answer))["detail"]
        return int(answer.headers["Retry-After"])


@pytest.mark.timeout(300)
async def test_who_floods_is_told_and_nobody_else_notices(crowd: Crowd) -> None:
    talking = [talk(one) for one in crowd.others[:TALKERS]]
    floods = one_visitor_floods(crowd), a_stolen_token_floods(crowd), a_network_floods(crowd)
    *_, heard = await asyncio.gather(*floods, asyncio.gather(*talking))
    acks = [ack for one in heard for ack in one]
    for start in range(TALKERS, len(crowd.others), AT_ONCE):
        idle = crowd.others[start : start + AT_ONCE]
        acks += await asyncio.gather(*(prompt(one, "I am still here") for one in idle))
    assert refused(acks) == []
    assert len({ack["id"] for ack in acks}) == TALKERS * MESSAGES + len(crowd.others) - TALKERS
