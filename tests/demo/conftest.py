"""A desk over an empty store, before and after its seeding, at a known time."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from channels import CHANNELS
from contactcenter.clock import ManualClock
from contactcenter.desk.answering import Answering
from contactcenter.desk.bell import LocalBell
from contactcenter.desk.desk import Desk
from contactcenter.desk.directory import Directory
from contactcenter.keys import Keyring, new_key
from contactcenter.language import Detector
from contactcenter.ports import Store
from contactcenter.store import open_blobs, open_store
from contactcenter.texts import load_texts
from tests.servers.mongod import emptied

NOON = datetime(2026, 11, 23, 12, 20, tzinfo=UTC)


def desk_over(store: Store, data: Path) -> Desk:
    return Desk(
        store=store,
        blobs=open_blobs(store, data),
        clock=ManualClock(NOON),
        bell=LocalBell(),
        directory=Directory(),
        words=load_texts(),
        detector=Detector(),
        answering=Answering(),
        keyring=Keyring([new_key()]),
        capabilities={kind: channel.capabilities for kind, channel in CHANNELS.items()},
    )


@pytest.fixture(params=("sqlite", "mongodb"))
async def desk(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Desk]:
    store = open_store(_url(request, tmp_path), tmp_path, ManualClock(NOON))
    await store.open()
    yield desk_over(store, tmp_path)
    await store.close()


def _url(request: pytest.FixtureRequest, folder: Path) -> str:
    if request.param == "mongodb":
        return emptied(request.getfixturevalue("mongodb"), "contactcenter-test-demo")
    return f"sqlite:///{folder}/centre.db"
