"""An inbox's channel, made from its settings with their secrets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from contactcenter.desk.desk import Desk
from contactcenter.desk.directory import Directory
from contactcenter.desk.fetching import with_files
from contactcenter.desk.inbox_secrets import opened, secret_names
from contactcenter.desk.receipts import Read
from contactcenter.desk.renewed_secrets import RenewedSecrets
from contactcenter.errors import NotFound, Unparsable
from contactcenter.keys import Keyring
from contactcenter.model.records import Inbox
from contactcenter.ports import Channel, Fetches, Health, Inward, Network, Probes, RawInbound, Reaches, RenewsSecrets

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
    channel = reaching(channel_of(desk.keyring, channels, inbox), desk.own_networks)
    if isinstance(channel, RenewsSecrets):
        channel.keep_secrets_with(RenewedSecrets(desk.store, desk.keyring, desk.clock, inbox))
    return channel


def reaching(channel: Channel, networks: Sequence[Network]) -> Channel:
    """The channel, told which networks behind this machine it may connect to."""
    if isinstance(channel, Reaches):
        channel.may_reach(networks)
    return channel


async def probed(desk: Desk, channels: Channels, inbox: Inbox) -> Health:
    """Whether the inbox's connections work, both ways. Raises as ``channel_of``."""
    channel = working_channel(desk, channels, inbox)
    return await channel.probe() if isinstance(channel, Probes) else Health()


@dataclass(frozen=True, slots=True)
class FileFetcher:
    """Fetches the files that messages only name, as the inbox's channel does."""

    ring: Keyring
    channels: Channels
    networks: Sequence[Network] = ()

    async def complete(self, inbox: Inbox, found: Sequence[Inward]) -> Read:
        kind = self.channels.get(inbox.channel)
        if kind is None or not issubclass(kind, Fetches):
            return tuple(found)
        channel = reaching(channel_of(self.ring, self.channels, inbox), self.networks)
        return await with_files(channel, found, kind.capabilities.max_attachment_bytes)


@dataclass(frozen=True, slots=True)
class OwnProcessReader:
    """Reads in this process, without limits (receipts.Reader): for one receipt at a time."""

    directory: Directory
    ring: Keyring
    channels: Channels
    networks: Sequence[Network] = ()

    async def read(self, raw: RawInbound) -> Read:
        inbox = self.directory.get(Inbox, raw.inbox_id)
        if inbox is None:
            raise Unparsable("its inbox is gone")
        found = channel_of(self.ring, self.channels, inbox).normalize(raw)
        return await FileFetcher(self.ring, self.channels, self.networks).complete(inbox, found)
