"""Every setting of a channel has words that explain it: nobody reads code to connect an inbox."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from channels import CHANNELS

LOCALES = Path(__file__).resolve().parents[2] / "contactcenter" / "locales"
EXPLAINED_BY_THEIR_NAME = {"position", "theme"}


def settings_of(kind: str) -> Iterator[tuple[str, list[Any]]]:
    """Names with the values to choose from, if there are any."""
    schema = msgspec.json.schema(CHANNELS[kind].Settings)
    known = schema["$defs"]
    for name, one in known[CHANNELS[kind].Settings.__name__]["properties"].items():
        named = known.get(str(one.get("$ref", "")).rpartition("/")[2], one)
        yield name, named.get("enum", [])


@pytest.mark.parametrize("kind", sorted(CHANNELS))
def test_every_setting_its_choices_and_what_it_is_for_have_words(kind: str) -> None:
    texts = json.loads((LOCALES / "en.json").read_text())
    wanted = []
    for name, choices in settings_of(kind):
        wanted += [f"admin.setting.{name}", *(f"admin.setting.{name}.{one}" for one in choices)]
        wanted += [] if name in EXPLAINED_BY_THEIR_NAME else [f"admin.setting.{name}.hint"]
    assert [key for key in wanted if not texts.get(key)] == []
