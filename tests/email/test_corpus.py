"""Odd mails of our own making, one oddity a file; beside each the fields that are right, worked out by hand."""

import json
from pathlib import Path
from typing import Any

import pytest

from channels.email.parsing.parse import read_mail
from contactcenter.commands.parse_email import as_json

CORPUS = Path(__file__).parents[1] / "data" / "email"
NAMES = sorted(file.stem for file in CORPUS.glob("*.eml"))


def fields(name: str) -> dict[str, Any]:
    mail = read_mail((CORPUS / f"{name}.eml").read_bytes())
    found: dict[str, Any] = json.loads(json.dumps(as_json(name, mail)))
    return found


@pytest.mark.parametrize("name", NAMES)
def test_every_field_is_right(name: str) -> None:
    wanted = json.loads((CORPUS / f"{name}.json").read_text(encoding="utf-8"))
    found = fields(name)
    assert {field: found[field] for field in wanted} == wanted


def test_every_mail_has_its_fields_beside_it() -> None:
    assert {file.stem for file in CORPUS.glob("*.json")} == set(NAMES)
    assert len(NAMES) >= 190
