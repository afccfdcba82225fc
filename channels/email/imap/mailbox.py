"""From settings to an opened mailbox: server, log-in, folder."""

import asyncio
from datetime import date

from channels.email.faults import LoginRefused, MailServerError, WrongTarget, plain_words
from channels.email.imap.client import Imap
from channels.email.imap.connection import Server
from channels.email.imap.pace import Pace
from channels.email.oauth import TokenSource
from channels.email.settings import Authentication, Settings
from channels.email.tls import tls_context


async def connected(settings: Settings, pace: Pace, tokens: TokenSource) -> Imap:
    """Logged in, no folder opened. Raises MailServerError."""
    tls = await asyncio.to_thread(tls_context, settings.certificates)  # it reads a hundred authorities
    server = Server(host=settings.imap_host, port=settings.imap_port, security=settings.imap_security, tls=tls)
    token = await tokens.token() if settings.authentication is Authentication.OAUTH else ""
    imap = await Imap.connect(server, pace)
    try:
        await _log_in(imap, settings, token)
    except BaseException as error:
        if isinstance(error, LoginRefused):
            tokens.forget()
        await imap.close(politely=False)
        raise
    return imap


async def _log_in(imap: Imap, settings: Settings, token: str) -> None:
    user = settings.user or settings.address
    if not user:
        raise LoginRefused("no name and no address is set")
    if settings.authentication is Authentication.OAUTH:
        await imap.log_in_with_token(user, token)
    else:
        await imap.log_in(user, settings.password)


def since_of(settings: Settings) -> date | None:
    """From when on mail that is there already is imported; None: none of it. Raises MailServerError."""
    text = settings.fetch_since.strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise MailServerError(
            f"{plain_words(text)!r} is no date.", advice="Write it as 2026-01-31, or leave it empty.", retry=False
        ) from error


def target_of(settings: Settings) -> str:
    """Where mail is moved to. Raises WrongTarget: each moved mail would come back as a new one, for ever."""
    if settings.move_to.casefold() == settings.folder.casefold():
        raise WrongTarget(settings.move_to)
    return settings.move_to


def mailbox_of(settings: Settings) -> str:
    """Whose UIDs a cursor holds."""
    return f"{settings.user or settings.address}/{settings.folder}"
