"""The unit tests that the browser side has of its own (widgets/test, run by vitest)."""

import subprocess
import sys
from pathlib import Path

import pytest

BUILD = [sys.executable, str(Path(__file__).resolve().parents[2] / "widgets" / "build.py")]


def test_the_unit_tests_of_the_browser_side_pass() -> None:
    if subprocess.run([*BUILD, "--has-node"], check=False).returncode != 0:
        pytest.skip("there is no Node to run them with")
    done = subprocess.run([*BUILD, "--npm", "test"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-4000:]
    assert "passed" in done.stderr
