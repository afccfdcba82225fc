"""Making an SMTP connection: encrypted as it was set and never less, certificate verified, logged in (RFC 8314)."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable

import aiosmtplib

from channels.email.composing.fields import address
from channels.email.faults import MailServerError
from channels.email.settings import Authentication, Security, Settings
from channels.email.smtp.refusals import Reason, Refusal, Step, trouble
from channels.email.smtp.wire import ENDINGS, Limits, Wire
from channels.email.tls import tls_context
from contactcenter.errors import CentreError

TokenSource = Callable[[], Awaitable[str]]  # an access token for XOAUTH2 that is good now; raises errors.CentreError


async def own_context(settings: Settings) -> ssl.SSLContext | None:
    """None without encryption. Raises MailServerError for certificates that are none."""
    if settings.smtp_security is Security.NONE:
        return None
    return await asyncio.to_thread(tls_context, settings.certificates)


async def connect(
    settings: Settings, context: ssl.SSLContext | None, tokens: TokenSource | None, limits: Limits
) -> Wire | Refusal:
    """A connection that is ready for mails, or why there is none. Raises errors.Invalid if the inbox has no address."""
    if not settings.smtp_host.strip():
        return Refusal(reason=Reason.UNREACHABLE, step=Step.CONNECT, said="no server is set")
    try:
        client = _client(settings, context, limits)
    except ValueError as error:
        return trouble(Step.CONNECT, error)
    step = Step.CONNECT
    try:
        async with asyncio.timeout(limits.connect.total_seconds()):
            await client.connect()
            await client.ehlo()
            step = Step.LOGIN
            await _log_in(client, settings, tokens)
    except (*ENDINGS, CentreError, ValueError) as error:  # ValueError: a host name that cannot be one
        client.close()
        return trouble(step, error)
    except BaseException:
        client.close()
        raise
    return Wire(client, limits)


def _client(settings: Settings, context: ssl.SSLContext | None, limits: Limits) -> aiosmtplib.SMTP:
    return aiosmtplib.SMTP(
        hostname=settings.smtp_host,
        port=settings.smtp_port,
        use_tls=settings.smtp_security is Security.TLS,
        start_tls=settings.smtp_security is Security.STARTTLS,
        tls_context=context,
        local_hostname=address(settings.address).rpartition("@")[2],  # tells nothing about this machine
        timeout=limits.connect.total_seconds(),
    )


async def _log_in(client: aiosmtplib.SMTP, settings: Settings, tokens: TokenSource | None) -> None:
    """Once, by one method: the library's login() tries the same wrong password by each, and providers count that."""
    user = settings.user or settings.address
    if settings.authentication is Authentication.OAUTH:
        if tokens is None or "xoauth2" not in client.server_auth_methods:
            raise aiosmtplib.SMTPException("the server offers no login by XOAUTH2")
        await client.auth_xoauth2(user, await tokens())
    elif settings.password and "plain" in client.server_auth_methods:
        await client.auth_plain(user, settings.password)
    elif settings.password:
        await client.login(user, settings.password)


def cannot_start(error: MailServerError) -> Refusal:
    """The settings themselves make a connection impossible."""
    return Refusal(reason=Reason.CERTIFICATE, step=Step.CONNECT, said=error.message)
