"""The command line: what it starts with, what it says when something is wrong, and how fast it says it."""

import subprocess
import sys
from pathlib import Path

import pytest

from contactcenter import cli
from contactcenter.keys import read_keyring

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("CONTACTCENTER_KEYS", raising=False)
    monkeypatch.chdir(tmp_path)


def said(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().err


COMMANDS = [
    "serve",
    "demo",
    "token create",
    "quarantine list",
    "quarantine show",
    "quarantine retry",
    "export",
    "apply",
    "backup",
    "restore",
    "keys rotate",
    "config check",
    "eval",
    "parse-email",
]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main([*command.split(), "--help"])
    assert left.value.code == 0
    assert f"usage: contactcenter {command}" in capsys.readouterr().out


def test_help_imports_nothing_heavy() -> None:
    program = "import sys, contactcenter.cli as c; c.command_line(); print(sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    heavy = {"aiohttp", "asyncio", "motor", "socketio", "msgspec", "cryptography", "babel", "langdetect"}
    assert not heavy.intersection(name.strip("'[]\n ") for name in done.stdout.split(","))


def test_a_foreign_channels_stops_every_command_with_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "channels").mkdir()
    (tmp_path / "channels" / "__init__.py").write_text('__version__ = "4.2.0"\n')
    monkeypatch.delitem(sys.modules, "channels", raising=False)
    monkeypatch.syspath_prepend(tmp_path)
    assert cli.main(["config", "check"]) == 1
    line = said(capsys)
    assert line.count("\n") == 1
    assert str(tmp_path / "channels") in line
    assert "virtual environment" in line


def test_our_own_channels_are_recognised() -> None:
    assert cli.foreign_channels() is None


def test_a_wrong_setting_is_one_line_and_exit_code_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "c.toml").write_text("prot = 1")
    assert cli.main(["config", "check", "--config", "c.toml"]) == 2
    assert said(capsys).startswith("contactcenter: c.toml: prot: is not a setting")


def test_config_check_prints_the_result_without_passwords(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["config", "check", "--store", "mongodb://ann:hunter2@db/centre"]) == 0
    out = capsys.readouterr().out
    assert 'store = "mongodb://***@db/centre"' in out
    assert "hunter2" not in out


def test_the_demo_refuses_to_be_reached_from_elsewhere(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CONTACTCENTER_ADDRESS", "0.0.0.0")
    monkeypatch.setitem(sys.modules, "contactcenter.runtime", type(sys)("runtime"))
    sys.modules["contactcenter.runtime"].serve = None  # type: ignore[attr-defined]
    assert cli.main(["demo"]) == 2
    assert "this machine alone" in said(capsys)


def test_keys_are_rotated_in_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["keys", "list", "--data", "d"]) == 0
    first = capsys.readouterr().out.split()[0]
    assert cli.main(["keys", "rotate", "--data", "d"]) == 0
    ring = read_keyring(tmp_path / "d" / "keys")
    assert [fingerprint[:8] for fingerprint in ring.fingerprints][1:] == [first]
    assert cli.main(["keys", "drop", first, "--data", "d"]) == 0
    assert len(read_keyring(tmp_path / "d" / "keys").fingerprints) == 1
    assert cli.main(["keys", "drop", ring.fingerprint[:8], "--data", "d"]) == 1


def test_keys_of_the_environment_are_rotated_on_paper(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["keys", "new"]) == 0
    key = capsys.readouterr().out.strip()
    monkeypatch.setenv("CONTACTCENTER_KEYS", key)
    assert cli.main(["keys", "rotate", "--store", "mongodb://h/c"]) == 0
    new, old = capsys.readouterr().out.split()
    assert (old, len(new)) == (key, 43)
    assert not (tmp_path / "data").exists()


def test_a_backup_of_a_mongodb_centre_names_mongodump(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["backup", "b", "--store", "mongodb://h/c"]) == 1
    assert "mongodump" in said(capsys)


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        ("[", "is not JSON"),
        ("[]", "expected an object"),
        ('{"agent": []}', "agent"),
        ('{"agents": [{}]}', "agents[0].id"),
    ],
)
def test_a_wrong_setup_file_is_refused_before_anything_is_reached(
    tmp_path: Path, content: str, wrong: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "setup.json").write_text(content)
    assert cli.main(["apply", "setup.json", "--url", "http://127.0.0.1:9"]) == 2
    assert wrong in said(capsys)


def test_another_centre_needs_a_token(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["quarantine", "list", "--url", "http://127.0.0.1:9"]) == 2
    assert "CONTACTCENTER_TOKEN" in said(capsys)


def test_a_centre_that_does_not_answer_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CONTACTCENTER_TOKEN", "t")
    assert cli.main(["quarantine", "list", "--url", "http://127.0.0.1:9"]) == 1
    assert said(capsys).startswith("contactcenter: no answer from http://127.0.0.1:9")
