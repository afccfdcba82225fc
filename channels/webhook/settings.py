"""What an administrator sets to connect one service of their own."""

from typing import Annotated

import msgspec

Secret = Annotated[str, msgspec.Meta(extra_json_schema={"format": "password"})]  # encrypted at rest, never shown again


class Settings(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """One secret for both directions, and where replies go."""

    webhook_secret: Secret = ""  # whsec_ and base64, or any text of 16 characters and more
    webhook_url: str = ""  # what we write is sent there; empty = nothing can be sent
