"""What an administrator sets to connect one bot."""

from enum import StrEnum
from typing import Annotated

import msgspec

API = "https://api.telegram.org"

Secret = Annotated[str, msgspec.Meta(extra_json_schema={"format": "password"})]  # encrypted at rest, never shown again


class Receives(StrEnum):
    POLLING = "polling"  # we ask; needs no address of ours
    WEBHOOK = "webhook"  # Telegram calls us; needs public_url with https


class Groups(StrEnum):
    IGNORE = "ignore"
    MENTION = "mention"  # what names the bot, or answers it


class Settings(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """One bot."""

    telegram_token: Secret = ""
    telegram_receives: Receives = Receives.POLLING
    telegram_groups: Groups = Groups.IGNORE
    telegram_bot: str = ""  # its name without @; needed for groups
    telegram_api: str = API  # of a Bot API server of one's own
