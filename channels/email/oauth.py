"""Access tokens for mail servers that want OAuth 2.0 (RFC 6749, section 6: a refresh token buys the next one)."""

import asyncio
import time
from collections.abc import Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit

import aiohttp
import msgspec

from channels.email.faults import MailServerError, TokenRefused, plain_words
from channels.email.settings import Settings
from contactcenter.ports import SecretKeeper

ANSWER_S = 20.0
ANSWER_BYTES = 256 * 2**10
RENEW_BEFORE_S = 60.0
LIFETIME_S = 3_600.0  # where the provider does not say

REFRESH_TOKEN = "oauth_refresh_token"
ADVICE = "Authorise the mailbox again and enter the new refresh token; check client id and secret."


class _Granted(msgspec.Struct):
    access_token: str = ""
    expires_in: float = LIFETIME_S
    refresh_token: str = ""


class _Denied(msgspec.Struct):
    error: str = ""
    error_description: str = ""


class TokenSource:
    """The current access token of one mailbox, for IMAP and SMTP alike; a new one a minute before the old one ends.

    A provider that hands out a new refresh token with each access token gets that one the next time, also after a
    restart: it is kept before the access token is used.
    """

    def __init__(self, settings: Settings, *, answer_s: float = ANSWER_S) -> None:
        self._settings = settings
        self._answer_s = answer_s
        self.keeper: SecretKeeper = _InMemory()
        self._token, self._ends_at = "", 0.0
        self._asking = asyncio.Lock()

    async def token(self) -> str:
        """Raises TokenRefused when the provider says no, MailServerError when it does not answer."""
        async with self._asking:
            if not self._token or time.monotonic() > self._ends_at - RENEW_BEFORE_S:
                await self._renew()
            return self._token

    def forget(self) -> None:
        """After a mail server refused the token: the next one is a new one."""
        self._token = ""

    async def _renew(self) -> None:
        configured = self._settings.oauth_refresh_token
        present = await self.keeper.latest(REFRESH_TOKEN, configured)
        granted = _read(*await self._ask(_checked_url(self._settings.oauth_token_url), present))
        if granted.refresh_token and granted.refresh_token != present:
            await self.keeper.keep(REFRESH_TOKEN, configured, granted.refresh_token)
        self._token, self._ends_at = granted.access_token, time.monotonic() + granted.expires_in

    async def _ask(self, url: str, refresh_token: str) -> tuple[int, bytes]:
        limit = aiohttp.ClientTimeout(total=self._answer_s)
        host = urlsplit(url).hostname
        try:
            async with (
                aiohttp.ClientSession(timeout=limit) as session,
                session.post(url, data=self._form(refresh_token), allow_redirects=False) as answer,
            ):
                return answer.status, await answer.content.read(ANSWER_BYTES)
        except (aiohttp.ClientError, OSError) as error:
            why = plain_words(str(error)) if str(error) else "no answer in time"
            advice = "It is tried again by itself. Check the address of the token and whether a firewall blocks it."
            raise MailServerError(f"No access token from {host}: {why}", advice=advice) from error

    def _form(self, refresh_token: str) -> Mapping[str, str]:
        form = {
            "grant_type": "refresh_token",
            "refresh_token": refresh_token,
            "client_id": self._settings.oauth_client_id,
            "client_secret": self._settings.oauth_client_secret,
            "scope": self._settings.oauth_scope,
        }
        return {name: value for name, value in form.items() if value}


class _InMemory:
    """Where nobody keeps secrets: for as long as this object lives."""

    def __init__(self) -> None:
        self._latest: dict[str, str] = {}

    async def latest(self, name: str, configured: str) -> str:
        return self._latest.get(name, configured)

    async def keep(self, name: str, configured: str, secret: str) -> None:
        self._latest[name] = secret


def _read(status: int, body: bytes) -> _Granted:
    try:
        granted = msgspec.json.decode(body, type=_Granted, strict=False)
        denied = msgspec.json.decode(body, type=_Denied, strict=False)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise TokenRefused(f"The token's address answers {status} without a token.", advice=ADVICE) from error
    if status == 200 and granted.access_token and granted.expires_in >= 0:
        return granted
    words = plain_words(" ".join(filter(None, (denied.error, denied.error_description))))
    raise TokenRefused(f"The provider gives no access token ({status}): {words}", advice=ADVICE, retry=status >= 500)


def _checked_url(url: str) -> str:
    """The refresh token goes there: encrypted, or to this machine."""
    parts = urlsplit(url)
    if parts.hostname and (parts.scheme == "https" or (parts.scheme == "http" and _is_this_machine(parts.hostname))):
        return url
    raise TokenRefused("The address for tokens is no https:// address.", advice="Enter the provider's token address.")


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
