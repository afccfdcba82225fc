"""The stores that must survive."""

from pathlib import Path

import pytest


@pytest.fixture(params=["sqlite"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'centre.sqlite'}"
