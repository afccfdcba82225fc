"""An inbox's channel, made from its settings with their secrets."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from contactcenter.desk.desk import Desk
from contactcenter.desk.directory import Directory
from contactcenter.desk.inbox_secrets import opened, secret_names
from contactcenter.desk.receipts import Read
from contactcenter.desk.renewed_secrets import RenewedSecrets
from contactcenter.errors import NotFound, Unparsable
from contactcenter.keys import Keyring
from contactcenter.model.records import Inbox
from contactcenter.ports import Channel, Health, Probes, RawInbound, RenewsSecrets

Channels = Mapping[str, type[Channel]]


def channel_of(ring: Keyring, channels: Channels, inbox: Inbox) -> Channel:
    """Raises errors.NotFound for a channel that is not there, errors.KeyringError, msgspec.ValidationError."""
    kind: type[Any] | None = channels.get(inbox.channel)
    if kind is None:
        raise NotFound("the channel of this inbox is not there")
    settings = opened(ring, inbox, secret_names(kind.Settings))
    channel: Channel = kind(msgspec.convert(dict(settings), kind.Settings))
    return channel


def working_channel(desk: Desk, channels: Channels, inbox: Inbox) -> Channel:
    """One that may connect: secrets that its provider renews are kept. Raises as ``channel_of``."""
    channel = channel_of(desk.keyring, channels, inbox)
    if isinstance(channel, RenewsSecrets):
        channel.keep_secrets_with(RenewedSecrets(desk.store, desk.keyring, desk.clock, inbox))
    return channel


async def probed(desk: Desk, channels: Channels, inbox: Inbox) -> Health:
    """Whether the inbox's connections work, both ways. Raises as ``channel_of``."""
    channel = working_channel(desk, channels, inbox)
    return await channel.probe() if isinstance(channel, Probes) else Health()


@dataclass(frozen=True, slots=True)
class OwnProcessReader:
    """Reads in this process, without limits (receipts.Reader): for one receipt at a time."""

    directory: Directory
    ring: Keyring
    channels: Channels

    async def read(self, raw: RawInbound) -> Read:
        inbox = self.directory.get(Inbox, raw.inbox_id)
        if inbox is None:
            raise Unparsable("its inbox is gone")
        return channel_of(self.ring, self.channels, inbox).normalize(raw)
