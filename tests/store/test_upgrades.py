"""A store of the first version is brought to this one's, with what is in it."""

import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient

from contactcenter.clock import ManualClock
from contactcenter.ids import InboxId
from contactcenter.model.bodies import DeliveryState
from contactcenter.model.rows import ReceiptState
from contactcenter.ports import Store
from contactcenter.store import open_store
from contactcenter.store.codec import encode, to_us
from contactcenter.store.mongo import schema as mongo_schema
from contactcenter.store.mongo.driver import connect, database_of
from contactcenter.store.sqlite.schema import FIRST, NEWEST
from tests.servers.mongod import fresh
from tests.store.samples import NOON, begin, chat_identity, minutes

NAME = "contactcenter-test-upgrade"
RECIPIENT = encode(chat_identity("x"))
DUE = to_us(NOON)
CLAIMED_UNTIL = to_us(NOON + minutes(1))


def first_sqlite(path: Path) -> None:
    """With a delivery that waits, one that a worker had claimed, and two receipts."""
    path.parent.mkdir()
    database = sqlite3.connect(path)
    database.executescript(f"{FIRST}; PRAGMA user_version = 1;")
    delivery = "INSERT INTO deliveries VALUES (?, 'c', 1, ?, 'email', ?, 'queued', ?, ?, ?, '', ?, NULL, NULL, ?)"
    database.execute(delivery, ("d1", "mail", RECIPIENT, 0, DUE, DUE, 0, DUE))
    database.execute(delivery, ("d2", "other", RECIPIENT, 1, DUE, CLAIMED_UNTIL, 1, DUE))
    receipt = "INSERT INTO receipts VALUES (?, 'mail', ?, 'b', 'received', NULL, 0, ?)"
    database.execute(receipt, ("r1", "2", to_us(NOON + minutes(1))))
    database.execute(receipt, ("r2", "1", DUE))
    database.commit()
    database.close()


async def first_mongo(url: str) -> None:
    """The same."""
    client = connect(url)
    database = database_of(client)
    await mongo_schema.MIGRATIONS[1](database)
    await database["meta"].insert_one({"_id": "schema", "version": 1})
    delivery: dict[str, Any] = {
        "conversation": "c", "seq": 1, "channel": "email", "recipient": RECIPIENT, "state": "queued", "due": DUE,
        "holder": "", "changed": DUE,
    }  # fmt: skip
    waiting = {"_id": "d1", "inbox": "mail", "claimable": DUE, "attempts": 0, "epoch": 0}
    claimed = {"_id": "d2", "inbox": "other", "claimable": CLAIMED_UNTIL, "attempts": 1, "epoch": 1}
    await database["deliveries"].insert_many([delivery | waiting, delivery | claimed])
    receipt: dict[str, Any] = {"inbox": "mail", "blob": "b", "state": "received", "error": None, "attempts": 0}
    await database["receipts"].insert_many(
        [
            receipt | {"_id": "r1", "external": "2", "received": to_us(NOON + minutes(1))},
            receipt | {"_id": "r2", "external": "1", "received": DUE},
        ]
    )
    client.close()


@pytest.fixture(params=["sqlite", "mongodb"])
async def upgraded(request: pytest.FixtureRequest, tmp_path: Path, clock: ManualClock) -> AsyncIterator[Store]:
    url = f"sqlite:///{tmp_path}/data/centre.db"
    if request.param == "mongodb":
        url = fresh(request.getfixturevalue("mongodb"), NAME)
        await first_mongo(url)
    else:
        first_sqlite(tmp_path / "data" / "centre.db")
    store = open_store(url, tmp_path / "data", clock)
    await store.open()
    yield store
    await store.close()


async def test_an_upgraded_store_knows_threads(upgraded: Store) -> None:
    head = (await begin(upgraded)).head
    await upgraded.add_thread_keys(head.id, ["a"])
    assert await upgraded.thread(["a"]) == head.id


async def test_what_waited_in_an_upgraded_store_is_sent(upgraded: Store) -> None:
    first = await upgraded.claim_deliveries("w", NOON, minutes(5), inbox_id=InboxId("mail"))
    assert [(one.id, one.state) for one in first] == [("d1", DeliveryState.SENDING)]
    late = await upgraded.claim_deliveries("w", NOON + minutes(1), minutes(5))
    assert [(one.id, one.epoch, one.attempts) for one in late] == [("d2", 2, 2)]


async def test_receipts_of_an_upgraded_store_come_oldest_first(upgraded: Store) -> None:
    assert [one.id for one in (await upgraded.receipts(ReceiptState.RECEIVED)).items] == ["r2", "r1"]


async def test_a_copy_is_kept_of_what_was_before(tmp_path: Path, clock: ManualClock) -> None:
    first_sqlite(tmp_path / "data" / "centre.db")
    store = open_store(f"sqlite:///{tmp_path}/data/centre.db", tmp_path / "data", clock)
    await store.open()
    await store.close()

    copy = sqlite3.connect(tmp_path / "data" / f"centre-before-version-{NEWEST}.db")
    assert copy.execute("PRAGMA user_version").fetchone() == (1,)
    assert copy.execute("SELECT count(*) FROM deliveries").fetchone() == (2,)
    copy.close()


async def test_a_second_node_finds_the_upgrade_done(mongodb: str, tmp_path: Path, clock: ManualClock) -> None:
    url = fresh(mongodb, NAME)
    await first_mongo(url)
    nodes = [open_store(url, tmp_path, clock) for _ in range(2)]
    for node in nodes:
        await node.open()
        await node.close()

    client: MongoClient[dict[str, Any]] = MongoClient(url)
    assert client[NAME]["meta"].find_one({"_id": "schema"}) == {"_id": "schema", "version": mongo_schema.SCHEMA_VERSION}
    assert "inbox_1_claimable_1" in client[NAME]["deliveries"].index_information()
    client.close()


async def test_words_that_were_indexed_before_are_found_by_their_beginning(mongodb: str) -> None:
    url = fresh(mongodb, NAME)
    await first_mongo(url)
    client = connect(url)
    database = database_of(client)
    await database["search"].insert_one({"_id": "e1", "n": 1, "t": ["cuff", "manschette"]})
    await mongo_schema.MIGRATIONS[2](database)
    words = await database["search_words"].find().to_list(None)
    client.close()
    assert sorted(one["_id"] for one in words) == ["cuff", "manschette"]
