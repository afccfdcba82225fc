"""Receiving: asking for updates again and again, or telling Telegram whom to call and whether it gets through."""

import asyncio
import logging
import random
import time
from collections.abc import Sequence
from typing import Any

import msgspec

from channels.telegram.api import BotApi, Refusal
from channels.telegram.inbound import decoded, external_id
from channels.telegram.settings import Receives, Settings
from channels.telegram.updates import ALLOWED
from contactcenter.errors import ProviderError, Unparsable
from contactcenter.guarded_http import guarded_http
from contactcenter.ports import ChannelContext, Health, Network, RawInbound

log = logging.getLogger(__name__)

POLL_SECONDS = 25
LOOK_SECONDS = 60.0
BACKOFF_MOST = 60.0
FORGET_AFTER_SECONDS = 6 * 86_400.0  # after a week without updates they are numbered anew


async def receive(settings: Settings, secret: str, networks: Sequence[Network], context: ChannelContext) -> None:
    """For ever; returns when another node has the inbox."""
    attempt = 0
    while True:
        try:
            async with guarded_http(networks) as http:
                receiving = _Receiving(BotApi(http, settings.telegram_api, settings.telegram_token), context)
                if settings.telegram_receives is Receives.WEBHOOK:
                    await receiving.watch_hook(secret)
                await receiving.poll()
                return
        except ProviderError as error:
            attempt += 1
            context.report(health_of(error))
            log.warning("telegram is not fetched", extra={"inbox": context.inbox_id, "attempt": attempt})
            wait = error.parameters.retry_after if isinstance(error, Refusal) else None
            await asyncio.sleep(max(wait or 0, min(BACKOFF_MOST, 2.0 ** min(attempt, 6)) * random.uniform(0.5, 1.0)))


def health_of(error: ProviderError) -> Health:
    code = error.status if isinstance(error, Refusal) else 0
    if code in (401, 404):
        return Health(problem="Telegram does not know this token", advice="copy it again from @BotFather")
    if code == 409:
        return Health(problem=error.message, advice="another program receives for this bot: stop it")
    return Health(problem=error.message, advice="it is tried again by itself")


class _Receiving:
    def __init__(self, api: BotApi, context: ChannelContext) -> None:
        self._api, self._context = api, context

    async def poll(self) -> None:
        """What was not confirmed comes again at the start, and is known by its id: no place has to be remembered."""
        await self._api.call("deleteWebhook", {})
        self._context.report(Health())
        offset, heard = 0, time.monotonic()
        while True:
            if time.monotonic() - heard > FORGET_AFTER_SECONDS:
                offset = 0
            asked = {"timeout": POLL_SECONDS, "allowed_updates": ALLOWED} | ({"offset": offset} if offset else {})
            updates = await self._api.call("getUpdates", asked, seconds=POLL_SECONDS + 15)
            self._context.report(Health())
            if not updates:
                continue
            heard = time.monotonic()
            offset = max(int(one["update_id"]) for one in updates) + 1
            if not await self._context.take([self._raw(one) for one in updates], str(offset)):
                return
            await self._answer_presses(updates)

    def _raw(self, update: dict[str, Any]) -> RawInbound:
        data = msgspec.json.encode(update)
        return raw_of(data, self._context)

    async def _answer_presses(self, updates: Sequence[dict[str, Any]]) -> None:
        """So that the button stops waiting; too late is no harm."""
        for one in updates:
            if isinstance(pressed := one.get("callback_query"), dict):
                try:
                    await self._api.call("answerCallbackQuery", {"callback_query_id": pressed.get("id", "")})
                except Refusal:
                    log.info("press was not answered", extra={"inbox": self._context.inbox_id})

    async def watch_hook(self, secret: str) -> None:
        """Never returns: says whom to call, and looks whether that works."""
        url = self._context.hook_url
        if not url.startswith("https://"):
            raise ProviderError(
                "Telegram calls only addresses with https: public_url of this server is none", retry=False
            )
        while True:
            info = await self._api.call("getWebhookInfo", {})
            if info.get("url") != url or set(info.get("allowed_updates") or ALLOWED) != set(ALLOWED):
                await self._api.call("setWebhook", {"url": url, "secret_token": secret, "allowed_updates": ALLOWED})
                info = {}
            self._context.report(_hook_health(info))
            await asyncio.sleep(LOOK_SECONDS)


def _hook_health(info: dict[str, Any]) -> Health:
    if info.get("pending_update_count") and info.get("last_error_message"):
        words = str(info["last_error_message"])[:200]
        return Health(problem=f"Telegram cannot call us: {words}", advice="check public_url and its certificate")
    return Health()


def raw_of(data: bytes, context: ChannelContext) -> RawInbound:
    """Under the id of what it is; what cannot be read is kept too, and goes to quarantine."""
    try:
        named = external_id(decoded(data))
    except Unparsable:
        named = f"update:{msgspec.json.decode(data).get('update_id')}"
    return RawInbound(inbox_id=context.inbox_id, external_id=named, raw=data, received_at=context.now())
