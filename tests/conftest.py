"""For all tests: a missing real server is a named skip on a laptop and a failure on the build machine (CI=true)."""

import os
from collections.abc import Iterator

import pytest

pytest_plugins = ["tests.deploy.nginx", "tests.servers.mail", "tests.servers.mongod", "tests.servers.prosody"]


LATE = (
    "mail",
    "mongo",
    "browser",
    "slow_install",
)  # in this order after all others, so that a plain mistake is told early


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Marks what needs a browser, a mongod or mail servers, puts it last; campaigns are for `make soak` (SOAK=1)."""
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        if "browser" in fixtures:
            item.add_marker("browser")
        if "mail_server" in fixtures or "prosody" in fixtures:
            item.add_marker("mail")
        if "mongodb" in fixtures or "mongodb" in item.nodeid.rpartition("[")[2]:
            item.add_marker("mongo")
    items.sort(key=_rank)
    if not os.environ.get("SOAK"):
        left_out = [item for item in items if item.get_closest_marker("soak")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not item.get_closest_marker("soak")]


@pytest.fixture(autouse=True)
def umask() -> Iterator[None]:
    """Commands close what they write to others for the rest of their process, which here is also that of servers."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def _rank(item: pytest.Item) -> int:
    return max((place for place, name in enumerate(LATE, start=1) if item.get_closest_marker(name)), default=0)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    report = yield
    if os.environ.get("CI") == "true" and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped with CI=true, where nothing may be missing: {call.excinfo and call.excinfo.value}"
    return report
