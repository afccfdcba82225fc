"""What the centre's verbs need of the world: store, blobs, clock, channels, doorbell."""

from contactcenter.ports.blobs import Blobs
from contactcenter.ports.channel import (
    Addressed,
    Capabilities,
    Channel,
    ChannelContext,
    Health,
    HookReply,
    HookRequest,
    Ignored,
    InboundFile,
    InboundMessage,
    LinkPurpose,
    OutboundFile,
    OutboundMessage,
    Probes,
    Proves,
    Pulls,
    Quoted,
    RawInbound,
    Sent,
    StatusChange,
)
from contactcenter.ports.clock import Clock
from contactcenter.ports.doorbell import Doorbell, Ring, Signal
from contactcenter.ports.store import Store

__all__ = [
    "Addressed",
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
    "LinkPurpose",
    "OutboundFile",
    "OutboundMessage",
    "Probes",
    "Proves",
    "Pulls",
    "Quoted",
    "RawInbound",
    "Ring",
    "Sent",
    "Signal",
    "StatusChange",
    "Store",
]
