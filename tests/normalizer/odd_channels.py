"""Channels whose ``normalize`` does what hostile bytes might make a parser do, as the bytes say."""

import os
import signal
import time
from typing import Any, ClassVar

import msgspec

from contactcenter.errors import Unparsable
from contactcenter.model.contact import Identity, Verification
from contactcenter.ports import Capabilities, InboundFile, InboundMessage, OutboundMessage, RawInbound, Sent


class Settings(msgspec.Struct, forbid_unknown_fields=True):
    greeting: str = ""


class OddChannel:
    kind: ClassVar[str] = "odd"
    Settings: ClassVar[type[Any]] = Settings
    capabilities: ClassVar[Capabilities] = Capabilities()

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def normalize(self, raw: RawInbound) -> tuple[InboundMessage, ...]:
        deeds = {
            b"hang": hang,
            b"eat": eat,
            b"die": die,
            b"refuse": refuse,
            b"fail": fail,
            b"keys": tell_keys,
            b"chatter": chatter,
        }
        deeds.get(raw.raw, nothing)()
        message = InboundMessage(
            inbox_id=raw.inbox_id,
            external_id=raw.external_id,
            identity=Identity(kind="odd", address="ann@example.com", verification=Verification.CLAIMED),
            text=self.settings.greeting + str(os.getpid()),
            files=(InboundFile(name="raw", content_type="application/octet-stream", data=raw.raw),),
            sent_at=raw.received_at,
        )
        return (message,)

    async def deliver(self, message: OutboundMessage) -> Sent:
        raise NotImplementedError


def nothing() -> None:
    """An ordinary message."""


def hang() -> None:
    while True:
        time.sleep(3600)


def eat() -> None:
    """A gigabyte, and no more where nothing stops it."""
    eaten = [bytearray(2**24) for _ in range(64)]
    assert eaten


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def refuse() -> None:
    raise Unparsable("Expected better - at `$.bytes`")


def fail() -> None:
    raise KeyError("a secret of the mail")


def tell_keys() -> None:
    raise Unparsable(os.environ.get("CONTACTCENTER_KEYS", "no keys here"))


def chatter() -> None:
    print("something on standard output")


CHANNELS = {"odd": OddChannel}
