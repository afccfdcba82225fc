"""Telegram: one bot, by long polling or by webhook (docs/channels/telegram.md)."""

import hashlib
import hmac
from collections import OrderedDict
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

import msgspec

from channels.pace import put_off
from channels.telegram.api import BotApi, Refusal
from channels.telegram.inbound import KIND, decoded, external_id, inward
from channels.telegram.outbound import MAX_UNITS, Step, steps_for
from channels.telegram.receiving import health_of, receive
from channels.telegram.settings import Receives, Settings
from contactcenter.errors import Invalid, ProviderError, Unauthenticated, Unparsable
from contactcenter.guarded_http import guarded_http
from contactcenter.model.bodies import DeliveryState
from contactcenter.ports import (
    Capabilities,
    ChannelContext,
    Health,
    HookReply,
    HookRequest,
    Inward,
    Network,
    OutboundMessage,
    RawInbound,
    Sent,
)

MAX_FILE_BYTES = 20 * 2**20  # that bots may fetch
MOST_BEGUN = 1000
SECRET_HEADER = "x-telegram-bot-api-secret-token"


class TelegramChannel:
    """One bot."""

    kind: ClassVar[str] = KIND
    Settings: ClassVar[type[Any]] = Settings
    capabilities: ClassVar[Capabilities] = Capabilities(
        max_text_chars=MAX_UNITS, max_attachment_bytes=MAX_FILE_BYTES, rates=True
    )

    def __init__(self, settings: Any) -> None:
        self._settings: Settings = settings
        self._networks: Sequence[Network] = ()
        self._begun: OrderedDict[str, list[str]] = (
            OrderedDict()
        )  # of deliveries cut off half-way: names of what is sent

    def may_reach(self, networks: Sequence[Network]) -> None:
        self._networks = networks

    @property
    def _secret(self) -> str:
        """What Telegram shows with every call: made of the token, so that it is as secret and needs no place."""
        return hmac.new(self._settings.telegram_token.encode(), b"webhook secret", hashlib.sha256).hexdigest()

    def hook(self, request: HookRequest) -> HookReply:
        """Raises errors.Unauthenticated and errors.Invalid: then nothing is kept."""
        given = request.headers.get(SECRET_HEADER, "")
        is_known = hmac.compare_digest(given.encode(), self._secret.encode())
        if (
            not is_known
            or not self._settings.telegram_token
            or self._settings.telegram_receives is not Receives.WEBHOOK
        ):
            raise Unauthenticated("this call does not come from Telegram")
        try:
            update = decoded(request.body)
        except Unparsable as error:
            raise Invalid(str(error)) from error
        raw = RawInbound(
            inbox_id=request.inbox_id, external_id=external_id(update), raw=request.body,
            received_at=request.received_at,
        )  # fmt: skip
        if update.callback_query is None:
            return HookReply(inbound=(raw,))
        answer = {"method": "answerCallbackQuery", "callback_query_id": update.callback_query.id}
        return HookReply(inbound=(raw,), body=msgspec.json.encode(answer), content_type="application/json")

    def normalize(self, raw: RawInbound) -> tuple[Inward, ...]:
        return (inward(self._settings, raw),)

    async def run(self, context: ChannelContext) -> None:
        await receive(self._settings, self._secret, self._networks, context)

    async def fetch(self, remote: str) -> bytes:
        async with guarded_http(self._networks) as http:
            api = BotApi(http, self._settings.telegram_api, self._settings.telegram_token)
            return await api.download(remote, MAX_FILE_BYTES)

    async def deliver(self, message: OutboundMessage) -> Sent:
        now = datetime.now(UTC)
        sent = self._begun.setdefault(message.delivery_id, [])
        try:
            await self._send(steps_for(message), sent)
        except Refusal as error:
            if not error.retry:
                self._begun.pop(message.delivery_id, None)
                return Sent(state=DeliveryState.FAILED, error=_worded(error))
            wait = timedelta(seconds=error.parameters.retry_after or 0)
            return self._later(error, message, now, wait)
        except ProviderError as error:
            return self._later(error, message, now, timedelta())
        self._begun.pop(message.delivery_id, None)
        return Sent(state=DeliveryState.SENT, provider_id=sent[0] if sent else None)

    def _later(self, error: ProviderError, message: OutboundMessage, now: datetime, wait: timedelta) -> Sent:
        while len(self._begun) > MOST_BEGUN:
            self._begun.popitem(last=False)
        return put_off(error.message, message.sent_at, now, wait=wait)

    async def _send(self, steps: Sequence[Step], sent: list[str]) -> None:
        """Those steps that an earlier attempt did not take; ``sent`` grows with each. Raises ProviderError."""
        async with guarded_http(self._networks) as http:
            api = BotApi(http, self._settings.telegram_api, self._settings.telegram_token)
            for step in steps[len(sent) :]:
                result = await _taken(api, step)
                sent.append(f"{result['chat']['id']}:{result['message_id']}")

    async def probe(self) -> Health:
        if not self._settings.telegram_token:
            return Health(problem="no token is set", advice="make a bot with @BotFather and enter its token")
        try:
            async with guarded_http(self._networks) as http:
                api = BotApi(http, self._settings.telegram_api, self._settings.telegram_token)
                me = await api.call("getMe", {})
        except ProviderError as error:
            return health_of(error)
        return Health(note=f"The bot is @{me.get('username', '')}.")


async def _taken(api: BotApi, step: Step) -> Any:
    """One step; a group that became a supergroup is followed once."""
    try:
        return await _called(api, step)
    except Refusal as error:
        moved = error.parameters.migrate_to_chat_id
        if moved is None:
            raise
        return await _called(api, Step(values=step.values | {"chat_id": moved}, file=step.file))


async def _called(api: BotApi, step: Step) -> Any:
    if step.file is None:
        return await api.call(step.method, step.values)
    field = "photo" if step.method == "sendPhoto" else "document"
    values = {"chat_id": str(step.values["chat_id"])}
    return await api.send_file(step.method, values, field, step.file.attachment.name, step.file.data)


def _worded(error: Refusal) -> str:
    if error.status == 403:
        return f"the customer blocked the bot or never started it ({error.description})"
    return error.message
