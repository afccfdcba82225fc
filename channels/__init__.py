"""Channels: protocol in, protocol out, nothing else. A new channel is one module and one line here."""

from collections.abc import Mapping

from channels.chat import ChatChannel
from channels.email import EmailChannel
from channels.telegram import TelegramChannel
from channels.webhook import WebhookChannel
from channels.xmpp import XmppChannel
from contactcenter.ports import Channel

CHANNELS: Mapping[str, type[Channel]] = {
    "chat": ChatChannel,
    "email": EmailChannel,
    "telegram": TelegramChannel,
    "webhook": WebhookChannel,
    "xmpp": XmppChannel,
}
