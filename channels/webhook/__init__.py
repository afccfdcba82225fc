"""A service of one's own, connected by signed webhooks: the way in for whatever has no channel yet.

docs/channels/webhook.md describes both directions.
"""

import logging
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, ClassVar
from urllib.parse import urlsplit

import msgspec

from channels.pace import put_off, retry_after
from channels.webhook.bodies import MAX_TEXT_CHARS, Button, File, Link, Outgoing, Sender
from channels.webhook.inbound import KIND, inward, read
from channels.webhook.settings import Settings
from channels.webhook.signing import key_of, signature, verified_id
from contactcenter.errors import CentreError, ProviderError, Unparsable
from contactcenter.guarded_http import Answered, NotFetched, guarded_http
from contactcenter.model.bodies import DeliveryState, FeedbackVerdict
from contactcenter.ports import (
    Capabilities,
    Health,
    HookReply,
    HookRequest,
    Inward,
    LinkPurpose,
    Network,
    OutboundMessage,
    RawInbound,
    Sent,
)

log = logging.getLogger(__name__)

MAX_FILE_BYTES = 8 * 2**20
MAX_ANSWER_BYTES = 64 * 1024
_LATER = frozenset({408, 425, 429})  # and all from 500 on
_VERDICTS = {LinkPurpose.HELPED: FeedbackVerdict.HELPED, LinkPurpose.PERSON: FeedbackVerdict.PERSON}


class WebhookChannel:
    """One service."""

    kind: ClassVar[str] = KIND
    Settings: ClassVar[type[Any]] = Settings
    capabilities: ClassVar[Capabilities] = Capabilities(
        max_text_chars=MAX_TEXT_CHARS, max_attachment_bytes=MAX_FILE_BYTES
    )

    def __init__(self, settings: Any) -> None:
        self._settings = settings
        self._networks: Sequence[Network] = ()

    def may_reach(self, networks: Sequence[Network]) -> None:
        self._networks = networks

    def hook(self, request: HookRequest) -> HookReply:
        """Raises errors.Unauthenticated, errors.NotJson and errors.Invalid: then nothing is kept."""
        message_id = verified_id(self._settings.webhook_secret, request.headers, request.body, request.received_at)
        read(request.body)
        raw = RawInbound(
            inbox_id=request.inbox_id, external_id=message_id, raw=request.body, received_at=request.received_at
        )
        return HookReply(status=202, inbound=(raw,))

    def normalize(self, raw: RawInbound) -> tuple[Inward, ...]:
        try:
            return (inward(raw, read(raw.raw)),)
        except CentreError as error:
            raise Unparsable(str(error)) from error

    async def fetch(self, remote: str) -> bytes:
        try:
            async with guarded_http(self._networks) as http:
                return (await http.get(remote, most_bytes=MAX_FILE_BYTES)).content
        except NotFetched as error:
            raise ProviderError(f"not fetched: {error}", retry=False) from error

    async def deliver(self, message: OutboundMessage) -> Sent:
        if not self._settings.webhook_url:
            return Sent(state=DeliveryState.FAILED, error="this inbox has no address to send to: set webhook_url")
        now = datetime.now(UTC)
        body = msgspec.json.encode(outgoing(message))
        try:
            answer = await self._post(message.delivery_id, body, now)
        except ValueError as error:
            return Sent(state=DeliveryState.FAILED, error=str(error))
        except NotFetched as error:
            log.info("webhook not sent", extra={"inbox": message.inbox_id, "delivery": message.delivery_id})
            return put_off(str(error), message.sent_at, now)
        fields = {"inbox": message.inbox_id, "delivery": message.delivery_id, "status": answer.status}
        log.info("webhook sent", extra=fields)
        return _outcome(answer, message, now)

    async def probe(self) -> Health:
        """Whether the secret can be used, and whether somebody answers where replies go."""
        try:
            key_of(self._settings.webhook_secret)
        except ValueError as error:
            return Health(problem=str(error), advice="enter the secret that the service signs with")
        if not self._settings.webhook_url:
            return Health(note="Nothing can be sent yet: there is no address for replies.")
        now = datetime.now(UTC)
        try:
            answer = await self._post(f"probe-{now.timestamp():.0f}", b'{"type":"probe"}', now)
        except (NotFetched, ValueError) as error:
            return Health(problem=f"the service was not reached: {error}", advice="check webhook_url and that it runs")
        if answer.status >= 300:
            return Health(
                problem=f"the service answered {answer.status} to a signed message of the type probe",
                advice="it must accept our signature, and answer 2xx to types that it does not know",
            )
        return Health()

    async def _post(self, message_id: str, body: bytes, now: datetime) -> Answered:
        """Raises NotFetched, and ValueError for a secret that is none."""
        url, stamp = self._settings.webhook_url, int(now.timestamp())
        if urlsplit(url).scheme not in ("https", "http"):
            raise ValueError("webhook_url must begin with https://")
        headers = {
            "Content-Type": "application/json",
            "webhook-id": message_id,
            "webhook-timestamp": str(stamp),
            "webhook-signature": signature(self._settings.webhook_secret, message_id, stamp, body),
        }
        async with guarded_http(self._networks) as http:
            return await http.send("POST", url, body=body, headers=headers, most_bytes=MAX_ANSWER_BYTES)


def outgoing(message: OutboundMessage) -> Outgoing:
    links, labels = message.links, message.link_labels
    source = links.get(LinkPurpose.SOURCE)
    return Outgoing(
        id=message.delivery_id,
        recipient=Sender(id=message.recipient.address, name=message.recipient_name),
        text=message.message.text,
        language=message.language,
        conversation=message.reference,
        author=message.author_name,
        automatic=message.is_automatic,
        files=tuple(
            File(
                name=one.attachment.name,
                content_type=one.attachment.content_type,
                data=one.data,
            )
            for one in message.files
        ),
        source=Link(source, labels.get(LinkPurpose.SOURCE, "")) if source else None,
        buttons=tuple(Button(verdict, labels[way]) for way, verdict in _VERDICTS.items() if way in links),
        sent_at=message.sent_at,
    )


def _outcome(answer: Answered, message: OutboundMessage, now: datetime) -> Sent:
    if 200 <= answer.status < 300:
        return Sent(state=DeliveryState.SENT, provider_id=message.delivery_id)
    words = answer.content[:200].decode(errors="replace").strip()
    error = f"the service answered {answer.status}" + (f": {words}" if words else "")
    if answer.status >= 500 or answer.status in _LATER:
        return put_off(error, message.sent_at, now, wait=retry_after(answer.headers.get("retry-after")))
    return Sent(state=DeliveryState.FAILED, error=error)
