"""Passwords and tokens among an inbox's settings: encrypted before they are stored, never shown again.

Which ones they are the channel's Settings say (JSON schema ``format: password``). Stored as ``sealed:CIPHERTEXT``,
bound to their inbox and name. Whoever reads the inbox gets KEPT, and what comes back as KEPT stays as it is.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

import msgspec

from contactcenter.keys import Keyring
from contactcenter.model.records import Inbox

KEPT = "********"
_SEALED = "sealed:"


def secret_names(settings: type[Any]) -> frozenset[str]:
    """Names of the settings that are secrets."""
    schema = msgspec.json.schema(settings)
    own = schema.get("$defs", {}).get(settings.__name__, schema)
    return frozenset(name for name, one in own.get("properties", {}).items() if one.get("format") == "password")


def sealed(ring: Keyring, inbox: Inbox, before: Inbox | None, names: Collection[str]) -> Inbox:
    """The inbox as it may be stored: new secrets encrypted, KEPT ones as they were, empty ones removed."""
    settings = dict(inbox.settings)
    for name in names & settings.keys():
        given = settings[name]
        if given == KEPT:
            settings[name] = before.settings.get(name, "") if before else ""
        elif given:
            settings[name] = _SEALED + ring.encrypt(str(given), place=_place(inbox, name))
    return replace(inbox, settings=settings)


def hidden(inbox: Inbox, names: Collection[str]) -> Inbox:
    """The inbox as it may be shown."""
    settings = {name: KEPT if name in names and value else value for name, value in inbox.settings.items()}
    return replace(inbox, settings=settings)


def opened(ring: Keyring, inbox: Inbox, names: Collection[str]) -> Mapping[str, object]:
    """The settings with their secrets. Raises errors.KeyringError if one was sealed with a key that is gone."""
    return {name: _opened(ring, inbox, name, value, names) for name, value in inbox.settings.items()}


def _opened(ring: Keyring, inbox: Inbox, name: str, value: object, names: Collection[str]) -> object:
    if name not in names or not isinstance(value, str) or not value.startswith(_SEALED):
        return value
    return ring.decrypt(value.removeprefix(_SEALED), place=_place(inbox, name))


def _place(inbox: Inbox, name: str) -> str:
    return f"inbox/{inbox.id}/{name}"
