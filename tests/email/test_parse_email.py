"""`contactcenter parse-email`: its lines and its exit codes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from channels.email.parsing.defects import Defect
from contactcenter import cli

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "tests" / "data" / "email"
KEYS = [
    "file",
    "message_id",
    "in_reply_to",
    "references",
    "date",
    "from",
    "to",
    "cc",
    "reply_to",
    "subject",
    "text",
    "html",
    "reply_text",
    "attachments",
    "class",
    "defects",
]


def test_one_object_a_line_with_every_field(capsys: pytest.CaptureFixture[str]) -> None:
    files = [str(CORPUS / "plain.eml"), str(CORPUS / "related_with_cid.eml")]
    assert cli.main(["parse-email", *files, "--json"]) == 0
    captured = capsys.readouterr()
    found = [json.loads(line) for line in captured.out.splitlines()]
    assert [one["file"] for one in found] == files
    assert all(list(one) == KEYS for one in found)
    assert set(found[1]["attachments"][0]) == {"filename", "content_type", "size", "sha256", "inline", "content_id"}
    assert captured.err == ""


def test_an_unreadable_path_is_told_after_all_others(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = str(tmp_path / "missing.eml")
    code = cli.main(["parse-email", missing, str(CORPUS / "plain.eml"), str(tmp_path), "--json"])
    captured = capsys.readouterr()
    assert code == 2
    assert len(captured.out.splitlines()) == 1
    assert [line.split(": ")[1] for line in captured.err.splitlines()] == [missing, str(tmp_path)]


def test_an_empty_file_gives_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty.eml").write_bytes(b"")
    assert cli.main(["parse-email", str(tmp_path / "empty.eml"), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["defects"][0] == "unparsable"
    assert (found["from"], found["date"], found["subject"], found["attachments"]) == (None, None, "", [])


def test_any_script_is_printed_whatever_the_terminal_speaks() -> None:
    command = [sys.executable, "-m", "contactcenter", "parse-email", "--json", str(CORPUS / "charset_big5.eml")]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True, timeout=60)
    assert json.loads(done.stdout.decode("utf-8"))["text"] == "您好，請問訂單"


def test_without_json_a_line_for_a_person(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["parse-email", str(CORPUS / "no_date.eml")]) == 0
    assert capsys.readouterr().out.split()[1:] == ["human", "ann@example.com", "Order", "17"]


def test_every_defect_is_documented() -> None:
    documented = (ROOT / "docs" / "parse-email.md").read_text(encoding="utf-8")
    assert [defect for defect in Defect if f"| `{defect}` |" not in documented] == []
