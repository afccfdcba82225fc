"""For all tests: a missing real server is a named skip on a laptop and a failure on the build machine (CI=true)."""

import os
from collections.abc import Iterator, Sequence

import pytest

pytest_plugins = ["tests.deploy.nginx"]


def pytest_collection_modifyitems(config: pytest.Config, items: Sequence[pytest.Item]) -> None:
    """The long forms of campaigns run in `make soak` (SOAK=1) alone."""
    if os.environ.get("SOAK"):
        return
    kept = [item for item in items if not item.get_closest_marker("soak")]
    left_out = [item for item in items if item.get_closest_marker("soak")]
    config.hook.pytest_deselected(items=left_out)
    items[:] = kept  # type: ignore[index]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    report = yield
    if os.environ.get("CI") == "true" and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped with CI=true, where nothing may be missing: {call.excinfo and call.excinfo.value}"
    return report
