"""Send, resend, lost acknowledgement, transfer, close, reopen, merge: in any order, the store is as the model.

Short and the same every time by default; ``SOAK=1`` (make soak) makes it long and random.
"""

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings

from contactcenter.clock import ManualClock
from contactcenter.ports import Store
from contactcenter.store import open_store
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


class SqliteMachine(StoreMachine):
    @staticmethod
    async def open_empty() -> Store:
        folder = Path(tempfile.mkdtemp(prefix="store-machine-"))
        SqliteMachine.folder = folder
        return await SqliteMachine.opened()

    @staticmethod
    async def opened() -> Store:
        store = open_store(f"sqlite:///{SqliteMachine.folder}/centre.db", SqliteMachine.folder, ManualClock(NOON))
        await store.open()
        return store

    @staticmethod
    async def reopen(store: Store) -> Store:
        await store.close()
        return await SqliteMachine.opened()

    def teardown(self) -> None:
        super().teardown()
        shutil.rmtree(SqliteMachine.folder, ignore_errors=True)


SqliteMachine.TestCase.settings = SETTINGS


@pytest.mark.timeout(0 if LONG else 120)
class TestSqliteStateMachine(SqliteMachine.TestCase):  # type: ignore[misc, name-defined]
    """unittest's form of the machine, so that pytest finds it."""
