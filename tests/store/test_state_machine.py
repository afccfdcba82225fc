"""Send, resend, lost acknowledgement, transfer, close, reopen, merge: in any order, the store is as the model.

Short and the same every time by default; ``SOAK=1`` (make soak) makes it long and random.
"""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from contactcenter.clock import ManualClock
from contactcenter.ports import Store
from contactcenter.store import open_store
from tests.servers.mongod import emptied
from tests.store.machine import StoreMachine
from tests.store.samples import NOON

LONG = bool(os.environ.get("SOAK"))
EXAMPLES = int(os.environ.get("STATE_MACHINE_EXAMPLES", "400" if LONG else "12"))
SETTINGS = settings(
    max_examples=EXAMPLES,
    stateful_step_count=60 if LONG else 30,
    derandomize=not LONG,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate, Phase.shrink],
)


@pytest.mark.timeout(0 if LONG else 120)
def test_any_order_of_verbs_on_sqlite(tmp_path: Path) -> None:
    class SqliteMachine(StoreMachine):
        examples = 0

        @classmethod
        async def open_empty(cls) -> Store:
            cls.examples += 1
            return await cls.opened()

        @classmethod
        async def opened(cls) -> Store:
            folder = tmp_path / str(cls.examples)
            store = open_store(f"sqlite:///{folder}/centre.db", folder, ManualClock(NOON))
            await store.open()
            return store

    run_state_machine_as_test(SqliteMachine, settings=SETTINGS)


@pytest.mark.timeout(0 if LONG else 240)
def test_any_order_of_verbs_on_mongodb(mongodb: str, tmp_path: Path) -> None:
    class MongoMachine(StoreMachine):
        url = ""

        @classmethod
        async def open_empty(cls) -> Store:
            cls.url = emptied(mongodb, "contactcenter-test-machine")
            return await cls.opened()

        @classmethod
        async def opened(cls) -> Store:
            store = open_store(cls.url, tmp_path, ManualClock(NOON))
            await store.open()
            return store

    run_state_machine_as_test(MongoMachine, settings=SETTINGS)
