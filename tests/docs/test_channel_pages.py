"""Every channel that an administrator connects has a page that explains each of its settings."""

from pathlib import Path

import msgspec
import pytest

from channels import CHANNELS

PAGES = Path(__file__).parents[2] / "docs" / "channels"
CONNECTED = [kind for kind, channel in CHANNELS.items() if not channel.capabilities.live]


@pytest.mark.parametrize("kind", CONNECTED)
def test_every_setting_of_a_channel_is_explained(kind: str) -> None:
    page = (PAGES / f"{kind}.md").read_text("utf-8")
    settings = [field.name for field in msgspec.structs.fields(CHANNELS[kind].Settings)]
    assert settings and [name for name in settings if f"`{name}`" not in page] == []
