"""What the centre's verbs need of the world: store, blobs, clock, channels, doorbell."""

from contactcenter.ports.blobs import Blobs
from contactcenter.ports.channel import (
    Capabilities,
    Channel,
    ChannelContext,
    Health,
    HookReply,
    HookRequest,
    Ignored,
    InboundFile,
    InboundMessage,
    OutboundMessage,
    RawInbound,
    Sent,
    StatusChange,
)
from contactcenter.ports.clock import Clock
from contactcenter.ports.doorbell import Doorbell, Ring, Signal
from contactcenter.ports.store import Store

__all__ = [
    "Blobs",
    "Capabilities",
    "Channel",
    "ChannelContext",
    "Clock",
    "Doorbell",
    "Health",
    "HookReply",
    "HookRequest",
    "Ignored",
    "InboundFile",
    "InboundMessage",
    "OutboundMessage",
    "RawInbound",
    "Ring",
    "Sent",
    "Signal",
    "StatusChange",
    "Store",
]
