"""The stores that must survive."""

import time
from pathlib import Path

import pytest

from tests.servers.mongod import with_database


@pytest.fixture(params=["sqlite", "mongodb"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "mongodb":
        return with_database(request.getfixturevalue("mongodb"), f"contactcenter-test-crash-{time.time_ns()}")
    return f"sqlite:///{tmp_path / 'centre.sqlite'}"
