"""Secrets among records: an inbox's passwords are encrypted on their way in and hidden on their way out."""

from collections.abc import Mapping

from contactcenter.desk.desk import Desk
from contactcenter.desk.inbox_secrets import hidden, sealed, secret_names
from contactcenter.model.records import Inbox, Record
from contactcenter.ports import Channel

Channels = Mapping[str, type[Channel]]


def shown(record: Record, channels: Channels) -> Record:
    """The record as whoever may read it sees it."""
    return hidden(record, _names(record, channels)) if isinstance(record, Inbox) else record


def kept(record: Record, before: Record | None, desk: Desk, channels: Channels) -> Record:
    """The record as it is stored."""
    if not isinstance(record, Inbox):
        return record
    return sealed(desk.keyring, record, before if isinstance(before, Inbox) else None, _names(record, channels))


def _names(inbox: Inbox, channels: Channels) -> frozenset[str]:
    channel = channels.get(inbox.channel)
    return secret_names(channel.Settings) if channel else frozenset(inbox.settings)
