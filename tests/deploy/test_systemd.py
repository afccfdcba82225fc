"""The systemd units: systemd accepts them, and finds little to object to."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
UNITS = ["contactcenter.service", "contactcenter-backup.service", "contactcenter-backup.timer"]
MOST_EXPOSED = {"contactcenter.service": 20, "contactcenter-backup.service": 65}  # tenths; systemd calls < 2.0 "safe"


@pytest.fixture
def analyze() -> str:
    found = shutil.which("systemd-analyze")
    if found is None:
        pytest.skip("systemd-analyze is not installed (apt-get install systemd)")
    return found


@pytest.fixture
def units(tmp_path: Path) -> Path:
    """The units as they stand, but for the program, which is not installed where systemd would look."""
    for name in UNITS:
        text = (DEPLOY / name).read_text("utf-8")
        (tmp_path / name).write_text(re.sub(r"/opt/contactcenter/\S+", sys.executable, text), "utf-8")
    return tmp_path


@pytest.mark.parametrize("name", UNITS)
def test_systemd_accepts_the_unit(analyze: str, units: Path, name: str) -> None:
    done = subprocess.run([analyze, "verify", str(units / name)], capture_output=True, text=True, check=False)
    about_ours = [line for line in done.stderr.splitlines() if "contactcenter" in line]
    assert (done.returncode, about_ours) == (0, [])


@pytest.mark.parametrize("name", sorted(MOST_EXPOSED))
def test_systemd_finds_little_exposed(analyze: str, units: Path, name: str) -> None:
    done = subprocess.run(
        [analyze, "security", "--offline=yes", f"--threshold={MOST_EXPOSED[name]}", "--no-pager", str(units / name)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr


def test_stopping_leaves_more_time_than_a_drain_takes() -> None:
    text = (DEPLOY / "contactcenter.service").read_text("utf-8")
    found = re.search(r"^TimeoutStopSec=(\d+)$", text, re.MULTILINE)
    assert found is not None
    assert int(found[1]) > 15
