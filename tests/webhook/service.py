"""A service of one's own, as docs/channels/webhook.md has it: signs what it sends and keeps what it gets."""

import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestServer

from contactcenter.desk.inbox_channels import OwnProcessReader, working_channel
from contactcenter.desk.inbox_secrets import sealed
from contactcenter.desk.outbox import Outbox
from contactcenter.desk.receipts import Reading
from contactcenter.desk.records import save_record
from contactcenter.ids import InboxId, QueueId
from contactcenter.model.records import Inbox
from tests.web.site import Site

SECRET = "whsec_" + base64.b64encode(b"0123456789abcdef01234567").decode()
INBOX = InboxId("own")


def signed(body: bytes, message_id: str, at: datetime, secret: str = SECRET) -> dict[str, str]:
    """Written anew from the specification, so that it checks ours."""
    stamp = str(int(at.timestamp()))
    key = base64.b64decode(secret.removeprefix("whsec_"))
    mac = hmac.new(key, f"{message_id}.{stamp}.".encode() + body, hashlib.sha256).digest()
    return {
        "Content-Type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": stamp,
        "webhook-signature": "v1," + base64.b64encode(mac).decode(),
    }


def said(text: str = "Where is my order?", person: str = "u-1", **more: Any) -> bytes:
    return json.dumps({"type": "message", "sender": {"id": person, "name": "Ann"}, "text": text} | more).encode()


@dataclass
class Service:
    """Where replies arrive; ``answers`` are given one after the other, then 200."""

    got: list[tuple[Mapping[str, str], dict[str, Any]]] = field(default_factory=list)
    answers: list[web.Response] = field(default_factory=list)
    url: str = ""

    async def take(self, request: web.Request) -> web.Response:
        body = await request.read()
        headers = {name.lower(): value for name, value in request.headers.items()}
        key = base64.b64decode(SECRET.removeprefix("whsec_"))
        what = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        mac = "v1," + base64.b64encode(hmac.new(key, what, hashlib.sha256).digest()).decode()
        if headers["webhook-signature"] != mac:
            return web.Response(status=401)
        self.got.append((headers, json.loads(body)))
        return self.answers.pop(0) if self.answers else web.Response()


@asynccontextmanager
async def serving() -> AsyncIterator[Service]:
    service = Service()
    app = web.Application(client_max_size=32 * 2**20)
    app.router.add_post("/in", service.take)
    async with TestServer(app) as server:
        service.url = str(server.make_url("/in"))
        yield service


@dataclass
class Connected:
    """A centre with the inbox; reading and sending happen when the test says so."""

    site: Site
    service: Service
    reading: Reading
    outbox: Outbox

    async def post(self, body: bytes, message_id: str = "m-1", **headers: str) -> ClientResponse:
        all_headers = signed(body, message_id, self.site.clock.now()) | headers
        return await self.site.client.post(f"/hooks/{INBOX}", data=body, headers=all_headers)

    async def send(self) -> None:
        while await self.outbox.step():
            pass


async def connect(site: Site, service: Service, **more: Any) -> Connected:
    from channels import CHANNELS

    desk = site.desk
    site.clock.advance(datetime.now(UTC) - site.clock.now())  # the channel has the clock of the wall
    await desk.answering.rebuild(desk.store, site.clock.now())
    settings = {"webhook_secret": SECRET, "webhook_url": service.url}
    inbox = Inbox(id=INBOX, name="Our app", channel="webhook", queue_id=QueueId("queue-1"), settings=settings, **more)
    await save_record(desk, sealed(desk.keyring, inbox, None, {"webhook_secret"}), actor="test", new=True)
    channel = working_channel(desk, CHANNELS, desk.directory.inbox(INBOX))
    reader = OwnProcessReader(desk.directory, desk.keyring, CHANNELS, desk.own_networks)
    return Connected(site, service, Reading(desk, reader), Outbox(desk, INBOX, channel, "node", lambda head, entry: {}))
