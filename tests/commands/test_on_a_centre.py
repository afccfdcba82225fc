"""Commands that work on a centre: with no server running they open the store themselves, else they ask the server."""

import asyncio
import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from contactcenter import cli
from contactcenter.config import Config
from contactcenter.control import is_served
from contactcenter.runtime import serve_control
from tests.servers.mongod import emptied


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("CONTACTCENTER_KEYS", raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[None]:
    """A process that holds the data folder `data` and answers on its control socket."""
    loop = asyncio.new_event_loop()
    started, stop = threading.Event(), asyncio.Event()

    async def serve() -> None:
        async with serve_control(Config(data=str(tmp_path / "data"))):
            started.set()
            await stop.wait()

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()))
    thread.start()
    assert started.wait(20)
    yield
    loop.call_soon_threadsafe(stop.set)
    thread.join(20)
    loop.close()


def test_a_token_is_made_without_a_server_and_leaves_none_behind(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["token", "create", "--role", "api"]) == 0
    assert len(capsys.readouterr().out.strip()) >= 40
    assert not asyncio.run(is_served(tmp_path / "data" / "control.sock"))
    assert not (tmp_path / "data" / "control.sock").exists()


def test_what_a_command_writes_is_for_its_owner_alone(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        assert cli.main(["token", "create", "--role", "api"]) == 0
    finally:
        os.umask(before)
    modes = {path.name: path.stat().st_mode & 0o077 for path in [tmp_path / "data", *(tmp_path / "data").rglob("*")]}
    assert {"data", "centre.sqlite", "keys"} <= set(modes)
    assert set(modes.values()) == {0}


def test_a_token_is_made_by_the_running_server(served: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["token", "create", "--role", "api"]) == 0
    first = capsys.readouterr().out
    assert cli.main(["token", "create", "--role", "api"]) == 0
    assert capsys.readouterr().out != first


def test_a_role_that_does_not_exist_is_one_line(served: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["token", "create", "--role", "wizard"]) == 1
    assert capsys.readouterr().err == "contactcenter: no such role (role)\n"


def test_rotated_and_dropped_keys_are_taken_up_by_the_running_server(
    served: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["keys", "list"]) == 0
    old = capsys.readouterr().out.split()[0]
    for command in (["keys", "rotate"], ["keys", "drop", old]):
        assert cli.main(command) == 0
        assert capsys.readouterr().err.endswith("; the running server uses it\n")


def test_rotating_without_a_server_says_that_none_runs(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["keys", "rotate"]) == 0
    assert "no server runs here" in capsys.readouterr().err


def test_an_empty_quarantine_lists_nothing(served: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["quarantine", "list", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []
    assert cli.main(["quarantine", "show", "01936f2e-7123-7123-8123-012345678901"]) == 1


def test_what_is_exported_changes_nothing_when_applied_again(
    served: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "in.json").write_text(json.dumps({"teams": [{"id": "north", "name": "North"}]}))
    assert cli.main(["apply", "in.json"]) == 0
    assert "teams: 1 added" in capsys.readouterr().err
    assert cli.main(["export", "out.json"]) == 0
    assert json.loads((tmp_path / "out.json").read_text())["teams"] == [
        {"id": "north", "name": "North", "signatures": {}}
    ]
    assert cli.main(["apply", "out.json"]) == 0
    assert "teams: 0 added, 0 changed, 1 unchanged" in capsys.readouterr().err


def test_a_changed_record_is_applied_over_the_present_one(
    served: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("North", "North-East"):
        (tmp_path / "in.json").write_text(json.dumps({"teams": [{"id": "north", "name": name}]}))
        assert cli.main(["apply", "in.json"]) == 0
    assert "1 changed" in capsys.readouterr().err
    assert cli.main(["export"]) == 0
    assert json.loads(capsys.readouterr().out)["teams"][0]["name"] == "North-East"


def test_articles_applied_to_another_centre_change_nothing_there_the_second_time(
    served: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    article = {"id": "a", "slug": "a", "language": "en", "title": "A", "body": "B"}
    (tmp_path / "in.json").write_text(json.dumps({"articles": [article]}))
    assert cli.main(["apply", "in.json"]) == 0
    assert cli.main(["export", "out.json"]) == 0
    for told in ("articles: 1 added, 0 changed", "articles: 0 added, 0 changed, 1 unchanged"):
        assert cli.main(["apply", "out.json", "--data", "other"]) == 0
        assert told in capsys.readouterr().err


def test_a_backup_is_taken_while_serving_and_restored_elsewhere(
    served: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "in.json").write_text(json.dumps({"teams": [{"id": "north", "name": "North"}]}))
    assert cli.main(["apply", "in.json"]) == 0
    assert cli.main(["backup", "copy"]) == 0
    assert cli.main(["restore", "copy", "--data", "new"]) == 0
    assert "put the keys back" in capsys.readouterr().err
    (tmp_path / "new" / "keys").write_bytes((tmp_path / "data" / "keys").read_bytes())
    (tmp_path / "new" / "keys").chmod(0o600)
    assert cli.main(["export", "--data", "new"]) == 0
    assert json.loads(capsys.readouterr().out)["teams"] == [{"id": "north", "name": "North", "signatures": {}}]


def test_a_restore_under_a_running_server_is_refused(served: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["backup", "copy"]) == 0
    assert cli.main(["restore", "copy"]) == 1
    assert "a server is running" in capsys.readouterr().err


def test_restored_data_without_its_keys_is_refused_with_the_remedy(
    served: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["backup", "copy"]) == 0
    assert cli.main(["restore", "copy", "--data", "new"]) == 0
    assert cli.main(["export", "--data", "new"]) == 1
    assert "not among the given ones" in capsys.readouterr().err


def test_a_centre_on_mongodb_needs_given_keys_and_then_works_the_same(
    mongodb: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    store = ["--store", emptied(mongodb, "contactcenter-test-commands")]
    assert cli.main(["token", "create", "--role", "api", *store]) == 1
    assert "contactcenter keys new" in capsys.readouterr().err
    assert cli.main(["keys", "new"]) == 0
    monkeypatch.setenv("CONTACTCENTER_KEYS", capsys.readouterr().out.strip())
    assert cli.main(["token", "create", "--role", "api", *store]) == 0
    assert len(capsys.readouterr().out.strip()) >= 40
    assert not (tmp_path / "data" / "keys").exists()
