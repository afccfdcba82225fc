"""The other files of deploy/: what they name exists, and the settings in them are settings."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from contactcenter import cli
from contactcenter.config import load_config

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
COMPOSE = sorted(DEPLOY.glob("compose.*.yaml"))


def test_the_example_settings_are_read() -> None:
    config = load_config(DEPLOY / "contactcenter.example.toml")
    assert (config.is_loopback, config.data, config.base_url) == (
        True,
        "/var/lib/contactcenter",
        "https://support.example.com",
    )


def test_the_setting_that_is_commented_out_would_be_read_too(tmp_path: Path) -> None:
    text = (DEPLOY / "contactcenter.example.toml").read_text("utf-8")
    file = tmp_path / "contactcenter.toml"
    file.write_text(re.sub(r"^# (store = )", r"\1", text, flags=re.MULTILINE), "utf-8")
    assert load_config(file).store_url.startswith("mongodb://")


def services(file: Path) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(file.read_text("utf-8"))
    found: dict[str, Any] = content["services"]
    return found


@pytest.mark.parametrize("file", COMPOSE, ids=lambda file: file.name)
def test_a_compose_file_sets_settings_that_exist(file: Path) -> None:
    environment = services(file)["contactcenter"]["environment"]
    values = {name: re.sub(r"\$\{[^}]*\}", "", value) for name, value in environment.items()}
    assert load_config(environ=values)


@pytest.mark.parametrize("file", COMPOSE, ids=lambda file: file.name)
def test_a_container_may_do_little_and_is_reached_through_a_proxy_only(file: Path) -> None:
    service = services(file)["contactcenter"]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert all(port.startswith("127.0.0.1:") for port in service["ports"])
    assert (file.parent / service["build"]["context"] / service["build"]["dockerfile"]).resolve() == (
        DEPLOY / "Containerfile"
    )


def test_the_image_runs_as_nobody_in_particular_with_settings_that_exist() -> None:
    text = (DEPLOY / "Containerfile").read_text("utf-8")
    stages = text.split("\nFROM ")
    assert "\nUSER contactcenter\n" in stages[-1]
    values = dict(re.findall(r"(CONTACTCENTER_\w+)=(\S+)", stages[-1]))
    assert load_config(environ=values).address == "0.0.0.0"


def test_the_nightly_backup_leaves_a_whole_copy_and_keeps_the_last_days(tmp_path: Path) -> None:
    data, target = tmp_path / "data", tmp_path / "backups"
    assert cli.main(["token", "create", "--role", "api", "--data", str(data)]) == 0
    old, other = target / "2020-01-01T031700Z", target / "by hand"
    for folder in (old, other):
        folder.mkdir(parents=True)
        subprocess.run(["touch", "-d", "2020-01-01", folder], check=True)
    program = tmp_path / "contactcenter"
    program.write_text(f'#!/bin/sh\ncd {ROOT} && exec {cli.sys.executable} -m contactcenter "$@"\n', "utf-8")
    program.chmod(0o755)
    subprocess.run(
        ["sh", DEPLOY / "backup.sh", data, target],
        env={"CONTACTCENTER": str(program), "PATH": "/usr/bin:/bin"},
        check=True,
    )
    (made,) = [folder for folder in target.iterdir() if folder != other]
    assert (made / "centre.sqlite").exists()
    assert not old.exists()
    assert other.exists()
