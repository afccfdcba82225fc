"""docs/events.md names every kind of entry and every field of its body."""

import dataclasses
from pathlib import Path

import pytest

from contactcenter.model.bodies import BODIES, EntryKind

ROWS = {
    line.split("`")[1]: line
    for line in (Path(__file__).parents[2] / "docs" / "events.md").read_text("utf-8").splitlines()
    if line.startswith("| `")
}


@pytest.mark.parametrize("kind", list(EntryKind))
def test_every_kind_of_entry_is_documented_with_its_fields(kind: EntryKind) -> None:
    fields = [field.name for field in dataclasses.fields(BODIES[kind])]
    assert [name for name in fields if f"`{name}`" not in ROWS[kind]] == []


def test_no_kind_is_documented_that_does_not_exist() -> None:
    assert set(ROWS) == {str(kind) for kind in EntryKind}
