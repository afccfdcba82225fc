"""Mails a second to a real Postfix over one TLS connection: our sending beside bare aiosmtplib, in one run.

    python -m bench.mail_sending [--rounds 7] [--mails 60]

Each mail is sent in every way before the next one, so that a noisy machine (and the Dovecot that stores what arrives)
hurts all alike; a round's speed is that of its median mail, and the median of the rounds' ratios counts. "with
composing" also makes each mail: text, HTML, quote, marker. Needs root, Postfix and Dovecot (tests/servers/mail.py).
"""

from __future__ import annotations

import argparse
import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from statistics import median

import aiosmtplib

from channels.email.composing.compose import Mail, compose
from channels.email.settings import Settings
from channels.email.smtp.sending import SmtpAccount
from contactcenter.clock import SystemClock
from contactcenter.ids import InboxId, uuid7
from contactcenter.model.bodies import DeliveryState
from contactcenter.model.contact import Identity
from contactcenter.model.message import Message
from contactcenter.ports import OutboundMessage, Quoted
from tests.servers.mail import Account, MailServer, running_mail_server

Send = Callable[[OutboundMessage], Awaitable[None]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--mails", type=int, default=60, help="in each round, of each kind")
    arguments = parser.parse_args()
    with running_mail_server() as server:
        asyncio.run(measure(server, arguments.rounds, arguments.mails))


async def measure(server: MailServer, rounds: int, mails: int) -> None:
    inbox, customer = server.account(), server.account()
    settings = Settings(
        address=inbox.address,
        name="Shop",
        password=inbox.password,
        smtp_host=server.host,
        smtp_port=server.ports["smtps"],
        certificates=server.certificates,
    )
    account = SmtpAccount(settings, now=SystemClock().now)
    bare = await bare_client(server, inbox)
    messages = [message_to(customer, text) for text in ("Your order left today. " * 40, "您的订单今天发出。" * 60) * 50]
    composed = {message.delivery_id: compose(settings, message) for message in messages}

    async def ours(message: OutboundMessage) -> None:
        await send(account, composed[message.delivery_id])

    async def ours_with_composing(message: OutboundMessage) -> None:
        await send(account, compose(settings, message))

    async def theirs(message: OutboundMessage) -> None:
        mail = composed[message.delivery_id]
        await bare.sendmail(mail.sender, [mail.recipient], mail.raw)

    kinds: dict[str, Send] = {"bare": theirs, "ours": ours, "with composing": ours_with_composing}
    speeds: dict[str, list[float]] = {name: [] for name in kinds}
    await mails_a_second(kinds, messages[:5])  # connects
    for _ in range(rounds):
        for name, speed in (await mails_a_second(kinds, messages[:mails])).items():
            speeds[name].append(speed)
    await account.close()
    await bare.quit()
    report(speeds)


def report(speeds: dict[str, list[float]]) -> None:
    print("| | mails a second | ratio to bare aiosmtplib |\n|---|---|---|")
    for name, measured in speeds.items():
        ratios = [one / other for one, other in zip(measured, speeds["bare"], strict=True)]
        print(f"| {name} | {median(measured):.0f} | {median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f}) |")


async def send(account: SmtpAccount, mail: Mail) -> None:
    sent = await account.send(mail)
    assert sent.state is DeliveryState.SENT, sent.error


async def bare_client(server: MailServer, inbox: Account) -> aiosmtplib.SMTP:
    client = aiosmtplib.SMTP(
        hostname=server.host, port=server.ports["smtps"], use_tls=True, tls_context=server.trust(),
        username=inbox.address, password=inbox.password,
    )  # fmt: skip
    await client.connect()
    return client


def message_to(customer: Account, text: str) -> OutboundMessage:
    now = datetime.now(UTC)
    return OutboundMessage(
        delivery_id=uuid7(),
        inbox_id=InboxId(uuid7()),
        recipient=Identity(kind="email", address=customer.address),
        message=Message(text=text),
        reference="K7PX-2MQD",
        language="en",
        author_name="Anna",
        signature="Anna\nShop",
        subject="Where is my order?",
        thread=("<one@example.com>",),
        quoted=Quoted(author="Ann", at=now, text="Where is my order? " * 20),
        reply_token="k1.7f3k2m9q5x8z1b4n6v0c",
        sent_at=now,
    )


async def mails_a_second(kinds: dict[str, Send], messages: list[OutboundMessage]) -> dict[str, float]:
    """Of one round, by way of sending."""
    seconds: dict[str, list[float]] = {name: [] for name in kinds}
    for number, message in enumerate(messages):
        turned = number % len(kinds)
        for name in [*list(kinds)[turned:], *list(kinds)[:turned]]:
            began = time.perf_counter()
            await kinds[name](message)
            seconds[name].append(time.perf_counter() - began)
    return {name: 1 / median(measured) for name, measured in seconds.items()}


if __name__ == "__main__":
    main()
