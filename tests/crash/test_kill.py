"""kill -9 at random points: every acknowledged message is stored once, and seen once, in order, by both sides."""

import asyncio
import os
import random
from pathlib import Path

import aiohttp
import pytest

from bench.seeding import seed
from contactcenter.clock import SystemClock
from contactcenter.ids import ConversationId, uuid7
from contactcenter.store import open_store
from tests.crash.persistent_client import PersistentClient
from tests.crash.server_process import ServerProcess, free_port

KILLS = int(os.environ.get("CRASH_KILLS", "200" if os.environ.get("SOAK") else "20"))
SEED = int(os.environ.get("CRASH_SEED", "7"))
VISITORS = 6


async def talk(client: PersistentClient, conversation: str, done: asyncio.Event) -> list[str]:
    """Messages sent one after the other, each under one id until acknowledged."""
    ids = []
    while not done.is_set():
        ids.append(uuid7())
        await client.send(ids[-1], conversation, f"message number {len(ids)}")
        await asyncio.sleep(0.02)
    return ids


@pytest.mark.timeout(180 + KILLS * 15)
async def test_kill_9_loses_doubles_and_reorders_nothing(tmp_path: Path, store_url: str) -> None:
    randomness = random.Random(SEED)
    seeded = await seed(store_url, tmp_path, agents=1, visitors=VISITORS)
    conversations = [str(visitor.conversation) for visitor in seeded.visitors]
    server = ServerProcess(tmp_path, store_url, free_port())
    await server.start()
    done = asyncio.Event()
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        agent = PersistentClient(session, server.base, seeded.agents[0], conversations)
        visitors = [
            PersistentClient(session, server.base, visitor.token, [conversation])
            for visitor, conversation in zip(seeded.visitors, conversations, strict=True)
        ]
        await agent.connected()
        talking = [
            asyncio.create_task(talk(client, conversation, done))
            for client, conversation in zip(visitors, conversations, strict=True)
        ]
        for _ in range(KILLS):
            await asyncio.sleep(randomness.uniform(0.05, 0.6))
            await server.kill()
            await server.start()
            await agent.connected()
        done.set()
        sent = await asyncio.gather(*talking)
        for client in (agent, *visitors):
            await client.catch_up()
            await client.close()
    await server.kill()
    store = open_store(store_url, tmp_path, SystemClock())
    await store.open()
    try:
        for ids, conversation, client in zip(sent, conversations, visitors, strict=True):
            stored = []
            while page := await store.entries(ConversationId(conversation), after=len(stored), limit=200):
                stored += page
            by_visitor = [entry.external_id for entry in stored if entry.external_id in set(ids)]
            assert by_visitor == ids == client.acknowledged
            assert [entry.seq for entry in stored] == list(range(1, len(stored) + 1))
            assert [entry["id"] for entry in agent.applied[conversation]] == [entry.external_id for entry in stored]
            seen = [entry["id"] for entry in client.applied[conversation]]
            assert [one for one in seen if one in set(ids)] == ids
    finally:
        await store.close()
    assert sum(len(ids) for ids in sent) > KILLS * VISITORS / 2
    assert sum(client.resent for client in visitors) > 0
