"""The documents do not point at nothing, and name every command there is."""

import re
from pathlib import Path

import pytest

from contactcenter.cli import command_line

ROOT = Path(__file__).parents[2]
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "deploy" / "README.md"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_to_a_file_leads_somewhere(page: Path) -> None:
    words = re.sub(r"```.*?```|`[^`\n]+`", "", page.read_text("utf-8"), flags=re.S)  # what is code links nowhere
    targets = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", words)
    missing = [target for target in targets if not (page.parent / target).exists()]
    assert missing == []


def test_the_readme_names_every_command() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    names = re.findall(r"^ {4}(\w+)", command_line().format_help(), re.MULTILINE)
    assert names
    assert [name for name in names if f"`contactcenter {name}" not in readme and f"`{name}" not in readme] == []
