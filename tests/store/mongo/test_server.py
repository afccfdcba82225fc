"""MongoDB: which servers a centre may be kept on, who makes the schema, and what a killed server takes with it."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from pymongo.database import Database

from contactcenter.clock import ManualClock
from contactcenter.errors import ConfigError, NotSupported, StoreRefused, StoreUnavailable
from contactcenter.ids import ConversationId
from contactcenter.model.plan import Changed
from contactcenter.ports import Store
from contactcenter.store import open_store
from tests.servers.mongod import Mongod, free_port, fresh, require_binary, with_database
from tests.store.mongo.conftest import Starts
from tests.store.samples import NOON, begin, saying, texts


def store_at(url: str, tmp_path: Path) -> Store:
    return open_store(url, tmp_path, ManualClock(NOON))


async def test_a_server_without_a_replica_set_is_refused_with_the_remedy(tmp_path: Path) -> None:
    server = Mongod(require_binary(), tmp_path / "db", free_port(), replica_set="")
    server.start()
    try:
        with pytest.raises(StoreRefused, match=r"no member of a replica set .*--replSet NAME .*rs.initiate"):
            await store_at(with_database(server.url, "centre"), tmp_path).open()
    finally:
        server.stop()


async def test_a_server_that_is_not_there_is_said_to_be(tmp_path: Path) -> None:
    url = f"mongodb://127.0.0.1:{free_port()}/centre?serverSelectionTimeoutMS=300"
    with pytest.raises(StoreUnavailable, match="is mongod running"):
        await store_at(url, tmp_path).open()


@pytest.mark.parametrize("url", ["mongodb://", "mongodb://h:port/x"])
async def test_a_url_that_is_none_is_a_mistake_in_the_settings(url: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="not a MongoDB URL"):
        await store_at(url, tmp_path).open()


async def test_a_newer_schema_is_refused(
    starts: Starts, raw: Database[dict[str, Any]], url: str, tmp_path: Path
) -> None:
    await starts()
    raw["meta"].update_one({"_id": "schema"}, {"$inc": {"version": 1}})
    try:
        with pytest.raises(StoreRefused, match="install the newer version"):
            await store_at(url, tmp_path).open()
    finally:
        raw["meta"].update_one({"_id": "schema"}, {"$inc": {"version": -1}})


async def test_nodes_that_start_at_once_on_an_empty_server_make_one_schema(mongodb: str, tmp_path: Path) -> None:
    url = fresh(mongodb, "contactcenter-test-fresh")
    nodes = [store_at(url, tmp_path) for _ in range(3)]
    await asyncio.gather(*(node.open() for node in nodes))
    head = (await begin(nodes[0])).head
    assert (await nodes[2].conversation(head.id)) == head
    for node in nodes:
        await node.close()


async def test_a_copy_is_taken_with_mongodump(starts: Starts, tmp_path: Path) -> None:
    store = await starts()
    with pytest.raises(NotSupported, match="mongodump"):
        await store.backup(tmp_path / "copy")


async def test_a_closed_store_acknowledges_nothing(starts: Starts) -> None:
    store = await starts()
    head = (await begin(store)).head
    await store.close()
    with pytest.raises(StoreUnavailable):
        await store.change(head.id, saying("too late"))


async def test_nothing_acknowledged_is_lost_when_the_server_is_killed(own_server: Mongod, tmp_path: Path) -> None:
    store = store_at(with_database(own_server.url, "centre"), tmp_path)
    await store.open()
    heads = [(await begin(store, address=f"a{n}")).head for n in range(6)]
    acknowledged: dict[ConversationId, list[str]] = {head.id: [] for head in heads}
    over = asyncio.Event()

    async def write(conversation_id: ConversationId) -> None:
        """Like a widget: the same message under the same id until it is acknowledged."""
        n = 0
        while not over.is_set():
            name = f"m{n}"
            try:
                async with asyncio.timeout(30):
                    done = await store.change(conversation_id, saying(name, external_id=name))
            except StoreUnavailable:
                await asyncio.sleep(0.05)
                continue
            assert isinstance(done, Changed)
            acknowledged[conversation_id].append(name)
            n += 1

    async with asyncio.TaskGroup() as group:
        for head in heads:
            group.create_task(write(head.id))
        for _ in range(2):
            await asyncio.sleep(0.4)
            await asyncio.to_thread(own_server.kill)
            await asyncio.to_thread(own_server.start)
        await asyncio.sleep(0.6)
        over.set()
    for head in heads:
        entries = await store.entries(head.id, after=1, limit=100_000)
        assert texts(entries) == acknowledged[head.id]
        assert [entry.seq for entry in entries] == list(range(2, len(entries) + 2))
        assert len(entries) > 10
    await store.close()
