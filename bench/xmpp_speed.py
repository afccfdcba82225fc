"""XMPP through a real Prosody: messages a second in (client to receipts) and out (the channel to the client).

    python -m bench.xmpp_speed [--messages 2000]

One process holds channel and client, so both are paid for here. In: until the channel has handed over the last one.
Out: as an outbox does, one after the other, each until the server has confirmed it; and eight side by side.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from channels.xmpp import XmppChannel
from channels.xmpp.inbound import KIND
from contactcenter.ids import InboxId, uuid7
from contactcenter.model.bodies import DeliveryState
from contactcenter.model.contact import Identity
from contactcenter.model.message import Message
from contactcenter.ports import ChannelContext, Health, OutboundMessage, RawInbound
from tests.servers.prosody import running_prosody
from tests.xmpp.customer import account_settings, customer


class Taken:
    """Stands for the store."""

    def __init__(self) -> None:
        self.count = 0
        self.changed = asyncio.Event()
        self.online = asyncio.Event()

    async def take(self, raws: Sequence[RawInbound], cursor: str) -> bool:
        self.count += sum(b"<body>" in one.raw or b":body>" in one.raw for one in raws)
        self.changed.set()
        return True

    async def cursor(self) -> str | None:
        return None

    def report(self, health: Health) -> None:
        if health.problem is None:
            self.online.set()

    async def until(self, count: int) -> None:
        while self.count < count:
            self.changed.clear()
            await self.changed.wait()


def outbound(to: str, number: int) -> OutboundMessage:
    return OutboundMessage(
        delivery_id=uuid7(), inbox_id=InboxId("x"), recipient=Identity(kind=KIND, address=to), reference="R",
        message=Message(text=f"answer {number}"), sent_at=datetime.now(UTC),
    )  # fmt: skip


async def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=2000)
    count = parser.parse_args().messages
    with tempfile.TemporaryDirectory(prefix="bench-xmpp-") as folder, running_prosody(Path(folder)) as prosody:
        bot, person = prosody.account(), prosody.account()
        channel, taken = XmppChannel(XmppChannel.Settings(**account_settings(prosody, bot))), Taken()
        context = ChannelContext(
            inbox_id=InboxId("x"), take=taken.take, cursor=taken.cursor, report=taken.report,
            now=lambda: datetime.now(UTC),
        )  # fmt: skip
        running = asyncio.create_task(channel.run(context))
        try:
            async with asyncio.timeout(600), customer(prosody, person) as ann:
                await taken.online.wait()
                began = time.perf_counter()
                for number in range(count):
                    ann.say(bot.address, f"question {number}")
                await taken.until(count)
                print(f"in: {count / (time.perf_counter() - began):.0f} messages/s ({count})")
                for side_by_side in (1, 8):
                    print(await sent_out(channel, person.address, count, side_by_side))
                await ann.until(lambda: len([one for one in ann.got if one["body"]]) >= 2 * (count // 2))
        finally:
            running.cancel()
            with suppress(asyncio.CancelledError):
                await running
    return 0


async def sent_out(channel: XmppChannel, to: str, count: int, side_by_side: int) -> str:
    numbers = iter(range(count // 2))

    async def one_after_the_other() -> None:
        for number in numbers:
            assert (await channel.deliver(outbound(to, number))).state is DeliveryState.SENT

    began = time.perf_counter()
    await asyncio.gather(*(one_after_the_other() for _ in range(side_by_side)))
    return f"out, {side_by_side} at a time: {count // 2 / (time.perf_counter() - began):.0f} messages/s ({count // 2})"


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
